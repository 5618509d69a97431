#include "runtime/io/json.h"

#include <simdjson.h>

#include "runtime/text/fold.h"

namespace assay::io {
namespace {

namespace ondemand = simdjson::ondemand;

enum class Scalar { text, nothing, broken };

// The text of a scalar; arrays as their JSON where the caller takes them.
Scalar read_scalar(ondemand::value value, bool take_arrays, std::string& text) {
  ondemand::json_type type;
  if (value.type().get(type) != simdjson::SUCCESS) return Scalar::broken;
  std::string_view view;
  switch (type) {
    case ondemand::json_type::string:
      if (value.get_string().get(view) != simdjson::SUCCESS) return Scalar::broken;
      break;
    case ondemand::json_type::number: {
      double ignored;
      // Numbers beyond 64 bits are for the conversion to judge; only what is no number at all is broken JSON.
      if (value.get_double().get(ignored) == simdjson::NUMBER_ERROR) return Scalar::broken;
      view = value.raw_json_token();
      break;
    }
    case ondemand::json_type::boolean: {
      bool truth;
      if (value.get_bool().get(truth) != simdjson::SUCCESS) return Scalar::broken;
      view = truth ? "true" : "false";
      break;
    }
    case ondemand::json_type::null: return value.is_null().value_unsafe() ? Scalar::nothing : Scalar::broken;
    case ondemand::json_type::array:
      if (!take_arrays) return Scalar::nothing;
      if (simdjson::to_json_string(value).get(view) != simdjson::SUCCESS) return Scalar::broken;
      break;
    case ondemand::json_type::object: return Scalar::nothing;
  }
  text = text::trim(view);
  return text.empty() ? Scalar::nothing : Scalar::text;
}

}  // namespace

bool json_array_elements(std::string_view text, std::vector<std::string>& elements) {
  const simdjson::padded_string padded(text);
  ondemand::parser parser;
  ondemand::document document;
  ondemand::array array;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS || document.get_array().get(array) != simdjson::SUCCESS) return false;
  std::string element;
  for (auto each : array) {
    ondemand::value value;
    if (each.get(value) != simdjson::SUCCESS) return false;
    switch (read_scalar(value, false, element)) {
      case Scalar::text: elements.push_back(element); break;
      case Scalar::nothing: break;
      case Scalar::broken: return false;
    }
  }
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS;  // nothing behind it
}

struct JsonObjectReader::State {
  ondemand::parser parser;
  std::string padded;
};

JsonObjectReader::JsonObjectReader() : state_(std::make_unique<State>()) {}
JsonObjectReader::~JsonObjectReader() = default;
JsonObjectReader::JsonObjectReader(JsonObjectReader&&) noexcept = default;
JsonObjectReader& JsonObjectReader::operator=(JsonObjectReader&&) noexcept = default;

bool JsonObjectReader::read(std::string_view text, std::vector<JsonMember>& members) {
  std::string& padded = state_->padded;
  padded.assign(text);
  padded.resize(text.size() + simdjson::SIMDJSON_PADDING);
  ondemand::document document;
  ondemand::object object;
  if (state_->parser.iterate(padded.data(), text.size(), padded.size()).get(document) != simdjson::SUCCESS ||
      document.get_object().get(object) != simdjson::SUCCESS) {
    return false;
  }
  std::size_t count = 0;
  for (auto field : object) {
    if (members.size() == count) members.emplace_back();
    JsonMember& member = members[count];
    std::string_view key;
    ondemand::value value;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS) return false;
    member.key = key;
    if (field.value().get(value) != simdjson::SUCCESS) return false;
    switch (read_scalar(value, true, member.text)) {
      case Scalar::text: ++count; break;
      case Scalar::nothing: break;
      case Scalar::broken: return false;
    }
  }
  members.resize(count);
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS;  // nothing behind it
}

void append_json_text(std::string_view text, std::string& out) {
  constexpr char digits[] = "0123456789abcdef";
  out += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text.substr(done, i - done));
    done = i + 1;
    switch (byte) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out += {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
    }
  }
  out.append(text.substr(done));
  out += '"';
}

}  // namespace assay::io

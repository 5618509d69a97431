#include "runtime/io/json.h"

#include "runtime/io/json_tokens.h"
#include "runtime/text/fold.h"

namespace assay::io {
namespace {

// The trimmed text of a value: nothing of null and objects, of arrays their JSON.
std::string_view text_of(const JsonValue& value, std::string& scratch) {
  if (value.kind == JsonKind::nothing || value.kind == JsonKind::object) return {};
  if (!value.escaped) return text::trim(value.raw);
  scratch.clear();
  unescape(value.raw, scratch);
  return text::trim(scratch);
}

}  // namespace

struct JsonCellReader::State {
  JsonTokens tokens;
  std::string scratch;
};

JsonCellReader::JsonCellReader() : state_(std::make_unique<State>()) {}
JsonCellReader::~JsonCellReader() = default;
JsonCellReader::JsonCellReader(JsonCellReader&&) noexcept = default;
JsonCellReader& JsonCellReader::operator=(JsonCellReader&&) noexcept = default;

bool JsonCellReader::read_array(std::string_view text, std::vector<std::string>& elements) {
  if (state_->tokens.find(text.data(), text.size()) != JsonTokens::Outcome::fine) return false;
  JsonCursor cursor(text.data(), state_->tokens, text.size());
  if (!cursor.take('[')) return false;
  if (cursor.take(']')) return cursor.at_end();
  JsonValue value;
  do {
    if (!cursor.take_value(value)) return false;
    if (value.kind == JsonKind::list || value.kind == JsonKind::object) continue;
    const std::string_view element = text_of(value, state_->scratch);
    if (!element.empty()) elements.emplace_back(element);
  } while (cursor.take(','));
  return cursor.take(']') && cursor.at_end();
}

bool JsonCellReader::read_object(std::string_view text, std::vector<JsonMember>& members) {
  std::size_t count = 0;
  const auto finish = [&](bool is_right) {
    members.resize(is_right ? count : 0);
    return is_right;
  };
  if (state_->tokens.find(text.data(), text.size()) != JsonTokens::Outcome::fine) return finish(false);
  JsonCursor cursor(text.data(), state_->tokens, text.size());
  if (!cursor.take('{')) return finish(false);
  if (cursor.take('}')) return finish(cursor.at_end());
  JsonValue key, value;
  do {
    if (!cursor.take_text(key) || !cursor.take(':') || !cursor.take_value(value)) return finish(false);
    const std::string_view said = text_of(value, state_->scratch);
    if (said.empty()) continue;
    if (members.size() == count) members.emplace_back();
    members[count].key.clear();
    unescape(key.raw, members[count].key);
    members[count++].text = said;
  } while (cursor.take(','));
  return finish(cursor.take('}') && cursor.at_end());
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

#include "runtime/io/json_tokens.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <simdjson.h>

#include "runtime/text/utf8.h"

namespace assay::io {
namespace {

using Stages = simdjson::internal::dom_parser_implementation;

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

// By the grammar and not by what 64 bits hold: a number beyond them is for the conversion to judge.
bool is_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  std::size_t end = skip_digits(text, at);
  if (end == at || (text[at] == '0' && end > at + 1)) return false;
  if (end < text.size() && text[end] == '.') {
    at = end + 1;
    end = skip_digits(text, at);
    if (end == at) return false;
  }
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    at = end + 1;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    end = skip_digits(text, at);
    if (end == at) return false;
  }
  return end == text.size();
}

// Four hexadecimal digits; -1 where they are none.
std::int32_t code_unit(std::string_view digits) {
  std::int32_t unit = 0;
  if (digits.size() < 4) return -1;
  for (const char c : digits.substr(0, 4)) {
    const auto lower = static_cast<unsigned char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      unit = unit * 16 + (c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      unit = unit * 16 + (lower - 'a' + 10);
    } else {
      return -1;
    }
  }
  return unit;
}

bool is_high_surrogate(std::int32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(std::int32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

// Reads what stands behind `\u`, and takes it from `rest`.
char32_t take_code_point(std::string_view& rest) {
  constexpr char32_t replacement = 0xFFFD;
  const std::int32_t unit = code_unit(rest);
  rest.remove_prefix(4);
  if (is_low_surrogate(unit)) return replacement;
  if (!is_high_surrogate(unit)) return static_cast<char32_t>(unit);
  const std::int32_t low = rest.starts_with("\\u") ? code_unit(rest.substr(2)) : -1;
  if (!is_low_surrogate(low)) return replacement;
  rest.remove_prefix(6);
  return static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
}

char meaning_of(char escaped) {
  switch (escaped) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return escaped;
  }
}

}  // namespace

struct JsonTokens::State {
  std::unique_ptr<Stages> stages;
  std::array<std::uint32_t, 1> none{};
  std::size_t count = 0;

  bool make_room_for(std::size_t size) {
    // Room grows by half again, so that a text that needs many reads is not prepared for at each of them.
    const std::size_t room = std::max<std::size_t>(size + size / 2, 4096);
    if (!stages) return simdjson::get_active_implementation()->create_dom_parser_implementation(room, 1, stages) == simdjson::SUCCESS;
    return stages->capacity() >= size || stages->allocate(room, 1) == simdjson::SUCCESS;
  }
};

JsonTokens::JsonTokens() : state_(std::make_unique<State>()) {}
JsonTokens::~JsonTokens() = default;

JsonTokens::Outcome JsonTokens::find(const char* bytes, std::size_t size) {
  state_->count = 0;
  state_->none = {static_cast<std::uint32_t>(size)};
  if (size == 0) return Outcome::fine;
  if (!state_->make_room_for(size)) return Outcome::broken;
  const auto error = state_->stages->stage1(reinterpret_cast<const std::uint8_t*>(bytes), size, simdjson::stage1_mode::regular);
  if (error == simdjson::EMPTY) return Outcome::fine;
  if (error == simdjson::UNCLOSED_STRING) return Outcome::unclosed;
  if (error != simdjson::SUCCESS) return Outcome::broken;
  state_->count = state_->stages->n_structural_indexes;
  // simdjson leaves room for a few entries behind the last.
  state_->stages->structural_indexes[state_->count] = static_cast<std::uint32_t>(size);
  return Outcome::fine;
}

const std::uint32_t* JsonTokens::begin() const {
  return state_->count == 0 ? state_->none.data() : state_->stages->structural_indexes.get();
}
const std::uint32_t* JsonTokens::end() const { return begin() + state_->count; }

JsonCursor::JsonCursor(const char* bytes, const JsonTokens& tokens, std::size_t size)
    : bytes_(bytes), at_(tokens.begin()), end_(tokens.end()), size_(static_cast<std::uint32_t>(size)) {
  find_escape(0);
}

void JsonCursor::find_escape(std::uint32_t begin) {
  const void* found = begin < size_ ? std::memchr(bytes_ + begin, '\\', size_ - begin) : nullptr;
  next_escape_ = found == nullptr ? size_ : static_cast<std::uint32_t>(static_cast<const char*>(found) - bytes_);
}

bool JsonCursor::take_scalar(JsonValue& into) {
  if (at_ == end_) return false;
  const std::uint32_t begin = *at_;
  const std::string_view raw(bytes_ + begin, behind_last_sign(at_[1]) - begin);
  into.raw = raw;
  into.escaped = false;
  switch (bytes_[begin]) {
    case 'n':
      into.kind = JsonKind::nothing;
      if (raw != "null") return false;
      break;
    case 't':
    case 'f':
      into.kind = JsonKind::truth;
      if (raw != "true" && raw != "false") return false;
      break;
    default:
      into.kind = JsonKind::number;
      if (!is_number(raw)) return false;
  }
  ++at_;
  return true;
}

bool JsonCursor::take_container(JsonValue& into) {
  const std::uint32_t begin = *at_;
  const JsonKind kind = sign() == '{' ? JsonKind::object : JsonKind::list;
  std::array<bool, most_depth> in_object{};
  std::size_t depth = 0;
  JsonValue scalar;
  do {
    const char opening = sign();
    if (opening == '{' || opening == '[') {
      if (depth == most_depth) return false;
      in_object[depth++] = opening == '{';
      ++at_;
      if (!take(opening == '{' ? '}' : ']')) {
        if (opening == '{' && !take_key()) return false;
        continue;
      }
      --depth;
    } else if (opening == '"' ? !take_text(scalar) : !take_scalar(scalar)) {
      return false;
    }
    while (depth > 0 && !take(',')) {
      if (!take(in_object[depth - 1] ? '}' : ']')) return false;
      --depth;
    }
    if (depth > 0 && in_object[depth - 1] && !take_key()) return false;
  } while (depth > 0);
  into = {kind, {bytes_ + begin, at_[-1] + 1 - begin}, false};
  return true;
}

bool JsonCursor::escapes_are_right(std::string_view raw) {
  for (std::size_t at = raw.find('\\'); at != std::string_view::npos; at = raw.find('\\', at)) {
    if (at + 1 == raw.size()) return false;
    if (raw[at + 1] == 'u' && code_unit(raw.substr(at + 2)) < 0) return false;
    if (std::string_view("\"\\/bfnrtu").find(raw[at + 1]) == std::string_view::npos) return false;
    at += 2;
  }
  return true;
}

void unescape(std::string_view raw, std::string& out) {
  for (;;) {
    const std::size_t at = raw.find('\\');
    out.append(raw.substr(0, at));
    if (at == std::string_view::npos) return;
    const char escaped = raw[at + 1];
    raw.remove_prefix(at + 2);
    if (escaped == 'u') {
      text::append_utf8(take_code_point(raw), out);
    } else {
      out += meaning_of(escaped);
    }
  }
}

bool is_json(std::string_view text) {
  JsonTokens tokens;
  if (tokens.find(text.data(), text.size()) != JsonTokens::Outcome::fine) return false;
  JsonCursor cursor(text.data(), tokens, text.size());
  JsonValue value;
  return cursor.take_value(value) && cursor.at_end();
}

}  // namespace assay::io

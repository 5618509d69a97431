// Where the tokens of JSON texts lie, and a walk over them that is strict about every byte it passes. simdjson finds the tokens (its first
// stage, in wide registers); values that nobody asks for are checked, but not read. Internal to the readers of JSON (decision 0040).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/io/json_scan.h"

namespace assay::io {

class JsonTokens {
 public:
  JsonTokens();
  ~JsonTokens();

  enum class Outcome : std::uint8_t {
    fine,
    unclosed,  // the bytes end inside a text
    broken,    // they are not UTF-8, or a text holds a control character
  };

  // The tokens of bytes that may hold any number of JSON texts. Fewer than 4 GiB.
  Outcome find(const char* bytes, std::size_t size);

  // Offsets of brackets, commas, colons and of the first bytes of values; behind the last one stands the number of bytes.
  const std::uint32_t* begin() const;
  const std::uint32_t* end() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

inline bool is_json_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

enum class JsonKind : std::uint8_t { text, number, truth, nothing, list, object };

struct JsonValue {
  JsonKind kind = JsonKind::nothing;
  std::string_view raw;  // of a text what stands between its quotes, else as written
  bool escaped = false;  // a text with escapes: unescape() reads it
};

// Walks over tokens. What fails leaves the cursor where the fault is: at_end() tells a text that is cut off from one that is wrong.
class JsonCursor {
 public:
  static constexpr std::size_t most_depth = 200;

  // The tokens of `bytes`, which stay as they are.
  JsonCursor(const char* bytes, const JsonTokens& tokens, std::size_t size);

  bool at_end() const { return at_ == end_; }
  char sign() const { return at_ == end_ ? '\0' : bytes_[*at_]; }
  // Of the next token; at the end the number of bytes.
  std::uint32_t position() const { return *at_; }
  // Behind what has been taken; something has.
  std::uint32_t taken_end() const { return behind_last_sign(*at_); }
  // Of the token before it.
  std::uint32_t position_before() const { return at_[-1]; }
  void skip() { ++at_; }
  void skip_to(std::uint32_t position) {
    while (at_ != end_ && *at_ < position) ++at_;
  }

  bool take(char wanted) {
    if (sign() != wanted) return false;
    ++at_;
    return true;
  }

  // A text, which may be a key.
  bool take_text(JsonValue& into) {
    if (sign() != '"') return false;
    const std::uint32_t begin = *at_ + 1;
    into.kind = JsonKind::text;
    into.raw = {bytes_ + begin, behind_last_sign(at_[1]) - 1 - begin};
    into.escaped = next_escape_from(begin) < begin + into.raw.size();
    if (into.escaped && !escapes_are_right(into.raw)) return false;
    ++at_;
    return true;
  }

  // A key that is expected, with its quotes as it was written before, and its colon; what else stands here is left.
  bool take_expected_key(std::string_view quoted) {
    if (end_ - at_ < 2 || quoted.size() > at_[1] - *at_ || bytes_[at_[1]] != ':') return false;
    if (!same_json_text(bytes_ + *at_, quoted.data(), quoted.size())) return false;
    at_ += 2;
    return true;
  }

  // Any value, checked all through.
  bool take_value(JsonValue& into) {
    const char first = sign();
    if (first == '"') return take_text(into);
    return first == '{' || first == '[' ? take_container(into) : take_scalar(into);
  }

  // A member as most are: a short key that is expected, its colon, a text without escapes, a number of few digits, true, false or null,
  // and the comma behind it, each token right behind the one before. What else stands here is left. Without a call, so that a cursor can
  // stay in registers.
  bool take_plain_member(const JsonKeyText& key, JsonValue& into) {
    if (end_ - at_ < 4) return false;
    const std::uint32_t begin = at_[2];
    const std::uint32_t end = at_[3];
    if (size_ - begin < plain_number_room) return false;
    const auto signs = static_cast<std::uint64_t>((bytes_[at_[1]] ^ ':') | (bytes_[end] ^ ','));
    if ((key.difference(bytes_ + *at_) | signs) != 0 || !read_plain_value(begin, end, into)) return false;
    at_ += 4;
    return true;
  }

  // The same for a value that nobody asks for.
  bool skip_value() {
    JsonValue ignored;
    if (sign() != '"' || next_escape_from(*at_) < at_[1]) return take_value(ignored);
    ++at_;
    return true;
  }

 private:
  // Between two tokens there is only white space behind what the first one begins.
  std::uint32_t behind_last_sign(std::uint32_t end) const {
    while (bytes_[end - 1] <= ' ' && is_json_space(bytes_[end - 1])) --end;
    return end;
  }
  // The first backslash from a byte on; the cursor only moves forward.
  std::uint32_t next_escape_from(std::uint32_t begin) {
    if (next_escape_ < begin) find_escape(begin);
    return next_escape_;
  }
  void find_escape(std::uint32_t begin);

  bool take_key() {
    JsonValue key;
    return take_text(key) && take(':');
  }
  // Of a value that ends right before `end`.
  bool read_plain_value(std::uint32_t begin, std::uint32_t end, JsonValue& into) const {
    into.raw = {bytes_ + begin, end - begin};
    into.escaped = false;
    if (bytes_[begin] == '"') {
      if (next_escape_ < end || bytes_[end - 1] != '"') return false;
      into.kind = JsonKind::text;
      into.raw = {bytes_ + begin + 1, end - begin - 2};
      return true;
    }
    if (is_plain_number(bytes_ + begin, end - begin)) {
      into.kind = JsonKind::number;
      return true;
    }
    if (end - begin == 4) {
      into.kind = bytes_[begin] == 'n' ? JsonKind::nothing : JsonKind::truth;
      return same_json_text(bytes_ + begin, "null", 4) || same_json_text(bytes_ + begin, "true", 4);
    }
    into.kind = JsonKind::truth;
    return end - begin == 5 && same_json_text(bytes_ + begin, "false", 5);
  }

  bool take_scalar(JsonValue& into);
  bool take_container(JsonValue& into);
  static bool escapes_are_right(std::string_view raw);

  const char* bytes_;
  const std::uint32_t* at_;
  const std::uint32_t* end_;
  std::uint32_t size_;
  std::uint32_t next_escape_ = 0;  // the first backslash from some byte on that the cursor has passed; `size_` where there is none
};

// Appends what a text with escapes says. The text has been taken by a cursor. A lone surrogate is U+FFFD.
void unescape(std::string_view raw, std::string& out);

// Whether a text is one valid JSON value, nested at most JsonCursor::most_depth deep, and nothing else.
bool is_json(std::string_view text);

}  // namespace assay::io

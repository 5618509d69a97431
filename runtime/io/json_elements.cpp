// Where JsonReader takes its rows from: the elements of a JSON array, or objects one after the other.
#include <algorithm>
#include <cstring>

#include "runtime/io/json_rows.h"
#include "runtime/text/fold.h"

namespace assay::io {
namespace {

// Where a text cannot be cut into tokens: the first byte that is not UTF-8, or the first control character inside a text.
std::size_t first_wrong_byte(std::string_view text) {
  const std::size_t invalid = text::first_invalid_utf8(text);
  bool inside = false;
  for (std::size_t i = 0; i < invalid; ++i) {
    if (inside && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      inside = !inside;
    } else if (inside && static_cast<unsigned char>(text[i]) < ' ') {
      return i;
    }
  }
  return std::min(invalid, text.size() - 1);
}

// The opening quote of the text that is not closed.
std::size_t unclosed_quote(std::string_view text) {
  std::size_t quote = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (inside && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      inside = !inside;
      quote = i;
    }
  }
  return quote;
}

}  // namespace

// Whole elements of what has been read; reads on until there is one. False at the end and on failure.
bool JsonReader::take_elements() {
  for (;;) {
    if (!find_element_tokens()) return false;
    maker_.start(*chunk_, end_);
    JsonCursor cursor(bytes() + begin_, tokens_, tokens_end_ - begin_);
    if (!walk_elements(cursor)) return false;
    if (maker_.rows() > 0) {
      maker_.finish();
      return true;
    }
    if (mistake_) return fail_at(mistake_->offset, mistake_->what);
    if (has_all()) return false;
    consume(taken_end_ - begin_);
    if (!read_as_much_again()) return false;
  }
}

// Tokens up to a place that no value goes across: behind a bracket or a line's end, and not inside a text. There may be none. False when
// reading fails.
bool JsonReader::find_element_tokens() {
  for (;;) {
    const std::string_view text(bytes() + begin_, end_ - begin_);
    const std::size_t last = text.find_last_of("}]\n");
    find_tokens(at_end_ ? text.size() : last == std::string_view::npos ? 0 : last + 1);
    if (tokens_end_ > begin_ || at_end_ || mistake_) return true;
    if (!read_more() && failure_) return false;
  }
}

// Of the next bytes of a document. Where a text is broken, tokens end before it: what stands there comes first, with its own mistakes.
void JsonReader::find_tokens(std::size_t size) {
  mistake_.reset();
  std::string_view looked_at(bytes() + begin_, size);
  JsonTokens::Outcome outcome = tokens_.find(looked_at.data(), looked_at.size());
  while (outcome != JsonTokens::Outcome::fine) {
    const bool is_unclosed = outcome == JsonTokens::Outcome::unclosed;
    const std::size_t end = is_unclosed ? unclosed_quote(looked_at) : first_wrong_byte(looked_at);
    if (!is_unclosed) {
      mistake_ = {begin_ + end, "this is not UTF-8, or a control character inside a text"};
    } else if (at_end_ && !mistake_) {
      mistake_ = {begin_ + end, "a text begins here that is not closed"};
    }
    looked_at = looked_at.substr(0, end);
    outcome = tokens_.find(looked_at.data(), looked_at.size());
  }
  tokens_end_ = begin_ + looked_at.size();
}

// As many elements as are whole. False on failure.
bool JsonReader::walk_elements(JsonCursor& cursor) {
  while (!cursor.at_end()) {
    const JsonCursor start = cursor;
    const bool at_element = place_ == Next::first_element || place_ == Next::element;
    const bool closes = place_ == Next::first_element && cursor.sign() == ']';
    if (at_element && !closes ? !take_element(cursor) : !take_separator(cursor)) {
      if (failure_) return false;
      // Cut off by the end of what has been read.
      const bool cut_off = cursor.at_end() && !has_all();
      cursor = start;
      if (cut_off) return true;
      return fail_at(begin_ + start.position(), "no value of JSON begins here");
    }
    taken_end_ = begin_ + cursor.taken_end();
  }
  if (has_all() && in_array_ && place_ != Next::end) return fail_at(end_, "the array is not closed");
  return true;
}

bool JsonReader::take_element(JsonCursor& cursor) {
  const std::size_t position = begin_ + cursor.position();
  const char sign = cursor.sign();
  if (!in_array_ && sign != '{') return fail_at(position, "something stands behind the object that is no object");
  if (sign == ']' || sign == ',') return fail_at(position, "a value is missing before this");
  line_ += line_feeds(counted_to_, position);
  counted_to_ = position;
  if (!maker_.add(cursor, line_)) {
    failure_ = maker_.failure();
    if (failure_ || (cursor.at_end() && !has_all())) return false;
    return fail_at(begin_ + cursor.position(), cursor.at_end() ? "the file ends in the middle of a value"
                                                               : "what stands here is not JSON, or nested deeper than 200 levels");
  }
  place_ = in_array_ ? Next::behind_element : Next::element;
  return true;
}

bool JsonReader::take_separator(JsonCursor& cursor) {
  const std::size_t position = begin_ + cursor.position();
  if (place_ == Next::end) return fail_at(position, "something stands behind the array");
  if (cursor.take(']')) {
    place_ = Next::end;
  } else if (cursor.take(',')) {
    place_ = Next::element;
  } else {
    return fail_at(position, "a comma or the end of the array is missing before this");
  }
  return true;
}

}  // namespace assay::io

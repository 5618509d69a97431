// Where JsonReader takes its rows from: the lines of NDJSON.
#include <algorithm>
#include <cstring>

#include "runtime/io/json_rows.h"

namespace assay::io {

// All whole lines that have been read. A fault in one line is found in the tokens of all; then each line is looked at by itself.
bool JsonReader::take_lines() {
  std::size_t size = 0;
  for (std::size_t looked_at = begin_;;) {
    const void* feed = memrchr(bytes() + looked_at, '\n', end_ - looked_at);
    if (feed != nullptr) size = static_cast<std::size_t>(static_cast<const char*>(feed) - bytes()) + 1 - begin_;
    if (feed != nullptr || at_end_) break;
    const std::size_t unread = end_ - begin_;
    if (!read_more() && failure_) return false;
    looked_at = begin_ + unread;
  }
  if (at_end_ && size == 0) size = end_ - begin_;
  taken_end_ = begin_ + size;
  columns_.start(bytes(), end_);
  chunk_->rows.begin = static_cast<std::uint32_t>(begin_);
  if (tokens_.find(bytes() + begin_, size) == JsonTokens::Outcome::fine) {
    walk_lines(begin_, taken_end_);
    return size > 0;
  }
  for (std::size_t begin = begin_; begin < taken_end_ && !failure_;) {
    const void* feed = std::memchr(bytes() + begin, '\n', taken_end_ - begin);
    const std::size_t end = feed == nullptr ? taken_end_ : static_cast<std::size_t>(static_cast<const char*>(feed) - bytes()) + 1;
    if (tokens_.find(bytes() + begin, end - begin) == JsonTokens::Outcome::fine) {
      walk_lines(begin, end);
    } else {
      columns_.add_missing(line_);
      count_bad(faults_.bad_records, rows_ + columns_.rows(), {bytes() + begin, end - begin});
      ++line_;
    }
    counted_to_ = begin = end;
  }
  return true;
}

// Lines of the chunk from `begin`, where tokens_ begins, to `end`, which is a line's end or the file's.
void JsonReader::walk_lines(std::size_t begin, std::size_t end) {
  const char* const text = bytes() + begin;
  const std::size_t size = end - begin;
  JsonCursor cursor(text, tokens_, size);
  std::size_t at = 0;
  while (!cursor.at_end() && !failure_) {
    skip_blank_lines(begin + at, begin + cursor.position());
    const std::size_t position = cursor.position();
    const void* feed = std::memchr(text + position, '\n', size - position);
    const std::size_t line_end = feed == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(feed) - text);
    walk_line(cursor, begin, line_end);
    at = line_end + (feed == nullptr ? 0 : 1);
    if (feed != nullptr) ++line_;
  }
  skip_blank_lines(begin + at, end);
  counted_to_ = end;
}

void JsonReader::skip_blank_lines(std::size_t begin, std::size_t end) {
  if (begin == end) return;
  const std::uint64_t lines = line_feeds(begin, end);
  blank_lines_ += lines;
  line_ += lines;
}

// One row, whatever the line holds; the cursor comes to stand behind the line. `base` is where in the buffer tokens count from.
void JsonReader::walk_line(JsonCursor& cursor, std::size_t base, std::size_t line_end) {
  const std::size_t position = cursor.position();
  const JsonCursor start = cursor;
  const bool added = add(cursor);
  if (failure_) return;
  // An object that goes on in the next line, or a second one behind it.
  const bool whole = added && cursor.position_before() < line_end && (cursor.at_end() || cursor.position() >= line_end);
  if (whole) return;
  cursor = start;
  cursor.skip_to(static_cast<std::uint32_t>(line_end));
  if (added && start.sign() != '{') return;  // reported, and missing already
  if (added) {
    columns_.spoil_last();
  } else {
    columns_.add_missing(line_);
  }
  count_bad(faults_.bad_records, rows_ + columns_.rows(), {bytes() + base + position, line_end - position});
}

}  // namespace assay::io

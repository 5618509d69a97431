#include "runtime/io/json_rows.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "runtime/text/fold.h"

namespace assay::io {
namespace {

constexpr std::size_t padding = 64;

std::size_t first_sign(std::string_view text) { return std::min(text.find_first_not_of(" \t\r\n"), text.size()); }

// Eight bytes at a time, whose counts are added up before they could overflow: all that stand in a line may be many.
std::uint64_t characters(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::size_t run = 31 * sizeof(std::uint64_t);
  std::uint64_t behind_first = 0;
  std::size_t i = 0;
  while (i + 8 <= text.size()) {
    std::uint64_t counts = 0;
    for (const std::size_t end = std::min(text.size() - 7, i + run); i < end; i += 8) {
      const std::uint64_t word = word_at<std::uint64_t>(text.data() + i);
      counts += (word >> 7) & ~(word >> 6) & ones;
    }
    behind_first += (counts * ones) >> 56;
  }
  for (; i < text.size(); ++i) behind_first += (text[i] & 0xC0) == 0x80;
  return text.size() - behind_first;
}

// Behind the last line feed; all of a text without one.
std::string_view last_line(std::string_view text) {
  const void* feed = text.empty() ? nullptr : memrchr(text.data(), '\n', text.size());
  return feed == nullptr ? text : text.substr(static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1);
}

}  // namespace

JsonReader::JsonReader(std::unique_ptr<ByteSource> source, std::string name, JsonLayout layout, std::size_t chunk_bytes)
    : source_(std::move(source)),
      name_(std::move(name)),
      layout_(layout),
      columns_(name_),
      chunk_bytes_(std::max<std::size_t>(chunk_bytes, 1)) {
  start_chunk();
}

bool JsonReader::fail(std::string message) {
  failure_ = Failure{std::move(message)};
  return false;
}

bool JsonReader::fail_at(std::size_t offset, std::string_view what) {
  const std::string_view before(bytes() + begin_, offset - begin_);
  const std::string_view on_line = last_line(before);
  const std::uint64_t line = line_ + line_feeds(std::min(counted_to_, offset), offset);
  const std::uint64_t column = characters(on_line) + (on_line.size() == before.size() ? line_column_ : 0);
  return fail(fmt::format("{} is no valid JSON: line {}, column {}: {}", name_, line, column + 1, what));
}

bool JsonReader::open() {
  if (!find_layout()) return false;
  return look_at_first_object();
}

bool JsonReader::find_layout() {
  for (;;) {
    const std::size_t first = first_sign({bytes() + begin_, end_ - begin_});
    if (begin_ + first < end_) {
      in_array_ = bytes()[begin_ + first] == '[';
      if (in_array_) layout_ = JsonLayout::document;
      if (!in_array_ && layout_ == JsonLayout::document && bytes()[begin_ + first] != '{') {
        return fail(fmt::format("{} holds no JSON array of objects, and no object", name_));
      }
      break;
    }
    if (read_more()) continue;
    if (failure_ || layout_ == JsonLayout::lines) return !failure_;
    return fail(fmt::format("{} is empty: it holds no JSON", name_));
  }
  if (in_array_) {
    consume(first_sign({bytes() + begin_, end_ - begin_}) + 1);
    place_ = Next::first_element;
  }
  taken_end_ = begin_;
  return true;
}

// Reads until the first object is whole; nothing is consumed. Whatever is wrong is for the rows to find.
bool JsonReader::look_at_first_object() {
  for (;;) {
    const std::string_view text(bytes() + begin_, end_ - begin_);
    const std::size_t line_end = layout_ == JsonLayout::lines ? text.find('\n', first_sign(text)) : text.rfind('}');
    const std::size_t size = line_end == std::string_view::npos ? text.size() : line_end + 1;
    if (tokens_.find(text.data(), size) == JsonTokens::Outcome::fine) {
      JsonCursor cursor(text.data(), tokens_, size);
      std::vector<std::string> keys;
      JsonValue value;
      if (cursor.take('{')) {
        while (cursor.take_text(value)) {
          unescape(value.raw, keys.emplace_back());
          if (!cursor.take(':') || !cursor.take_value(value) || !cursor.take(',')) break;
        }
        if (cursor.take('}')) {
          columns_.begins_with(std::move(keys));
          return true;
        }
      }
      const bool is_whole = layout_ == JsonLayout::lines ? line_end != std::string_view::npos : !cursor.at_end();
      if (is_whole) return true;
    }
    if (at_end_) return true;
    if (!read_as_much_again()) return false;
  }
}

// A chunk that nobody else looks at, beginning with what is not consumed yet.
void JsonReader::start_chunk() {
  const std::shared_ptr<Chunk> last = std::move(chunk_);
  chunk_ = chunks_.take();
  chunk_->bytes.resize(std::max({chunk_->bytes.size(), end_ - begin_ + padding, chunk_bytes_ + padding}));
  if (end_ > begin_) std::memcpy(bytes(), last->bytes.data() + begin_, end_ - begin_);
  end_ -= begin_;
  counted_to_ -= begin_;
  taken_end_ -= begin_;
  begin_ = 0;
}

// One read; what is not consumed moves to the front, and a full buffer grows. False at the end and on failure.
bool JsonReader::read_more() {
  if (at_end_ || failure_) return false;
  if (begin_ > 0) {
    std::memmove(bytes(), bytes() + begin_, end_ - begin_);
    end_ -= begin_;
    counted_to_ -= begin_;
    taken_end_ -= begin_;
    begin_ = 0;
  }
  if (end_ + padding >= chunk_->bytes.size()) {
    if (end_ >= longest_row) return fail(fmt::format("{}: what begins on line {} is longer than {} MiB", name_, line_, longest_row >> 20));
    chunk_->bytes.resize(end_ * 2 + padding + 1);
  }
  const std::size_t count = source_->read(bytes() + end_, chunk_->bytes.size() - padding - end_);
  if (count == 0 && source_->failure()) return fail(source_->failure()->message);
  at_end_ = count == 0;
  end_ += count;
  return !at_end_;
}

// Twice as much as there is, so that a value that needs many reads is not looked through at each of them. False on failure.
bool JsonReader::read_as_much_again() {
  const std::size_t wanted = 2 * (end_ - begin_);
  do {
    if (!read_more()) return !failure_;
  } while (end_ - begin_ < wanted);
  return true;
}

// Between two offsets of the chunk. There are few in texts where this is called for long stretches.
std::uint64_t JsonReader::line_feeds(std::size_t begin, std::size_t end) const {
  std::uint64_t count = 0;
  for (const char* at = bytes() + begin;;) {
    const std::size_t left = static_cast<std::size_t>(bytes() + end - at);
    const auto* feed = left == 0 ? nullptr : static_cast<const char*>(std::memchr(at, '\n', left));
    if (feed == nullptr) return count;
    ++count;
    at = feed + 1;
  }
}

// What is consumed has been counted, or is counted now.
void JsonReader::consume(std::size_t count) {
  const std::string_view text(bytes() + begin_, count);
  const std::string_view on_line = last_line(text);
  line_column_ = characters(on_line) + (on_line.size() == text.size() ? line_column_ : 0);
  begin_ += count;
  if (counted_to_ < begin_) {
    line_ += line_feeds(counted_to_, begin_);
    counted_to_ = begin_;
  }
}

std::shared_ptr<const RowBlock> JsonReader::next() {
  while (!failure_) {
    consume(taken_end_ - begin_);
    start_chunk();
    const bool more = layout_ == JsonLayout::lines ? take_lines() : take_elements();
    if (failure_) return nullptr;
    if (columns_.rows() > 0) {
      finish_block();
      return {chunk_, &chunk_->rows};
    }
    if (!more) return nullptr;
  }
  return nullptr;
}

// The unescaped texts come to lie behind the bytes of the block, where the next read puts its own.
void JsonReader::finish_block() {
  const std::string& unescaped = columns_.unescaped();
  if (chunk_->bytes.size() < end_ + unescaped.size() + padding) chunk_->bytes.resize(end_ + unescaped.size() + padding);
  std::memcpy(bytes() + end_, unescaped.data(), unescaped.size());
  RowBlock& block = chunk_->rows;
  columns_.finish(block, chunk_->cells);
  block.bytes = bytes();
  block.first_row = rows_ + 1;
  block.end = static_cast<std::uint32_t>(taken_end_);
  block.faults = faults_.bad_count() + faults_.repeated_keys.count == 0 ? nullptr : std::make_unique<const DataReport>(faults_.take());
  rows_ += block.rows;
}

void JsonReader::count_bad(Counted& counted, std::uint64_t row, std::string_view found) {
  constexpr std::size_t shown = 200;
  counted.add(counted.wants_sample() ? Place{name_, row, line_} : Place{}, text::trim(found.substr(0, shown)));
}

// A row of what the cursor stands before. False: it is wrong, and there is no row.
bool JsonReader::add(JsonCursor& cursor) {
  const std::uint64_t row = rows_ + columns_.rows() + 1;
  if (cursor.sign() != '{') {
    JsonValue value;
    if (!cursor.take_value(value)) return false;
    columns_.add_missing(line_);
    count_bad(faults_.bad_records, row, value.raw);
    return true;
  }
  switch (columns_.add(cursor, line_)) {
    case JsonColumns::Outcome::row: return true;
    case JsonColumns::Outcome::repeated: count_bad(faults_.repeated_keys, row, columns_.repeated_key()); return true;
    case JsonColumns::Outcome::broken: return false;
    case JsonColumns::Outcome::tied: break;
  }
  return fail(fmt::format("{} line {}: {}", name_, line_, columns_.fault()));
}

}  // namespace assay::io

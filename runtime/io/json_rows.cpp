#include "runtime/io/json_rows.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "runtime/text/fold.h"

namespace assay::io {
namespace {

// Names come from the objects that begin in so many bytes (decision 0123).
constexpr std::size_t names_within = std::size_t{1} << 20;

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

// Adds the keys of the object that the cursor stands before. False: there is no object, or a broken one.
bool take_keys(JsonCursor& cursor, std::vector<std::string>& keys) {
  if (!cursor.take('{')) return false;
  JsonValue value;
  while (cursor.take_text(value)) {
    unescape(value.raw, keys.emplace_back());
    if (!cursor.take(':') || !cursor.take_value(value) || !cursor.take(',')) break;
  }
  return cursor.take('}');
}

}  // namespace

JsonReader::JsonReader(std::unique_ptr<ByteSource> source, std::string name, JsonLayout layout, std::size_t chunk_bytes)
    : source_(std::move(source)),
      name_(std::move(name)),
      layout_(layout),
      columns_(name_),
      maker_(name_, columns_),
      lines_(name_, columns_),
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
  return look_at_first_objects();
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

// Nothing is consumed; whatever is wrong is for the rows to find.
bool JsonReader::look_at_first_objects() { return layout_ == JsonLayout::lines ? look_at_first_lines() : look_at_first_elements(); }

// The lines that are objects among those that begin near the start: how far is looked may not depend on the size of chunks.
bool JsonReader::look_at_first_lines() {
  std::vector<std::string> keys;
  bool any = false;
  for (std::size_t at = 0; at < names_within;) {
    const std::string_view text(bytes() + begin_ + at, end_ - begin_ - at);
    const std::size_t feed = text.find('\n');
    if (feed == std::string_view::npos && !at_end_) {
      if (!read_as_much_again()) return false;
      continue;
    }
    const std::string_view line = text.substr(0, feed == std::string_view::npos ? text.size() : feed + 1);
    if (line.empty()) break;
    if (tokens_.find(line.data(), line.size()) == JsonTokens::Outcome::fine) {
      JsonCursor cursor(line.data(), tokens_, line.size());
      const std::size_t before = keys.size();
      const bool is_object = take_keys(cursor, keys) && cursor.at_end();
      if (!is_object) keys.resize(before);
      any = any || is_object;
    }
    at += line.size();
  }
  if (any) columns_.begins_with(std::move(keys));
  return true;
}

// Reads until the elements near the start are whole; those behind a mistake give no names.
bool JsonReader::look_at_first_elements() {
  for (;;) {
    const std::string_view text(bytes() + begin_, end_ - begin_);
    // No scalar goes across these signs.
    const std::size_t last = text.find_last_of("}],\n");
    find_tokens(at_end_ ? text.size() : last == std::string_view::npos ? 0 : last + 1);
    JsonCursor cursor(text.data(), tokens_, tokens_end_ - begin_);
    std::vector<std::string> keys;
    std::size_t whole = 0;
    bool any = false;
    while (cursor.position() < names_within && take_keys(cursor, keys)) {
      any = true;
      whole = keys.size();
      if (in_array_ && !cursor.take(',')) break;
    }
    if (cursor.at_end() && cursor.position() < names_within && !mistake_ && !at_end_) {
      if (!read_as_much_again()) return false;
      continue;
    }
    keys.resize(whole);
    if (any) columns_.begins_with(std::move(keys));
    return true;
  }
}

// A chunk that nobody else looks at, beginning with what is not consumed yet.
void JsonReader::start_chunk() {
  const std::shared_ptr<JsonChunk> last = std::move(chunk_);
  chunk_ = chunks_.take();
  // Not what the chunk held before: how much is read at once may not depend on which chunk comes back first.
  chunk_->memory.resize(std::max(end_ - begin_, chunk_bytes_) + json_padding);
  if (end_ > begin_) std::memcpy(bytes(), last->memory.data() + begin_, end_ - begin_);
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
  if (end_ + json_padding >= chunk_->memory.size()) {
    if (end_ >= longest_row) return fail(fmt::format("{}: what begins on line {} is longer than {} MiB", name_, line_, longest_row >> 20));
    chunk_->memory.resize(end_ * 2 + json_padding + 1);
  }
  const std::size_t count = source_->read(bytes() + end_, chunk_->memory.size() - json_padding - end_);
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
  const std::shared_ptr<RowBlock> block = cut();
  if (block == nullptr || layout_ == JsonLayout::document || lines_.parse(*block)) return block;
  failure_ = lines_.failure();
  return nullptr;
}

// What is behind the rows moves to the next chunk at once: a parser may write there.
std::shared_ptr<RowBlock> JsonReader::cut() {
  while (!failure_) {
    chunk_->rows = 0;
    chunk_->first_row = rows_ + 1;
    chunk_->first_line = line_;
    const bool more = layout_ == JsonLayout::lines ? cut_lines() : take_elements();
    if (failure_) return nullptr;
    if (chunk_->rows > 0) {
      chunk_->begin = static_cast<std::uint32_t>(begin_);
      chunk_->end = static_cast<std::uint32_t>(taken_end_);
      rows_ += chunk_->rows;
      std::shared_ptr<JsonChunk> rows = chunk_;
      consume(taken_end_ - begin_);
      start_chunk();
      return rows;
    }
    if (!more) return nullptr;
    consume(taken_end_ - begin_);
  }
  return nullptr;
}

std::unique_ptr<RowParser> JsonReader::make_parser() const {
  if (layout_ == JsonLayout::document) return nullptr;
  return std::make_unique<JsonLineParser>(name_, columns_.like_this());
}

std::optional<Failure> JsonReader::note(const RowBlock& block) { return columns_.learn(static_cast<const JsonChunk&>(block).names); }

// All whole lines that have been read; at the end of the file what is left. False at the end and on failure.
bool JsonReader::cut_lines() {
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
  const LineCounts counts = count_lines({bytes() + begin_, size}, chunk_->line_ends);
  chunk_->rows = counts.rows;
  blank_lines_ += counts.blank_lines;
  line_ += counts.line_feeds;
  counted_to_ = taken_end_;
  return size > 0;
}

}  // namespace assay::io

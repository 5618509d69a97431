#include "runtime/io/json_lines.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace assay::io {
namespace {

// How many bytes the first line has, its end included.
std::size_t line_size(std::string_view text) {
  const void* feed = text.empty() ? nullptr : std::memchr(text.data(), '\n', text.size());
  return feed == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
}

bool is_blank(std::string_view line) {
  while (!line.empty() && is_json_space(line.back())) line.remove_suffix(1);
  return line.empty();
}

std::uint64_t line_feeds(std::string_view text) { return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')); }

}  // namespace

LineCounts count_lines(std::string_view lines) {
  LineCounts counts;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, line_size(lines));
    const bool ends = line.back() == '\n';
    counts.line_feeds += ends;
    ++(is_blank(line) ? counts.blank_lines : counts.rows);
    lines.remove_prefix(line.size());
  }
  return counts;
}

// A fault in one line is found in the tokens of all; then each line is looked at by itself.
bool JsonLineParser::parse(RowBlock& block) {
  auto& chunk = static_cast<JsonChunk&>(block);
  [[maybe_unused]] const std::size_t rows = block.rows;
  std::string_view rest(chunk.memory.data() + block.begin, block.end - block.begin);
  maker_.start(chunk, block.end);
  line_ = block.first_line;
  if (tokens_.find(rest.data(), rest.size()) == JsonTokens::Outcome::fine) {
    walk_lines(rest);
    rest = {};
  }
  while (!rest.empty() && !failure()) {
    const std::string_view line = rest.substr(0, line_size(rest));
    if (tokens_.find(line.data(), line.size()) == JsonTokens::Outcome::fine) {
      walk_lines(line);
    } else {
      maker_.add_broken(line, line_++);
    }
    rest.remove_prefix(line.size());
  }
  if (failure()) return false;
  maker_.finish();
  assert(block.rows == rows);
  return true;
}

// Lines that tokens_ are of.
void JsonLineParser::walk_lines(std::string_view lines) {
  JsonCursor cursor(lines.data(), tokens_, lines.size());
  std::size_t at = 0;
  while (!cursor.at_end() && !failure()) {
    const std::size_t position = cursor.position();
    line_ += line_feeds(lines.substr(at, position - at));
    at = position + line_size(lines.substr(position));
    const bool ends = lines[at - 1] == '\n';
    walk_line(cursor, lines, ends ? at - 1 : at);
    line_ += ends;
  }
  line_ += line_feeds(lines.substr(at));
}

// One row, whatever the line holds; the cursor comes to stand behind the line.
void JsonLineParser::walk_line(JsonCursor& cursor, std::string_view lines, std::size_t line_end) {
  const std::size_t position = cursor.position();
  const JsonCursor start = cursor;
  const bool added = maker_.add(cursor, line_);
  if (failure()) return;
  // An object that goes on in the next line, or a second one behind it.
  const bool whole = added && cursor.position_before() < line_end && (cursor.at_end() || cursor.position() >= line_end);
  if (whole) return;
  cursor = start;
  cursor.skip_to(static_cast<std::uint32_t>(line_end));
  const std::string_view found = lines.substr(position, line_end - position);
  if (added && start.sign() != '{') return;  // reported, and missing already
  if (added) {
    maker_.spoil_last(found, line_);
  } else {
    maker_.add_broken(found, line_);
  }
}

}  // namespace assay::io

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

}  // namespace

LineCounts count_lines(std::string_view lines, std::vector<std::uint32_t>& ends) {
  LineCounts counts;
  ends.clear();
  for (std::size_t at = 0; at < lines.size();) {
    const std::string_view line = lines.substr(at, line_size(lines.substr(at)));
    counts.line_feeds += line.back() == '\n';
    ++(is_blank(line) ? counts.blank_lines : counts.rows);
    at += line.size();
    ends.push_back(static_cast<std::uint32_t>(at));
  }
  return counts;
}

// A fault in one line is found in the tokens of all; then each line is looked at by itself.
bool JsonLineParser::parse(RowBlock& block) {
  auto& chunk = static_cast<JsonChunk&>(block);
  [[maybe_unused]] const std::size_t rows = block.rows;
  const std::string_view lines(chunk.memory.data() + block.begin, block.end - block.begin);
  maker_.start(chunk, block.end);
  if (tokens_.find(lines.data(), lines.size()) == JsonTokens::Outcome::fine) {
    walk_lines(lines, chunk.line_ends, block.first_line);
  } else {
    walk_each(lines, chunk.line_ends, block.first_line);
  }
  if (failure()) return false;
  maker_.finish();
  assert(block.rows == rows);
  return true;
}

void JsonLineParser::walk_each(std::string_view lines, std::span<const std::uint32_t> ends, std::uint64_t first_line) {
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < ends.size() && !failure(); ++i) {
    const std::string_view line = lines.substr(begin, ends[i] - begin);
    const auto size = static_cast<std::uint32_t>(line.size());
    if (tokens_.find(line.data(), line.size()) == JsonTokens::Outcome::fine) {
      walk_lines(line, {&size, 1}, first_line + i);
    } else {
      maker_.add_broken(line, first_line + i);
    }
    begin = ends[i];
  }
}

// Lines that tokens_ are of.
void JsonLineParser::walk_lines(std::string_view lines, std::span<const std::uint32_t> ends, std::uint64_t first_line) {
  JsonCursor cursor(lines.data(), tokens_, lines.size());
  for (std::size_t line = 0; !cursor.at_end() && !failure(); ++line) {
    while (ends[line] <= cursor.position()) ++line;
    const bool has_feed = lines[ends[line] - 1] == '\n';
    walk_line(cursor, lines, ends[line] - (has_feed ? 1 : 0), first_line + line);
  }
}

// One row, whatever the line holds; the cursor comes to stand behind the line.
void JsonLineParser::walk_line(JsonCursor& cursor, std::string_view lines, std::size_t line_end, std::uint64_t line) {
  const std::size_t position = cursor.position();
  const JsonCursor start = cursor;
  const bool added = maker_.add(cursor, line);
  if (failure()) return;
  // An object that goes on in the next line, or a second one behind it.
  const bool whole = added && cursor.position_before() < line_end && (cursor.at_end() || cursor.position() >= line_end);
  if (whole) return;
  cursor = start;
  cursor.skip_to(static_cast<std::uint32_t>(line_end));
  const std::string_view found = lines.substr(position, line_end - position);
  if (added && start.sign() != '{') return;  // reported, and missing already
  if (added) {
    maker_.spoil_last(found, line);
  } else {
    maker_.add_broken(found, line);
  }
}

}  // namespace assay::io

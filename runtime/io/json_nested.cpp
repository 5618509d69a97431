#include "runtime/io/json_nested.h"

#include "runtime/text/fold.h"

namespace assay::io {

const RowBlock& NestedRows::read(const CellRange& cells, std::size_t first, CellFaults& faults) {
  const auto& [block, from, to, column] = cells;
  rows_around_.clear();
  numbers_.clear();
  bytes_.clear();
  for (std::size_t row = from; row < to; ++row) bytes_ += block.raw(row, column);
  columns_.start(bytes_.data(), bytes_.size());
  std::size_t begin = 0;
  for (std::size_t row = from; row < to; ++row) {
    const std::string_view list(bytes_.data() + begin, block.raw(row, column).size());
    begin += list.size();
    if (!text::trim(list).empty() && (block.is_misfit(row, column) || !read_list(list, block.line_of(row)))) {
      faults.add(block, row, list, "a list of objects");
    }
    rows_around_.resize(columns_.rows(), static_cast<std::uint32_t>(first + row - from));
    numbers_.resize(columns_.rows(), block.number_of(row));
  }
  bytes_ += columns_.unescaped();
  columns_.finish(block_, cells_);
  block_.bytes = bytes_.data();
  block_.numbers = numbers_.data();
  return block_;
}

// The list has been read before, and is right all through; a text that looks like one may be anything.
bool NestedRows::read_list(std::string_view list, std::uint64_t line) {
  if (tokens_.find(list.data(), list.size()) != JsonTokens::Outcome::fine) return false;
  JsonCursor cursor(list.data(), tokens_, list.size());
  if (!cursor.take('[')) return false;
  if (cursor.take(']')) return cursor.at_end();
  do {
    JsonValue other;
    if (cursor.sign() != '{') {
      if (!cursor.take_value(other)) return false;
      columns_.add_missing(line);
    } else if (const auto outcome = columns_.add(cursor, line);
               outcome != JsonColumns::Outcome::row && outcome != JsonColumns::Outcome::repeated) {
      return false;
    }
  } while (cursor.take(','));
  return cursor.take(']') && cursor.at_end();
}

}  // namespace assay::io

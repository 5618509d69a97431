// Cells of a block as trimmed texts, and where to report those that cannot be read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/hash.h"
#include "runtime/io/report.h"
#include "runtime/io/rows.h"

namespace assay::io {

inline constexpr std::size_t longest_cell = std::size_t{16} << 20;

// Reports bad cells of one column.
class CellFaults {
 public:
  // `columns` is DataReport::bad_leads or bad_activities; it and the index outlive this.
  CellFaults(std::vector<BadColumn>& columns, const ColumnIndex& index, std::string field, std::size_t column)
      : columns_(&columns), index_(&index), field_(std::move(field)), column_(column) {}

  void add(const RowBlock& block, std::size_t row, std::string_view found, const std::string& expected);

 private:
  std::vector<BadColumn>* columns_;
  const ColumnIndex* index_;
  std::string field_;
  std::size_t column_;
};

struct CellScratch {
  std::string text;

  // Whether a text, which may have been trimmed, lies here until the next one is taken.
  bool holds(std::string_view cell) const { return cell.data() >= text.data() && cell.data() <= text.data() + text.size(); }
};

// Printable ASCII but the quote at both ends: nothing to unquote, nothing to trim.
inline bool is_usual_end(char c) { return (c > ' ') & (c != '"') & (c != 0x7F); }
inline bool needs_no_trimming(std::string_view raw) { return is_usual_end(raw.front()) && is_usual_end(raw.back()); }

// Cells that need more than a look at their ends: quotes, white space, bytes that may not be UTF-8. False: a bad cell, reported.
bool take_unusual_cell(const RowBlock& block, std::size_t row, std::size_t column, CellScratch& scratch, CellFaults& faults,
                       std::string_view& text);

// The trimmed text of a cell, a view into the block or the scratch; empty where there is nothing. False: a bad cell, which has been
// reported.
inline bool take_cell(const RowBlock& block, std::size_t row, std::size_t column, CellScratch& scratch, CellFaults& faults,
                      std::string_view& text) {
  const std::string_view raw = block.raw(row, column);
  if (raw.empty()) {
    text = raw;
    return true;
  }
  if (needs_no_trimming(raw) && block.valid_utf8 && raw.size() <= longest_cell) {
    text = raw;
    return true;
  }
  return take_unusual_cell(block, row, column, scratch, faults, text);
}

// The key of a text that take_cell has given.
inline TextKey key_of(const RowBlock& block, const CellScratch& scratch, std::string_view text) {
  return block.padding >= sizeof(std::uint64_t) && !scratch.holds(text) ? TextKey::padded(text) : TextKey(text);
}

// The values of a field that mean "missing", compared as texts are.
class MissingWords {
 public:
  explicit MissingWords(const std::vector<std::string>& words);

  bool any() const { return !folded_.empty(); }
  // Of a trimmed, not empty text.
  bool contain(std::string_view text) const;

 private:
  std::vector<std::string> folded_;
};

}  // namespace assay::io

// The objects in one cell of each lead of a file of JSON, as rows of their own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/io/columns.h"
#include "runtime/io/json_columns.h"
#include "runtime/io/rows.h"

namespace assay::io {

class NestedRows {
 public:
  explicit NestedRows(std::string file) : columns_(std::move(file)) {}

  // Who asks here before the first block finds its columns in all of them.
  ColumnIndex& columns() { return columns_; }

  // The elements of the lists in a column of rows [from, to) of a block, which stay in order. What is no list is reported; an element that
  // is no object is a row of missing values. Places are those of the rows around them, of which row `from` has the number `first`.
  const RowBlock& read(const CellRange& cells, std::size_t first, CellFaults& faults);

  // Of each row, the number of the row that it was in.
  const std::vector<std::uint32_t>& rows_around() const { return rows_around_; }

 private:
  bool read_list(std::string_view list, std::uint64_t line);

  JsonColumns columns_;
  JsonTokens tokens_;
  std::string bytes_;
  std::vector<std::uint32_t> rows_around_;
  std::vector<std::uint64_t> numbers_;
  JsonCells cells_;
  RowBlock block_;
};

}  // namespace assay::io

// CSV files beside a policy: the values of one column, and whole small files as cells. Private to compiler/check.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/check.h"

namespace assay::check {

struct CsvColumn {
  enum class Outcome : std::uint8_t { Read, Unreadable, NoSuchColumn } outcome = Outcome::Read;
  std::string fault;                 // of Unreadable, in words
  std::vector<std::string> headers;  // of NoSuchColumn
};

// Calls `take` with each cell of the column, trimmed, empty ones left out, until it gives false. The column is found like a lead field's:
// by its exact header, else without case, spaces and signs. The file comes from disk, or from `reader` where there is one.
CsvColumn read_csv_column(const std::string& path, const std::string& column, const ReadFile& reader,
                          const std::function<bool(std::string_view)>& take);

// Where a cell stands in CsvCells::text.
struct CsvPlace {
  std::uint32_t begin = 0, end = 0;
};

struct CsvCells {
  std::optional<std::vector<std::vector<std::string>>> rows;  // the first is the header; cells are trimmed
  std::vector<std::vector<CsvPlace>> places;                  // of each cell of each row
  std::string text;                                           // the file's rows on their lines, to show them
  std::string fault;                                          // why there are none, in words
};

// All cells of a file with at most `most_cells` of them.
CsvCells read_csv_cells(const std::string& path, std::size_t most_cells, const ReadFile& reader);

}  // namespace assay::check

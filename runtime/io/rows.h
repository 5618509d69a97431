// Rows of a file as blocks of cells, whatever the format of the file: what every RowReader gives to the readers of leads and activities.
// Nothing is converted here; cells are views into the block.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/failure.h"
#include "runtime/io/headers.h"
#include "runtime/io/report.h"

namespace assay::io {

// Rows that lie in one buffer, all with the same number of cells.
struct RowBlock {
  const char* bytes = nullptr;
  const std::uint32_t* marks =
      nullptr;             // with mark m = r * stride + c * step: cell c of row r begins behind marks[m], ends at marks[m + 1]
  std::size_t stride = 0;  // from row to row
  std::size_t step = 1;    // from cell to cell; 1 where a cell begins behind the one before it
  std::size_t rows = 0;
  bool valid_utf8 = true;        // of all bytes; else each cell has to be looked at
  bool is_ascii = false;         // known of all bytes
  bool quoted = true;            // cells may stand in the quotes of CSV
  std::size_t padding = 0;       // bytes that can be read behind all cells
  std::uint64_t first_row = 1;   // number of the first row in its file, from 1 without the header
  std::uint32_t begin = 0;       // of the first row (or of blank lines before it) in `bytes`
  std::uint32_t end = 0;         // behind the last row
  std::uint64_t first_line = 1;  // that `begin` is on

  // Where rows are not lines: the line of each. Where they are parts of rows of the file: the number of each. And, per mark, what is no
  // value for its column (an object of JSON). Null: there is none.
  const std::uint64_t* lines = nullptr;
  const std::uint64_t* numbers = nullptr;
  const std::uint8_t* misfits = nullptr;

  std::unique_ptr<DataReport> faults;  // of the rows as such (too short, no JSON, …); null: none
  bool has_new_names = false;          // for RowReader::note

  // Where the bytes of a cell are in the file, with quotes; a cell that its row does not have is empty.
  struct Extent {
    std::uint32_t begin = 0, length = 0;
  };
  Extent extent(std::size_t row, std::size_t column) const {
    const std::uint32_t* mark = marks + row * stride + column * step;
    const std::uint32_t begin = mark[0] + 1;
    return {begin, mark[1] > begin ? mark[1] - begin : 0};
  }
  std::string_view raw(std::size_t row, std::size_t column) const {
    const Extent cell = extent(row, column);
    return cell.length > 0 ? std::string_view(bytes + cell.begin, cell.length) : std::string_view();
  }

  // An array or object where its column has single values. Blocks with misfits are not valid_utf8: each cell is looked at.
  bool is_misfit(std::size_t row, std::size_t column) const { return misfits != nullptr && misfits[row * stride + column * step] != 0; }

  std::uint64_t number_of(std::size_t row) const { return numbers == nullptr ? first_row + row : numbers[row]; }

  // The line that a row begins on, from 1. Takes time: for reports.
  std::uint64_t line_of(std::size_t row) const;
};

// The text of a cell: `raw` without the quotes of CSV, doubled quotes made single; a view into `raw` or into `scratch`.
std::string_view unquoted(std::string_view raw, std::string& scratch);

// The text of a cell of a block.
inline std::string_view cell_text(const RowBlock& block, std::size_t row, std::size_t column, std::string& scratch) {
  const std::string_view raw = block.raw(row, column);
  return block.quoted ? unquoted(raw, scratch) : raw;
}

// Makes cells of rows that have been cut off a file: the part of reading that needs no order. One per thread.
class RowParser {
 public:
  virtual ~RowParser() = default;

  // Columns by the numbers of the reader, names as far as this parser has met them.
  virtual const ColumnIndex& columns() const = 0;

  // Completes a block that RowReader::cut has given. False on failure.
  virtual bool parse(RowBlock& block) = 0;

  virtual const std::optional<Failure>& failure() const = 0;
};

// Two ways to the rows: next() gives them one block after the other. Or cut() gives blocks whose rows are only counted, parsers in as many
// threads complete them, and note() gets them back in the order in which they were cut.
class RowReader {
 public:
  static constexpr std::size_t longest_row = std::size_t{256} << 20;
  static constexpr std::size_t most_columns = 100'000;

  virtual ~RowReader() = default;

  // Reads as much as it takes to find columns. False on failure.
  virtual bool open() = 0;

  // Who asks here for a column before the first block finds it in every block. Lives as long as the reader.
  virtual ColumnIndex& columns() = 0;

  // The next rows, nullptr at the end and on failure. Whoever holds a block may read it while later ones are read, in another thread too;
  // a block that nobody holds any longer gives its memory to later ones.
  virtual std::shared_ptr<const RowBlock> next() = 0;

  // The same, but cells and valid_utf8 are for a parser to find. Where there are no parsers, as next().
  virtual std::shared_ptr<RowBlock> cut() = 0;

  // Made behind the last question for a column, by any thread; null where rows can only be read in turn.
  virtual std::unique_ptr<RowParser> make_parser() const = 0;

  // Learns the names that a parser has met first in this block, so that columns() knows them. By one thread at a time, also while another
  // cuts. A failure (too many names) is given, not kept.
  virtual std::optional<Failure> note(const RowBlock& block) = 0;

  virtual const std::optional<Failure>& failure() const = 0;
  virtual const std::string& name() const = 0;  // of the file, for people
  virtual std::uint64_t rows() const = 0;
  virtual std::uint64_t blank_lines() const = 0;
};

}  // namespace assay::io

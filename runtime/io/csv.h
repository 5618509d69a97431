// CSV and TSV by RFC 4180 as blocks of rows: where the cells of a whole chunk of bytes lie, found many bytes at a time.
//
// Beyond the RFC: any delimiter, lines may end with LF or CRLF, a quote inside an unquoted cell is an ordinary character, text behind a
// closing quote belongs to the cell, blank lines are skipped, rows with too few cells get empty ones and rows with too many keep their
// first. A quoted cell may hold line ends. Nothing is converted here; cells are views into the block.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/bytes.h"
#include "runtime/io/csv_scan.h"
#include "runtime/io/failure.h"
#include "runtime/io/report.h"

namespace assay::io {

struct CsvOptions {
  std::optional<char> delimiter;  // none: told from the first line among , ; TAB |
  bool header = true;
  std::size_t chunk_bytes = std::size_t{256} << 10;  // read at once; grows for longer rows
  ScanLevel level = best_scan_level();
};

// Rows that lie in one buffer, all with the same number of cells. Valid until the next call of CsvReader::next.
struct RowBlock {
  const char* bytes = nullptr;
  const std::uint32_t* marks = nullptr;  // cell c of row r ends at marks[r * stride + c + 1] and begins behind marks[r * stride + c]
  std::size_t stride = 0;
  std::size_t rows = 0;
  bool valid_utf8 = true;        // of all bytes; else each cell has to be looked at
  std::uint64_t first_row = 1;   // number of the first row in its file, from 1 without the header
  std::uint32_t begin = 0;       // of the first row (or of blank lines before it) in `bytes`
  std::uint64_t first_line = 1;  // that `begin` is on

  // The bytes of a cell as they are in the file, with quotes; a cell that its row does not have is empty.
  std::string_view raw(std::size_t row, std::size_t column) const {
    const std::uint32_t* mark = marks + row * stride + column;
    const std::int64_t length = std::int64_t{mark[1]} - std::int64_t{static_cast<std::uint32_t>(mark[0] + 1)};
    return length > 0 ? std::string_view(bytes + static_cast<std::uint32_t>(mark[0] + 1), static_cast<std::size_t>(length))
                      : std::string_view();
  }

  // The line that a row begins on, from 1. Takes time: for reports.
  std::uint64_t line_of(std::size_t row) const;
};

// The text of a cell: `raw` without its quotes, doubled quotes made single; a view into `raw` or into `scratch`.
std::string_view unquoted(std::string_view raw, std::string& scratch);

class CsvReader {
 public:
  static constexpr std::size_t longest_row = std::size_t{256} << 20;
  static constexpr std::size_t most_columns = 100'000;

  // Faults of rows are counted into `report`, which must outlive the reader.
  CsvReader(std::unique_ptr<ByteSource> source, std::string name, CsvOptions options, DataReport& report);

  // Reads the header (or, without one, numbers the columns). False on failure.
  bool open();

  // The next rows, nullptr at the end and on failure.
  const RowBlock* next();

  const std::optional<Failure>& failure() const { return failure_; }
  const std::vector<std::string>& headers() const { return headers_; }
  const std::string& name() const { return name_; }
  std::uint64_t rows() const { return rows_; }
  std::uint64_t blank_lines() const { return blank_lines_; }

 private:
  void start_buffer();
  bool read_more();
  void scan_new_bytes();
  bool read_rows();
  void close_last_row();
  bool skip_blank_lines();
  bool detect_delimiter();
  void take_header();
  bool make_block(std::size_t first_row_end);
  bool all_rows_regular(std::size_t first_row_end) const;
  void normalize_rows(std::size_t first_row_end);
  void append_normalized(std::size_t begin_mark, std::size_t cells);
  bool check_text(std::size_t begin, std::size_t end);
  bool is_blank(std::size_t begin_mark, std::size_t end_mark) const;
  bool fail(std::string message);
  Place place_of(std::uint64_t row, std::uint32_t offset) const;

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  CsvOptions options_;
  DataReport& report_;
  std::optional<Failure> failure_;
  std::vector<std::string> headers_;

  std::vector<char> buffer_;
  std::size_t size_ = 0;      // bytes in the buffer
  std::size_t scanned_ = 0;   // of these, seen by the scanner
  std::size_t consumed_ = 0;  // of these, part of rows handed out
  bool at_end_ = false;
  bool header_pending_ = false;  // the first row in the buffer is the header
  char delimiter_ = ',';
  ScanState state_;
  Marks marks_;
  std::vector<std::uint32_t> normalized_;
  RowBlock block_;
  std::uint64_t rows_ = 0;
  std::uint64_t lines_ = 0;  // ended before the start of the buffer
  std::uint64_t blank_lines_ = 0;
};

}  // namespace assay::io

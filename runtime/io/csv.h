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
#include "runtime/io/recycler.h"
#include "runtime/io/report.h"
#include "runtime/io/rows.h"
#include "runtime/io/uninitialized.h"

namespace assay::io {

struct CsvOptions {
  std::optional<char> delimiter;  // none: told from the first line among , ; TAB |
  bool header = true;
  std::size_t chunk_bytes = std::size_t{256} << 10;  // read at once; grows for longer rows
  ScanLevel level = best_scan_level();
};

class CsvReader final : public RowReader {
 public:
  CsvReader(std::unique_ptr<ByteSource> source, std::string name, CsvOptions options);

  // Reads the header (or, without one, numbers the columns). False on failure.
  bool open() override;

  // Columns by their header; there are none before open().
  ColumnIndex& columns() override { return *columns_; }

  std::shared_ptr<const RowBlock> next() override;
  std::shared_ptr<RowBlock> cut() override;
  std::unique_ptr<RowParser> make_parser() const override;
  std::optional<Failure> note(const RowBlock&) override { return std::nullopt; }

  const std::optional<Failure>& failure() const override { return failure_; }
  const std::vector<std::string>& headers() const { return headers_; }
  char delimiter() const { return delimiter_; }
  const std::string& name() const override { return name_; }
  std::uint64_t rows() const override { return rows_; }
  std::uint64_t blank_lines() const override { return blank_lines_; }

 private:
  // Rows with the memory that they lie in.
  struct Chunk {
    RowBlock rows;
    Values<char> bytes;  // a small file touches no more of it than it fills
    Marks marks;
    std::vector<std::uint32_t> normalized;
  };

  char* bytes() const { return chunk_->bytes.data(); }
  Marks& found() const { return chunk_->marks; }  // by the scan

  void start_chunk();
  void drop_front(std::size_t count);
  void begin_scan();
  bool read_more();
  void scan_new_bytes();
  bool read_rows();
  void close_last_row();
  bool skip_blank_lines();
  bool detect_delimiter();
  bool skip_separator_line();
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
  DataReport faults_;  // of rows that are not handed out yet
  std::optional<Failure> failure_;
  std::vector<std::string> headers_;
  std::unique_ptr<HeaderIndex> columns_;

  Recycler<Chunk> chunks_;
  std::shared_ptr<Chunk> chunk_;  // the bytes read last; part of them may be handed out
  std::size_t size_ = 0;          // bytes in the chunk
  std::size_t scanned_ = 0;       // of these, seen by the scanner
  std::size_t consumed_ = 0;      // of these, part of rows handed out
  bool at_end_ = false;
  bool header_pending_ = false;  // the first row in the chunk is the header
  char delimiter_ = ',';
  ScanState state_;
  std::uint64_t rows_ = 0;
  std::uint64_t lines_ = 0;  // ended before the start of the chunk
  std::uint64_t blank_lines_ = 0;
};

}  // namespace assay::io

// NDJSON and JSON documents as blocks of rows, read in bounded memory: an object is a row, as json_columns.h says (decision 0043).
//
// lines: an object a line, blank lines are skipped. A line that is no JSON is reported and stays as a row of missing values.
// document: an array of objects, read element by element; or objects one after the other, of which there may be one. What is wrong with it
// is a failure with line and column: behind it nothing can be told for sure.
// Lines can be parsed in several threads, a document only in turn. In both, valid JSON that is no object is reported and stays as a row of
// missing values. What begins with `[` is a document, whatever the name of its file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/io/bytes.h"
#include "runtime/io/json_columns.h"
#include "runtime/io/json_lines.h"
#include "runtime/io/json_maker.h"
#include "runtime/io/json_tokens.h"
#include "runtime/io/recycler.h"
#include "runtime/io/report.h"
#include "runtime/io/rows.h"

namespace assay::io {

enum class JsonLayout : std::uint8_t { lines, document };

class JsonReader final : public RowReader {
 public:
  JsonReader(std::unique_ptr<ByteSource> source, std::string name, JsonLayout layout, std::size_t chunk_bytes);

  bool open() override;
  ColumnIndex& columns() override { return columns_; }
  std::shared_ptr<const RowBlock> next() override;
  std::shared_ptr<RowBlock> cut() override;
  std::unique_ptr<RowParser> make_parser() const override;
  std::optional<Failure> note(const RowBlock& block) override;
  const std::optional<Failure>& failure() const override { return failure_; }
  const std::string& name() const override { return name_; }
  std::uint64_t rows() const override { return rows_; }
  std::uint64_t blank_lines() const override { return blank_lines_; }

 private:
  struct Mistake {
    std::size_t offset;  // in the chunk
    std::string_view what;
  };

  // What stands next in an array.
  enum class Next : std::uint8_t { first_element, element, behind_element, end };

  char* bytes() const { return chunk_->memory.data(); }

  void start_chunk();
  bool find_layout();
  bool look_at_first_objects();
  bool look_at_first_lines();
  bool look_at_first_elements();
  bool read_more();
  bool read_as_much_again();
  void consume(std::size_t count);
  std::uint64_t line_feeds(std::size_t begin, std::size_t end) const;

  bool cut_lines();

  bool take_elements();
  bool find_element_tokens();
  void find_tokens(std::size_t size);
  bool walk_elements(JsonCursor& cursor);
  bool take_element(JsonCursor& cursor);
  bool take_separator(JsonCursor& cursor);
  // Whether the tokens reach to the end of the file.
  bool has_all() const { return at_end_ && tokens_end_ == end_; }

  bool fail(std::string message);
  // Line and column of a byte of the chunk that is not consumed yet.
  bool fail_at(std::size_t offset, std::string_view what);

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  JsonLayout layout_;
  std::optional<Failure> failure_;
  JsonColumns columns_;
  JsonMaker maker_;       // of documents
  JsonLineParser lines_;  // for next()
  JsonTokens tokens_;

  std::size_t chunk_bytes_;
  Recycler<JsonChunk> chunks_;
  std::shared_ptr<JsonChunk> chunk_;  // the bytes read last; part of them may be handed out
  std::size_t begin_ = 0, end_ = 0;   // what has been read and not been consumed
  bool at_end_ = false;               // of the file
  bool in_array_ = false;
  Next place_ = Next::element;
  std::size_t taken_end_ = 0;       // behind the rows of the block
  std::size_t tokens_end_ = 0;      // of a document: how far tokens_ reach
  std::optional<Mistake> mistake_;  // of a document: what is wrong behind tokens_end_

  std::uint64_t rows_ = 0;
  std::uint64_t blank_lines_ = 0;
  std::uint64_t line_ = 1;         // of what has been counted so far
  std::size_t counted_to_ = 0;     // line_ is the line of this byte of the chunk
  std::uint64_t line_column_ = 0;  // characters of the line that have been consumed
};

}  // namespace assay::io

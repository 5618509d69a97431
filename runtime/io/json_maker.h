// Makes a block of rows out of the values of a chunk of JSON: what lines and documents have in common. Internal to the readers of JSON.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/json_columns.h"
#include "runtime/io/json_tokens.h"
#include "runtime/io/report.h"
#include "runtime/io/rows.h"

namespace assay::io {

inline constexpr std::size_t json_padding = 64;  // readable behind the bytes of a chunk

// A block with the memory that it lies in.
struct JsonChunk : RowBlock {
  std::vector<char> memory;
  std::vector<std::uint32_t> line_ends;  // of NDJSON: behind each line, counted from `begin`
  JsonCells cells;
  NewNames names;
};

class JsonMaker {
 public:
  // The columns outlive this; `file` is its name, for people.
  JsonMaker(std::string file, JsonColumns& columns) : file_(std::move(file)), columns_(columns) {}

  // Begins the rows of a chunk, which has its first_row; its values lie in the first `size` bytes of its memory.
  void start(JsonChunk& chunk, std::size_t size);

  // A row of the value that the cursor stands before, which begins on `line`. False: it is wrong, and there is no row; or failure().
  bool add(JsonCursor& cursor, std::uint64_t line);
  // A row of missing values for what is no JSON.
  void add_broken(std::string_view found, std::uint64_t line);
  // The last row turned out to be no JSON.
  void spoil_last(std::string_view found, std::uint64_t line);

  std::size_t rows() const { return columns_.rows(); }

  // Completes the block.
  void finish();

  const std::optional<Failure>& failure() const { return failure_; }

 private:
  void count_bad(Counted& counted, std::string_view found, std::uint64_t row, std::uint64_t line) const;

  std::string file_;
  JsonColumns& columns_;
  JsonChunk* chunk_ = nullptr;
  std::size_t size_ = 0;
  DataReport faults_;
  std::optional<Failure> failure_;
};

}  // namespace assay::io

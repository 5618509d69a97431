// NDJSON: how many rows a stretch of lines has, and the parser that makes them. A line that is not blank is a row, whatever stands in it.
// Internal to JsonReader.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/json_maker.h"
#include "runtime/io/rows.h"

namespace assay::io {

struct LineCounts {
  std::uint64_t rows = 0, blank_lines = 0, line_feeds = 0;
};

// Of whole lines; the last one of a file may end without a line feed. `ends` gets where each line ends.
LineCounts count_lines(std::string_view lines, std::vector<std::uint32_t>& ends);

class JsonLineParser final : public RowParser {
 public:
  // With the columns of the reader, or with its own.
  JsonLineParser(const std::string& file, JsonColumns& columns) : columns_(columns), maker_(file, columns) {}
  JsonLineParser(const std::string& file, std::unique_ptr<JsonColumns> columns)
      : own_columns_(std::move(columns)), columns_(*own_columns_), maker_(file, columns_) {}

  const ColumnIndex& columns() const override { return columns_; }
  bool parse(RowBlock& block) override;  // a JsonChunk, whose memory holds what it has and nothing behind `end`
  const std::optional<Failure>& failure() const override { return maker_.failure(); }

 private:
  void walk_each(std::string_view lines, std::span<const std::uint32_t> ends, std::uint64_t first_line);
  void walk_lines(std::string_view lines, std::span<const std::uint32_t> ends, std::uint64_t first_line);
  void walk_line(JsonCursor& cursor, std::string_view lines, std::size_t line_end, std::uint64_t line);

  std::unique_ptr<JsonColumns> own_columns_;
  JsonColumns& columns_;
  JsonMaker maker_;
  JsonTokens tokens_;
};

}  // namespace assay::io

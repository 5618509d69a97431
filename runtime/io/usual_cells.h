// The quick way through a column of activities: cells as they usually are, read in a loop that does not branch by what is in them. They are
// worth what they are worth read cell by cell; rows with any other cell are left, to be read so. Reports nothing (decision 0142).
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "runtime/io/activity_columns.h"
#include "runtime/io/activity_intake.h"
#include "runtime/io/rows.h"
#include "runtime/io/short_texts.h"

namespace assay::io {

// The rows of a block that are left, in their order.
class LeftRows {
 public:
  // None, of a block of so many.
  void start(std::size_t rows) {
    rows_.resize(rows + 1);
    count_ = 0;
  }
  void start_with_all(std::size_t rows) {
    start(rows);
    for (std::size_t row = 0; row < rows; ++row) add_if(true, row);
  }
  // Without a branch; rows ascend.
  void add_if(bool is_left, std::size_t row) {
    rows_[count_] = static_cast<std::uint32_t>(row);
    count_ += is_left;
  }
  // Those that are not 0.
  void add_marked(std::span<const std::uint8_t> marks) {
    constexpr std::size_t at_once = sizeof(std::uint64_t);
    for (std::size_t begin = 0; begin < marks.size(); begin += at_once) {
      const std::size_t end = std::min(begin + at_once, marks.size());
      if (end - begin == at_once && word_at<std::uint64_t>(reinterpret_cast<const char*>(marks.data() + begin)) == 0) continue;
      for (std::size_t row = begin; row < end; ++row) add_if(marks[row] != 0, row);
    }
  }
  std::span<const std::uint32_t> rows() const { return {rows_.data(), count_}; }

 private:
  std::vector<std::uint32_t> rows_;
  std::size_t count_ = 0;
};

// What the cells of a column are worth to activities of one kind.
enum class CellUse : std::uint8_t { none, value, value_or_left };  // value_or_left: an empty cell is read cell by cell, too

// Where attributes of one column and one slot go.
struct UsualAttribute {
  std::size_t column = 0;
  SlotColumn* slot = nullptr;
  std::vector<CellUse> uses;  // per kind; the first is that of unknown kinds

  // Of texts: the numbers of those that were met, and the dictionary that they are numbers of.
  ShortTexts known;
  std::shared_ptr<TextDictionary> texts;
};

// Whether there is a quick way through a block; the functions below are only for those.
inline bool has_usual_cells(const RowBlock& block) { return block.valid_utf8 && block.padding >= ShortText::longest; }

// Each reads a column of a block into fresh rows, the block's first row first, and adds rows that are left, whose values are missing.
// Ids; lead_of becomes 0 where there is one.
void read_usual_leads(const RowBlock& block, std::size_t column, LeadId* leads, std::int32_t* lead_of, LeftRows& left);
// Kinds that are known.
void read_usual_kinds(const RowBlock& block, std::size_t column, const ShortTexts& known, std::int16_t* kinds, LeftRows& left);
// Instants; microseconds since 1970.
void read_usual_times(const RowBlock& block, std::size_t column, std::int64_t* times, LeftRows& left);

// What is known of the rows of a block when their attributes are read.
struct RowsToRead {
  const std::int16_t* kinds = nullptr;
  const std::uint8_t* keeps = nullptr;  // 0: values are not asked for, only looked at
  std::size_t base = 0;                 // of the first row in its slots
};

// Integers of up to eight digits, or texts, of rows whose kind has a use for them, into the slot. is_left becomes 1 for rows that are left.
void read_usual_attribute(const RowBlock& block, UsualAttribute& attribute, const RowsToRead& rows, std::uint8_t* is_left);

}  // namespace assay::io

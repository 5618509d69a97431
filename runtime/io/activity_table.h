// Activities column by column. What their leads are called, and in which order the rows lie, is said by who fills it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "runtime/io/activity_columns.h"
#include "runtime/io/activity_plan.h"

namespace assay::io {

struct ActivityTable {
  // With texts of its own, or those of `texts`: one per slot, as of SlotColumn::new_texts.
  explicit ActivityTable(const ActivityPlan& plan);
  ActivityTable(const ActivityPlan& plan, const std::vector<std::shared_ptr<TextDictionary>>& texts);

  Values<std::int32_t> lead_of;  // number of the lead; -1: the row does not count
  Values<std::int16_t> kinds;
  Values<std::int64_t> times;
  Values<std::uint64_t> id_hashes;  // of activity ids; 0: none. Empty: none in all rows
  std::vector<std::unique_ptr<SlotColumn>> slots;

  std::size_t rows() const { return kinds.size(); }

  // Makes room for so many rows; new ones are known by nothing. `has_ids`: they may have activity ids.
  void resize(std::size_t rows, bool has_ids);
  void reserve(std::size_t rows, bool has_ids);

  // Appends rows of another table, whose texts have the numbers `codes` (one per slot; none: the same) here. Their leads are the caller's.
  void append_rows(const ActivityTable& other, std::span<const std::uint32_t> rows, std::span<const TextCodes> codes);

  // Has these rows and no others, in this order; lead_of is empty behind it. `spare` is a table of the same slots, whose memory is
  // exchanged for this one's.
  void keep_rows(std::span<const std::uint32_t> rows, ActivityTable& spare);

  // Takes all rows away, but for their texts; and those.
  void clear();
  void forget_texts();

  // Bytes of memory: of a row, and of texts.
  std::size_t row_bytes() const;
  std::size_t text_bytes() const;
};

// Rows of a table that follow each other.
struct RowRange {
  std::size_t begin = 0, end = 0;
};

// Rows by their lead: those of lead l are rows[starts[l]] to rows[starts[l + 1] - 1].
struct RowsByLead {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> starts;

  std::span<const std::uint32_t> of(std::size_t lead) const {
    return std::span(rows).subspan(starts[lead], starts[lead + 1] - starts[lead]);
  }
};

// The rows of `leads` leads; within a lead they keep the order of `ranges`. Those without a lead are left out.
RowsByLead rows_by_lead(std::span<const std::int32_t> lead_of, std::size_t leads, std::span<const RowRange> ranges);

}  // namespace assay::io

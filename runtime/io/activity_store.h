// What an ActivityStore holds, shared by its three stages: load (activity_load.cpp), finish (activity_group.cpp) and join (activities.cpp).
// Internal.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/calendar/zone.h"
#include "runtime/io/activities.h"
#include "runtime/io/activity_columns.h"
#include "runtime/io/activity_names.h"
#include "runtime/io/dictionary.h"
#include "runtime/io/recycler.h"

namespace assay::io {

// Where the values of one attribute go.
struct AttributeTarget {
  const runtime::AttributeSpec* spec = nullptr;
  std::int32_t slot = -1;  // index into ActivityTable::slots; -1: nobody asks for it
};

// An activity that merges overlaps; slots are indices into ActivityTable::slots.
struct MergingActivity {
  std::int16_t kind = 0;
  std::int32_t first = -1, from = -1, to = -1;
  std::int32_t minutes = -1;  // -1: not asked for
};

// The rows, column by column. Until finish() in the order of the files, then grouped by lead.
struct ActivityTable {
  TextDictionary leads;
  std::vector<std::int32_t> lead_of;  // until finish(); -1: no lead id
  std::vector<std::int16_t> kinds;
  std::vector<std::int64_t> times;
  std::vector<std::uint64_t> id_hashes;            // until finish() (keeps_ids: longer); 0: none. Empty: no file has had activity ids
  std::vector<std::unique_ptr<SlotColumn>> slots;  // those of the schema, then hidden ones that only merging needs
  std::vector<std::uint32_t> starts;               // after finish(): rows of lead l are [starts[l], starts[l + 1])

  std::size_t rows() const { return kinds.size(); }
};

struct JoinBuffers {
  std::vector<std::int16_t> kinds;
  std::vector<std::int64_t> times;
  std::vector<GatheredColumn> columns;
};

struct ActivityStore::State {
  State(const runtime::Schema& schema_, DataReport& report_);

  void plan_attributes();
  std::int32_t slot_for_merging(std::size_t activity, std::size_t attribute);

  const runtime::Schema& schema;
  DataReport& report;
  calendar::Zone zone;
  KindMatcher kinds;
  std::vector<std::vector<AttributeTarget>> targets;  // per activity, one per attribute
  std::vector<MergingActivity> merging;
  ActivityTable table;
  std::uint64_t rows_read = 0;
  bool settled = true;     // repeated ids dropped, overlaps merged, in the order of time; else in the order of the files
  bool keeps_ids = false;  // nested activities may repeat them
  std::optional<Failure> failure;

  mutable Recycler<JoinBuffers> buffers;
  mutable std::vector<std::atomic<bool>> asked;  // per lead
};

// Reads one file into the table. False on failure (state.failure).
bool load_activities(ActivityStore::State& state, const std::string& file, const InputOptions& options);

// Drops, merges, groups and orders the rows of the table for an as-of, as far as state.settled asks for it. Leads are numbered below `leads`;
// of the rows only the first `counted` are counted into the report for being late or having no time.
void group_activities(ActivityStore::State& state, std::int64_t as_of, std::size_t leads, std::size_t counted);

// Merges the overlaps of one activity among `rows` (of one lead, in the order of the file): the rows that are left keep their order,
// the others leave `rows`. Values change in place. Gives how many rows went into others.
std::size_t merge_overlaps(const MergingActivity& activity, const std::vector<AttributeTarget>& targets, const calendar::Zone& zone,
                           ActivityTable& table, std::vector<std::uint32_t>& rows);

}  // namespace assay::io

// What an ActivityStore holds, shared by its three stages: load (activity_load.cpp), finish (activity_group.cpp) and join (activities.cpp);
// what does not fit into memory is in runs (activity_runs.h). Internal.
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

// The rows, column by column, in the order of the files; finish() says which belong to whom.
struct ActivityTable {
  TextDictionary leads;
  std::vector<std::int32_t> lead_of;  // until finish(); -1: no lead id
  std::vector<std::int16_t> kinds;
  std::vector<std::int64_t> times;
  std::vector<std::uint64_t> id_hashes;            // until finish() (keeps_ids: longer); 0: none. Empty: no file has had activity ids
  std::vector<std::unique_ptr<SlotColumn>> slots;  // those of the schema, then hidden ones that only merging needs
  std::vector<std::uint32_t> order;                // after finish(): the rows that count, by lead
  std::vector<std::uint32_t> starts;               // after finish(): those of lead l are order[starts[l]] to order[starts[l + 1] - 1]

  std::size_t rows() const { return kinds.size(); }

  // Takes all rows away, but for the texts of slots and leads.
  void clear();
  void forget_texts();

  // Bytes of memory: of a row, and of all texts.
  std::size_t row_bytes() const;
  std::size_t text_bytes() const;
};

// Reported of leads that no lead file has.
inline constexpr std::size_t most_lead_samples = 5;

class ActivityRuns;

struct JoinBuffers {
  std::vector<std::uint32_t> rows;  // of the table, in the order of the batch
  std::vector<std::int16_t> kinds;
  std::vector<std::int64_t> times;
  std::vector<GatheredColumn> columns;
  std::unique_ptr<ActivityTable> table;  // of the batch, where rows come from runs
};

struct ActivityStore::State {
  State(const runtime::Schema& schema_, DataReport& report_);
  ~State();

  void plan_attributes();
  std::int32_t slot_for_merging(std::size_t activity, std::size_t attribute);

  // Writes the table to a run where it has grown beyond the limit; between blocks of rows. False on failure.
  bool keep_within_memory();

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

  std::size_t memory = SIZE_MAX;        // for the table
  std::int64_t as_of_of_runs = 0;       // what finish() will be called with
  std::unique_ptr<ActivityRuns> runs;   // null: all rows are in the table

  mutable Recycler<JoinBuffers> buffers;
  mutable std::vector<std::atomic<bool>> asked;  // per lead
};

// Reads one file into the table. False on failure (state.failure).
bool load_activities(ActivityStore::State& state, const std::string& file, const InputOptions& options);

// Drops, merges, groups and orders the rows of the table (they stay where they are, table.order says it) for an as-of, as far as state.settled asks for it. Leads are numbered below `leads`;
// of the rows only the first `counted` are counted into the report for being late or having no time.
void group_activities(ActivityStore::State& state, std::int64_t as_of, std::size_t leads, std::size_t counted);

// An attendance without a time happened when it began.
void time_merging_activities(ActivityStore::State& state);

// The rows that count for the as-of, grouped by lead, within a lead in the order of the file; table.starts says where each lead's begin. The
// first `counted` are counted into the report as above.
std::vector<std::uint32_t> rows_by_lead(ActivityStore::State& state, std::int64_t as_of, std::size_t leads, std::size_t counted);

// The rows that are in the buffers, as the activities of a batch but for its offsets.
void gather_rows(const runtime::Schema& schema, const ActivityTable& table, const std::shared_ptr<JoinBuffers>& buffers,
                 runtime::ActivityBatch& into);

// Merges the overlaps of one activity among `rows` (of one lead, in the order of the file): the rows that are left keep their order,
// the others leave `rows`. Values change in place. Gives how many rows went into others.
std::size_t merge_overlaps(const MergingActivity& activity, const std::vector<AttributeTarget>& targets, const calendar::Zone& zone,
                           ActivityTable& table, std::vector<std::uint32_t>& rows);

}  // namespace assay::io

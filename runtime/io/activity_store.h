// What an ActivityStore holds, shared by its three stages: load (activity_load.cpp), finish and join (activities.cpp); what does not fit
// into memory is in runs (activity_runs.h). Internal.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "runtime/io/activities.h"
#include "runtime/io/activity_partitions.h"
#include "runtime/io/activity_plan.h"
#include "runtime/io/activity_table.h"
#include "runtime/io/recycler.h"

namespace assay::io {

class ActivityRuns;

// Activities of one row of a batch.
struct JoinedRows {
  const ActivityTable* table = nullptr;  // null: none
  RowRange rows;
};

struct JoinBuffers {
  std::vector<JoinedRows> joined;
  Values<std::int16_t> kinds;
  Values<std::int64_t> times;
  std::vector<GatheredColumn> columns;
  std::unique_ptr<ActivityTable> table;  // of the batch, where rows come from runs
};

struct ActivityStore::State {
  State(const runtime::Schema& schema, std::int64_t as_of, DataReport& report);
  ~State();

  // Takes the rows of an intake; any thread, numbers of blocks used once. Rows after as-of are left out. False on failure (of the intake).
  bool take(ActivityIntake& intake, std::uint64_t block) {
    leave_out_late(intake, as_of);
    return partitions.add(intake, block);
  }

  // Before the first rows of a file: about so many will come, of which memory may not hold all.
  void expect(std::uint64_t rows) {
    partitions.expect(static_cast<std::size_t>(std::min<std::uint64_t>(rows, memory / ActivityTable(plan).row_bytes())));
  }

  bool beyond_memory() const { return partitions.bytes() > memory; }
  // When memory is full for the first time: whether loading ends here.
  bool gives_up() {
    if (when_full) gave_up = std::exchange(when_full, nullptr)();
    return gave_up;
  }
  // Writes all rows to a run. No thread may be taking. False on failure.
  bool write_run();

  ActivityPlan plan;  // does not change once loading has begun
  const std::int64_t as_of;
  DataReport& report;
  ActivityPartitions partitions;
  std::uint64_t blocks = 0;  // that were numbered
  std::uint64_t rows_read = 0;
  unsigned threads = 1;  // the most that any file was loaded with
  Settling settling;
  std::optional<Failure> failure;

  std::size_t memory = SIZE_MAX;
  std::function<bool()> when_full;
  bool gave_up = false;
  std::unique_ptr<ActivityRuns> runs;  // null: all rows are in memory

  mutable Recycler<JoinBuffers> buffers;
};

// Reads one file as rows. False on failure (state.failure).
bool load_activities(ActivityStore::State& state, const std::string& file, const InputOptions& options);

// The activities of the rows of a batch that are in memory, and that their leads were asked for.
void find_activities(const ActivityPartitions& partitions, const runtime::Batch& batch, std::vector<JoinedRows>& joined);

// The rows in the buffers as the activities of a batch. `like` has their slots.
void gather_rows(const ActivityPlan& plan, const ActivityTable& like, const std::shared_ptr<JoinBuffers>& buffers,
                 runtime::ActivityBatch& into);

}  // namespace assay::io

// Activities that do not fit into memory: sorted runs in temporary files, merged into one file in which those of a lead are found by its id.
//
// While files are loaded, write_run() empties the table whenever it is full; finish() merges the runs and settles what settles (repeated ids,
// overlaps, the order of time) lead by lead, with the same code as in memory. After that gather() may be called from several threads. Memory:
// the limit while loading and merging, then 16 bytes per 4 KiB of the file and a bit per lead; besides, all rows of one batch.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/io/activity_records.h"
#include "runtime/io/activity_store.h"
#include "runtime/io/scratch_file.h"

namespace assay::io {

// Rows of a table that follow each other.
struct RowRange {
  std::size_t begin = 0, end = 0;
};

class ActivityRuns {
 public:
  // What may be held in memory; the state outlives this.
  ActivityRuns(ActivityStore::State& state, std::size_t memory) : state_(state), memory_(memory) {}

  // Counts, sorts and writes all rows of the table, which is empty behind it.
  std::optional<Failure> write_run(std::int64_t as_of);

  // Merges the runs; the table must be empty.
  std::optional<Failure> finish(std::int64_t as_of);

  // Appends the rows of the batch's leads to the table, their lead being the row of the batch; ranges[row] is where those of a row are. Notes
  // which leads were asked for.
  std::optional<Failure> gather(const runtime::Batch& batch, ActivityTable& table, std::vector<RowRange>& ranges) const;

  // As ActivityStore::count_unasked.
  std::optional<Failure> count_unasked(DataReport& report) const;

 private:
  struct Run {
    std::uint64_t begin = 0, end = 0;  // in runs_
  };

  // Groups in the file that lie together: what is read at once.
  struct Block {
    std::uint64_t first_hash = 0;
    std::uint64_t begin = 0;
    std::uint64_t first_lead = 0;  // number of its first group
  };

  class Cursor;
  class Merge;
  struct Open;

  std::optional<Failure> read_block(std::size_t block, std::string& into) const;
  std::uint64_t block_end(std::size_t block) const { return block + 1 < blocks_.size() ? blocks_[block + 1].begin : sorted_->size(); }

  ActivityStore::State& state_;
  std::size_t memory_;
  std::unique_ptr<ScratchFile> runs_, sorted_;
  std::vector<Run> run_places_;
  std::vector<Block> blocks_;
  std::uint64_t leads_ = 0;
  mutable std::vector<std::atomic<std::uint64_t>> asked_;  // a bit per group of sorted_
};

}  // namespace assay::io

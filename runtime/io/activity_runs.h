// Activities that do not fit into memory: sorted runs in temporary files, merged into files in which those of a lead are found by its id.
//
// While files are loaded, write_run() empties the partitions whenever they are full; finish() merges the runs, part by part, and settles
// what settles (repeated ids, overlaps, the order of time) lead by lead, with the same code as in memory. Both use all threads, each with a
// file of its own. After that gather() may be called from several threads. Memory: the limit while loading and merging, then 40 bytes per 4
// KiB of the files and a bit per lead; besides, all rows of one batch (decision 0085).
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

class ActivityRuns {
 public:
  // The state outlives this.
  explicit ActivityRuns(ActivityStore::State& state) : state_(state) {}

  // Sorts and writes all rows of the partitions, which are empty behind it.
  std::optional<Failure> write_run();

  // Merges the runs; the partitions must be empty.
  std::optional<Failure> finish();

  // Appends the rows of the batch's leads to the table, their lead being the row of the batch; ranges[row] is where those of a row are.
  // Notes which leads were asked for.
  std::optional<Failure> gather(const runtime::Batch& batch, ActivityTable& table, std::vector<RowRange>& ranges) const;

  // As ActivityStore::count_unasked.
  std::optional<Failure> count_unasked(DataReport& report) const;

 private:
  // Groups of one part, behind each other in a file.
  struct Section {
    const ScratchFile* file = nullptr;
    std::uint64_t begin = 0, end = 0;
  };

  // One for each part; without a file where it has no rows.
  using Run = std::vector<Section>;

  // Groups in a file that lie together: what is read at once.
  struct Block {
    std::uint64_t first_hash = 0;
    std::uint64_t begin = 0, bytes = 0;
    std::uint64_t first_lead = 0;  // number of its first group
    std::uint32_t file = 0;        // of sorted_
  };

  class Cursor;
  class Merge;
  struct Merged;

  void write_part(std::size_t number, ScratchFile& file, Run& run);
  std::optional<Failure> read_block(const Block& block, std::string& into) const;

  ActivityStore::State& state_;
  std::vector<std::unique_ptr<ScratchFile>> files_;   // of runs
  std::vector<std::unique_ptr<ScratchFile>> sorted_;  // of what they were merged into
  std::vector<Run> runs_;
  std::vector<Block> blocks_;
  mutable std::vector<std::atomic<std::uint64_t>> asked_;  // a bit per group of sorted_
};

}  // namespace assay::io

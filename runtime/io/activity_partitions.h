// Activities in memory, parted by the hash of their lead's id: parts are filled by any number of threads, and each is grouped by itself, in
// the cache. Parts follow each other in the order of hashes (decision 0095).
//
// Blocks of rows come in any order; within a lead rows end up in the order of the blocks' numbers. Texts of attributes are shared by all
// parts.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/io/activity_group.h"
#include "runtime/io/activity_intake.h"
#include "runtime/io/dictionary.h"

namespace assay::io {

// The rows of the leads whose hashes begin alike.
struct ActivityPart {
  struct Block {
    std::uint64_t number = 0;
    std::size_t rows = 0;
  };

  ActivityPart(const ActivityPlan& plan, const std::vector<std::shared_ptr<TextDictionary>>& texts) : table(plan, texts) {}

  // Where the rows of the blocks lie, by their numbers.
  std::vector<RowRange> in_file_order() const;

  // Appends the leads of these rows of an intake, whose other columns are the table's last ones, or are not kept. They are numbered many at
  // a time: their places lie all over a table that stays in the cache meanwhile.
  void append_leads(std::span<const LeadId> ids, std::span<const std::uint32_t> rows, bool are_kept);

  // Numbers the leads that were not numbered yet; then beyond_reach knows of all.
  void number_leads();

  // Bytes of memory of what is no row: leads, and elements of lists.
  std::size_t bytes_beside_rows(const ActivityPlan& plan) const;

  void set_lead(std::uint32_t row, std::int32_t lead);

  std::mutex mutex;  // of what add() fills
  TextDictionary leads;
  ActivityTable table;  // lead_of: number in `leads`, once they are numbered
  std::vector<Block> blocks;

  struct UnnumberedLead {
    std::uint64_t bits = 0;             // of the TextKey
    std::uint32_t length = 0, row = 0;  // of the table, or not_kept
  };
  static constexpr std::uint32_t not_kept = UINT32_MAX;
  std::string long_ids;                    // of the unnumbered ones whose bits are not their text, one behind the other
  std::vector<UnnumberedLead> unnumbered;  // the first so many; behind them is room
  std::size_t unnumbered_count = 0;

  // Of each lead that is numbered (and 0 for some more): its rows that lie beyond the policy's reach and so are not in the table.
  std::vector<std::uint64_t> beyond_reach;

  // Once they are grouped: where the rows of each lead begin, and which leads were asked for.
  std::vector<std::uint32_t> starts;
  std::vector<std::atomic<bool>> asked;
};

class ActivityPartitions {
 public:
  static constexpr unsigned bits = 6;
  static constexpr std::size_t count = std::size_t{1} << bits;

  // The plan must outlive them.
  explicit ActivityPartitions(const ActivityPlan& plan);

  static std::size_t number_of(std::uint64_t hash) { return hash >> (64 - bits); }

  // Before the first rows: about so many will come.
  void expect(std::size_t rows) { expected_rows_ = rows; }

  // Takes the rows that have a lead out of an intake, which is empty behind it; from any thread, numbers of blocks used once. False on
  // failure (of the intake).
  bool add(ActivityIntake& intake, std::uint64_t block);

  // Groups all parts, on so many threads. Repeated and merged rows are counted into the report.
  void group(const Settling& settling, unsigned threads, DataReport& report);

  // The part of that number; null where it has no rows.
  ActivityPart* part(std::size_t number) const { return parts_[number].load(std::memory_order_acquire); }

  // Bytes of memory, about: with what it takes to group them.
  std::size_t bytes() const;
  std::size_t rows() const { return rows_.load(std::memory_order_relaxed); }

  // Takes all away. No thread may be adding.
  void clear();

  // A column of each slot, to gather the rows of all parts with.
  const ActivityTable& like() const { return like_; }

 private:
  bool number_texts(ActivityIntake& intake);
  RowsByLead deal(ActivityIntake& intake) const;
  bool add_rows(ActivityIntake& intake, std::span<const std::uint32_t> kept, std::span<const std::uint32_t> others, ActivityPart& part,
                std::uint64_t block);
  ActivityPart& part_for(std::size_t number);

  const ActivityPlan& plan_;
  std::mutex mutex_;                                    // of texts_ and owned_
  std::vector<std::shared_ptr<TextDictionary>> texts_;  // per slot
  std::vector<std::unique_ptr<ActivityPart>> owned_;
  std::vector<std::atomic<ActivityPart*>> parts_{count};
  ActivityTable like_;
  std::uint64_t life_ = 1;  // counts how often all was taken away
  std::size_t expected_rows_ = 0;
  std::atomic<std::size_t> rows_ = 0, row_bytes_ = 0, lead_bytes_ = 0, text_bytes_ = 0;
};

}  // namespace assay::io

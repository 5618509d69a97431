// How threads load activities together: pieces of files are read one after the other, converted at the same time, and counted into the
// report in their order. Internal; formats that load columns by themselves use it, too.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>

#include "runtime/io/activity_intake.h"
#include "runtime/io/activity_match.h"
#include "runtime/io/activity_store.h"
#include "runtime/io/rows.h"

namespace assay::io {

// Behind all blocks before it: the reader learns the names in a block, and those of the file go into what was found there. A parser may
// know a column by a name of later rows.
std::optional<Failure> name_columns(RowReader& reader, const MatchedActivities& matched, const RowBlock& block,
                                    std::vector<BadColumn>& found);

class ActivityLoad {
 public:
  // The state outlives this; nobody else loads into it meanwhile.
  explicit ActivityLoad(ActivityStore::State& state) : state_(state) {}

  // Reads the next piece: read() says how many blocks of rows it is at most, usually one, 0 where there is none; it is called by one thread
  // at a time. The number of its first block, none at the end or after a failure. Where memory is full, rows are written to a run first.
  template <class Read>
  std::optional<std::uint64_t> take(const Read& read) {
    const std::lock_guard lock(reading_);
    if (!has_room()) return std::nullopt;
    const std::uint64_t blocks = read();
    if (blocks == 0) return std::nullopt;
    return begin_piece(blocks);
  }

  // The rows of one of the blocks of a piece that has several, by its number behind the first; what was found stays in the intake until the
  // piece is handed in. False on failure (of the intake).
  bool add_block(std::uint64_t block, ActivityIntake& intake) { return state_.take(intake, block); }

  // The rows of a piece, with what was found in it and whether it failed; the intake is empty behind it. Once all pieces before it are
  // counted, `in_turn` (if any) may change what was found, or fail.
  using InTurn = std::function<std::optional<Failure>(DataReport& found)>;
  void hand_in(std::uint64_t piece, ActivityIntake& intake, InTurn in_turn = nullptr);

 private:
  struct HandedIn {
    DataReport findings;
    std::optional<Failure> failure;
    InTurn in_turn;
    std::uint64_t next = 0;  // number behind its blocks
  };

  bool has_room();
  void count(HandedIn handed_in);
  std::uint64_t begin_piece(std::uint64_t blocks);

  ActivityStore::State& state_;
  std::mutex reading_;
  std::mutex counting_;  // of all that follows
  std::condition_variable counted_;
  std::map<std::uint64_t, std::uint64_t> under_way_;  // pieces that were taken and not handed in: the number behind their blocks
  bool stopped_ = false;
  std::map<std::uint64_t, HandedIn> waiting_;  // for those before them
  std::uint64_t next_ = state_.blocks;
};

}  // namespace assay::io

// Activities of files that lie in the order of their leads, block by block: cut off and converted by the threads that wait for them, taken
// in their order. Internal to OrderedActivities.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/activity_rows.h"
#include "runtime/io/id_order.h"
#include "runtime/io/recycler.h"

namespace assay::io {

// A file of activities that is being read.
struct ActivityFile {
  std::unique_ptr<RowReader> reader;
  MatchedActivities matched;
};

// A block of a file and its rows as activities.
class ActivitySegment {
 public:
  ActivitySegment() = default;

  // Another block: what was here before is gone.
  void start(const ActivityPlan& plan, std::shared_ptr<ActivityFile> file, std::shared_ptr<RowBlock> block);
  // Converts it. What fails is in the intake.
  void convert(std::int64_t as_of);

  const ActivityIntake& rows() const { return *intake_; }
  const RisingIds& ids() const { return ids_; }
  bool is_converted() const { return is_converted_; }
  void set_converted() { is_converted_ = true; }

  // The first row at or behind `begin` whose lead comes behind `id`; the end if none does.
  std::size_t first_behind(std::string_view id, IdOrder order, std::size_t begin) const;

  // Behind all blocks before it: adds what was found to the report, under the names of the file.
  std::optional<Failure> settle(DataReport& report);

 private:
  std::shared_ptr<ActivityFile> file_;
  std::unique_ptr<RowParser> parser_;
  std::unique_ptr<ActivityIntake> intake_;
  std::optional<ActivityRows> converter_;
  std::shared_ptr<RowBlock> block_;
  RisingIds ids_{Repeats::allowed};
  bool is_converted_ = false;
};

// Rows of a segment that follow each other; whoever has them keeps the segment.
struct SegmentRows {
  std::shared_ptr<const ActivitySegment> segment;
  RowRange rows;
};

class ActivitySegments {
 public:
  // The plan must outlive them. `order` is that of the leads in the files; of files that have changed since it was looked for, a failure
  // comes.
  ActivitySegments(const ActivityPlan& plan, std::int64_t as_of, std::vector<std::string> files, const InputOptions& options,
                   IdOrder order);

  // Waits until `is_turn`, then takes all rows of leads up to and with `last`; meanwhile converts what comes next. Calls `taken` before
  // anybody else takes.
  template <class IsTurn, class Taken>
  std::optional<Failure> take(const IsTurn& is_turn, std::string_view last, std::vector<SegmentRows>& into, const Taken& taken) {
    std::unique_lock lock(mutex_);
    while (!failure_ && !(is_turn() && has_all_to(last))) make_progress(lock, is_turn());
    if (!failure_) take_to(last, into);
    taken();
    changed_.notify_all();
    return failure_;
  }

  // The last lead of the next segment, where there is one.
  std::optional<std::string> next_last();

  // Behind the last take: what was found in the blocks, and the entries of files.
  void report(DataReport& report);

 private:
  static constexpr std::size_t most_ahead = 16;  // segments that nobody has asked for yet

  void make_progress(std::unique_lock<std::mutex>& lock, bool is_turn);
  void read_one();
  bool open_next();
  bool has_all_to(std::string_view last) const;
  void take_to(std::string_view last, std::vector<SegmentRows>& into);
  void pop();

  const ActivityPlan& plan_;
  const std::int64_t as_of_;
  const std::vector<std::string> names_;
  const InputOptions options_;
  const IdOrder order_;

  std::mutex reading_;  // taken before mutex_
  std::shared_ptr<ActivityFile> file_;
  Recycler<ActivitySegment> segments_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<ActivityFile>> files_;  // that were opened
  std::deque<std::shared_ptr<ActivitySegment>> queue_;
  std::size_t first_row_ = 0;        // of the queue's first segment that was not taken
  RisingIds ids_{Repeats::allowed};  // of segments that left the queue
  bool at_end_ = false;
  std::optional<Failure> failure_;
  DataReport found_;
};

}  // namespace assay::io

// The merge of sorted runs into one file: a lead's rows come together, are settled, and written behind those of the lead before.
#include <algorithm>
#include <queue>

#include "runtime/io/activity_runs.h"

namespace assay::io {
namespace {

constexpr std::size_t least_buffer = std::size_t{16} << 10;
constexpr std::size_t block_bytes = 4096;
constexpr std::size_t rows_at_once = 32'768;  // settled together

}  // namespace

// Walks over the groups of one run, with a part of it in memory.
class ActivityRuns::Cursor {
 public:
  Cursor(const ScratchFile& file, Run run, std::size_t buffer) : file_(&file), at_(run.begin), end_(run.end), buffer_(buffer) {}

  const Group& group() const { return group_; }

  // Goes to the next group. False at the end of the run; a failure sets `failed`.
  bool next(bool& failed) {
    begin_ += group_.head.bytes == 0 && group_.id.empty() ? 0 : group_.size();
    group_ = {};
    while (!read_group(left(), group_)) {
      const std::size_t needed = group_size(left());
      if (at_ == end_) return false;
      if (!read_more(std::max(needed, buffer_))) {
        failed = true;
        return false;
      }
    }
    return true;
  }

 private:
  std::string_view left() const { return std::string_view(bytes_).substr(begin_); }

  // So that `size` bytes are there, or all that the run still has.
  bool read_more(std::size_t size) {
    bytes_.erase(0, begin_);
    begin_ = 0;
    const std::size_t have = bytes_.size();
    const std::size_t more = std::min<std::uint64_t>(size - std::min(size, have) + buffer_ / 2, end_ - at_);
    bytes_.resize(have + more);
    if (!file_->read(at_, bytes_.data() + have, more)) return false;
    at_ += more;
    return true;
  }

  const ScratchFile* file_;
  std::uint64_t at_, end_;
  std::size_t buffer_;
  std::string bytes_;
  std::size_t begin_ = 0;  // of the current group in bytes_
  Group group_;
};

class ActivityRuns::Merge {
 public:
  Merge(ActivityRuns& runs, std::int64_t as_of) : runs_(runs), as_of_(as_of), scratch_(runs.state_.schema, runs.state_.report) {
    scratch_.settled = runs.state_.settled;
    scratch_.keeps_ids = runs.state_.keeps_ids;
  }

  std::optional<Failure> run() {
    const std::size_t buffer = std::max(least_buffer, runs_.memory_ / (2 * runs_.run_places_.size()));
    cursors_.reserve(runs_.run_places_.size());
    for (const Run& run : runs_.run_places_) cursors_.emplace_back(*runs_.runs_, run, std::min<std::size_t>(buffer, std::size_t{4} << 20));
    for (std::size_t i = 0; i < cursors_.size(); ++i) advance(i);
    while (!failure_ && !order_.empty()) take_first();
    settle();
    if (!failure_ && !runs_.sorted_->flush()) failure_ = runs_.sorted_->failure();
    return failure_;
  }

 private:
  // Of the lead whose rows are being collected, and of those before it that are not written yet.
  struct Lead {
    GroupHead head;
    std::string id;
  };

  struct Later {
    const std::vector<Cursor>& cursors;
    bool operator()(std::size_t a, std::size_t b) const {
      const Group& left = cursors[a].group();
      const Group& right = cursors[b].group();
      if (left.head.hash != right.head.hash) return left.head.hash > right.head.hash;
      return left.id != right.id ? left.id > right.id : a > b;
    }
  };

  void advance(std::size_t cursor) {
    bool failed = false;
    if (cursors_[cursor].next(failed)) order_.push(cursor);
    if (failed) failure_ = Failure{runs_.runs_->read_problem()};
  }

  // Runs are in the order of the files, and so are the rows of a lead.
  void take_first() {
    const std::size_t cursor = order_.top();
    order_.pop();
    const Group& group = cursors_[cursor].group();
    if (leads_.empty() || leads_.back().id != group.id) {
      if (scratch_.table.rows() >= rows_at_once || leads_.size() >= rows_at_once) settle();
      leads_.push_back({group.head, std::string(group.id)});
    }
    if (!append_rows(group, static_cast<std::int32_t>(leads_.size() - 1), scratch_.table)) {
      failure_ = Failure{"the different values of an attribute are longer than 2 GiB"};
    }
    advance(cursor);
  }

  void settle() {
    if (failure_ || leads_.empty()) return;
    ActivityTable& table = scratch_.table;
    group_activities(scratch_, as_of_, leads_.size(), 0);
    for (std::size_t lead = 0; lead < leads_.size() && !failure_; ++lead) {
      records_.clear();
      for (std::uint32_t i = table.starts[lead]; i < table.starts[lead + 1]; ++i) append_record(table, table.order[i], records_);
      leads_[lead].head.rows = table.starts[lead + 1] - table.starts[lead];
      if (leads_[lead].head.rows > 0) write(leads_[lead]);
    }
    table.clear();
    table.forget_texts();
    leads_.clear();
  }

  // A block ends where it is long enough, but never between leads of one hash.
  void write(const Lead& lead) {
    std::vector<Block>& blocks = runs_.blocks_;
    const std::uint64_t at = runs_.sorted_->size();
    if (blocks.empty() || (at - blocks.back().begin >= block_bytes && lead.head.hash != last_hash_)) {
      blocks.push_back({lead.head.hash, at, runs_.leads_});
    }
    last_hash_ = lead.head.hash;
    ++runs_.leads_;
    group_.clear();
    append_group(lead.head, lead.id, records_, group_);
    if (!runs_.sorted_->write(group_)) failure_ = runs_.sorted_->failure();
  }

  ActivityRuns& runs_;
  std::int64_t as_of_;
  ActivityStore::State scratch_;
  std::vector<Cursor> cursors_;
  std::priority_queue<std::size_t, std::vector<std::size_t>, Later> order_{Later{cursors_}};
  std::vector<Lead> leads_;
  std::string records_, group_;
  std::uint64_t last_hash_ = 0;
  std::optional<Failure> failure_;
};

std::optional<Failure> ActivityRuns::finish(std::int64_t as_of) {
  OpenedScratch opened = ScratchFile::open();
  if (opened.failure) return opened.failure;
  sorted_ = std::move(opened.file);
  if (auto failure = Merge(*this, as_of).run()) return failure;
  runs_.reset();
  asked_ = std::vector<std::atomic<std::uint64_t>>(leads_ / 64 + 1);
  return std::nullopt;
}

}  // namespace assay::io

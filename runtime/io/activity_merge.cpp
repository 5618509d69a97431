// The merge of sorted runs, part by part: a lead's rows come together, are settled, and written behind those of the lead before.
#include <algorithm>
#include <mutex>
#include <queue>

#include "runtime/io/activity_runs.h"
#include "runtime/io/on_threads.h"

namespace assay::io {
namespace {

constexpr std::size_t least_buffer = std::size_t{16} << 10;
constexpr std::size_t most_buffer = std::size_t{4} << 20;
constexpr std::size_t block_bytes = 4096;
constexpr std::size_t rows_at_once = 32'768;  // settled together

}  // namespace

// Walks over the groups of a section, a piece of which is in memory.
class ActivityRuns::Cursor {
 public:
  Cursor(const Section& section, std::size_t buffer) : file_(section.file), at_(section.begin), end_(section.end), buffer_(buffer) {}

  const Group& group() const { return group_; }
  std::string read_problem() const { return file_->read_problem(); }

  // Goes to the next group. False at the end of the section; a failure sets `failed`.
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

  // So that `size` bytes are there, or all that the section still has.
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

// What the leads of one part have become: blocks whose leads are numbered from 0 on.
struct ActivityRuns::Merged {
  std::vector<Block> blocks;
  std::uint64_t leads = 0;
};

// Merges parts one after the other into a file; one for each thread.
class ActivityRuns::Merge {
 public:
  Merge(const ActivityRuns& runs, std::uint32_t file)
      : runs_(runs), file_number_(file), file_(*runs.sorted_[file]), plan_(runs.state_.plan), table_(plan_), spare_(plan_) {}

  std::optional<Failure> merge(std::size_t part, Merged& into) {
    const std::size_t share = runs_.state_.memory / (2 * runs_.runs_.size() * runs_.sorted_.size());
    cursors_.clear();
    into_ = &into;
    for (const Run& run : runs_.runs_) {
      if (run[part].file != nullptr) cursors_.emplace_back(run[part], std::clamp(share, least_buffer, most_buffer));
    }
    for (std::size_t i = 0; i < cursors_.size(); ++i) advance(i);
    while (!failure_ && !order_.empty()) take_first();
    settle();
    return failure_;
  }

  bool flush() { return file_.flush(); }
  const std::optional<Failure>& file_failure() const { return file_.failure(); }
  DataReport findings;

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
    if (failed) failure_ = Failure{cursors_[cursor].read_problem()};
  }

  // Runs are in the order of the files, and so are the rows of a lead.
  void take_first() {
    const std::size_t cursor = order_.top();
    order_.pop();
    const Group& group = cursors_[cursor].group();
    if (leads_.empty() || leads_.back().id != group.id) {
      if (table_.rows() >= rows_at_once || leads_.size() >= rows_at_once) settle();
      leads_.push_back({group.head, std::string(group.id)});
    } else {
      leads_.back().head.beyond_reach += group.head.beyond_reach;
    }
    if (!append_rows(group, static_cast<std::int32_t>(leads_.size() - 1), table_)) {
      failure_ = Failure{"the different values of an attribute are longer than 2 GiB"};
    }
    advance(cursor);
  }

  void settle() {
    if (failure_ || leads_.empty()) return;
    const RowRange all{0, table_.rows()};
    const std::vector<std::uint32_t> starts =
        group_activities(plan_, runs_.state_.settling, leads_.size(), {&all, 1}, table_, spare_, findings);
    for (std::size_t lead = 0; lead < leads_.size() && !failure_; ++lead) {
      records_.clear();
      for (std::uint32_t row = starts[lead]; row < starts[lead + 1]; ++row) append_record(table_, row, records_);
      leads_[lead].head.rows = starts[lead + 1] - starts[lead];
      if (leads_[lead].head.rows + leads_[lead].head.beyond_reach > 0) write(leads_[lead]);
    }
    table_.clear();
    table_.forget_texts();
    leads_.clear();
  }

  // A block ends where it is long enough, but never between leads of one hash.
  void write(const Lead& lead) {
    std::vector<Block>& blocks = into_->blocks;
    if (blocks.empty() || (blocks.back().bytes >= block_bytes && lead.head.hash != last_hash_)) {
      blocks.push_back({lead.head.hash, file_.size(), 0, into_->leads, file_number_});
    }
    last_hash_ = lead.head.hash;
    ++into_->leads;
    group_.clear();
    append_group(lead.head, lead.id, records_, group_);
    blocks.back().bytes += group_.size();
    if (!file_.write(group_)) failure_ = file_.failure();
  }

  const ActivityRuns& runs_;
  std::uint32_t file_number_;
  ScratchFile& file_;
  const ActivityPlan& plan_;
  ActivityTable table_, spare_;
  Merged* into_ = nullptr;
  std::vector<Cursor> cursors_;
  std::priority_queue<std::size_t, std::vector<std::size_t>, Later> order_{Later{cursors_}};
  std::vector<Lead> leads_;
  std::string records_, group_;
  std::uint64_t last_hash_ = 0;
  std::optional<Failure> failure_;
};

std::optional<Failure> ActivityRuns::finish() {
  for (unsigned i = 0; i < state_.threads; ++i) {
    OpenedScratch opened = ScratchFile::open("activities");
    if (opened.failure) return opened.failure;
    sorted_.push_back(std::move(opened.file));
  }
  std::vector<Merged> merged(ActivityPartitions::count);
  std::optional<Failure> failure;
  std::mutex mutex;  // of failure and the report
  std::atomic<std::uint32_t> next_file = 0;
  std::atomic<std::size_t> next_part = 0;
  std::atomic<bool> stopped = false;
  on_threads(state_.threads, [&] {
    Merge merge(*this, next_file++);
    std::optional<Failure> mine;
    for (std::size_t part = next_part++; part < merged.size() && !mine && !stopped; part = next_part++)
      mine = merge.merge(part, merged[part]);
    if (!mine && !merge.flush()) mine = merge.file_failure();
    const std::lock_guard lock(mutex);
    state_.report.append(merge.findings.take());
    if (mine && !failure) failure = mine;
    if (mine) stopped = true;
  });
  if (failure) return failure;
  std::uint64_t leads = 0;
  for (Merged& part : merged) {
    for (Block& block : part.blocks) block.first_lead += leads;
    blocks_.insert(blocks_.end(), part.blocks.begin(), part.blocks.end());
    std::vector<Block>().swap(part.blocks);
    leads += part.leads;
  }
  runs_.clear();
  files_.clear();
  asked_ = std::vector<std::atomic<std::uint64_t>>(leads / 64 + 1);
  return std::nullopt;
}

}  // namespace assay::io

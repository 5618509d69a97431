#include "runtime/io/activity_load.h"

#include <algorithm>
#include <filesystem>

#include "runtime/io/activity_rows.h"
#include "runtime/io/on_threads.h"
#include "runtime/io/readers.h"

namespace assay::io {
namespace {

// Bytes of a file on disk, as it lies there; 0 where it is none.
std::uintmax_t size_of(const std::string& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::is_regular_file(file, error) ? std::filesystem::file_size(file, error) : 0;
  return error ? 0 : size;
}

// How many rows a file will have, judged by its first ones: tables that double would need half as much again for a moment.
std::uint64_t expected_rows(std::uintmax_t size, const RowBlock& first) {
  const double row_bytes = static_cast<double>(first.end - first.begin) / static_cast<double>(std::max<std::size_t>(first.rows, 1));
  return static_cast<std::uint64_t>(static_cast<double>(size) / std::max(row_bytes, 1.0));
}

}  // namespace

std::optional<Failure> name_columns(RowReader& reader, const MatchedActivities& matched, const RowBlock& block,
                                    std::vector<BadColumn>& found) {
  if (auto why = reader.note(block)) return why;
  for (BadColumn& bad : found) {
    for (const auto& [name, column] : matched.asked) {
      const std::string& in_file = reader.columns().name_of(column);
      if (name == bad.field && loose_key(in_file) == loose_key(bad.column)) bad.column = in_file;
    }
  }
  return std::nullopt;
}

std::uint64_t ActivityLoad::begin_piece(std::uint64_t blocks) {
  const std::lock_guard lock(counting_);
  const std::uint64_t first = state_.blocks;
  state_.blocks += blocks;
  under_way_.emplace(first, state_.blocks);
  return first;
}

// By who holds reading_, so no piece is begun meanwhile.
bool ActivityLoad::has_room() {
  std::unique_lock lock(counting_);
  if (stopped_) return false;
  if (!state_.beyond_memory()) return true;
  counted_.wait(lock, [&] { return under_way_.empty(); });
  stopped_ = stopped_ || state_.gives_up() || !state_.write_run();
  return !stopped_;
}

void ActivityLoad::count(HandedIn handed_in) {
  if (handed_in.in_turn && !handed_in.failure) handed_in.failure = handed_in.in_turn(handed_in.findings);
  state_.report.append(std::move(handed_in.findings));
  state_.failure = std::move(handed_in.failure);
}

void ActivityLoad::hand_in(std::uint64_t piece, ActivityIntake& intake, InTurn in_turn) {
  if (!intake.failure) state_.take(intake, piece);
  HandedIn handed_in{intake.findings.take(), std::move(intake.failure), std::move(in_turn)};
  const std::lock_guard lock(counting_);
  const auto taken = under_way_.find(piece);
  handed_in.next = taken->second;
  under_way_.erase(taken);
  waiting_.emplace(piece, std::move(handed_in));
  while (!waiting_.empty() && waiting_.begin()->first == next_ && !state_.failure) {
    next_ = waiting_.begin()->second.next;
    count(std::move(waiting_.begin()->second));
    waiting_.erase(waiting_.begin());
  }
  stopped_ = stopped_ || state_.failure;
  counted_.notify_all();
}

namespace {

// One file of rows, which are read in turn and made cells of, converted and dealt out by several threads.
class RowsLoad {
 public:
  RowsLoad(ActivityStore::State& state, RowReader& reader, const MatchedActivities& matched, std::uintmax_t size)
      : state_(state), load_(state), reader_(reader), matched_(matched), size_(size) {}

  // On each thread.
  void work() {
    const std::unique_ptr<RowParser> parser = reader_.make_parser();
    ActivityIntake intake(state_.plan);
    ActivityRows rows(intake, matched_, parser ? parser->columns() : reader_.columns());
    std::shared_ptr<RowBlock> block;
    while (const std::optional<std::uint64_t> piece = load_.take([&] { return read(block); })) {
      if (parser && !parser->parse(*block)) {
        intake.failure = parser->failure();
      } else {
        if (block->faults) intake.findings.append(*block->faults);
        rows.read(*block);
      }
      load_.hand_in(*piece, intake,
                    [this, block](DataReport& found) { return name_columns(reader_, matched_, *block, found.bad_activities); });
    }
  }

 private:
  bool read(std::shared_ptr<RowBlock>& block) {
    block = reader_.cut();
    if (block && block->first_row == 1) state_.expect(expected_rows(size_, *block));
    return block != nullptr;
  }

  ActivityStore::State& state_;
  ActivityLoad load_;
  RowReader& reader_;
  const MatchedActivities& matched_;
  std::uintmax_t size_;
};

}  // namespace

bool load_activities(ActivityStore::State& state, const std::string& file, const InputOptions& options) {
  const OpenedRows opened = open_rows(file, options);
  state.failure = opened.failure;
  if (state.failure) return false;
  RowReader& reader = *opened.reader;
  const std::size_t entry = state.report.activities.size();
  state.report.activities.emplace_back().file = reader.name();
  MatchedActivities matched;
  state.failure = match_activities(state.plan, options, reader.columns(), false, matched);
  if (state.failure) return false;

  // Small files are read before another thread has started.
  const std::uintmax_t size = size_of(file);
  const std::uintmax_t most_threads = size == 0 ? options.threads : size / options.chunk_bytes + 1;
  RowsLoad load(state, reader, matched, size);
  on_threads(static_cast<unsigned>(std::min<std::uintmax_t>(options.threads, most_threads)), [&] { load.work(); });
  if (!state.failure) state.failure = reader.failure();
  if (state.failure || state.gave_up) return false;
  FileReport& report = state.report.activities[entry];
  report_columns(matched, reader.columns(), report);
  report.rows = reader.rows();
  report.blank_lines = reader.blank_lines();
  state.rows_read += report.rows;
  return true;
}

}  // namespace assay::io

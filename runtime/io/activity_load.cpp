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
std::size_t expected_rows(std::uintmax_t size, const RowBlock& first, std::size_t most) {
  const double row_bytes = static_cast<double>(first.end - first.begin) / static_cast<double>(std::max<std::size_t>(first.rows, 1));
  return std::min(static_cast<std::size_t>(static_cast<double>(size) / std::max(row_bytes, 1.0)), most);
}

}  // namespace

std::uint64_t ActivityLoad::begin_piece() {
  const std::lock_guard lock(counting_);
  ++under_way_;
  return state_.blocks++;
}

// By who holds reading_, so no piece is begun meanwhile.
bool ActivityLoad::has_room() {
  std::unique_lock lock(counting_);
  if (stopped_) return false;
  if (!state_.beyond_memory()) return true;
  counted_.wait(lock, [&] { return under_way_ == 0; });
  stopped_ = stopped_ || !state_.write_run();
  return !stopped_;
}

void ActivityLoad::hand_in(std::uint64_t piece, ActivityIntake& intake) {
  if (!intake.failure) state_.take(intake, piece);
  HandedIn handed_in{intake.findings.take(), std::move(intake.failure)};
  const std::lock_guard lock(counting_);
  waiting_.emplace(piece, std::move(handed_in));
  for (; !waiting_.empty() && waiting_.begin()->first == next_ && !state_.failure; ++next_) {
    state_.report.append(std::move(waiting_.begin()->second.findings));
    state_.failure = std::move(waiting_.begin()->second.failure);
    waiting_.erase(waiting_.begin());
  }
  stopped_ = stopped_ || state_.failure;
  --under_way_;
  counted_.notify_all();
}

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

  const std::uintmax_t size = size_of(file);
  const std::size_t most_rows = state.memory / ActivityTable(state.plan).row_bytes();
  const unsigned threads =
      size == 0 ? options.threads : static_cast<unsigned>(std::min<std::uintmax_t>(options.threads, size / options.chunk_bytes + 1));
  ActivityLoad load(state);
  on_threads(threads, [&] {
    ActivityIntake intake(state.plan);
    ActivityRows rows(intake, matched, reader.columns());
    std::shared_ptr<const RowBlock> block;
    const auto read = [&] {
      block = reader.next();
      if (block && block->first_row == 1) state.partitions.expect(expected_rows(size, *block, most_rows));
      return block != nullptr;
    };
    while (const std::optional<std::uint64_t> piece = load.take(read)) {
      if (block->faults) intake.findings.append(*block->faults);
      rows.read(*block);
      load.hand_in(*piece, intake);
    }
  });
  if (!state.failure) state.failure = reader.failure();
  if (state.failure) return false;
  FileReport& report = state.report.activities[entry];
  report_columns(matched, reader.columns(), report);
  report.rows = reader.rows();
  report.blank_lines = reader.blank_lines();
  state.rows_read += report.rows;
  return true;
}

}  // namespace assay::io

#include <algorithm>
#include <filesystem>

#include "runtime/io/activity_rows.h"
#include "runtime/io/readers.h"

namespace assay::io {
namespace {

// Room for the whole file, judged by the first rows: growing by doubling would need half as much again for a moment.
void make_room_for_file(ActivityTable& table, std::size_t most_rows, const std::string& file, const RowBlock& block, bool has_ids) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error || block.rows == 0) return;
  const double row_bytes = static_cast<double>(block.end - block.begin) / static_cast<double>(block.rows);
  const std::size_t expected = table.rows() + static_cast<std::size_t>(static_cast<double>(size) / std::max(row_bytes, 1.0) * 1.02) + 1024;
  const std::size_t rows = std::min(expected, most_rows);
  table.lead_of.reserve(rows);
  table.kinds.reserve(rows);
  table.times.reserve(rows);
  if (has_ids) table.id_hashes.reserve(rows);
  for (const auto& slot : table.slots) slot->reserve(rows);
}

}  // namespace

bool load_activities(ActivityStore::State& state, const std::string& file, const InputOptions& options) {
  const OpenedRows opened = open_rows(file, options);
  state.failure = opened.failure;
  if (state.failure) return false;
  RowReader& reader = *opened.reader;
  state.report.activities.emplace_back().file = reader.name();
  ActivityRows rows(state, options, reader.columns(), false);
  if (!rows.match()) return false;
  while (const std::shared_ptr<const RowBlock> block = reader.next()) {
    if (block->faults) state.report.append(*block->faults);
    if (block->first_row == 1) make_room_for_file(state.table, state.memory / state.table.row_bytes(), file, *block, rows.has_ids());
    if (!rows.read(*block) || !state.keep_within_memory()) return false;
  }
  state.failure = reader.failure();
  if (state.failure) return false;
  FileReport& report = state.report.activities.back();
  rows.report_columns(report);
  report.rows = reader.rows();
  report.blank_lines = reader.blank_lines();
  return true;
}

}  // namespace assay::io

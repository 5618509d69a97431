#include <algorithm>
#include <unordered_set>

#include "runtime/io/activity_store.h"

namespace assay::io {
namespace {

constexpr std::int64_t untimed = runtime::ActivityBatch::untimed;

// Of the rows with one activity id the first stays. Gives how many went.
std::size_t drop_repeated(const std::vector<std::uint64_t>& id_hashes, std::vector<std::uint32_t>& rows) {
  constexpr std::size_t few = 16;
  std::size_t kept = 0;
  std::unordered_set<std::uint64_t> seen;
  for (const std::uint32_t row : rows) {
    const std::uint64_t id = id_hashes[row];
    bool repeated = false;
    if (id != 0 && rows.size() <= few) {
      repeated = std::any_of(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(kept),
                             [&](std::uint32_t other) { return id_hashes[other] == id; });
    } else if (id != 0) {
      repeated = !seen.insert(id).second;
    }
    if (!repeated) rows[kept++] = row;
  }
  const std::size_t dropped = rows.size() - kept;
  rows.resize(kept);
  return dropped;
}

// Drops and merges among the rows of one lead, which are in the order of the file.
void settle_lead(ActivityStore::State& state, std::vector<std::uint32_t>& rows) {
  ActivityTable& table = state.table;
  if (!table.id_hashes.empty()) state.report.repeated_activities += drop_repeated(table.id_hashes, rows);
  for (const MergingActivity& activity : state.merging) {
    const auto& targets = state.targets[static_cast<std::size_t>(activity.kind)];
    state.report.merged_activities += merge_overlaps(activity, targets, state.zone, table, rows);
  }
}

// The final order of all rows of the table. Leads keep their numbers; starts is made anew.
std::vector<std::uint32_t> ordered_rows(ActivityStore::State& state, std::vector<std::uint32_t> by_lead) {
  ActivityTable& table = state.table;
  const bool settles = !table.id_hashes.empty() || !state.merging.empty();
  if (!state.settled) return by_lead;
  // Exports are often in the order of time as they are.
  if (!settles && std::is_sorted(table.times.begin(), table.times.end())) return by_lead;
  const std::vector<std::uint32_t> starts = std::move(table.starts);
  table.starts.assign(1, 0);
  table.starts.reserve(starts.size());
  std::vector<std::uint32_t> rows;
  std::vector<std::pair<std::int64_t, std::uint32_t>> timed;  // beside each other: the table's times lie far apart
  std::size_t end = 0;
  for (std::size_t lead = 0; lead + 1 < starts.size(); ++lead) {
    rows.assign(by_lead.begin() + starts[lead], by_lead.begin() + starts[lead + 1]);
    if (settles) settle_lead(state, rows);
    timed.clear();
    for (const std::uint32_t row : rows) timed.emplace_back(table.times[row], row);
    // Rows rise with the order of the file, so equal times keep it.
    if (!std::is_sorted(timed.begin(), timed.end())) std::sort(timed.begin(), timed.end());
    // Never more rows than were there.
    for (const auto& [time, row] : timed) by_lead[end++] = row;
    table.starts.push_back(static_cast<std::uint32_t>(end));
  }
  by_lead.resize(end);
  return by_lead;
}

template <class Values>
void release(Values& values) {
  Values().swap(values);
}

}  // namespace

void time_merging_activities(ActivityStore::State& state) {
  ActivityTable& table = state.table;
  for (const MergingActivity& activity : state.merging) {
    const SlotColumn& from = *table.slots[static_cast<std::size_t>(activity.from)];
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (table.kinds[row] == activity.kind && table.times[row] == untimed && from.known(row)) table.times[row] = from.integer(row);
    }
  }
}

std::vector<std::uint32_t> rows_by_lead(ActivityStore::State& state, std::int64_t as_of, std::size_t leads, std::size_t counted) {
  ActivityTable& table = state.table;
  const auto counts = [&](std::size_t row) {
    return table.lead_of[row] >= 0 && (table.times[row] == untimed || table.times[row] <= as_of);
  };
  table.starts.assign(leads + 1, 0);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (row < counted) state.report.without_time += table.times[row] == untimed;
    if (row < counted) state.report.after_as_of += table.times[row] > as_of;
    if (counts(row)) ++table.starts[static_cast<std::size_t>(table.lead_of[row]) + 1];
  }
  for (std::size_t lead = 0; lead < leads; ++lead) table.starts[lead + 1] += table.starts[lead];
  std::vector<std::uint32_t> next(table.starts.begin(), table.starts.end() - 1);
  std::vector<std::uint32_t> rows(table.starts.back());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (counts(row)) rows[next[static_cast<std::size_t>(table.lead_of[row])]++] = static_cast<std::uint32_t>(row);
  }
  return rows;
}

void group_activities(ActivityStore::State& state, std::int64_t as_of, std::size_t leads, std::size_t counted) {
  ActivityTable& table = state.table;
  time_merging_activities(state);
  std::vector<std::uint32_t> by_lead = rows_by_lead(state, as_of, leads, counted);
  release(table.lead_of);
  table.order = ordered_rows(state, std::move(by_lead));
  if (!state.keeps_ids) release(table.id_hashes);
}

}  // namespace assay::io

#include "runtime/io/activity_group.h"

#include <algorithm>
#include <unordered_set>

namespace assay::io {
namespace {

// Of the rows with one activity id the first stays. Gives how many went.
std::size_t drop_repeated(std::span<const std::uint64_t> id_hashes, std::vector<std::uint32_t>& rows) {
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

// Settles the rows of one lead after the other.
class Settler {
 public:
  Settler(const ActivityPlan& plan, ActivityTable& table, DataReport& findings) : plan_(plan), table_(table), findings_(findings) {}

  // The rows of a lead, which are in the order of the file, into their order by time, without those that go; behind `end` rows that are
  // done.
  std::size_t settle(std::span<const std::uint32_t> of_lead, std::vector<std::uint32_t>& into, std::size_t end) {
    rows_.assign(of_lead.begin(), of_lead.end());
    if (!table_.id_hashes.empty()) findings_.repeated_activities += drop_repeated(table_.id_hashes, rows_);
    for (const MergingActivity& activity : plan_.merging) findings_.merged_activities += merge_overlaps(plan_, activity, table_, rows_);
    timed_.clear();
    for (const std::uint32_t row : rows_) timed_.emplace_back(table_.times[row], static_cast<std::uint32_t>(timed_.size()));
    // Equal times keep the order of the file; exports are often in the order of time as they are.
    if (!std::is_sorted(timed_.begin(), timed_.end())) std::sort(timed_.begin(), timed_.end());
    for (const auto& [time, place] : timed_) into[end++] = rows_[place];
    return end;
  }

 private:
  const ActivityPlan& plan_;
  ActivityTable& table_;
  DataReport& findings_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::pair<std::int64_t, std::uint32_t>> timed_;
};

// Whether the rows are in the order of their times, so that those of each lead are.
bool is_in_order(const Values<std::int64_t>& times, std::span<const RowRange> ranges) {
  std::int64_t last = INT64_MIN;
  for (const RowRange& range : ranges) {
    bool in_order = true;
    for (std::size_t row = range.begin; row < range.end; ++row) {
      in_order &= last <= times[row];
      last = times[row];
    }
    if (!in_order) return false;
  }
  return true;
}

// Never more rows than were there, so the order is made in place.
void settle_leads(const ActivityPlan& plan, ActivityTable& table, DataReport& findings, RowsByLead& by_lead) {
  Settler settler(plan, table, findings);
  std::size_t end = 0;
  std::uint32_t begin = 0;
  for (std::size_t lead = 0; lead + 1 < by_lead.starts.size(); ++lead) {
    const std::uint32_t next = by_lead.starts[lead + 1];
    end = settler.settle(std::span(by_lead.rows).subspan(begin, next - begin), by_lead.rows, end);
    begin = next;
    by_lead.starts[lead + 1] = static_cast<std::uint32_t>(end);
  }
  by_lead.rows.resize(end);
}

}  // namespace

std::vector<std::uint32_t> group_activities(const ActivityPlan& plan, const Settling& settling, std::size_t leads,
                                            std::span<const RowRange> ranges, ActivityTable& table, ActivityTable& spare,
                                            DataReport& findings) {
  RowsByLead by_lead = rows_by_lead(table.lead_of, leads, ranges);
  const bool is_settled = table.id_hashes.empty() && plan.merging.empty() && is_in_order(table.times, ranges);
  if (settling.settles && !is_settled) settle_leads(plan, table, findings, by_lead);
  if (!settling.keeps_ids) table.id_hashes.clear();
  table.keep_rows(by_lead.rows, spare);
  return std::move(by_lead.starts);
}

}  // namespace assay::io

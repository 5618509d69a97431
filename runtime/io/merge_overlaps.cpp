// Rejoining counts as one attendance (docs/language/activities.md): activities of the same first attribute (folded) that begin on the same
// local day become the earliest of them. Begin: the attribute `from`, else the activity's time; an activity with neither, or without a
// first attribute, stays alone. `minutes` is the length of the union of the known intervals, of a single activity too; without any it
// stays as given. What the earliest lacks it takes from the next that has it; `from` is the earliest, `to` the latest.

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "runtime/intervals.h"
#include "runtime/io/activity_group.h"
#include "runtime/text/fold.h"

namespace assay::io {
namespace {

constexpr std::int64_t microseconds_per_minute = 60'000'000;

class OverlapMerger {
 public:
  OverlapMerger(const MergingActivity& activity, const std::vector<AttributeTarget>& targets, const calendar::Zone& zone,
                ActivityTable& table)
      : activity_(activity), targets_(targets), zone_(zone), table_(table) {}

  // What rows must have in common to be one: the folded first attribute (or its value), and the day on which they begin.
  std::optional<std::pair<std::string, calendar::Day>> key_of(std::uint32_t row) const {
    const SlotColumn& first = slot(activity_.first);
    if (!first.known(row)) return std::nullopt;
    const std::optional<std::int64_t> begin = begin_of(row);
    if (!begin) return std::nullopt;
    return std::pair(key_text(first, row), zone_.local_day(*begin));
  }

  // Makes the rows one, which is the first of them to have happened; gives that row.
  std::uint32_t merge(std::vector<std::uint32_t>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return table_.times[a] < table_.times[b]; });
    const std::uint32_t into = rows.front();
    const std::optional<std::int64_t> minutes = union_microseconds(rows);
    for (std::size_t i = 1; i < rows.size(); ++i) {
      for (const AttributeTarget& target : targets_) {
        if (target.slot >= 0 && !slot(target.slot).known(into) && slot(target.slot).known(rows[i])) slot(target.slot).copy(rows[i], into);
      }
      widen(into, rows[i]);
    }
    if (minutes && activity_.minutes >= 0) set_minutes(into, *minutes);
    return into;
  }

 private:
  SlotColumn& slot(std::int32_t number) const { return *table_.slots[static_cast<std::size_t>(number)]; }

  std::optional<std::int64_t> begin_of(std::uint32_t row) const {
    if (slot(activity_.from).known(row)) return slot(activity_.from).integer(row);
    if (table_.times[row] != runtime::ActivityBatch::untimed) return table_.times[row];
    return std::nullopt;
  }

  static std::string key_text(const SlotColumn& first, std::uint32_t row) {
    if (first.storage() == runtime::Storage::Text) return text::fold(first.text(first.code(row)));
    if (first.storage() == runtime::Storage::Integer) return std::to_string(first.integer(row));
    return std::to_string(first.code(row));
  }

  void widen(std::uint32_t into, std::uint32_t row) {
    const SlotColumn& from = slot(activity_.from);
    const SlotColumn& to = slot(activity_.to);
    if (from.known(row) && from.integer(row) < from.integer(into)) slot(activity_.from).copy(row, into);
    if (to.known(row) && to.integer(row) > to.integer(into)) slot(activity_.to).copy(row, into);
  }

  // Of the intervals that are known and do not end before they begin; nullopt when there is none.
  std::optional<std::int64_t> union_microseconds(const std::vector<std::uint32_t>& rows) const {
    std::vector<std::pair<std::int64_t, std::int64_t>> intervals;
    for (const std::uint32_t row : rows) {
      if (!slot(activity_.from).known(row) || !slot(activity_.to).known(row)) continue;
      intervals.emplace_back(slot(activity_.from).integer(row), slot(activity_.to).integer(row));
    }
    return runtime::union_length(std::move(intervals));
  }

  // Whole minutes where the attribute is an integer.
  void set_minutes(std::uint32_t row, std::int64_t microseconds) {
    SlotColumn& minutes = slot(activity_.minutes);
    if (minutes.storage() == runtime::Storage::Integer) minutes.set_integer(row, microseconds / microseconds_per_minute);
    if (minutes.storage() == runtime::Storage::Number) {
      minutes.set_number(row, static_cast<double>(microseconds) / static_cast<double>(microseconds_per_minute));
    }
  }

  const MergingActivity& activity_;
  const std::vector<AttributeTarget>& targets_;
  const calendar::Zone& zone_;
  ActivityTable& table_;
};

}  // namespace

std::size_t merge_overlaps(const ActivityPlan& plan, const MergingActivity& activity, ActivityTable& table,
                           std::vector<std::uint32_t>& rows) {
  OverlapMerger merger(activity, plan.targets[static_cast<std::size_t>(activity.kind)], plan.zone, table);
  std::map<std::pair<std::string, calendar::Day>, std::vector<std::uint32_t>> groups;
  for (const std::uint32_t row : rows) {
    if (table.kinds[row] != activity.kind) continue;
    if (const auto key = merger.key_of(row)) {
      groups[*key].push_back(row);
    } else {
      std::vector<std::uint32_t> alone{row};
      merger.merge(alone);
    }
  }
  std::vector<std::uint32_t> gone;
  for (auto& [key, group] : groups) {
    const std::uint32_t left = merger.merge(group);
    std::copy_if(group.begin(), group.end(), std::back_inserter(gone), [&](std::uint32_t row) { return row != left; });
  }
  std::sort(gone.begin(), gone.end());
  std::erase_if(rows, [&](std::uint32_t row) { return std::binary_search(gone.begin(), gone.end(), row); });
  return gone.size();
}

}  // namespace assay::io

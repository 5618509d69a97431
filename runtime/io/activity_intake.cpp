#include "runtime/io/activity_intake.h"

#include "runtime/batch.h"

namespace assay::io {
namespace {

constexpr std::int64_t untimed = runtime::ActivityBatch::untimed;

void time_merging_activities(const ActivityPlan& plan, ActivityTable& table) {
  for (const MergingActivity& activity : plan.merging) {
    const SlotColumn& from = *table.slots[static_cast<std::size_t>(activity.from)];
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (table.kinds[row] == activity.kind && table.times[row] == untimed && from.known(row)) table.times[row] = from.integer(row);
    }
  }
}

}  // namespace

std::size_t ActivityIntake::add_rows(std::size_t count, bool has_ids) {
  const std::size_t base = table.rows();
  table.resize(base + count, has_ids);
  findings.activity_rows += count;
  return base;
}

void ActivityIntake::clear() {
  table.clear();
  lead_ids.clear();
  held_ids.clear();
}

void leave_out_late(ActivityIntake& intake, std::int64_t as_of) {
  ActivityTable& table = intake.table;
  time_merging_activities(intake.plan, table);
  // Mostly all rows have a time, and none is late.
  bool any = false;
  for (const std::int64_t time : table.times) any |= (time > as_of) | (time == untimed);
  if (!any) return;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool late = table.times[row] > as_of;
    intake.findings.without_time += table.times[row] == untimed;
    intake.findings.after_as_of += late;
    if (late) table.lead_of[row] = -1;
  }
}

}  // namespace assay::io

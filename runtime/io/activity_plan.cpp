#include "runtime/io/activity_plan.h"

namespace assay::io {
namespace {

std::int32_t attribute_named(const runtime::ActivitySpec& activity, const char* name) {
  for (std::size_t i = 0; i < activity.attributes.size(); ++i) {
    if (activity.attributes[i].name == name) return static_cast<std::int32_t>(i);
  }
  return -1;
}

}  // namespace

ActivityPlan::ActivityPlan(const runtime::Schema& schema_)
    : schema(schema_),
      zone(calendar::load_zone(schema.timezone).value_or(calendar::Zone())),
      kinds(schema),
      slots(schema.slots.begin(), schema.slots.end()),
      first_times(schema.activities.size() + 1, INT64_MIN) {
  for (const runtime::ActivitySpec& activity : schema.activities) {
    auto& of_activity = targets.emplace_back();
    for (const runtime::AttributeSpec& attribute : activity.attributes)
      of_activity.push_back({&attribute, attribute.used ? attribute.slot : -1});
  }
  for (std::size_t i = 0; i < schema.activities.size(); ++i) {
    const runtime::ActivitySpec& activity = schema.activities[i];
    const std::int32_t from = attribute_named(activity, "from");
    const std::int32_t to = attribute_named(activity, "to");
    if (!activity.merging_overlaps || from < 0 || to < 0) continue;
    MergingActivity merged;
    merged.kind = static_cast<std::int16_t>(i);
    merged.first = slot_for_merging(i, 0);
    merged.from = slot_for_merging(i, static_cast<std::size_t>(from));
    merged.to = slot_for_merging(i, static_cast<std::size_t>(to));
    const std::int32_t minutes = attribute_named(activity, "minutes");
    if (minutes >= 0) merged.minutes = targets[i][static_cast<std::size_t>(minutes)].slot;
    merging.push_back(merged);
  }
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i] == runtime::Storage::TextList) lists.push_back(i);
  }
}

void ActivityPlan::ask_only(const runtime::ActivityReach& reach, std::int64_t as_of) {
  first_times = reach.first_times(as_of, first_times.size());
  for (const MergingActivity& each : merging) first_times[static_cast<std::size_t>(each.kind) + 1] = INT64_MIN;
}

std::int32_t ActivityPlan::slot_for_merging(std::size_t activity, std::size_t attribute) {
  AttributeTarget& target = targets[activity][attribute];
  if (target.slot < 0) {
    target.slot = static_cast<std::int32_t>(slots.size());
    slots.push_back(runtime::storage_of(target.spec->type));
  }
  return target.slot;
}

}  // namespace assay::io

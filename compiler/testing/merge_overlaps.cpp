// `merging overlaps` for the few activities of a test; runtime/io does the same for columns of millions.
#include <algorithm>
#include <map>
#include <optional>

#include "compiler/testing/case_batch.h"
#include "runtime/calendar/zone.h"
#include "runtime/intervals.h"
#include "runtime/text/fold.h"

namespace assay::testing {

namespace {

constexpr std::int64_t microseconds_per_minute = 60'000'000;

// Where the attributes that matter stand in the declaration; -1: it has none.
struct Merging {
  std::int32_t from = -1, to = -1, minutes = -1;
  bool whole_minutes = true;
};

Merging merging_of(const runtime::ActivitySpec& activity) {
  Merging merging;
  for (std::size_t i = 0; i < activity.attributes.size(); ++i) {
    const auto index = static_cast<std::int32_t>(i);
    const std::string& name = activity.attributes[i].name;
    if (name == "from") merging.from = index;
    if (name == "to") merging.to = index;
    if (name == "minutes") merging.minutes = index;
    if (name == "minutes") merging.whole_minutes = activity.attributes[i].type == runtime::Type::Integer;
  }
  return merging;
}

ir::GivenValue* find_value(ir::GivenActivity& activity, std::int32_t attribute) {
  for (auto& [index, value] : activity.attributes) {
    if (index == attribute) return &value;
  }
  return nullptr;
}

std::optional<std::int64_t> time_value(ir::GivenActivity& activity, std::int32_t attribute) {
  const ir::GivenValue* value = find_value(activity, attribute);
  const auto* time = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
  return time == nullptr ? std::nullopt : std::optional(*time);
}

std::optional<std::int64_t> begin_of(ir::GivenActivity& activity, const Merging& merging) {
  if (const std::optional<std::int64_t> from = time_value(activity, merging.from)) return from;
  return activity.time == INT64_MIN ? std::nullopt : std::optional(activity.time);
}

void set_value(ir::GivenActivity& activity, std::int32_t attribute, ir::GivenValue value) {
  if (ir::GivenValue* known = find_value(activity, attribute)) {
    *known = std::move(value);
  } else {
    activity.attributes.emplace_back(attribute, std::move(value));
  }
}

// Microseconds that the known intervals cover together; nullopt when there is none.
std::optional<std::int64_t> covered(const std::vector<ir::GivenActivity*>& activities, const Merging& merging) {
  std::vector<std::pair<std::int64_t, std::int64_t>> intervals;
  for (ir::GivenActivity* activity : activities) {
    const std::optional<std::int64_t> from = time_value(*activity, merging.from), to = time_value(*activity, merging.to);
    if (from && to) intervals.emplace_back(*from, *to);
  }
  return runtime::union_length(std::move(intervals));
}

// Makes the activities one, the earliest, which takes from the others what it lacks.
void merge(std::vector<ir::GivenActivity*> activities, const Merging& merging) {
  std::stable_sort(activities.begin(), activities.end(), [](const auto* a, const auto* b) { return a->time < b->time; });
  ir::GivenActivity& first = *activities.front();
  const std::optional<std::int64_t> length = covered(activities, merging);
  for (ir::GivenActivity* other : activities) {
    for (const auto& [attribute, value] : other->attributes) {
      if (find_value(first, attribute) == nullptr) first.attributes.emplace_back(attribute, value);
    }
    const auto widen = [&](std::int32_t attribute, auto better) {
      const std::optional<std::int64_t> mine = time_value(first, attribute), its = time_value(*other, attribute);
      if (mine && its && better(*its, *mine)) set_value(first, attribute, *its);
    };
    widen(merging.from, std::less<>());
    widen(merging.to, std::greater<>());
  }
  if (!length || merging.minutes < 0) return;
  if (merging.whole_minutes) {
    set_value(first, merging.minutes, *length / microseconds_per_minute);
  } else {
    set_value(first, merging.minutes, static_cast<double>(*length) / static_cast<double>(microseconds_per_minute));
  }
}

// The first attribute as the one that two must share, and the day on which they begin.
using Key = std::pair<ir::GivenValue, calendar::Day>;

std::optional<Key> key_of(ir::GivenActivity& activity, const Merging& merging, const calendar::Zone& zone) {
  const ir::GivenValue* first = find_value(activity, 0);
  const std::optional<std::int64_t> begin = begin_of(activity, merging);
  if (first == nullptr || std::holds_alternative<std::monostate>(*first) || !begin) return std::nullopt;
  const auto* text = std::get_if<std::string>(first);
  return Key(text == nullptr ? *first : ir::GivenValue(text::fold(*text)), zone.local_day(*begin));
}

}  // namespace

void time_by_begin(const ir::Policy& policy, ir::GivenActivity& activity) {
  const runtime::ActivitySpec& spec = policy.schema.activities[static_cast<std::size_t>(activity.activity)];
  if (!spec.merging_overlaps || activity.time != INT64_MIN) return;
  activity.time = time_value(activity, merging_of(spec).from).value_or(INT64_MIN);
}

void merge_overlaps(const ir::Policy& policy, std::vector<ir::GivenActivity>& activities) {
  const calendar::Zone zone = calendar::load_zone(policy.schema.timezone).value_or(calendar::Zone());
  std::map<std::pair<std::int32_t, Key>, std::vector<ir::GivenActivity*>> groups;
  for (ir::GivenActivity& activity : activities) {
    const runtime::ActivitySpec& spec = policy.schema.activities[static_cast<std::size_t>(activity.activity)];
    if (!spec.merging_overlaps) continue;
    const Merging merging = merging_of(spec);
    if (const std::optional<Key> key = key_of(activity, merging, zone)) {
      groups[{activity.activity, *key}].push_back(&activity);
    } else {
      merge({&activity}, merging);
    }
  }
  std::vector<const ir::GivenActivity*> gone;
  for (auto& [key, group] : groups) {
    merge(group, merging_of(policy.schema.activities[static_cast<std::size_t>(key.first)]));
    const auto earliest = std::min_element(group.begin(), group.end(), [](const auto* a, const auto* b) { return a->time < b->time; });
    for (auto each = group.begin(); each != group.end(); ++each) {
      if (each != earliest) gone.push_back(*each);
    }
  }
  std::vector<ir::GivenActivity> left;
  for (ir::GivenActivity& activity : activities) {
    if (std::find(gone.begin(), gone.end(), &activity) == gone.end()) left.push_back(std::move(activity));
  }
  activities = std::move(left);
}

}  // namespace assay::testing

// What a policy asks of activities, worked out once and shared by all threads that read them: kinds, and the slot of each attribute. No
// rows.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/activity_reach.h"
#include "runtime/calendar/zone.h"
#include "runtime/io/activity_names.h"
#include "runtime/schema.h"

namespace assay::io {

// Where the values of one attribute go.
struct AttributeTarget {
  const runtime::AttributeSpec* spec = nullptr;
  std::int32_t slot = -1;  // index into ActivityPlan::slots; -1: nobody asks for it
};

// An activity that merges overlaps; slots are indices into ActivityPlan::slots.
struct MergingActivity {
  std::int16_t kind = 0;
  std::int32_t first = -1, from = -1, to = -1;
  std::int32_t minutes = -1;  // -1: not asked for
};

struct ActivityPlan {
  // The schema must outlive the plan.
  explicit ActivityPlan(const runtime::Schema& schema);

  const runtime::Schema& schema;
  calendar::Zone zone;
  KindMatcher kinds;
  std::vector<std::vector<AttributeTarget>> targets;  // per activity, one per attribute
  std::vector<MergingActivity> merging;
  std::vector<std::size_t> lists;       // the slots of lists of texts
  std::vector<runtime::Storage> slots;  // those of the schema, then hidden ones that only merging needs

  // Per kind, first that of unknown kinds, the time before which nothing is asked: of all, until ask_only() is told more.
  std::vector<std::int64_t> first_times;

  // From now on only what the policy can reach counts, as of that time. What is merged with others always counts.
  void ask_only(const runtime::ActivityReach& reach, std::int64_t as_of);
  bool asks_for(std::int16_t kind, std::int64_t time) const { return time >= first_times[static_cast<std::size_t>(kind + 1)]; }

 private:
  std::int32_t slot_for_merging(std::size_t activity, std::size_t attribute);
};

}  // namespace assay::io

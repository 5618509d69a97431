#include "compiler/ir/activity_reach.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace assay::ir {
namespace {

using runtime::ActivityReach;

constexpr std::int64_t day = calendar::microseconds_per_day;
// Local days begin, and clocks are changed, at most so much off what is counted in days of 24 hours.
constexpr std::int64_t off_by = 2 * day;
constexpr std::int64_t most_months = 10'000 * 12;

// The most that a step of a calculation goes back, in microseconds. Nothing: it is none that is known.
std::optional<std::int64_t> goes_back(const Policy& policy, const Node& node) {
  static constexpr std::pair<Op, std::int64_t> steps[] = {
      {Op::DateOfTime, off_by},     {Op::StartOfDate, off_by},      {Op::StartOfWeek, 7 * day},
      {Op::StartOfMonth, 31 * day}, {Op::StartOfQuarter, 92 * day}, {Op::StartOfYear, 366 * day},
  };
  if (node.op == Op::AddToTime || node.op == Op::AddToDate) {
    const Duration& added = policy.durations[static_cast<std::size_t>(node.index)];
    if (added.months < -most_months || added.microseconds == INT64_MIN) return std::nullopt;
    const std::int64_t in_months = added.months < 0 ? -added.months * 31 * day + off_by : 0;
    return std::max(in_months, -added.microseconds);
  }
  const auto* const step = std::ranges::find(steps, node.op, &std::pair<Op, std::int64_t>::first);
  return step == std::end(steps) ? std::nullopt : std::optional(step->second);
}

// How much a moment lies before as-of, at most. Nothing: that is not known.
std::optional<std::int64_t> before_as_of(const Policy& policy, ExprId moment) {
  std::int64_t sum = 0;
  while (policy[moment].op != Op::AsOf) {
    const Node& node = policy[moment];
    const std::optional<std::int64_t> more = goes_back(policy, node);
    if (!more || __builtin_add_overflow(sum, *more, &sum)) return std::nullopt;
    moment = policy.operand(node, 0);
  }
  return sum;
}

// Each bound must hold, so the closest one counts.
std::int64_t reach_of(const Policy& policy, const std::vector<Bound>& bounds) {
  std::int64_t reach = ActivityReach::whole_history;
  for (const Bound& bound : bounds) {
    if (bound.side != Bound::Side::After || bound.open_when_missing) continue;
    reach = std::min(reach, before_as_of(policy, bound.time).value_or(ActivityReach::whole_history));
  }
  return reach;
}

}  // namespace

ActivityReach activity_reach(const Policy& policy) {
  ActivityReach reach;
  reach.of_kind.assign(policy.schema.activities.size() + 1, ActivityReach::nothing);
  const auto ask = [&](std::int32_t activity, std::int64_t back) {
    for (std::size_t kind = 0; kind < reach.of_kind.size(); ++kind) {
      const bool is_meant = activity < 0 || kind == static_cast<std::size_t>(activity) + 1;
      if (is_meant) reach.of_kind[kind] = std::max(reach.of_kind[kind], back);
    }
  };
  for (const Phrase& phrase : policy.phrases) ask(phrase.activity, reach_of(policy, phrase.bounds));
  for (const Chain& chain : policy.chains) {
    for (const Chain::Part& part : chain.parts) ask(part.activity, ActivityReach::whole_history);
  }
  return reach;
}

}  // namespace assay::ir

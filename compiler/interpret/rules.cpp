// What rules give, and which of a section's rules act.
#include <algorithm>

#include "compiler/interpret/evaluation.h"
#include "runtime/points.h"

namespace assay::interpret {

using runtime::Points;

namespace {

template <typename Bounded>
Points bounded(const Bounded& by, Points points) {
  if (by.at_most) points = std::min(points, *by.at_most);
  if (by.at_least) points = std::max(points, *by.at_least);
  return points;
}

}  // namespace

// The rule by itself: a section with `first match` or `best match` may still decide against it.
RuleOutcome Evaluation::of_rule(const ir::Rule& rule) {
  if (rule.points.valid() && !value(rule.points).known) return {};
  RuleOutcome outcome = rule.kind == ir::Rule::Kind::When ? of_when(rule) : of_for_each(rule);
  if (outcome.fired && rule.points.valid()) outcome.points = bounded(rule, outcome.points);
  return outcome;
}

RuleOutcome Evaluation::of_when(const ir::Rule& rule) const {
  const bool decays = rule.decay.kind != ir::Decay::Kind::None;
  if (!holds(rule.condition) || (decays && !value(rule.decay_time).known)) return {};
  if (!rule.points.valid()) return {.fired = true};
  const std::optional<Points> points = points_at(rule, decays ? value(rule.decay_time).integer : as_of_);
  return {.fired = points.has_value(), .points = points.value_or(0)};
}

RuleOutcome Evaluation::of_for_each(const ir::Rule& rule) {
  const std::vector<std::int64_t> times = counted_times(rule);
  std::vector<Points> given;
  for (const std::int64_t time : times) {
    if (rule.points.valid()) given.push_back(points_at(rule, time).value_or(0));
  }
  return {.fired = !times.empty(), .points = sum_of_points(given)};
}

// The times of what a `for each` gives points for: activities, or the latest of each day or value. `untimed` only where age does not
// matter.
std::vector<std::int64_t> Evaluation::counted_times(const ir::Rule& rule) {
  std::vector<std::int64_t> times;
  const auto take = [&](const auto& latest) {
    for (const auto& [unit, time] : latest) times.push_back(time);
  };
  switch (rule.kind) {
    case ir::Rule::Kind::When: break;
    case ir::Rule::Kind::ForEachActivity:
      for (const Activity activity : matching(rule.phrase)) times.push_back(time_of(activity));
      break;
    case ir::Rule::Kind::ForEachDay: take(latest_by_unit(rule.phrase, calendar::CalendarUnit::day)); break;
    case ir::Rule::Kind::ForEachWeek: take(latest_by_unit(rule.phrase, calendar::CalendarUnit::week)); break;
    case ir::Rule::Kind::ForEachMonth: take(latest_by_unit(rule.phrase, calendar::CalendarUnit::month)); break;
    case ir::Rule::Kind::ForEachDistinct:
      take(rule.chain >= 0 ? completions(rule.chain, true) : latest_by_value(rule.phrase, rule.attribute));
      break;
  }
  if (rule.decay.kind != ir::Decay::Kind::None || rule.once_every) std::erase(times, runtime::ActivityBatch::untimed);
  return rule.once_every ? thinned(times, *rule.once_every) : times;
}

std::vector<std::int64_t> Evaluation::thinned(const std::vector<std::int64_t>& times, const ir::Duration& gap) const {
  std::vector<std::int64_t> counted;
  std::optional<std::int64_t> next;
  for (const std::int64_t time : times) {
    if (!counted.empty() && (!next || time < *next)) continue;
    counted.push_back(time);
    next = calendar::add(time, gap, model_.zone);
  }
  return counted;
}

std::optional<Points> Evaluation::points_at(const ir::Rule& rule, std::int64_t time) const {
  const Value& each = value(rule.points);
  const double points = policy_[rule.points].type == ir::Type::Number ? each.number : static_cast<double>(each.integer);
  if (rule.decay.kind == ir::Decay::Kind::None) return runtime::round_to_points(points);
  return runtime::decayed_points(points, decay_factor(rule.decay, time));
}

double Evaluation::decay_factor(const ir::Decay& decay, std::int64_t time) const {
  const std::int64_t age = as_of_ - time;
  const auto whole_periods = [&] { return calendar::whole_steps(time, as_of_, decay.period, model_.zone); };
  switch (decay.kind) {
    case ir::Decay::Kind::None: break;
    case ir::Decay::Kind::Halving: return runtime::halving_factor(age, decay.period.microseconds);
    case ir::Decay::Kind::Fading: return runtime::fading_factor(age, decay.period.microseconds);
    case ir::Decay::Kind::Losing: return runtime::losing_factor(decay.share, whole_periods());
    case ir::Decay::Kind::Expiring: return whole_periods() >= 1 ? 0 : 1;
  }
  return 1;
}

void Evaluation::settle(std::size_t section_index) {
  const ir::Section& section = policy_.sections[section_index];
  std::int32_t winner = -1;
  for (const std::int32_t rule : section.rules) {
    const RuleOutcome& outcome = outcome_.rules[static_cast<std::size_t>(rule)];
    if (!outcome.fired || !policy_.rules[static_cast<std::size_t>(rule)].points.valid()) continue;
    const bool better = winner >= 0 && section.match == ir::Section::Match::Best &&
                        outcome.points > outcome_.rules[static_cast<std::size_t>(winner)].points;
    if (winner < 0 || better) winner = rule;
  }
  std::vector<Points> given;
  for (const std::int32_t rule : section.rules) {
    RuleOutcome& outcome = outcome_.rules[static_cast<std::size_t>(rule)];
    const bool competes = section.match != ir::Section::Match::All && policy_.rules[static_cast<std::size_t>(rule)].points.valid();
    if (competes && rule != winner) outcome = {};
    given.push_back(outcome.points);
  }
  outcome_.sections[section_index] = bounded(section, sum_of_points(given));
}

}  // namespace assay::interpret

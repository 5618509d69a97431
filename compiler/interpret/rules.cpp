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
  const std::vector<Activity> activities = counted(rule);
  std::vector<Points> given;
  for (const Activity activity : activities) {
    if (rule.points.valid()) given.push_back(points_at(rule, time_of(activity)).value_or(0));
  }
  return {.fired = !activities.empty(), .points = sum_of_points(given)};
}

std::vector<Evaluation::Activity> Evaluation::counted(const ir::Rule& rule) {
  std::vector<Activity> activities;
  const auto take = [&](const auto& latest) {
    for (const auto& [unit, activity] : latest) activities.push_back(activity);
  };
  switch (rule.kind) {
    case ir::Rule::Kind::When: break;
    case ir::Rule::Kind::ForEachActivity: activities = matching(rule.phrase); break;
    case ir::Rule::Kind::ForEachDay: take(latest_by_unit(rule.phrase, calendar::CalendarUnit::day)); break;
    case ir::Rule::Kind::ForEachWeek: take(latest_by_unit(rule.phrase, calendar::CalendarUnit::week)); break;
    case ir::Rule::Kind::ForEachMonth: take(latest_by_unit(rule.phrase, calendar::CalendarUnit::month)); break;
    case ir::Rule::Kind::ForEachDistinct:
      take(rule.chain >= 0 ? completions(rule.chain, true) : latest_by_value(rule.phrase, rule.attribute));
      break;
  }
  const bool by_age = rule.decay.kind != ir::Decay::Kind::None || rule.once_every.has_value();
  if (by_age) std::erase_if(activities, [&](Activity activity) { return !is_timed(activity); });
  return rule.once_every ? thinned(activities, *rule.once_every) : activities;
}

std::vector<Evaluation::Activity> Evaluation::thinned(const std::vector<Activity>& activities, const ir::Duration& gap) const {
  std::vector<Activity> counted;
  std::optional<std::int64_t> next;
  for (const Activity activity : activities) {
    if (!counted.empty() && (!next || time_of(activity) < *next)) continue;
    counted.push_back(activity);
    next = calendar::add(time_of(activity), gap, model_.zone);
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

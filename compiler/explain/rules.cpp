#include "compiler/explain/rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/explain/parts.h"
#include "runtime/calendar/parse.h"

namespace assay::explain {
namespace {

// More than anybody reads; what is left out is counted and summed.
constexpr std::size_t most_gives = 50;

class RuleExplainer {
 public:
  explicit RuleExplainer(const LeadView& view) : view_(view), parts_(view) {}

  RuleEntry explain(std::int32_t index);

 private:
  Fate fate_of(const ir::Rule& rule, bool condition_holds) const;
  void find_winner(std::int32_t index, RuleEntry& entry) const;
  void add_gives(const ir::Rule& rule, RuleEntry& entry);
  void add_give(const ir::Rule& rule, Activity activity, std::string unit, RuleEntry& entry);
  std::optional<Activity> deciding_activity(const ir::Rule& rule);
  std::string unit_of(const ir::Rule& rule, Activity activity) const;
  std::string value_of(const ir::Rule& rule, Activity activity) const;
  void add_bound(const ir::Rule& rule, RuleEntry& entry) const;

  const LeadView& view_;
  PartMaker parts_;
};

bool decays(const ir::Rule& rule) { return rule.decay.kind != ir::Decay::Kind::None; }

RuleEntry RuleExplainer::explain(std::int32_t index) {
  const ir::Rule& rule = view_.policy.rules[static_cast<std::size_t>(index)];
  const runtime::RuleInfo& info = view_.policy.result.rules[static_cast<std::size_t>(index)];
  const interpret::RuleOutcome& outcome = view_.lead.outcome().rules[static_cast<std::size_t>(index)];
  RuleEntry entry;
  entry.id = info.id;
  entry.reason = info.reason;
  entry.text = view_.words(rule.span);
  entry.place = {info.file, static_cast<std::uint32_t>(info.line)};
  entry.has_points = info.has_points;
  entry.fired = outcome.fired;
  entry.points = outcome.points;
  entry.condition = parts_.make(rule.explanation);
  entry.amount = parts_.make(rule.points_explanation);
  const bool holds = entry.condition ? entry.condition->verdict == Verdict::Yes : true;
  if (!outcome.fired) entry.fate = fate_of(rule, holds);
  if (entry.fate == Fate::LostContest) find_winner(index, entry);
  if (outcome.fired && info.has_points) add_gives(rule, entry);
  for (const std::int32_t place : rule.tags) entry.tags.push_back(view_.policy.result.tags[static_cast<std::size_t>(place)]);
  for (const std::int32_t place : rule.excludes) entry.excludes.push_back(view_.policy.result.excluded[static_cast<std::size_t>(place)]);
  return entry;
}

// Why a rule did not fire.
Fate RuleExplainer::fate_of(const ir::Rule& rule, bool condition_holds) const {
  const bool is_when = rule.kind == ir::Rule::Kind::When;
  if (is_when && !condition_holds) return Fate::ConditionNotMet;
  if (is_when && !view_.lead.holds(rule.condition)) return Fate::EarlierApplied;
  if (rule.points.valid() && !view_.lead.value(rule.points).known) return Fate::NoPoints;
  if (view_.lead.of_rule(rule).fired) return Fate::LostContest;
  if (!is_when) return Fate::NoActivities;
  return decays(rule) && !view_.lead.value(rule.decay_time).known ? Fate::NoAge : Fate::NoPoints;
}

void RuleExplainer::find_winner(std::int32_t index, RuleEntry& entry) const {
  const auto section = static_cast<std::size_t>(view_.policy.rules[static_cast<std::size_t>(index)].section);
  for (const std::int32_t other : view_.policy.sections[section].rules) {
    const auto at = static_cast<std::size_t>(other);
    if (!view_.lead.outcome().rules[at].fired || !view_.policy.rules[at].points.valid()) continue;
    entry.winner = view_.policy.result.rules[at].reason;
    return;
  }
}

void RuleExplainer::add_gives(const ir::Rule& rule, RuleEntry& entry) {
  if (rule.kind == ir::Rule::Kind::When) {
    if (const std::optional<Activity> decided = deciding_activity(rule)) add_give(rule, *decided, {}, entry);
  } else {
    std::vector<Activity> counted = view_.lead.counted(rule);
    std::ranges::stable_sort(counted, {}, [&](Activity activity) { return view_.lead.time_of(activity); });
    entry.more_gives = counted.size() > most_gives ? counted.size() - most_gives : 0;
    for (std::size_t i = 0; i < counted.size(); ++i) {
      if (i < entry.more_gives) {
        entry.more_points += view_.lead.points_at(rule, view_.lead.time_of(counted[i])).value_or(0);
      } else {
        add_give(rule, counted[i], unit_of(rule, counted[i]), entry);
      }
    }
  }
  add_bound(rule, entry);
}

void RuleExplainer::add_give(const ir::Rule& rule, Activity activity, std::string unit, RuleEntry& entry) {
  ShownActivity shown = view_.activity(activity);
  shown.unit = std::move(unit);
  const std::int64_t time = view_.lead.time_of(activity);
  if (decays(rule)) shown.factor = view_.lead.decay_factor(rule.decay, time);
  shown.points = view_.lead.points_at(rule, time).value_or(0);
  entry.gives.push_back(std::move(shown));
}

// The activity whose age decides what a `when` with decay gives.
std::optional<Activity> RuleExplainer::deciding_activity(const ir::Rule& rule) {
  if (!decays(rule) || view_.activities == nullptr) return std::nullopt;
  const ir::Node& node = view_.policy[rule.decay_time];
  if (node.op == ir::Op::ChainLatest) {
    const auto completions = view_.lead.completions(node.index, false);
    return completions.empty() ? std::nullopt : std::optional(completions.begin()->second);
  }
  const std::vector<Activity> found = node.op == ir::Op::LatestTime ? view_.lead.matching(node.index) : std::vector<Activity>();
  return found.empty() ? std::nullopt : std::optional(found.back());
}

std::string RuleExplainer::unit_of(const ir::Rule& rule, Activity activity) const {
  const auto day = [&] { return view_.model.zone.local_day(view_.lead.time_of(activity)); };
  const auto start = [&](calendar::CalendarUnit unit) { return calendar::day_to_text(calendar::start_of(unit, day())); };
  switch (rule.kind) {
    case ir::Rule::Kind::When:
    case ir::Rule::Kind::ForEachActivity: break;
    case ir::Rule::Kind::ForEachDay: return start(calendar::CalendarUnit::day);
    case ir::Rule::Kind::ForEachWeek: return "week of " + start(calendar::CalendarUnit::week);
    case ir::Rule::Kind::ForEachMonth: return start(calendar::CalendarUnit::month).substr(0, 7);
    case ir::Rule::Kind::ForEachDistinct: return value_of(rule, activity);
  }
  return {};
}

std::string RuleExplainer::value_of(const ir::Rule& rule, Activity activity) const {
  const std::int16_t kind = view_.activities->kinds[activity];
  if (kind == runtime::ActivityBatch::unknown_kind) return {};
  const std::int32_t attribute = rule.chain >= 0 ? 0 : rule.attribute;
  const auto& spec = view_.policy.schema.activities[static_cast<std::size_t>(kind)].attributes[static_cast<std::size_t>(attribute)];
  for (const auto& [name, value] : view_.activity(activity).attributes) {
    if (name == spec.name) return value.text;
  }
  return {};
}

// Upper first, as the engines do it.
void RuleExplainer::add_bound(const ir::Rule& rule, RuleEntry& entry) const {
  if (!rule.at_most && !rule.at_least) return;
  std::vector<Points> all{entry.more_points};
  for (const ShownActivity& give : entry.gives) all.push_back(*give.points);
  if (rule.kind == ir::Rule::Kind::When && entry.gives.empty()) all.push_back(view_.lead.points_at(rule, view_.as_of).value_or(0));
  const Points unbounded = interpret::sum_of_points(all);
  if (unbounded == entry.points) return;
  const bool upper = entry.points < unbounded;
  entry.bound =
      BoundEntry{upper, upper ? rule.at_most.value_or(0) : rule.at_least.value_or(0), runtime::subtract_points(entry.points, unbounded)};
}

std::string modifiers_of(const runtime::SectionInfo& info, const ir::Section& section) {
  std::string text;
  const auto add = [&](const std::string& words) { text += (text.empty() ? "" : ", ") + words; };
  if (info.bounded_above) add("at most " + runtime::points_to_text(info.upper));
  if (info.bounded_below) add("at least " + runtime::points_to_text(info.lower));
  if (section.match == ir::Section::Match::First) add("first match");
  if (section.match == ir::Section::Match::Best) add("best match");
  return text;
}

// The same sum as the reasons of `score --explain`.
void add_bound(const runtime::SectionInfo& info, SectionEntry& entry) {
  Points sum = 0;
  for (const RuleEntry& rule : entry.rules) sum = runtime::add_points(sum, rule.points);
  if (sum == entry.points) return;
  const bool upper = entry.points < sum;
  entry.bound = BoundEntry{upper, upper ? info.upper : info.lower, runtime::subtract_points(entry.points, sum)};
}

}  // namespace

std::vector<SectionEntry> explain_sections(const LeadView& view) {
  RuleExplainer explainer(view);
  std::vector<SectionEntry> sections;
  for (std::size_t i = 0; i < view.policy.sections.size(); ++i) {
    const runtime::SectionInfo& info = view.policy.result.sections[i];
    SectionEntry& entry = sections.emplace_back();
    entry.name = info.name;
    entry.line = static_cast<std::uint32_t>(info.line);
    entry.modifiers = modifiers_of(info, view.policy.sections[i]);
    entry.points = view.lead.outcome().sections[i];
    for (const std::int32_t rule : view.policy.sections[i].rules) entry.rules.push_back(explainer.explain(rule));
    add_bound(info, entry);
  }
  return sections;
}

std::vector<RuleEntry> explain_statements(const LeadView& view) {
  RuleExplainer explainer(view);
  std::vector<RuleEntry> statements;
  for (std::size_t i = 0; i < view.policy.rules.size(); ++i) {
    if (view.policy.rules[i].section < 0) statements.push_back(explainer.explain(static_cast<std::int32_t>(i)));
  }
  return statements;
}

}  // namespace assay::explain

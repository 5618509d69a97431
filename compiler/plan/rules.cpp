// Rules and sections: which rules fire, which of them act, and the points of a section.
#include <algorithm>
#include <cmath>

#include "compiler/plan/planner.h"
#include "runtime/points.h"

namespace assay::plan {

using ir::Section;
using runtime::Points;

namespace {

// Below it a section's constant points cannot overflow, whatever fires.
constexpr double most_constant_points = 0x1p61;

// Of a contest in one statement, so that none becomes a function beyond bounds.
constexpr std::size_t rivals_per_statement = 64;

kernels::DecaySpec spec_of(const ir::Decay& decay) {
  return {static_cast<kernels::DecaySpec::Kind>(decay.kind), decay.period, decay.share};
}

double number_of(const ir::Node& node) { return node.type == ir::Type::Number ? node.number : static_cast<double>(node.integer); }

}  // namespace

bool Planner::competes(const ir::Rule& rule) const {
  return rule.section >= 0 && rule.points.valid() && policy_.sections[static_cast<std::size_t>(rule.section)].match != Section::Match::All;
}

bool Planner::is_constant_rule(const ir::Rule& rule) const {
  return rule.kind == ir::Rule::Kind::When && rule.decay.kind == ir::Decay::Kind::None && rule.points.valid() &&
         policy_[rule.points].op == ir::Op::Constant;
}

// What a rule gives where it fires, if it is the same for all leads.
std::optional<Points> Planner::constant_of(const ir::Rule& rule) const {
  if (!is_constant_rule(rule)) return std::nullopt;
  const auto points = runtime::round_to_points(number_of(policy_[rule.points]));
  if (!points) return std::nullopt;
  return kernels::PointBounds{rule.at_most, rule.at_least}.apply(*points);
}

// Whether all that the rule does is to give constant points for one comparison of a text.
bool Planner::may_be_given(const ir::Rule& rule) const {
  if (rule.section < 0 || !constant_of(rule) || competes(rule) || !rule.excludes.empty() || !rule.tags.empty()) return false;
  const ir::Node& condition = policy_[rule.condition];
  return condition.op == ir::Op::TextMatch && policy_[policy_.operand(condition, 0)].type == ir::Type::Text &&
         !otherwise_.run_of(rule.condition);
}

void Planner::announce_given() {
  std::map<std::uint32_t, std::uint32_t> rules;  // that may be given, by condition
  double most = 0;
  for (const ir::Rule& rule : policy_.rules) {
    if (!may_be_given(rule)) continue;
    ++rules[rule.condition.index];
    most += std::fabs(static_cast<double>(*constant_of(rule)));
  }
  if (most >= most_constant_points) return;
  for (const auto& [condition, count] : rules) {
    if (reach_.uses({condition}) == count) leads_->announce_given({condition});
  }
}

kernels::PointsSource Planner::points_source(const ir::Rule& rule, std::vector<ItemId>& needs) {
  kernels::PointsSource source;
  if (!rule.points.valid()) return source;
  const ir::Node& node = policy_[rule.points];
  source.kind = kind_of(node.type);
  if (node.op == ir::Op::Constant) {
    source.constant = number_of(node);
    return source;
  }
  const Made made = leads_->make(rule.points);
  source.slot = made.slot;
  needs.push_back(made.item);
  return source;
}

// A `when` rule through the kernel that computes points per lead.
Planner::RuleMade Planner::give_points(const ir::Rule& rule) {
  const std::string& name = policy_.result.rules[static_cast<std::size_t>(&rule - policy_.rules.data())].id;
  std::vector<ItemId> needs;
  kernels::GivePoints give;
  const Made condition = leads_->make(rule.condition);
  needs.push_back(condition.item);
  give.condition = condition.slot.values;
  give.points = points_source(rule, needs);
  give.decay = spec_of(rule.decay);
  if (rule.decay.kind != ir::Decay::Kind::None) {
    const Made time = leads_->make(rule.decay_time);
    give.decay_time = time.slot;
    needs.push_back(time.item);
  }
  give.bounds = {rule.at_most, rule.at_least};
  if (!rule.points.valid()) give.bounds = {};
  give.fired = leads_->new_truth("fires " + name);
  give.to = leads_->new_values(ValueKind::Integer, "points " + name).values;
  const ItemId item = leads_->add(give, std::move(needs));
  return {.fired = {{give.fired, kernels::no_offset}, item}, .has_points = rule.points.valid(), .points = give.to};
}

Planner::RuleMade Planner::base_of(std::int32_t index) {
  const auto known = bases_.find(index);
  return known != bases_.end() ? known->second : bases_[index] = make_base(index);
}

Planner::RuleMade Planner::make_base(std::int32_t index) {
  const ir::Rule& rule = policy_.rules[static_cast<std::size_t>(index)];
  const bool decays = rule.decay.kind != ir::Decay::Kind::None;
  if (!rule.points.valid() && !decays) return {.fired = leads_->make(rule.condition)};
  const auto points = constant_of(rule);
  if (!points) return give_points(rule);
  RuleMade made{.fired = leads_->make(rule.condition), .has_points = true, .is_constant = true, .constant = *points};
  if (leads_->is_given(rule.condition)) made.comparison = rule.condition;
  return made;
}

Planner::RuleMade Planner::made_of(std::int32_t index) {
  const ir::Rule& rule = policy_.rules[static_cast<std::size_t>(index)];
  if (!competes(rule)) return base_of(index);
  section(rule.section);
  return acting_.at(index);
}

Planner::SumMade Planner::section(std::int32_t index) {
  if (const auto known = sections_.find(index); known != sections_.end()) return known->second;
  const Section& section = policy_.sections[static_cast<std::size_t>(index)];
  std::vector<std::int32_t> rivals;
  for (const std::int32_t rule : section.rules) {
    if (competes(policy_.rules[static_cast<std::size_t>(rule)])) rivals.push_back(rule);
  }
  const auto is_constant = [&](std::int32_t rule) { return is_constant_rule(policy_.rules[static_cast<std::size_t>(rule)]); };
  if (std::ranges::all_of(rivals, is_constant))
    settle_constants(section, rivals);
  else
    settle_slots(section, rivals);
  std::vector<RuleMade> rules;
  for (const std::int32_t rule : section.rules) {
    const bool acts = acting_.contains(rule);
    RuleMade made = acts ? acting_.at(rule) : base_of(rule);
    if (made.has_points) rules.push_back(made);
  }
  const SumMade made =
      sum(rules, {section.at_most, section.at_least}, "section " + policy_.result.sections[static_cast<std::size_t>(index)].name);
  sections_[index] = made;
  return made;
}

// A contest of constants needs no points: the best of those that fire is the first in the order of their points.
void Planner::settle_constants(const Section& section, const std::vector<std::int32_t>& rivals) {
  if (rivals.empty()) return;
  std::vector<RuleMade> made;
  for (const std::int32_t rule : rivals) made.push_back(base_of(rule));
  std::vector<std::size_t> order(rivals.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (section.match == Section::Match::Best)
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return made[i].constant; });
  Offset open = kernels::no_offset;
  for (std::size_t begin = 0; begin < order.size(); begin += rivals_per_statement) {
    const std::size_t end = std::min(order.size(), begin + rivals_per_statement);
    KeepFirst keep{.fired = {}, .acting = {}, .open_in = open};
    Item item{.group = Item::Group::Words, .work = {}, .needs = {}, .once = false, .weight = static_cast<std::uint32_t>(2 * (end - begin))};
    if (begin > 0) item.needs.push_back(made[order[begin - 1]].fired.item);
    for (std::size_t k = begin; k < end; ++k) {
      RuleMade& rule = made[order[k]];
      keep.fired.push_back(rule.fired.slot.values);
      item.needs.push_back(rule.fired.item);
      rule.fired.slot.values = leads_->new_truth("acts " + policy_.result.rules[static_cast<std::size_t>(rivals[order[k]])].id);
      keep.acting.push_back(rule.fired.slot.values);
    }
    if (end < order.size()) open = keep.open_out = leads_->new_truth("none so far");
    item.work = std::move(keep);
    const ItemId id = leads_->add(std::move(item));
    for (std::size_t k = begin; k < end; ++k) made[order[k]].fired.item = id;
  }
  for (std::size_t i = 0; i < rivals.size(); ++i) acting_[rivals[i]] = made[i];
}

// The conditions of rules of a chain; the slots of all of them are there when the run is.
Made Planner::run_of_chain(std::size_t index) {
  if (const auto known = runs_.find(index); known != runs_.end()) return known->second;
  const OtherwiseRun& run = otherwise_.runs()[index];
  Made before{};
  if (run.after) before = run_of_chain(*run.after);
  TakeFirst take{.rules = {}, .open_in = before.slot.values, .open_out = leads_->new_truth("none so far")};
  for (const OtherwiseRun::Rule& rule : run.rules) {
    take.rules.push_back({.conditions = rule.conditions});
    if (rule.whole.valid()) take.rules.back().acting = leads_->new_truth(leads_->name_of(rule.whole));
  }
  const Made made{{take.open_out, kernels::no_offset}, leads_->add_statement(take, before.item)};
  for (std::size_t i = 0; i < run.rules.size(); ++i) {
    if (run.rules[i].whole.valid()) leads_->space().slots[run.rules[i].whole.index] = {take.rules[i].acting, kernels::no_offset};
  }
  return runs_[index] = made;
}

void Planner::settle_slots(const Section& section, const std::vector<std::int32_t>& rivals) {
  kernels::KeepWinner keep{.first = section.match == Section::Match::First, .rivals = {}};
  std::vector<ItemId> needs;
  std::vector<RuleMade> made;
  for (const std::int32_t index : rivals) {
    const ir::Rule& rule = policy_.rules[static_cast<std::size_t>(index)];
    made.push_back(is_constant_rule(rule) ? give_points(rule) : base_of(index));
    keep.rivals.push_back({made.back().fired.slot.values, made.back().points});
    needs.push_back(made.back().fired.item);
  }
  const ItemId id = leads_->add(std::move(keep), std::move(needs));
  for (std::size_t i = 0; i < rivals.size(); ++i) {
    made[i].fired.item = id;
    acting_[rivals[i]] = made[i];
  }
}

Planner::SumMade Planner::sum(const std::vector<RuleMade>& rules, const kernels::PointBounds& bounds, const std::string& name) {
  kernels::SumWeights weights;
  kernels::AddPoints add;
  std::vector<ItemId> weight_needs, needs;
  std::map<ItemId, Offset> given;
  double most = 0;
  const auto add_most = [&](Points points) { most += std::fabs(static_cast<double>(points)); };
  for (const RuleMade& rule : rules) {
    if (rule.is_constant || rule.is_weighted) add_most(rule.constant);
    for (const auto& weight : rule.weights) add_most(weight.points);
  }
  const auto add_single = [&](kernels::SumWeights single, ItemId need) {
    single.to = leads_->new_values(ValueKind::Integer, name).values;
    add.points.push_back(single.to);
    needs.push_back(leads_->add(std::move(single), {need}));
  };
  for (const RuleMade& rule : rules) {
    if (rule.is_weighted && most < most_constant_points) {
      weights.base += rule.constant;
      weights.weights.insert(weights.weights.end(), rule.weights.begin(), rule.weights.end());
      weight_needs.push_back(rule.fired.item);
    } else if (rule.is_weighted) {
      add_single({.weights = rule.weights, .base = rule.constant}, rule.fired.item);
    } else if (!rule.is_constant) {
      add.points.push_back(rule.points);
      needs.push_back(rule.fired.item);
    } else if (rule.comparison.valid()) {
      leads_->give(rule.comparison, rule.constant, given);
    } else if (most < most_constant_points) {
      if (rule.constant != 0) weights.weights.push_back({rule.fired.slot.values, rule.constant});
      weight_needs.push_back(rule.fired.item);
    } else {  // too many points for one word: each by itself
      add_single({.weights = {{rule.fired.slot.values, rule.constant}}}, rule.fired.item);
    }
  }
  for (const auto& [item, points] : given) {
    if (most < most_constant_points) {
      weights.added.push_back(points);
      weight_needs.push_back(item);
    } else {
      add.points.push_back(points);
      needs.push_back(item);
    }
  }
  const Offset to = leads_->new_values(ValueKind::Integer, name).values;
  weights.to = to;
  if (add.points.empty()) {
    weights.bounds = bounds;
    return {{to, kernels::no_offset}, leads_->add(std::move(weights), std::move(weight_needs))};
  }
  if (!weights.weights.empty() || !weights.added.empty()) {
    weights.to = leads_->new_values(ValueKind::Integer, name + ", constants").values;
    add.points.push_back(weights.to);
    needs.push_back(leads_->add(std::move(weights), std::move(weight_needs)));
  }
  add.bounds = bounds;
  add.to = to;
  return {{to, kernels::no_offset}, leads_->add(std::move(add), std::move(needs))};
}

Planner::SumMade Planner::score() {
  if (score_) return *score_;
  if (policy_.total.valid()) {
    const Made total = leads_->make(policy_.total);
    const Values to = leads_->new_values(ValueKind::Integer, "score");
    score_ = SumMade{to, leads_->add(kernels::RoundToPoints{total.slot, to}, {total.item})};
    return *score_;
  }
  kernels::AddPoints add;
  std::vector<ItemId> needs;
  for (std::size_t i = 0; i < policy_.sections.size(); ++i) {
    const SumMade made = section(static_cast<std::int32_t>(i));
    add.points.push_back(made.points.values);
    needs.push_back(made.item);
  }
  if (add.points.size() == 1) {
    score_ = section(0);
    return *score_;
  }
  add.to = leads_->new_values(ValueKind::Integer, "score").values;
  const Values to{add.to, kernels::no_offset};
  score_ = SumMade{to, leads_->add(std::move(add), std::move(needs))};
  return *score_;
}

}  // namespace assay::plan

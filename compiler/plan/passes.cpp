// The passes over activities: which filters, phrases and chains each of them has, and where their results go.
#include <algorithm>
#include <bit>
#include <cassert>

#include "compiler/ir/ops.h"
#include "compiler/plan/comparison.h"
#include "compiler/plan/planner.h"
#include "runtime/text/fold.h"

namespace assay::plan {

using ir::ExprId;
using ir::Op;
using kernels::no_offset;

namespace {

constexpr std::uint32_t every_activity = UINT32_MAX;

double constant_points(const ir::Node& node) { return node.type == ir::Type::Number ? node.number : static_cast<double>(node.integer); }

kernels::Aggregate::Kind aggregate_kind(Op op) {
  using Kind = kernels::Aggregate::Kind;
  switch (op) {
    case Op::Count: return Kind::Count;
    case Op::CountDays: return Kind::CountDays;
    case Op::CountWeeks: return Kind::CountWeeks;
    case Op::CountMonths: return Kind::CountMonths;
    case Op::CountDistinct: return Kind::CountDistinct;
    case Op::LatestTime: return Kind::LatestTime;
    case Op::FirstTime: return Kind::FirstTime;
    case Op::SumOf: return Kind::Sum;
    case Op::MaxOf: return Kind::Maximum;
    case Op::MinOf: return Kind::Minimum;
    case Op::AverageOf: return Kind::Average;
    case Op::LastValue: return Kind::LastValue;
    case Op::FirstValue: return Kind::FirstValue;
    default: break;
  }
  assert(false && "no aggregate");
  return Kind::Count;
}

kernels::ForEach::Unit unit_of(ir::Rule::Kind kind) {
  using Unit = kernels::ForEach::Unit;
  switch (kind) {
    case ir::Rule::Kind::When:
    case ir::Rule::Kind::ForEachActivity: return Unit::Activity;
    case ir::Rule::Kind::ForEachDay: return Unit::Day;
    case ir::Rule::Kind::ForEachWeek: return Unit::Week;
    case ir::Rule::Kind::ForEachMonth: return Unit::Month;
    case ir::Rule::Kind::ForEachDistinct: return Unit::Distinct;
  }
  return Unit::Activity;
}

kernels::KeyKind key_kind(const kernels::AttributeRef& first, const kernels::AttributeRef& second, bool a_date) {
  using runtime::Storage;
  const auto either = [&](Storage storage) { return first.storage == storage || second.storage == storage; };
  if (either(Storage::Text) || either(Storage::Label) || either(Storage::TextList)) return kernels::KeyKind::Text;
  if (either(Storage::Number)) return kernels::KeyKind::Number;
  return a_date ? kernels::KeyKind::Date : kernels::KeyKind::Integer;
}

}  // namespace

kernels::AttributeRef Planner::attribute_of(std::int32_t activity, std::int32_t attribute) const {
  if (activity < 0 || attribute < 0) return {};
  const auto& all = policy_.schema.activities[static_cast<std::size_t>(activity)].attributes;
  if (static_cast<std::size_t>(attribute) >= all.size()) return {};
  const runtime::AttributeSpec& spec = all[static_cast<std::size_t>(attribute)];
  kernels::AttributeRef ref{
      .slot = spec.slot, .storage = runtime::storage_of(spec.type), .is_time = spec.type == runtime::Type::Time, .folded_labels = {}};
  for (const std::string& label : spec.labels) ref.folded_labels.push_back(text::fold(label));
  return ref;
}

void Planner::plan_passes() {
  allot_aggregates();
  allot_rules();
  for (std::uint32_t i = 0; i < passes_.size(); ++i) {
    fill_bounds(*passes_[i]);
    fill_rules(*passes_[i], i);
    fill_residuals(*passes_[i]);
  }
}

Planner::PassPlan& Planner::pass_at(std::uint32_t index) {
  while (passes_.size() <= index) {
    auto made = std::make_unique<PassPlan>();
    made->pass.classifier_of_kind.assign(policy_.schema.activities.size(), -1);
    made->pass.state = states_.passes++;
    made->item = leads_->add(Item{});
    for (const ir::Ignore& ignore : policy_.ignores) filter_in(*made, ignore.activity, ignore.filter, true);
    passes_.push_back(std::move(made));
  }
  return *passes_[index];
}

// Every aggregate that something needs gets its slot, its thresholds or both, and the pass that computes it.
void Planner::allot_aggregates() {
  for (std::uint32_t i = 0; i < policy_.nodes.size(); ++i) {
    const ExprId expression{i};
    const ir::Node& node = policy_.nodes[i];
    if (reach_.uses(expression) == 0) continue;
    if (ir::is_over_chain(node)) {
      const std::uint32_t pass = order_.of_chain(static_cast<std::size_t>(node.index));
      kernels::ActivityChain& chain = pass_at(pass).pass.chains[chain_in(pass, node.index)];
      const Values slot = leads_->new_values(kind_of(node.type), leads_->name_of(expression));
      if (node.op == Op::ChainHolds)
        chain.holds = slot.values;
      else
        chain.latest = slot;
      aggregates_[i] = {slot, pass_at(pass).item};
      continue;
    }
    if (!ir::is_over_phrase(node)) continue;
    const std::uint32_t pass = order_.of_phrase(static_cast<std::size_t>(node.index));
    kernels::Aggregate aggregate{
        .kind = aggregate_kind(node.op), .attribute = {}, .value_kind = kind_of(node.type), .to = {}, .thresholds = {}};
    aggregate.attribute = attribute_of(policy_.phrases[static_cast<std::size_t>(node.index)].activity, node.attribute);
    const bool needs_value = leads_->needs_value(expression) || !has_pass_thresholds(node);
    if (needs_value) aggregate.to = leads_->new_values(aggregate.value_kind, leads_->name_of(expression));
    if (node.op == Op::Count || (has_pass_thresholds(node) && !needs_value)) {
      for (const std::int64_t threshold : leads_->thresholds(expression)) {
        if (threshold < 1) continue;
        aggregate.thresholds.push_back({threshold, leads_->new_truth(leads_->name_of(expression) + " >= " + std::to_string(threshold))});
        leads_->space().at_least[{i, threshold}] = aggregate.thresholds.back().to;
      }
    }
    aggregates_[i] = {aggregate.to, pass_at(pass).item};
    pass_at(pass).pass.phrases[phrase_in(pass, node.index)].aggregates.push_back(std::move(aggregate));
  }
}

// `+3 each, at most 20` gives 3 each up to the sixth time and 20 from the seventh on. With c the number of times, up to the limit m of 7,
// its bitmaps say 2^d - m + c in binary, or 0 and `reached`: points are sums of constant points, without an array of them.
bool Planner::weigh_counts(std::size_t index, RuleMade& made) {
  constexpr std::int64_t most_times = 64;
  constexpr std::int64_t most_points = std::int64_t{1} << 48;
  const ir::Rule& rule = policy_.rules[index];
  if (rule.kind != ir::Rule::Kind::ForEachActivity || rule.chain >= 0 || competes(rule)) return false;
  if (rule.decay.kind != ir::Decay::Kind::None || rule.once_every || policy_[rule.points].op != Op::Constant) return false;
  const std::optional<runtime::Points> each = runtime::round_to_points(constant_points(policy_[rule.points]));
  if (!each || *each == 0) return false;
  const std::optional<runtime::Points>& bound = *each > 0 ? rule.at_most : rule.at_least;
  const std::optional<runtime::Points>& other = *each > 0 ? rule.at_least : rule.at_most;
  // The bound must lie further on than one time, and what bounds the other side must never be met.
  if (!bound || (other && (*each > 0 ? *other > *each : *other < *each)) || (*each > 0 ? *bound < *each : *bound > *each)) return false;
  if (*bound > most_points || *bound < -most_points || *bound / *each >= most_times) return false;
  const std::int64_t times = *bound / *each + (*bound % *each != 0);
  kernels::LimitedCount limited;
  limited.limit = static_cast<std::uint64_t>(times);
  const std::string& name = policy_.result.rules[index].id;
  const std::size_t digits = static_cast<std::size_t>(std::bit_width(limited.limit - 1));
  for (std::size_t digit = 0; digit < digits; ++digit) {
    limited.digits.push_back(leads_->new_truth(name + ", digit " + std::to_string(digit)));
    made.weights.push_back({limited.digits.back(), *each << digit});
  }
  limited.reached = leads_->new_truth(name + ", " + std::to_string(times) + " times");
  const std::int64_t missing_times = (std::int64_t{1} << digits) - times;
  made.weights.push_back({limited.reached, *bound + *each * missing_times});
  made.constant = -*each * missing_times;
  made.is_weighted = true;
  limited_[static_cast<std::int32_t>(index)] = std::move(limited);
  return true;
}

// Every `for each` rule gets its slots and the pass that computes it; points and windows are filled in later.
void Planner::allot_rules() {
  for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
    const ir::Rule& rule = policy_.rules[i];
    if (rule.kind == ir::Rule::Kind::When) continue;
    const std::uint32_t pass = order_.of_rule(i);
    const std::string& name = policy_.result.rules[i].id;
    RuleMade made{.fired = {{leads_->new_truth("fires " + name), no_offset}, pass_at(pass).item}};
    made.has_points = rule.points.valid();
    if (made.has_points && !weigh_counts(i, made)) made.points = leads_->new_values(ValueKind::Integer, "points " + name).values;
    bases_[static_cast<std::int32_t>(i)] = made;
    if (rule.chain >= 0)
      chain_in(pass, rule.chain);
    else
      phrase_in(pass, rule.phrase);
  }
}

std::uint32_t Planner::phrase_in(std::uint32_t pass_index, std::int32_t phrase) {
  PassPlan& pass = pass_at(pass_index);
  const auto [at, is_new] = pass.phrases.try_emplace(phrase, static_cast<std::uint32_t>(pass.pass.phrases.size()));
  if (!is_new) return at->second;
  const ir::Phrase& from = policy_.phrases[static_cast<std::size_t>(phrase)];
  pass.pass.phrases.push_back({.filter = filter_in(pass, from.activity, from.filter, false), .bounds = {}, .aggregates = {}, .rules = {}});
  return at->second;
}

std::uint32_t Planner::chain_in(std::uint32_t pass_index, std::int32_t chain) {
  PassPlan& pass = pass_at(pass_index);
  const auto [at, is_new] = pass.chains.try_emplace(chain, static_cast<std::uint32_t>(pass.pass.chains.size()));
  if (!is_new) return at->second;
  const ir::Chain& from = policy_.chains[static_cast<std::size_t>(chain)];
  kernels::ActivityChain made;
  made.within = from.within;
  for (const ir::Chain::Part& part : from.parts) {
    kernels::ActivityChain::Part planned{.filter = filter_in(pass, part.activity, part.filter, false),
                                         .attribute = attribute_of(part.activity, 0)};
    planned.same = part.same;
    if (part.same) {
      const ir::Chain::Part& before = (&part)[-1];
      const auto type_of = [&](std::int32_t activity) {
        return policy_.schema.activities[static_cast<std::size_t>(activity)].attributes.front().type;
      };
      const runtime::Type a = type_of(before.activity), b = type_of(part.activity);
      const bool a_date = a != b && (a == runtime::Type::Date || b == runtime::Type::Date);
      planned.key = key_kind(made.parts.back().attribute, planned.attribute, a_date);
    }
    made.parts.push_back(std::move(planned));
  }
  pass.pass.chains.push_back(std::move(made));
  return at->second;
}

// Filters are distinct kinds and conditions. What a filter asks of its kind's text goes to the classifier, the rest becomes residuals.
std::uint32_t Planner::filter_in(PassPlan& pass, std::int32_t activity, ExprId filter, bool ignores) {
  const std::uint32_t root = filter.valid() ? filter.index : every_activity;
  auto& all = pass.pass.filters;
  if (!ignores) {
    const auto [at, is_new] = pass.filters.try_emplace({activity, root}, static_cast<std::uint32_t>(all.size()));
    if (!is_new) return at->second;
  }
  kernels::ActivityFilter made{.activity = activity, .atoms = {}, .residuals = {}, .ignores = ignores};
  std::vector<ExprId> conjuncts;
  if (filter.valid()) conjuncts.push_back(filter);
  if (filter.valid() && policy_[filter].op == Op::And) {
    const ir::Node& node = policy_[filter];
    conjuncts.clear();
    for (std::uint32_t i = 0; i < node.operand_count; ++i) conjuncts.push_back(policy_.operand(node, i));
  }
  for (const ExprId conjunct : conjuncts) {
    if (classify(pass, made, conjunct)) continue;
    const auto at = std::ranges::find(pass.residuals, conjunct);
    made.residuals.push_back(static_cast<std::uint32_t>(at - pass.residuals.begin()));
    if (at == pass.residuals.end()) pass.residuals.push_back(conjunct);
  }
  all.push_back(std::move(made));
  return static_cast<std::uint32_t>(all.size() - 1);
}

// Whether the condition compares the text that activities of this kind are classified by (the first that a filter asks for).
bool Planner::classify(PassPlan& pass, kernels::ActivityFilter& filter, ExprId conjunct) {
  const ir::Node& node = policy_[conjunct];
  if (node.op != Op::TextMatch || filter.activity < 0) return false;
  const ir::Node& subject = policy_[policy_.operand(node, 0)];
  if (subject.op != Op::Attribute || subject.type != ir::Type::Text) return false;
  const std::int32_t slot = attribute_of(subject.index, subject.attribute).slot;
  if (slot < 0) return false;
  std::int32_t& classifier = pass.pass.classifier_of_kind[static_cast<std::size_t>(filter.activity)];
  auto& classifiers = pass.pass.classifiers;
  if (classifier < 0) {
    const auto at = std::ranges::find(classifiers, static_cast<std::uint32_t>(slot), &kernels::Classifier::slot);
    classifier = static_cast<std::int32_t>(at - classifiers.begin());
    if (at == classifiers.end()) {
      classifiers.push_back({static_cast<std::uint32_t>(slot), {}});
      pass.classifier_atoms.emplace_back();
    }
  }
  const auto index = static_cast<std::size_t>(classifier);
  if (classifiers[index].slot != static_cast<std::uint32_t>(slot)) return false;
  std::vector<std::int32_t>& known = pass.classifier_atoms[index];
  const auto at = std::ranges::find(known, node.index);
  filter.atoms.push_back(static_cast<std::uint32_t>(at - known.begin()));
  if (at == known.end()) {
    known.push_back(node.index);
    const ir::TextAtom& atom = policy_.text_atoms[static_cast<std::size_t>(node.index)];
    classifiers[index].set.atoms.push_back({atom.mode, atom.texts});
  }
  return true;
}

std::vector<kernels::WindowBound> Planner::bounds_of(const std::vector<ir::Bound>& bounds, Item& pass_item) {
  std::vector<kernels::WindowBound> made;
  for (const ir::Bound& bound : bounds) {
    const Made time = leads_->make(bound.time);
    made.push_back({.is_after = bound.side == ir::Bound::Side::After,
                    .inclusive = bound.inclusive,
                    .open_when_missing = bound.open_when_missing,
                    .same_for_all = reach_.is_same_for_all(bound.time),
                    .time = time.slot});
    pass_item.needs.push_back(time.item);
  }
  return made;
}

// Needs are collected aside: making them may add items, which moves the pass's own.
void Planner::fill_bounds(PassPlan& pass) {
  Item collected;
  for (const auto& [phrase, index] : pass.phrases) {
    pass.pass.phrases[index].bounds = bounds_of(policy_.phrases[static_cast<std::size_t>(phrase)].bounds, collected);
  }
  for (const auto& [chain, index] : pass.chains) {
    pass.pass.chains[index].bounds = bounds_of(policy_.chains[static_cast<std::size_t>(chain)].bounds, collected);
  }
  auto& needs = leads_->items()[pass.item].needs;
  needs.insert(needs.end(), collected.needs.begin(), collected.needs.end());
}

kernels::ForEach Planner::for_each_of(std::int32_t index) {
  const ir::Rule& rule = policy_.rules[static_cast<std::size_t>(index)];
  const RuleMade& made = bases_.at(index);
  kernels::ForEach each;
  each.unit = unit_of(rule.kind);
  if (rule.kind == ir::Rule::Kind::ForEachDistinct && rule.chain < 0) {
    each.attribute = attribute_of(policy_.phrases[static_cast<std::size_t>(rule.phrase)].activity, rule.attribute);
  }
  each.has_points = made.has_points;
  each.decay = {static_cast<kernels::DecaySpec::Kind>(rule.decay.kind), rule.decay.period, rule.decay.share};
  each.once_every = rule.once_every;
  each.bounds = {rule.at_most, rule.at_least};
  each.fired = made.fired.slot.values;
  each.to = made.points;
  if (const auto limited = limited_.find(index); limited != limited_.end()) each.limited = limited->second;
  return each;
}

void Planner::fill_rules(PassPlan& pass, std::uint32_t pass_index) {
  for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
    const ir::Rule& rule = policy_.rules[i];
    if (rule.kind == ir::Rule::Kind::When || order_.of_rule(i) != pass_index) continue;
    kernels::ForEach each = for_each_of(static_cast<std::int32_t>(i));
    std::vector<ItemId> needs;
    each.points = points_source(rule, needs);
    auto& pass_needs = leads_->items()[pass.item].needs;
    pass_needs.insert(pass_needs.end(), needs.begin(), needs.end());
    if (rule.chain >= 0)
      pass.pass.chains[pass.chains.at(rule.chain)].rules.push_back(std::move(each));
    else
      pass.pass.phrases[pass.phrases.at(rule.phrase)].rules.push_back(std::move(each));
  }
}

// The activity program: what filters ask beyond the classes.
void Planner::fill_residuals(PassPlan& pass) {
  if (pass.residuals.empty()) return;
  pass.space_index = static_cast<std::uint32_t>(plan_.spaces.size());
  Space& space = add_space();
  std::vector<ItemId> lead_needs;
  SpacePlanner planner(policy_, reach_, space, states_, true, [&](ExprId expression) -> std::optional<Made> {
    const ir::Node& node = policy_[expression];
    if (node.per_activity || node.op == Op::Constant || node.op == Op::Missing || node.op == Op::Truth) return std::nullopt;
    const Made of_lead = leads_->make(expression);
    lead_needs.push_back(of_lead.item);
    const ValueKind kind = kind_of(node.type);
    const Values to = planner_of_activities_->new_values(kind, planner_of_activities_->name_of(expression));
    return Made{to, planner_of_activities_->add(kernels::Spread{kind, of_lead.slot, to}, {})};
  });
  planner_of_activities_ = &planner;
  for (const ExprId residual : pass.residuals) planner.announce(residual);
  for (const ExprId residual : pass.residuals) pass.pass.residuals.push_back(planner.make(residual).slot.values);
  planner_of_activities_ = nullptr;
  pass.pass.list = static_cast<std::uint32_t>(plan_.program.lists.size());
  plan_.program.lists.emplace_back();
  std::vector<kernels::Step> never;
  put_in_order(planner.items(), pass.space_index, never, plan_.program.lists[pass.pass.list], plan_.functions);
  pass.pass.frame_bytes = space.bytes;
  auto& needs = leads_->items()[pass.item].needs;
  needs.insert(needs.end(), lead_needs.begin(), lead_needs.end());
}

}  // namespace assay::plan

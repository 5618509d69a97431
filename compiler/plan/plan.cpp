#include "compiler/plan/plan.h"

#include "compiler/ir/activity_reach.h"
#include "compiler/ir/ops.h"
#include "compiler/plan/planner.h"

namespace assay::plan {

using ir::Op;

Plan plan(const ir::Policy& policy, SlotNames names) { return Planner(policy, names).run(); }

Planner::Planner(const ir::Policy& policy, SlotNames names)
    : policy_(policy), names_(names), reach_(policy), order_(policy), otherwise_(policy, reach_, order_) {}

Space& Planner::add_space() {
  Space& space = plan_.spaces.emplace_back();
  space.has_names = names_ == SlotNames::ForDumps;
  return space;
}

Plan Planner::run() {
  plan_.program.lists.resize(2);
  leads_ = std::make_unique<SpacePlanner>(
      policy_, reach_, add_space(), states_, false, [this](ir::ExprId expression) { return outside_expression(expression); },
      [this](const ir::Node& node) {
        if (node.op == Op::SectionValue) return section(node.index).item;
        return node.op == Op::ScoreValue ? score().item : no_item;
      });
  announce_all();
  announce_given();
  plan_passes();
  store_results();
  auto& lists = plan_.program.lists;
  for (const auto& pass : passes_) std::get<kernels::Step>(leads_->items()[pass->item].work) = std::move(pass->pass);
  put_in_order(leads_->items(), 0, lists[kernels::BlockProgram::once], lists[kernels::BlockProgram::per_block], plan_.functions);
  plan_.program.frame_bytes = plan_.spaces.front().bytes;
  plan_.program.text_states = states_.texts;
  plan_.program.pass_states = states_.passes;
  plan_.program.reach = ir::activity_reach(policy_);
  return std::move(plan_);
}

void Planner::announce_all() {
  const auto announce_bounds = [&](const std::vector<ir::Bound>& bounds) {
    for (const ir::Bound& bound : bounds) leads_->announce(bound.time);
  };
  for (const ir::Rule& rule : policy_.rules) {
    leads_->announce(rule.condition);
    leads_->announce(rule.points);
    leads_->announce(rule.decay_time);
  }
  leads_->announce(policy_.total);
  for (const ir::Grade& grade : policy_.grades) {
    for (const ir::ExprId reached : grade.reached) leads_->announce(reached);
  }
  for (const ir::Transition& transition : policy_.transitions) {
    leads_->announce(transition.condition);
    for (const auto& required : transition.required) leads_->announce(required.has);
  }
  for (const ir::ExprId segment : policy_.segments) leads_->announce(segment);
  for (const ir::ExprId route : policy_.routes) leads_->announce(route);
  for (std::size_t i = 0; i < policy_.phrases.size(); ++i) {
    if (reach_.needs_phrase(i)) announce_bounds(policy_.phrases[i].bounds);
  }
  for (std::size_t i = 0; i < policy_.chains.size(); ++i) {
    if (reach_.needs_chain(i)) announce_bounds(policy_.chains[i].bounds);
  }
  // What filters ask of the lead itself.
  for (std::uint32_t i = 0; i < policy_.nodes.size(); ++i) {
    const ir::Node& node = policy_.nodes[i];
    if (!node.per_activity || reach_.uses({i}) == 0) continue;
    for (std::uint32_t k = 0; k < node.operand_count; ++k) {
      if (const ir::ExprId operand = policy_.operand(node, k); !policy_[operand].per_activity) leads_->announce(operand);
    }
  }
  for (const ir::Phrase& phrase : policy_.phrases) {
    if (phrase.filter.valid() && !policy_[phrase.filter].per_activity) leads_->announce(phrase.filter);
  }
}

// Aggregates, grades, stages, chains of `otherwise`: what is no column and no function of other expressions.
std::optional<Made> Planner::outside_expression(ir::ExprId expression) {
  const ir::Node& node = policy_[expression];
  if (const auto run = otherwise_.run_of(expression)) {
    const ItemId item = run_of_chain(*run).item;
    return Made{leads_->space().slots.at(expression.index), item};
  }
  if (ir::is_over_phrase(node) || ir::is_over_chain(node)) return aggregates_.at(expression.index);
  if (node.op == Op::GradeValue) return index_of_grade(node.index);
  if (node.op == Op::Excluded) return excluded();
  if (node.op != Op::InStage && node.op != Op::EnteredStage) return std::nullopt;
  const kernels::TakeStep& taken = step();
  const Offset first = node.op == Op::InStage ? taken.in_stage : taken.entered;
  return Made{{first + static_cast<Offset>(static_cast<std::size_t>(node.index) * kernels::truth_bytes), kernels::no_offset}, step_item_};
}

Made Planner::index_of_grade(std::int32_t grade) {
  kernels::ChooseFirst choose;
  std::vector<ItemId> needs;
  for (const ir::ExprId reached : policy_.grades[static_cast<std::size_t>(grade)].reached) {
    const Made made = leads_->make(reached);
    choose.truths.push_back(made.slot.values);
    needs.push_back(made.item);
  }
  choose.to = leads_->new_values(ValueKind::Integer, "grade " + policy_.result.grades[static_cast<std::size_t>(grade)].name);
  return {choose.to, leads_->add(choose, std::move(needs))};
}

}  // namespace assay::plan

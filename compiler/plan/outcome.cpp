// What follows from the rules: exclusion, the step through the stages, and the columns of the result.
#include "compiler/plan/planner.h"
#include "runtime/text/fold.h"

namespace assay::plan {

using kernels::no_offset;

Made Planner::any_of(const std::vector<Made>& truths, std::string name) {
  if (truths.size() == 1) return truths.front();
  kernels::AtLeastOf any;
  std::vector<ItemId> needs;
  for (const Made& truth : truths) {
    any.truths.push_back(truth.slot.values);
    needs.push_back(truth.item);
  }
  any.to = leads_->new_truth(std::move(name));
  const Offset to = any.to;
  return {{to, no_offset}, leads_->add(std::move(any), std::move(needs))};
}

Made Planner::excluded() {
  if (excluded_) return *excluded_;
  std::vector<Made> truths;
  for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
    if (!policy_.rules[i].excludes.empty()) truths.push_back(made_of(static_cast<std::int32_t>(i)).fired);
  }
  excluded_ = any_of(truths, "excluded");
  return *excluded_;
}

void Planner::start_states(kernels::TakeStep& step) {
  step.column = policy_.schema.current_stage_field;
  for (const std::string& stage : policy_.result.stages) step.folded_states.push_back(text::fold(stage));
  if (step.column < 0) return;
  for (const std::string& label : policy_.schema.fields[static_cast<std::size_t>(step.column)].labels) {
    const std::string folded = text::fold(label);
    std::uint32_t state = 0;
    for (std::uint32_t i = 0; i < step.folded_states.size(); ++i) {
      if (step.folded_states[i] == folded) {
        state = i;
        break;
      }
    }
    step.state_of_label.push_back(state);
  }
}

const kernels::TakeStep& Planner::step() {
  if (step_) return *step_;
  kernels::TakeStep step;
  std::vector<ItemId> needs;
  step.states = static_cast<std::uint32_t>(policy_.result.stages.size());
  const auto need = [&](ir::ExprId truth) {
    const Made made = leads_->make(truth);
    needs.push_back(made.item);
    return made.slot.values;
  };
  for (const ir::Transition& transition : policy_.transitions) {
    kernels::TakeStep::Transition planned{
        .from = {}, .to = static_cast<std::uint32_t>(transition.to), .condition = need(transition.condition), .required = {}};
    for (std::uint32_t state = 0; state < transition.from.size(); ++state) {
      if (transition.from[state]) planned.from.push_back(state);
    }
    for (const auto& required : transition.required) planned.required.push_back({required.missing, need(required.has)});
    step.transitions.push_back(std::move(planned));
  }
  start_states(step);
  const Made veto = excluded();
  step.excluded = veto.slot.values;
  needs.push_back(veto.item);
  step.in_stage = leads_->new_truths(step.states);
  step.entered = leads_->new_truths(step.states);
  step_ = step;
  step_item_ = leads_->add(std::move(step), std::move(needs));
  return *step_;
}

void Planner::store_results() {
  kernels::StoreResults store;
  std::vector<ItemId> needs;
  const auto need = [&](ir::ExprId truth) {
    const Made made = leads_->make(truth);
    needs.push_back(made.item);
    return made.slot.values;
  };
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(policy_.sections.size()); ++i) {
    const SumMade made = section(i);
    plan_.section_points.push_back(made.points.values);
    store.sections.push_back({i, made.points.values});
    needs.push_back(made.item);
  }
  plan_.score = store.score = score().points;
  needs.push_back(score().item);
  for (std::size_t i = 0; i < policy_.grades.size(); ++i) {
    kernels::StoreResults::Choice choice{static_cast<std::int32_t>(i), {}};
    for (const ir::ExprId reached : policy_.grades[i].reached) choice.truths.push_back(need(reached));
    store.choices.push_back(std::move(choice));
  }
  if (!policy_.routes.empty()) {
    kernels::StoreResults::Choice choice{-1, {}};
    const Made veto = excluded();
    needs.push_back(veto.item);
    store.no_route = veto.slot.values;
    for (const ir::ExprId route : policy_.routes) choice.truths.push_back(need(route));
    store.choices.push_back(std::move(choice));
  }
  for (std::size_t i = 0; i < policy_.segments.size(); ++i)
    store.segments.push_back({static_cast<std::int32_t>(i), need(policy_.segments[i])});
  std::vector<std::vector<Made>> excluded_by(policy_.result.excluded.size()), tagged_by(policy_.result.tags.size());
  for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
    const auto index = static_cast<std::int32_t>(i);
    const RuleMade made = made_of(index);
    needs.push_back(made.fired.item);
    store.rules.push_back({index, made.fired.slot.values, made.points, made.constant, made.weights});
    for (const std::int32_t reason : policy_.rules[i].excludes) excluded_by[static_cast<std::size_t>(reason)].push_back(made.fired);
    for (const std::int32_t tag : policy_.rules[i].tags) tagged_by[static_cast<std::size_t>(tag)].push_back(made.fired);
  }
  const auto store_flags = [&](const std::vector<std::vector<Made>>& by, const std::vector<std::string>& names, auto& flags) {
    for (std::size_t i = 0; i < by.size(); ++i) {
      const Made made = any_of(by[i], names[i]);
      needs.push_back(made.item);
      flags.push_back({static_cast<std::int32_t>(i), made.slot.values});
    }
  };
  store_flags(excluded_by, policy_.result.excluded, store.excluded);
  store_flags(tagged_by, policy_.result.tags, store.tags);
  if (!policy_.transitions.empty() || !policy_.result.excluded.empty() || policy_.schema.current_stage_field >= 0) {
    step();
    needs.push_back(step_item_);
  }
  leads_->add(std::move(store), std::move(needs));
}

}  // namespace assay::plan

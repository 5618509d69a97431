// What follows from the rules: the score, grades, exclusion, and the one step through the stages.
#include <algorithm>
#include <limits>

#include "compiler/interpret/evaluation.h"
#include "runtime/points.h"
#include "runtime/text/fold.h"

namespace assay::interpret {

runtime::Points sum_of_points(std::span<const runtime::Points> points) {
  __int128 sum = 0;
  for (const runtime::Points each : points) sum += each;
  using Limits = std::numeric_limits<runtime::Points>;
  return static_cast<runtime::Points>(std::clamp<__int128>(sum, Limits::min(), Limits::max()));
}

std::optional<runtime::Points> Evaluation::score() const {
  if (!policy_.total.valid()) return sum_of_points(outcome_.sections);
  const Value& total = value(policy_.total);
  return total.known ? runtime::round_to_points(total.number) : std::nullopt;
}

std::int32_t Evaluation::grade(const ir::Grade& grade) const {
  const auto reached = std::ranges::find_if(grade.reached, [&](ir::ExprId band) { return holds(band); });
  return reached == grade.reached.end() ? runtime::Result::no_grade : static_cast<std::int32_t>(reached - grade.reached.begin());
}

bool Evaluation::is_excluded() const {
  for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
    if (outcome_.rules[i].fired && !policy_.rules[i].excludes.empty()) return true;
  }
  return false;
}

// Where the lead is before the step: the state that its `current_stage` names; 0 (`lead`) where it names none.
std::int32_t Evaluation::current_stage() const {
  if (policy_.schema.current_stage_field < 0) return 0;
  const auto index = static_cast<std::size_t>(policy_.schema.current_stage_field);
  const Value named = value_at(batch_->columns[index], row_);
  if (!named.known) return 0;
  const runtime::FieldSpec& field = policy_.schema.fields[index];
  const std::string name =
      text::fold(field.type == runtime::Type::Label ? field.labels[static_cast<std::size_t>(named.integer)] : named.text);
  const auto found = std::ranges::find(model_.folded_stages, name);
  return found == model_.folded_stages.end() ? 0 : static_cast<std::int32_t>(found - model_.folded_stages.begin());
}

void Evaluation::step() {
  if (outcome_.excluded) return;
  outcome_.stage = current_stage();
  std::vector<bool> visited(policy_.result.stages.size());
  visited[static_cast<std::size_t>(outcome_.stage)] = true;
  const auto is_taken = [&](const ir::Transition& transition) {
    return transition.from[static_cast<std::size_t>(outcome_.stage)] && !visited[static_cast<std::size_t>(transition.to)] &&
           holds(transition.condition) && !lacks_required(transition);
  };
  while (true) {
    const auto taken = std::ranges::find_if(policy_.transitions, is_taken);
    if (taken == policy_.transitions.end()) return;
    outcome_.stage = taken->to;
    visited[static_cast<std::size_t>(taken->to)] = true;
    outcome_.entered[static_cast<std::size_t>(taken->to)] = true;
  }
}

// Whether the lead lacks a field that the transition's target requires; notes which, in the order in which they are met.
bool Evaluation::lacks_required(const ir::Transition& transition) {
  bool lacks = false;
  for (const auto& required : transition.required) {
    if (holds(required.has)) continue;
    lacks = true;
    if (std::ranges::find(outcome_.missing, required.missing) == outcome_.missing.end()) outcome_.missing.push_back(required.missing);
  }
  return lacks;
}

}  // namespace assay::interpret

#include "compiler/explain/stages.h"

#include <algorithm>

#include "compiler/explain/needs.h"
#include "compiler/explain/parts.h"

namespace assay::explain {
namespace {

using State = Transition::State;

std::vector<std::string> lacking_fields(const LeadView& view, const ir::Transition& transition) {
  std::vector<std::string> lacking;
  for (const auto& required : transition.required) {
    if (!view.lead.holds(required.has)) lacking.push_back(view.policy.result.missing[static_cast<std::size_t>(required.missing)]);
  }
  return lacking;
}

// Which transitions the step took, found as the step finds them, and where it ended.
struct Walk {
  std::vector<bool> taken, visited;
  std::int32_t stage = 0;
};

Walk walk(const LeadView& view) {
  const ir::Policy& policy = view.policy;
  Walk walk{std::vector<bool>(policy.transitions.size()), std::vector<bool>(policy.result.stages.size()), view.lead.current_stage()};
  walk.visited[static_cast<std::size_t>(walk.stage)] = true;
  const auto is_taken = [&](const ir::Transition& transition) {
    return transition.from[static_cast<std::size_t>(walk.stage)] && !walk.visited[static_cast<std::size_t>(transition.to)] &&
           view.lead.holds(transition.condition) && lacking_fields(view, transition).empty();
  };
  for (auto next = policy.transitions.begin(); next != policy.transitions.end();) {
    next = std::ranges::find_if(policy.transitions, is_taken);
    if (next == policy.transitions.end()) break;
    walk.taken[static_cast<std::size_t>(next - policy.transitions.begin())] = true;
    walk.stage = next->to;
    walk.visited[static_cast<std::size_t>(next->to)] = true;
  }
  return walk;
}

State state_of(const LeadView& view, const ir::Transition& transition, const Walk& walk, bool lacks) {
  const bool open = transition.from[static_cast<std::size_t>(walk.stage)] && !walk.visited[static_cast<std::size_t>(transition.to)];
  if (!open) return State::NotFromHere;
  return lacks && view.lead.holds(transition.condition) ? State::LacksFields : State::Open;
}

}  // namespace

std::vector<Transition> explain_transitions(const LeadView& view, bool excluded) {
  const Walk path = walk(view);
  PartMaker parts(view);
  std::vector<Transition> out;
  for (std::size_t i = 0; i < view.policy.transitions.size(); ++i) {
    const ir::Transition& transition = view.policy.transitions[i];
    Transition& entry = out.emplace_back();
    for (std::size_t from = 0; from < transition.from.size(); ++from) {
      if (transition.from[from]) entry.from.push_back(view.policy.result.stages[from]);
    }
    entry.to = view.policy.result.stages[static_cast<std::size_t>(transition.to)];
    entry.lacking = lacking_fields(view, transition);
    if (std::optional<Part> condition = parts.make(transition.explanation)) entry.condition = std::move(*condition);
    entry.place = {entry.condition.place.file, static_cast<std::uint32_t>(transition.line)};
    if (excluded) continue;
    entry.state = path.taken[i] ? State::Taken : state_of(view, transition, path, !entry.lacking.empty());
    if (entry.state != State::Open && entry.state != State::LacksFields) continue;
    entry.needs = needs_of(view, transition.explanation);
    for (const std::string& field : entry.lacking) entry.needs.push_back(missing_field(field));
  }
  return out;
}

}  // namespace assay::explain

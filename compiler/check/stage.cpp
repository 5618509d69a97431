// Stages: transitions in the order of the file, the fields that their targets require.
#include <utility>

#include "compiler/check/phrase.h"
#include "compiler/check/rule.h"

namespace assay::check {

// 0 for `lead`; nothing after a message.
std::optional<std::int32_t> Statements::stage(const syntax::Name& name) {
  if (checker_.find(name.text) == nullptr && name.text == checker_.policy_.result.stages.front()) return 0;
  const Declaration* declaration = checker_.resolve(name, {NameKind::Stage});
  return declaration == nullptr ? std::nullopt : std::optional(declaration->index);
}

// Any stage written before this one, `lead` included.
std::vector<bool> Statements::stages_before(std::int32_t stage) const {
  std::vector<bool> from(checker_.policy_.result.stages.size(), false);
  for (std::int32_t i = 0; i < stage; ++i) from[static_cast<std::size_t>(i)] = true;
  return from;
}

void Statements::add_transition(std::vector<bool> from, std::int32_t to, Value condition, Span span) {
  ir::Transition transition;
  transition.from = std::move(from);
  transition.to = to;
  transition.condition = condition.known_true;
  if (const auto required = required_.find(to); required != required_.end()) transition.required = required->second;
  transition.line = checker_.line_of(span);
  transition.explanation = condition.explanation;
  checker_.policy_.transitions.push_back(std::move(transition));
}

void Statements::lower_transition(const syntax::Stage& written, std::int32_t index, const syntax::Transition& transition) {
  Context context = lead_context(Level::Excluded, "a transition");
  context.in_transition = true;
  std::vector<std::int32_t> explanations;
  checker_.explained_ = &explanations;
  Value condition = checker_.lower_condition(transition.condition, context);
  checker_.explained_ = nullptr;
  std::vector<std::int32_t> named;
  bool ok = !condition.is_error();
  for (const syntax::Name& name : transition.stages) {
    const std::optional<std::int32_t> other = stage(name);
    ok = ok && other.has_value();
    if (other == index && checker_.input_.lints) {
      checker_.sink_.report(diag::Code::NeverEntered, name.span, written.name.text)
          .suggest("name another stage, or leave 'from' out for any stage before");
    }
    if (other) named.push_back(*other);
  }
  if (!ok) return;
  condition.explanation = explain(explanations, (*ast_)[transition.condition].span, condition);
  std::vector<bool> from(checker_.policy_.result.stages.size(), false);
  switch (transition.kind) {
    case syntax::Transition::Kind::Enter: return add_transition(stages_before(index), index, condition, transition.span);
    case syntax::Transition::Kind::EnterFrom:
      for (const std::int32_t other : named) from[static_cast<std::size_t>(other)] = true;
      return add_transition(std::move(from), index, condition, transition.span);
    case syntax::Transition::Kind::LeaveTo:
      from[static_cast<std::size_t>(index)] = true;
      if (!named.empty()) add_transition(std::move(from), named.front(), condition, transition.span);
  }
}

void Statements::lower_stage(const syntax::Stage& written) {
  section_.chain_open = false;
  const Declaration* declaration = checker_.find(written.name.text, NameKind::Stage);
  if (declaration == nullptr || declaration->node != decltype(declaration->node)(&written)) return;
  for (const syntax::Transition& transition : written.transitions) {
    if (!checker_.is_spoiled(transition.span)) lower_transition(written, declaration->index, transition);
  }
}

// Looked at before any transition: a gate may be written below the stage that it guards.
void Statements::lower_require(const syntax::Require& require) {
  const std::optional<std::int32_t> target = stage(require.stage);
  std::vector<std::string>& missing = checker_.policy_.result.missing;
  for (const syntax::Name& name : require.fields) {
    Declaration* declaration = checker_.resolve(name, {NameKind::Field});
    if (declaration == nullptr || !target) continue;
    const Value value = checker_.field_value(checker_.field_index(*declaration), name.span);
    if (value.is_error()) continue;
    std::int32_t index = -1;
    for (std::size_t i = 0; i < missing.size(); ++i) {
      if (missing[i] == name.text) index = static_cast<std::int32_t>(i);
    }
    if (index < 0) {
      index = static_cast<std::int32_t>(missing.size());
      missing.push_back(name.text);
    }
    std::vector<ir::Transition::Required>& required = required_[*target];
    bool known = false;
    for (const ir::Transition::Required& one : required) known = known || one.missing == index;
    if (!known) required.push_back({.missing = index, .has = checker_.build_.has(value.expr)});
  }
}

}  // namespace assay::check

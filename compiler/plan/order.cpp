#include "compiler/plan/order.h"

#include <algorithm>

#include "compiler/ir/ops.h"

namespace assay::plan {

using ir::Op;

PassOrder::PassOrder(const ir::Policy& policy) : policy_(policy), known_(policy.nodes.size(), unknown) {}

std::uint32_t PassOrder::before(ir::ExprId expression) {
  if (!expression.valid()) return 0;
  std::uint32_t& known = known_[expression.index];
  if (known == unknown) {
    const std::uint32_t passes = compute(policy_[expression]);
    known_[expression.index] = passes;
    return passes;
  }
  return known;
}

std::uint32_t PassOrder::compute(const ir::Node& node) {
  std::uint32_t passes = 0;
  for (std::uint32_t i = 0; i < node.operand_count; ++i) passes = std::max(passes, before(policy_.operand(node, i)));
  const auto index = static_cast<std::size_t>(node.index);
  if (ir::is_over_phrase(node)) return of_phrase(index) + 1;
  if (ir::is_over_chain(node)) return of_chain(index) + 1;
  if (node.op == Op::SectionValue) return after_section(index);
  if (node.op == Op::ScoreValue) return after_score();
  if (node.op == Op::GradeValue) {
    for (const ir::ExprId reached : policy_.grades[index].reached) passes = std::max(passes, before(reached));
    return passes;
  }
  if (node.op == Op::InStage || node.op == Op::EnteredStage) return after_step();
  if (node.op == Op::Excluded) return after_exclusion();
  return passes;
}

std::uint32_t PassOrder::after_bounds(const std::vector<ir::Bound>& bounds) {
  std::uint32_t passes = 0;
  for (const ir::Bound& bound : bounds) passes = std::max(passes, before(bound.time));
  for (const ir::Ignore& ignore : policy_.ignores) passes = std::max(passes, before(ignore.filter));
  return passes;
}

std::uint32_t PassOrder::of_phrase(std::size_t index) {
  const ir::Phrase& phrase = policy_.phrases[index];
  return std::max(after_bounds(phrase.bounds), before(phrase.filter));
}

std::uint32_t PassOrder::of_chain(std::size_t index) {
  const ir::Chain& chain = policy_.chains[index];
  std::uint32_t passes = after_bounds(chain.bounds);
  for (const ir::Chain::Part& part : chain.parts) passes = std::max(passes, before(part.filter));
  return passes;
}

std::uint32_t PassOrder::of_rule(std::size_t index) {
  const ir::Rule& rule = policy_.rules[index];
  const std::uint32_t pass =
      rule.chain >= 0 ? of_chain(static_cast<std::size_t>(rule.chain)) : of_phrase(static_cast<std::size_t>(rule.phrase));
  return std::max(pass, before(rule.points));
}

std::uint32_t PassOrder::after_rule(const ir::Rule& rule) {
  if (rule.kind != ir::Rule::Kind::When) return of_rule(static_cast<std::size_t>(&rule - policy_.rules.data())) + 1;
  return std::max({before(rule.condition), before(rule.points), before(rule.decay_time)});
}

std::uint32_t PassOrder::after_section(std::size_t section) {
  std::uint32_t passes = 0;
  for (const std::int32_t rule : policy_.sections[section].rules)
    passes = std::max(passes, after_rule(policy_.rules[static_cast<std::size_t>(rule)]));
  return passes;
}

std::uint32_t PassOrder::after_score() {
  if (policy_.total.valid()) return before(policy_.total);
  std::uint32_t passes = 0;
  for (std::size_t i = 0; i < policy_.sections.size(); ++i) passes = std::max(passes, after_section(i));
  return passes;
}

std::uint32_t PassOrder::after_exclusion() {
  std::uint32_t passes = 0;
  for (const ir::Rule& rule : policy_.rules) {
    if (rule.excludes.empty()) continue;
    passes = std::max(passes, after_rule(rule));
    const bool competes = rule.section >= 0 && rule.points.valid() &&
                          policy_.sections[static_cast<std::size_t>(rule.section)].match != ir::Section::Match::All;
    if (competes) passes = std::max(passes, after_section(static_cast<std::size_t>(rule.section)));
  }
  return passes;
}

std::uint32_t PassOrder::after_step() {
  std::uint32_t passes = after_exclusion();
  for (const ir::Transition& transition : policy_.transitions) {
    passes = std::max(passes, before(transition.condition));
    for (const auto& required : transition.required) passes = std::max(passes, before(required.has));
  }
  return passes;
}

}  // namespace assay::plan

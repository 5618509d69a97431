#include "compiler/plan/reach.h"

#include "compiler/ir/ops.h"

namespace assay::plan {

using ir::Op;

Reach::Reach(const ir::Policy& policy) : policy_(policy) {
  uses_.resize(policy.nodes.size());
  phrases_.resize(policy.phrases.size());
  chains_.resize(policy.chains.size());
  find_same_for_all();
  use_all(policy);
  drain();
}

void Reach::find_same_for_all() {
  same_for_all_.resize(policy_.nodes.size());
  for (std::size_t i = 0; i < policy_.nodes.size(); ++i) {
    const ir::Node& node = policy_.nodes[i];
    const bool depends = node.per_activity || node.op == Op::Field || node.op == Op::Attribute || ir::is_over_phrase(node) ||
                         ir::is_over_chain(node) || ir::is_of_result(node);
    bool same = !depends;
    for (std::uint32_t k = 0; k < node.operand_count && same; ++k) same = same_for_all_[policy_.operand(node, k).index];
    same_for_all_[i] = same;
  }
}

void Reach::use(ir::ExprId expression) {
  if (!expression.valid()) return;
  if (uses_[expression.index]++ == 0) stack_.push_back(expression.index);
}

void Reach::use_bounds(const std::vector<ir::Bound>& bounds) {
  for (const ir::Bound& bound : bounds) use(bound.time);
}

void Reach::use_phrase(std::int32_t index) {
  if (index < 0 || phrases_[static_cast<std::size_t>(index)]) return;
  phrases_[static_cast<std::size_t>(index)] = true;
  const ir::Phrase& phrase = policy_.phrases[static_cast<std::size_t>(index)];
  use(phrase.filter);
  use_bounds(phrase.bounds);
}

void Reach::use_chain(std::int32_t index) {
  if (index < 0 || chains_[static_cast<std::size_t>(index)]) return;
  chains_[static_cast<std::size_t>(index)] = true;
  const ir::Chain& chain = policy_.chains[static_cast<std::size_t>(index)];
  for (const ir::Chain::Part& part : chain.parts) use(part.filter);
  use_bounds(chain.bounds);
}

void Reach::use_all(const ir::Policy& policy) {
  for (const ir::Rule& rule : policy.rules) {
    use(rule.condition);
    use(rule.points);
    use(rule.decay_time);
    if (rule.chain >= 0)
      use_chain(rule.chain);
    else
      use_phrase(rule.phrase);
  }
  use(policy.total);
  for (const ir::Ignore& ignore : policy.ignores) use(ignore.filter);
  for (const ir::Grade& grade : policy.grades) {
    for (const ir::ExprId reached : grade.reached) use(reached);
  }
  for (const ir::Transition& transition : policy.transitions) {
    use(transition.condition);
    for (const auto& required : transition.required) use(required.has);
  }
  for (const ir::ExprId segment : policy.segments) use(segment);
  for (const ir::ExprId route : policy.routes) use(route);
}

void Reach::drain() {
  while (!stack_.empty()) {
    const ir::Node& node = policy_.nodes[stack_.back()];
    stack_.pop_back();
    for (std::uint32_t i = 0; i < node.operand_count; ++i) use(policy_.operand(node, i));
    if (ir::is_over_phrase(node)) use_phrase(node.index);
    if (ir::is_over_chain(node)) use_chain(node.index);
  }
}

}  // namespace assay::plan

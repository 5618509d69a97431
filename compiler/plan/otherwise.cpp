#include "compiler/plan/otherwise.h"

#include <algorithm>

#include "compiler/ir/ops.h"

namespace assay::plan {

using ir::ExprId;
using ir::Op;

namespace {

// Shorter ones are as good by themselves.
constexpr std::size_t least_rules = 8;
constexpr std::size_t rules_per_run = 64;

}  // namespace

OtherwiseChains::OtherwiseChains(const ir::Policy& policy, const Reach& reach, PassOrder& order)
    : policy_(policy), reach_(reach), order_(order), asks_results_(policy.nodes.size()) {
  for (std::size_t i = 0; i < policy.nodes.size(); ++i) {
    const ir::Node& node = policy.nodes[i];
    bool asks = ir::is_of_result(node);
    for (std::uint32_t k = 0; k < node.operand_count && !asks; ++k) asks = asks_results(policy.operand(node, k));
    asks_results_[i] = asks;
  }
  find_conjunctions();
  for (const ir::Rule& rule : policy.rules) {
    if (extend(rule)) continue;
    close();
    begin(rule);
  }
  close();
}

void OtherwiseChains::find_conjunctions() {
  for (std::uint32_t i = 0; i < policy_.nodes.size(); ++i) {
    const ir::Node& node = policy_.nodes[i];
    if (node.op != Op::And) continue;
    std::vector<std::uint32_t> operands;
    for (std::uint32_t k = 0; k < node.operand_count; ++k) operands.push_back(policy_.operand(node, k).index);
    conjunctions_.emplace(std::move(operands), ExprId{i});
  }
}

std::optional<std::size_t> OtherwiseChains::run_of(ExprId whole) const {
  const auto found = run_of_.find(whole.index);
  return found == run_of_.end() ? std::nullopt : std::optional(found->second);
}

void OtherwiseChains::begin(const ir::Rule& rule) {
  if (rule.kind != ir::Rule::Kind::When || !rule.condition.valid() || asks_results(rule.condition)) return;
  links_.push_back({{.whole = {}, .conditions = {rule.condition}}, order_.before(rule.condition)});
  meet(rule.condition);
}

// The rule's condition is a conjunction; one of its operands says that none of those before held, the others are its own.
bool OtherwiseChains::extend(const ir::Rule& rule) {
  if (links_.empty() || is_over_ || rule.kind != ir::Rule::Kind::When || !rule.condition.valid()) return false;
  const ir::Node& node = policy_[rule.condition];
  std::vector<ExprId> conditions;
  bool after_all = false;
  const std::uint32_t count = node.op == Op::And ? node.operand_count : 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    const ExprId operand = node.op == Op::And ? policy_.operand(node, i) : rule.condition;
    if (!after_all && says_none_before(operand))
      after_all = true;
    else
      conditions.push_back(operand);
  }
  if (!after_all || asks_results(rule.condition)) return false;
  const bool is_shared = reach_.uses(rule.condition) > 1;
  links_.push_back({{.whole = is_shared ? ExprId{} : rule.condition, .conditions = conditions}, order_.before(rule.condition)});
  is_over_ = conditions.empty();
  if (conditions.size() == 1) meet(conditions.front());
  if (conditions.size() < 2) return true;
  std::vector<std::uint32_t> operands;
  for (const ExprId each : conditions) operands.push_back(each.index);
  const auto own = conjunctions_.find(operands);
  is_over_ = own == conjunctions_.end();  // none that follow could know of it
  if (!is_over_) meet(own->second);
  return true;
}

void OtherwiseChains::close() {
  if (links_.size() >= least_rules) {
    std::optional<std::size_t> after;
    for (std::size_t i = 0; i < links_.size(); ++i) {
      const bool begins = !after || runs_.back().rules.size() == rules_per_run || links_[i].passes != links_[i - 1].passes;
      if (begins) {
        runs_.push_back({.after = after, .rules = {}});
        after = runs_.size() - 1;
      }
      if (links_[i].rule.whole.valid()) run_of_[links_[i].rule.whole.index] = *after;
      runs_.back().rules.push_back(std::move(links_[i].rule));
    }
  }
  links_.clear();
  met_.clear();
  met_count_ = 0;
  is_over_ = false;
}

void OtherwiseChains::meet(ExprId condition) {
  if (met_.contains(condition.index)) return;
  const ir::Node& node = policy_[condition];
  if (node.op != Op::Or) {
    met_[condition.index] = {met_count_, met_count_ + 1};
    ++met_count_;
    return;
  }
  for (std::uint32_t i = 0; i < node.operand_count; ++i) meet(policy_.operand(node, i));
}

// not (all that the chain has met), or of a single `not x` that it has met: x.
bool OtherwiseChains::says_none_before(ExprId expression) {
  const ir::Node& node = policy_[expression];
  if (node.op == Op::Not) {
    const auto interval = interval_of(policy_.operand(node, 0));
    return interval && interval->begin == 0 && interval->end == met_count_;
  }
  if (met_count_ != 1) return false;
  const ir::Node& first = policy_[ExprId{met_.begin()->first}];
  return first.op == Op::Not && policy_.operand(first, 0) == expression;
}

// The alternatives of a disjunction, where they are those from one on up to another, without a gap.
std::optional<OtherwiseChains::Interval> OtherwiseChains::interval_of(ExprId expression) {
  if (const auto known = met_.find(expression.index); known != met_.end()) return known->second;
  const ir::Node& node = policy_[expression];
  if (node.op != Op::Or || node.operand_count == 0) return std::nullopt;
  std::vector<Interval> parts;
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    const auto part = interval_of(policy_.operand(node, i));
    if (!part) return std::nullopt;
    parts.push_back(*part);
  }
  std::ranges::sort(parts, {}, &Interval::begin);
  Interval all = parts.front();
  for (const Interval& part : parts) {
    if (part.begin > all.end) return std::nullopt;
    all.end = std::max(all.end, part.end);
  }
  return met_[expression.index] = all;
}

}  // namespace assay::plan

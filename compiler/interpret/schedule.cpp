#include "compiler/interpret/schedule.h"

#include <algorithm>
#include <cassert>
#include <unordered_set>

#include "compiler/ir/ops.h"

namespace assay::interpret {
namespace {

using Kind = Task::Kind;
constexpr std::size_t kinds = static_cast<std::size_t>(Kind::Step) + 1;

bool takes_part_in_contest(const ir::Policy& policy, const ir::Rule& rule) {
  return rule.section >= 0 && rule.points.valid() &&
         policy.sections[static_cast<std::size_t>(rule.section)].match != ir::Section::Match::All;
}

// A depth-first walk with a stack of its own.
class Scheduler {
 public:
  explicit Scheduler(const ir::Policy& policy) : policy_(policy) {
    const std::size_t counts[kinds] = {policy.nodes.size(),
                                       1,
                                       policy.phrases.size(),
                                       policy.chains.size(),
                                       policy.rules.size(),
                                       policy.sections.size(),
                                       1,
                                       policy.grades.size(),
                                       1,
                                       1};
    for (std::size_t kind = 0; kind < kinds; ++kind) states_[kind].resize(counts[kind], State::New);
  }

  void add(Kind kind, std::size_t index = 0) {
    need(kind, index);
    while (!stack_.empty()) {
      const Task task = stack_.back();
      State& state = states_[static_cast<std::size_t>(task.kind)][task.index];
      if (state == State::New) {
        state = State::Open;
        dependencies_of(task);
        continue;
      }
      stack_.pop_back();
      if (state == State::Open) order_.push_back(task);
      state = State::Done;
    }
  }

  void add(ir::ExprId expression) {
    if (expression.valid()) add(Kind::Node, expression.index);
  }

  std::vector<Task> take() { return std::move(order_); }

 private:
  enum class State : std::uint8_t { New, Open, Done };

  void need(Kind kind, std::size_t index = 0) {
    const State state = states_[static_cast<std::size_t>(kind)][index];
    assert(state != State::Open && "a policy in which something asks for itself");
    if (state == State::New) stack_.push_back({kind, static_cast<std::uint32_t>(index)});
  }

  void need(ir::ExprId expression) {
    if (expression.valid()) need(Kind::Node, expression.index);
  }

  void need_all(Kind kind, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) need(kind, i);
  }

  void need_filter(ir::ExprId filter) {
    if (!filter.valid()) return;
    if (!policy_[filter].per_activity) return need(filter);
    for (const std::uint32_t index : activity_nodes(policy_, filter)) {
      const ir::Node& node = policy_.nodes[index];
      for (std::uint32_t i = 0; i < node.operand_count; ++i) {
        if (const ir::ExprId operand = policy_.operand(node, i); !policy_[operand].per_activity) need(operand);
      }
    }
  }

  void dependencies_of(Task task) {
    switch (task.kind) {
      case Kind::Node: return of_node(policy_.nodes[task.index]);
      case Kind::Ignores:
        for (const ir::Ignore& ignore : policy_.ignores) need_filter(ignore.filter);
        return;
      case Kind::Phrase: return of_phrase(policy_.phrases[task.index]);
      case Kind::Chain: return of_chain(policy_.chains[task.index]);
      case Kind::Rule: return of_rule(policy_.rules[task.index]);
      case Kind::Section:
        for (const std::int32_t rule : policy_.sections[task.index].rules) need(Kind::Rule, static_cast<std::size_t>(rule));
        return;
      case Kind::Score: return policy_.total.valid() ? need(policy_.total) : need_all(Kind::Section, policy_.sections.size());
      case Kind::Grade:
        for (const ir::ExprId reached : policy_.grades[task.index].reached) need(reached);
        return;
      case Kind::Exclusion: return of_exclusion();
      case Kind::Step: return of_step();
    }
  }

  void of_node(const ir::Node& node) {
    for (std::uint32_t i = 0; i < node.operand_count; ++i) need(policy_.operand(node, i));
    const auto index = static_cast<std::size_t>(node.index);
    if (node.op == ir::Op::ScoreValue) return need(Kind::Score);
    if (node.op == ir::Op::Excluded) return need(Kind::Exclusion);
    switch (ir::payload_of(node)) {
      case ir::Payload::Section: return need(Kind::Section, index);
      case ir::Payload::Grade: return need(Kind::Grade, index);
      case ir::Payload::Stage: return need(Kind::Step);
      case ir::Payload::Phrase: return need(Kind::Phrase, index);
      case ir::Payload::Chain: return need(Kind::Chain, index);
      case ir::Payload::None:
      case ir::Payload::Field:
      case ir::Payload::Activity:
      case ir::Payload::TextAtom:
      case ir::Payload::LabelSet:
      case ir::Payload::Duration:
      case ir::Payload::Text:
      case ir::Payload::Mode: return;
    }
  }

  void of_bounds(const std::vector<ir::Bound>& bounds) {
    need(Kind::Ignores);
    for (const ir::Bound& bound : bounds) need(bound.time);
  }

  void of_phrase(const ir::Phrase& phrase) {
    of_bounds(phrase.bounds);
    need_filter(phrase.filter);
  }

  void of_chain(const ir::Chain& chain) {
    of_bounds(chain.bounds);
    for (const ir::Chain::Part& part : chain.parts) need_filter(part.filter);
  }

  void of_rule(const ir::Rule& rule) {
    need(rule.condition);
    need(rule.points);
    need(rule.decay_time);
    if (rule.phrase >= 0) need(Kind::Phrase, static_cast<std::size_t>(rule.phrase));
    if (rule.chain >= 0) need(Kind::Chain, static_cast<std::size_t>(rule.chain));
  }

  void of_exclusion() {
    for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
      const ir::Rule& rule = policy_.rules[i];
      if (rule.excludes.empty()) continue;
      need(Kind::Rule, i);
      if (takes_part_in_contest(policy_, rule)) need(Kind::Section, static_cast<std::size_t>(rule.section));
    }
  }

  void of_step() {
    need(Kind::Exclusion);
    for (const ir::Transition& transition : policy_.transitions) {
      need(transition.condition);
      for (const auto& required : transition.required) need(required.has);
    }
  }

  const ir::Policy& policy_;
  std::vector<State> states_[kinds];
  std::vector<Task> stack_;
  std::vector<Task> order_;
};

}  // namespace

std::vector<Task> schedule(const ir::Policy& policy, std::span<const ir::ExprId> also) {
  Scheduler scheduler(policy);
  for (std::size_t i = 0; i < policy.rules.size(); ++i) scheduler.add(Kind::Rule, i);
  for (std::size_t i = 0; i < policy.sections.size(); ++i) scheduler.add(Kind::Section, i);
  scheduler.add(Kind::Score);
  for (std::size_t i = 0; i < policy.grades.size(); ++i) scheduler.add(Kind::Grade, i);
  scheduler.add(Kind::Step);
  for (const ir::ExprId segment : policy.segments) scheduler.add(segment);
  for (const ir::ExprId route : policy.routes) scheduler.add(route);
  for (const ir::ExprId expression : also) scheduler.add(expression);
  return scheduler.take();
}

std::vector<std::uint32_t> activity_nodes(const ir::Policy& policy, ir::ExprId filter) {
  std::vector<std::uint32_t> found;
  if (!filter.valid() || !policy[filter].per_activity) return found;
  std::unordered_set<std::uint32_t> seen{filter.index};
  found.push_back(filter.index);
  for (std::size_t next = 0; next < found.size(); ++next) {
    const ir::Node& node = policy.nodes[found[next]];
    for (std::uint32_t i = 0; i < node.operand_count; ++i) {
      const ir::ExprId operand = policy.operand(node, i);
      if (policy[operand].per_activity && seen.insert(operand.index).second) found.push_back(operand.index);
    }
  }
  std::ranges::sort(found);  // nodes refer only to smaller ids
  return found;
}

}  // namespace assay::interpret

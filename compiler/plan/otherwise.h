// Chains of `otherwise` in the conditions of rules: c1; c2 and not c1; c3 and not (c1 or c2); … Found in the IR, which knows only the
// conditions, so that they can be computed with one running "none so far" instead of a disjunction for each rule (decision 0067).
//
// A chain is cut into runs that are computed together; a run needs only the runs before it. What a condition asks of sections, grades or
// stages ends the chain, and where more passes over the activities are needed a run begins: runs never need what needs them.
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "compiler/plan/order.h"
#include "compiler/plan/reach.h"

namespace assay::plan {

struct OtherwiseRun {
  struct Rule {
    ir::ExprId whole;                    // with "none of those before"; invalid: nobody asks for it here
    std::vector<ir::ExprId> conditions;  // all of them: the rule's own condition
  };
  std::optional<std::size_t> after;  // the run before it in the chain
  std::vector<Rule> rules;
};

class OtherwiseChains {
 public:
  OtherwiseChains(const ir::Policy& policy, const Reach& reach, PassOrder& order);

  const std::vector<OtherwiseRun>& runs() const { return runs_; }
  // The run that computes the whole condition of a rule.
  std::optional<std::size_t> run_of(ir::ExprId whole) const;

 private:
  // Alternatives by the order in which the chain has met them: [begin, end).
  struct Interval {
    std::size_t begin = 0, end = 0;
  };
  struct Link {
    OtherwiseRun::Rule rule;
    std::uint32_t passes = 0;
  };

  void begin(const ir::Rule& rule);
  bool extend(const ir::Rule& rule);
  void close();
  void meet(ir::ExprId condition);
  bool says_none_before(ir::ExprId expression);
  std::optional<Interval> interval_of(ir::ExprId expression);
  bool asks_results(ir::ExprId expression) const { return asks_results_[expression.index]; }
  void find_conjunctions();

  const ir::Policy& policy_;
  const Reach& reach_;
  PassOrder& order_;
  std::vector<OtherwiseRun> runs_;
  std::unordered_map<std::uint32_t, std::size_t> run_of_;
  std::vector<bool> asks_results_;  // of sections, grades, stages
  std::vector<Link> links_;         // of the chain that is open
  bool is_over_ = false;            // it cannot go on after its last rule
  std::unordered_map<std::uint32_t, Interval> met_;
  std::size_t met_count_ = 0;
  std::map<std::vector<std::uint32_t>, ir::ExprId> conjunctions_;  // by operands
};

}  // namespace assay::plan

// Plans a policy: the rules and what follows from them (rules.cpp, outcome.cpp), and the passes over activities (passes.cpp).
#pragma once

#include <map>
#include <memory>

#include "compiler/plan/order.h"
#include "compiler/plan/otherwise.h"
#include "compiler/plan/space_planner.h"

namespace assay::plan {

class Planner {
 public:
  Planner(const ir::Policy& policy, SlotNames names);
  Plan run();

 private:
  // What a rule does to leads: the truth that it fires, and its points: a constant, or a slot that is 0 where it does not fire.
  struct RuleMade {
    Made fired;
    bool has_points = false;
    bool is_constant = false;
    runtime::Points constant = 0;
    Offset points = kernels::no_offset;
    // Instead of `points`: constant + what these bitmaps give.
    bool is_weighted = false;
    std::vector<kernels::SumWeights::Weight> weights = {};
    ir::ExprId comparison = {};  // of a text that gives the constant (SpacePlanner::give), if any
  };
  struct SumMade {
    Values points;
    ItemId item = no_item;
  };
  struct PassPlan {
    kernels::ActivityPass pass;
    ItemId item = no_item;
    std::map<std::pair<std::int32_t, std::uint32_t>, std::uint32_t> filters;  // by activity and expression
    std::map<std::int32_t, std::uint32_t> phrases, chains;                    // of the policy: index in the pass
    std::vector<std::vector<std::int32_t>> classifier_atoms;                  // per classifier: the text atoms of the policy
    std::vector<ir::ExprId> residuals;
    std::uint32_t space_index = 0;
  };

  Space& add_space();
  void announce_all();
  void announce_given();
  std::optional<Made> outside_expression(ir::ExprId expression);
  Made index_of_grade(std::int32_t grade);

  // rules.cpp
  RuleMade base_of(std::int32_t rule);  // before its section decides
  RuleMade make_base(std::int32_t rule);
  RuleMade made_of(std::int32_t rule);  // after
  RuleMade give_points(const ir::Rule& rule);
  bool competes(const ir::Rule& rule) const;
  bool is_constant_rule(const ir::Rule& rule) const;
  std::optional<runtime::Points> constant_of(const ir::Rule& rule) const;
  bool may_be_given(const ir::Rule& rule) const;
  kernels::PointsSource points_source(const ir::Rule& rule, std::vector<ItemId>& needs);
  SumMade section(std::int32_t index);
  void settle_constants(const ir::Section& section, const std::vector<std::int32_t>& rivals);
  void settle_slots(const ir::Section& section, const std::vector<std::int32_t>& rivals);
  SumMade sum(const std::vector<RuleMade>& rules, const kernels::PointBounds& bounds, const std::string& name);
  SumMade score();
  Made run_of_chain(std::size_t run);

  // outcome.cpp
  Made any_of(const std::vector<Made>& truths, std::string name);
  Made excluded();
  const kernels::TakeStep& step();
  void start_states(kernels::TakeStep& step);
  void store_results();

  // passes.cpp
  void plan_passes();
  void allot_aggregates();
  void allot_rules();
  PassPlan& pass_at(std::uint32_t index);
  std::uint32_t phrase_in(std::uint32_t pass, std::int32_t phrase);
  std::uint32_t chain_in(std::uint32_t pass, std::int32_t chain);
  std::uint32_t filter_in(PassPlan& pass, std::int32_t activity, ir::ExprId filter, bool ignores);
  bool classify(PassPlan& pass, kernels::ActivityFilter& filter, ir::ExprId conjunct);
  void fill_bounds(PassPlan& pass);
  std::vector<kernels::WindowBound> bounds_of(const std::vector<ir::Bound>& bounds, Item& pass_item);
  void fill_rules(PassPlan& pass, std::uint32_t index);
  void fill_residuals(PassPlan& pass);
  kernels::AttributeRef attribute_of(std::int32_t activity, std::int32_t attribute) const;
  kernels::ForEach for_each_of(std::int32_t rule);
  bool weigh_counts(std::size_t rule, RuleMade& made);

  const ir::Policy& policy_;
  const SlotNames names_;
  Reach reach_;
  PassOrder order_;
  OtherwiseChains otherwise_;
  Plan plan_;
  SpacePlanner::States states_;
  std::unique_ptr<SpacePlanner> leads_;
  SpacePlanner* planner_of_activities_ = nullptr;  // while a pass's activity program is planned
  std::vector<std::unique_ptr<PassPlan>> passes_;
  std::map<std::uint32_t, Made> aggregates_;  // by expression
  std::map<std::size_t, Made> runs_;          // of chains of `otherwise`: what is open after the run
  std::map<std::int32_t, RuleMade> bases_, acting_;
  std::map<std::int32_t, kernels::LimitedCount> limited_;  // by rule
  std::map<std::int32_t, SumMade> sections_;
  std::optional<SumMade> score_;
  std::optional<Made> excluded_;
  std::optional<kernels::TakeStep> step_;
  ItemId step_item_ = no_item;
};

}  // namespace assay::plan

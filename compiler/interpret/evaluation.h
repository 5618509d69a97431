// The evaluation of a policy for one lead, in the order of the model's tasks: the reference semantics of the Policy IR.
//
// Row at a time and plain. An Evaluation is used for one lead after the other by one thread; views in values and outcomes hold until the
// next `run`. Split over sources by subject: evaluation.cpp (expressions), activities.cpp (phrases), chains.cpp, rules.cpp (rules and
// sections), outcome.cpp (score, grades, exclusion, the step).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/interpret/model.h"
#include "compiler/interpret/value.h"
#include "runtime/batch.h"

namespace assay::interpret {

struct RuleOutcome {
  bool fired = false;
  runtime::Points points = 0;
};

// What a lead gets.
struct Outcome {
  std::vector<RuleOutcome> rules;
  std::vector<runtime::Points> sections;
  std::optional<runtime::Points> score;
  std::vector<std::int32_t> grades;  // index of the label, or Result::no_grade
  bool excluded = false;
  std::int32_t stage = 0;     // state after the step; without meaning where excluded
  std::vector<bool> entered;  // per state
  std::vector<std::int32_t> missing;
};

// Exact: what goes beyond 64 bits on the way may come back; only the result stays at their ends.
runtime::Points sum_of_points(std::span<const runtime::Points> points);

class Evaluation {
 public:
  Evaluation(const Model& model, std::int64_t as_of);

  // Evaluates one row; `activities` as in runtime::Session::score.
  void run(const runtime::Batch& batch, const runtime::ActivityBatch* activities, std::size_t row);

  const Outcome& outcome() const { return outcome_; }
  const Value& value(ir::ExprId expression) const { return values_[expression.index]; }
  bool holds(ir::ExprId condition) const { return values_[condition.index].integer != 0; }

  // What an explanation asks besides, of the row of the last run.

  // An activity of the lead: its index in the ActivityBatch.
  using Activity = std::size_t;

  Activity first_activity() const { return first_activity_; }
  Activity last_activity() const { return last_activity_; }
  bool is_ignored(Activity activity) const { return !ignored_.empty() && ignored_[activity - first_activity_]; }
  bool is_timed(Activity activity) const { return time_of(activity) != runtime::ActivityBatch::untimed; }
  std::int64_t time_of(Activity activity) const { return activities_->times[activity]; }
  Value attribute(std::int32_t kind, std::int32_t attribute, Activity activity) const;

  // Those that a phrase means, in the order of the batch; with `any_time`, also those outside its window.
  std::vector<Activity> matching(std::int32_t phrase, bool any_time = false);
  // Per value of the last part's first attribute, or of all under the empty key: the activity that completes the chain last.
  std::map<std::string, Activity> completions(std::int32_t chain, bool by_value);
  // One activity per part that make up the completion by `last`; empty where none can be told.
  std::vector<Activity> steps_to(std::int32_t chain, Activity last);
  // What a `for each` gives points for: activities, or the latest of each day or value. Untimed ones only where age does not matter.
  std::vector<Activity> counted(const ir::Rule& rule);
  // The rule by itself: a section with `first match` or `best match` may still decide against it.
  RuleOutcome of_rule(const ir::Rule& rule);
  // What the rule gives for an activity of that time, and by which factor that is less.
  std::optional<runtime::Points> points_at(const ir::Rule& rule, std::int64_t time) const;
  double decay_factor(const ir::Decay& decay, std::int64_t time) const;
  // Where the lead was before the step.
  std::int32_t current_stage() const;
  // The first of the policy's ignores that takes the activity out.
  std::optional<std::size_t> ignored_by(Activity activity);

 private:
  void perform(Task task);

  // Expressions.
  Value evaluate(const ir::Node& node);
  const Value& operand(const ir::Node& node, std::uint32_t i) const { return values_[policy_.operand(node, i).index]; }
  bool all_known(const ir::Node& node) const;
  ir::Type type_of_operand(const ir::Node& node) const { return policy_[policy_.operand(node, 0)].type; }
  Value constant(const ir::Node& node) const;
  std::int64_t truths(const ir::Node& node) const;
  template <typename Holds>
  Value compare(const ir::Node& node, Holds holds) const;
  bool label_in(const ir::Node& node) const;
  bool any_text(const Value& value, ir::Type type, const std::function<bool(std::string_view)>& fits) const;
  bool matches_text(const ir::Node& node) const;
  bool relates(const ir::Node& node) const;
  template <typename Compute>
  Value of_known(const ir::Node& node, Compute compute) const;
  template <typename Part>
  Value of_url(const ir::Node& node, Part part) const;
  Value arithmetic(const ir::Node& node, std::int64_t (*of_integers)(std::int64_t, std::int64_t),
                   double (*of_numbers)(double, double)) const;
  Value unary(const ir::Node& node, std::int64_t (*of_integers)(std::int64_t), double (*of_numbers)(double)) const;
  Value start_of(const ir::Node& node, calendar::CalendarUnit unit) const;
  Value least_or_greatest(const ir::Node& node, bool greatest) const;
  Value choose(const ir::Node& node) const;

  // Activities: of the lead, not ignored, in the order of the batch (untimed first, then by time).
  void find_ignored();
  bool passes(const Filter& filter, Activity activity);
  bool within_bounds(const std::vector<ir::Bound>& bounds, Activity activity) const;
  bool is_of_kind(std::int32_t kind, Activity activity) const;
  std::vector<Activity> timed(std::int32_t phrase);
  std::vector<Value> known_values(std::int32_t phrase, std::int32_t attribute);
  std::optional<std::string> key(KeyKind kind, std::int32_t activity_kind, std::int32_t attribute, Activity activity) const;
  std::int64_t count_units(std::int32_t phrase, calendar::CalendarUnit unit);
  Value latest_time(std::int32_t phrase);
  Value first_time(std::int32_t phrase);
  Value sum(const ir::Node& node);
  Value average(const ir::Node& node);
  Value extreme(const ir::Node& node);
  Value value_at_edge(const ir::Node& node);
  // Per day, week or month: its latest activity. Per distinct value: likewise, one without a time if it has no other.
  std::map<std::int32_t, Activity> latest_by_unit(std::int32_t phrase, calendar::CalendarUnit unit);
  std::map<std::string, Activity> latest_by_value(std::int32_t phrase, std::int32_t attribute);

  // Rules and sections.
  RuleOutcome of_when(const ir::Rule& rule) const;
  RuleOutcome of_for_each(const ir::Rule& rule);
  std::vector<Activity> thinned(const std::vector<Activity>& activities, const ir::Duration& gap) const;
  void settle(std::size_t section);

  // The rest of the outcome.
  std::optional<runtime::Points> score() const;
  std::int32_t grade(const ir::Grade& grade) const;
  bool is_excluded() const;
  void step();
  bool lacks_required(const ir::Transition& transition);

  const Model& model_;
  const ir::Policy& policy_;
  const std::int64_t as_of_;
  const runtime::Batch* batch_ = nullptr;
  const runtime::ActivityBatch* activities_ = nullptr;
  std::size_t row_ = 0;
  Activity first_activity_ = 0, last_activity_ = 0;  // of the row: half open
  Activity activity_ = 0;                            // whose filter is being evaluated
  std::vector<bool> ignored_;                        // from first_activity_ on
  std::vector<Value> values_;                        // per node
  Outcome outcome_;
};

}  // namespace assay::interpret

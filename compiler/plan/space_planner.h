// Plans the expressions of one space: which of them get a slot, and what fills it.
//
// An expression has a slot when a kernel makes it or reads it, when two statements use it, or when it passes from rows to words. All others
// are computed inside the statement that uses them.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "compiler/plan/forms.h"
#include "compiler/plan/items.h"
#include "compiler/plan/reach.h"

namespace assay::plan {

class SpacePlanner {
 public:
  // Numbers that steps keep session state by; shared by all spaces.
  struct States {
    std::uint32_t texts = 0, passes = 0;
  };

  // `outside` says how an expression is made that is none of the space's own: in the lead space aggregates and results, in activity spaces
  // what belongs to the leads. nullopt: the space makes it.
  using Outside = std::function<std::optional<Made>(ir::ExprId)>;

  // The item that makes the points of a SectionValue or ScoreValue (lead space); no_item for other nodes.
  using PointsItem = std::function<ItemId(const ir::Node&)>;

  SpacePlanner(const ir::Policy& policy, const Reach& reach, Space& space, States& states, bool of_activities, Outside outside,
               PointsItem points_item = {});

  // Tells of an expression that will be made, before the first is: comparisons of one value are collected.
  void announce(ir::ExprId expression);

  // Tells, likewise, that nothing uses the comparison of a text but `give`: its truth then holds only where the run explains.
  void announce_given(ir::ExprId comparison) { given_.insert(comparison.index); }
  bool is_given(ir::ExprId comparison) const { return given_.contains(comparison.index); }

  // Adds the points to what texts give for which the comparison holds. `sums` has, by the item that compares, the slot of what it adds up
  // to.
  void give(ir::ExprId comparison, runtime::Points points, std::map<ItemId, Offset>& sums);

  // The slot of the expression (of a truth only `values`), with the item that fills it.
  Made make(ir::ExprId expression);
  Made make_known(ir::ExprId value);

  Offset new_truth(std::string name);
  Offset new_truths(std::size_t count);
  Values new_values(ValueKind kind, std::string name);
  ItemId add(Item item);
  ItemId add_statement(const TakeFirst& take, ItemId after);
  ItemId add(kernels::Step step, std::vector<ItemId> needs, bool once = false) {
    return add({Item::Group::Kernel, std::move(step), std::move(needs), once});
  }
  std::string name_of(ir::ExprId expression) const;

  // Whether thresholds of the aggregate come from the pass, and which; filled by `announce`.
  const std::vector<std::int64_t>& thresholds(ir::ExprId value) const;
  // Whether something needs the aggregate itself and not only comparisons of it.
  bool needs_value(ir::ExprId value) const { return needs_value_[value.index]; }

  std::vector<Item>& items() { return items_; }
  Space& space() { return space_; }

 private:
  struct Comparisons {
    std::vector<std::int64_t> thresholds;
  };
  struct Matches {
    std::vector<ir::ExprId> expressions;  // in order of announcement, given ones behind the others
    std::uint32_t asked = 0;              // how many are not given
    Made made;
  };

  const ir::Node& node(ir::ExprId expression) const { return policy_[expression]; }
  ir::ExprId operand(ir::ExprId expression, std::uint32_t i) const { return policy_.operand(node(expression), i); }
  void announce_range(ir::ExprId comparison);
  Made make_new(ir::ExprId expression);
  Made make_leaf(ir::ExprId expression);
  Made make_constant(ir::ExprId expression);
  Made make_text(ir::ExprId expression);
  Made make_words(ir::ExprId expression);
  Made make_wide(ir::ExprId expression);
  Made make_rows(ir::ExprId expression);
  Made make_dates(ir::ExprId expression);
  Made make_pairs(ir::ExprId expression, kernels::PairFunction function);
  Made make_choice(ir::ExprId expression);
  Made make_table(ir::ExprId expression);
  Made first_of(const std::vector<ir::ExprId>& truths);
  Made make_relation(ir::ExprId expression);
  Made make_match(ir::ExprId expression);
  ItemId add_match(ir::ExprId value, const Matches& matches);
  ItemId add_text_match(ir::ExprId value, const Matches& matches);
  ItemId add_label_match(ir::ExprId value, const Matches& matches);
  std::optional<std::uint32_t> column_of(ir::ExprId value) const;
  ItemId make_thresholds(ir::ExprId value);
  void need_in_words(ir::ExprId expression, std::vector<ItemId>& needs, std::uint32_t& weight);
  void need_in_rows(ir::ExprId expression, std::vector<ItemId>& needs, std::uint32_t& weight);
  void need_operands(ir::ExprId expression, Item& item);
  static bool fits(const ir::Node& node, std::uint32_t weight);
  bool is_inline(ir::ExprId expression) const;
  bool is_once(ir::ExprId expression) const { return !of_activities_ && reach_.is_same_for_all(expression); }

  const ir::Policy& policy_;
  const Reach& reach_;
  Space& space_;
  States& states_;
  const bool of_activities_;
  Outside outside_;
  PointsItem points_item_;
  std::vector<Item> items_;
  std::map<std::uint32_t, Made> made_, made_known_;
  std::map<std::uint32_t, ItemId> made_thresholds_;
  std::map<std::uint32_t, Comparisons> comparisons_;
  std::map<std::uint32_t, Matches> matches_;
  std::vector<bool> announced_, needs_value_;  // by expression
  std::vector<std::uint32_t> places_;          // by expression: of a comparison in its Matches
  std::set<std::uint32_t> given_;
  std::map<std::vector<std::uint32_t>, Made> firsts_;  // by truths: the number of the first that holds
};

}  // namespace assay::plan

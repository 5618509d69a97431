#include "compiler/plan/space_planner.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "compiler/plan/comparison.h"
#include "compiler/plan/describe.h"

namespace assay::plan {

using ir::ExprId;
using ir::Op;
using kernels::no_offset;

ValueKind kind_of(ir::Type type) {
  switch (type) {
    case ir::Type::Truth: return ValueKind::Truth;
    case ir::Type::YesNo: return ValueKind::YesNo;
    case ir::Type::Number: return ValueKind::Number;
    case ir::Type::Integer:
    case ir::Type::Date:
    case ir::Type::Time:
    case ir::Type::Label: return ValueKind::Integer;
    case ir::Type::Text: return ValueKind::Text;
    case ir::Type::TextList: return ValueKind::List;
  }
  return ValueKind::Integer;
}

namespace {

std::size_t bytes_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::Truth:
    case ValueKind::YesNo: return kernels::truth_bytes;
    case ValueKind::Number:
    case ValueKind::Integer: return kernels::value_bytes;
    case ValueKind::Text: return kernels::text_bytes;
    case ValueKind::List: return kernels::list_bytes;
  }
  return 0;
}

}  // namespace

SpacePlanner::SpacePlanner(const ir::Policy& policy, const Reach& reach, Space& space, States& states, bool of_activities, Outside outside,
                           PointsItem points_item)
    : policy_(policy),
      reach_(reach),
      space_(space),
      states_(states),
      of_activities_(of_activities),
      outside_(std::move(outside)),
      points_item_(std::move(points_item)),
      announced_(policy.nodes.size()),
      needs_value_(policy.nodes.size()),
      places_(policy.nodes.size()) {}

// Depth-first with a stack of its own: operand lists may be long.
void SpacePlanner::announce(ExprId root) {
  if (!root.valid()) return;
  needs_value_[root.index] = true;
  std::vector<ExprId> stack{root};
  while (!stack.empty()) {
    const ExprId expression = stack.back();
    stack.pop_back();
    if (announced_[expression.index]) continue;
    announced_[expression.index] = true;
    const ir::Node& here = node(expression);
    if (of_activities_ && !here.per_activity) continue;
    const bool is_range = range_of(policy_, here).has_value();
    if (is_range) announce_range(expression);
    if (here.op == Op::TextMatch || here.op == Op::LabelIn) matches_[operand(expression, 0).index].expressions.push_back(expression);
    for (std::uint32_t i = 0; i < here.operand_count; ++i) {
      if (!is_range) needs_value_[operand(expression, i).index] = true;
      stack.push_back(operand(expression, i));
    }
  }
}

void SpacePlanner::announce_range(ExprId comparison) {
  const Range range = *range_of(policy_, node(comparison));
  std::vector<std::int64_t>& thresholds = comparisons_[range.value.index].thresholds;
  const ir::Node& value = node(range.value);
  for (const auto& end : {range.from, range.to}) {
    if (!end) continue;
    if (value.op == Op::SumOf && *end < 1) needs_value_[range.value.index] = true;
    const auto less = [&](std::int64_t a, std::int64_t b) {
      return value.type == ir::Type::Number ? std::bit_cast<double>(a) < std::bit_cast<double>(b) : a < b;
    };
    const auto at = std::lower_bound(thresholds.begin(), thresholds.end(), *end, less);
    if (at == thresholds.end() || *at != *end) thresholds.insert(at, *end);
  }
}

const std::vector<std::int64_t>& SpacePlanner::thresholds(ExprId value) const {
  static const std::vector<std::int64_t> none;
  const auto found = comparisons_.find(value.index);
  return found == comparisons_.end() ? none : found->second.thresholds;
}

std::string SpacePlanner::name_of(ExprId expression) const { return space_.has_names ? describe(policy_, expression) : std::string(); }

Offset SpacePlanner::new_truths(std::size_t count) {
  const auto offset = static_cast<Offset>(space_.bytes);
  space_.bytes += count * kernels::truth_bytes;
  return offset;
}

Offset SpacePlanner::new_truth(std::string name) {
  const Offset offset = new_truths(1);
  if (space_.has_names) space_.names[offset] = std::move(name);
  return offset;
}

Values SpacePlanner::new_values(ValueKind kind, std::string name) {
  Values slot;
  slot.values = new_truth(std::move(name));
  space_.bytes += bytes_of(kind) - kernels::truth_bytes;
  if (kind != ValueKind::Truth) slot.known = new_truths(1);
  return slot;
}

ItemId SpacePlanner::add(Item item) {
  items_.push_back(std::move(item));
  return static_cast<ItemId>(items_.size() - 1);
}

ItemId SpacePlanner::add_statement(const TakeFirst& take, ItemId after) {
  Item item{.group = Item::Group::Words, .work = take, .needs = {after}};
  for (const TakeFirst::Rule& rule : take.rules) {
    item.weight += 2 + static_cast<std::uint32_t>(rule.conditions.size());
    for (const ExprId condition : rule.conditions) need_in_words(condition, item.needs, item.weight);
  }
  return add(std::move(item));
}

Made SpacePlanner::make(ExprId expression) {
  const auto known = made_.find(expression.index);
  if (known != made_.end()) return known->second;
  const std::optional<Made> from_outside = outside_(expression);
  const Made made = from_outside ? *from_outside : make_new(expression);
  made_[expression.index] = made;
  if (made.slot.valid()) space_.slots[expression.index] = made.slot;
  return made;
}

Made SpacePlanner::make_new(ExprId expression) {
  const ir::Node& here = node(expression);
  if (is_wide(here)) return make_wide(expression);
  if (is_wide_choice(here)) return make_table(expression);
  if (is_of_words(policy_, here)) return make_words(expression);
  if (is_of_rows(policy_, here)) return make_rows(expression);
  switch (here.op) {
    case Op::Constant:
    case Op::Missing:
    case Op::AsOf:
    case Op::Field:
    case Op::Attribute: return make_leaf(expression);
    case Op::TextMatch:
    case Op::LabelIn: return make_match(expression);
    case Op::TextRelation: return make_relation(expression);
    case Op::Length:
    case Op::DomainOf:
    case Op::HostOf:
    case Op::PathOf:
    case Op::QueryOf: return make_text(expression);
    case Op::Else:
    case Op::Choose: return make_choice(expression);
    case Op::Multiply: return make_pairs(expression, kernels::PairFunction::Multiply);
    case Op::DaysBetweenTimes: return make_pairs(expression, kernels::PairFunction::DaysBetweenTimes);
    default: return make_dates(expression);  // which names those that it knows
  }
}

Made SpacePlanner::make_known(ExprId value) {
  if (made_.contains(value.index)) return {{no_offset, made_[value.index].slot.known}, made_[value.index].item};
  if (const auto known = made_known_.find(value.index); known != made_known_.end()) return known->second;
  const auto column = column_of(value);
  if (!column || kind_of(node(value).type) == ValueKind::Integer || kind_of(node(value).type) == ValueKind::Number) {
    const Made made = make(value);
    return {{no_offset, made.slot.known}, made.item};
  }
  const Offset to = new_truth("has " + name_of(value));
  const Made made{{no_offset, to}, add(kernels::GatherKnown{*column, to}, {})};
  space_.known[value.index] = to;
  made_known_[value.index] = made;
  return made;
}

// The column that the value stands in as it is.
std::optional<std::uint32_t> SpacePlanner::column_of(ExprId value) const {
  const ir::Node& here = node(value);
  if (here.op == Op::Field && !of_activities_) return static_cast<std::uint32_t>(here.index);
  if (here.op != Op::Attribute || !of_activities_) return std::nullopt;
  const auto& activity = policy_.schema.activities[static_cast<std::size_t>(here.index)];
  const std::int32_t slot = activity.attributes[static_cast<std::size_t>(here.attribute)].slot;
  return slot < 0 ? std::nullopt : std::optional(static_cast<std::uint32_t>(slot));
}

bool SpacePlanner::is_inline(ExprId expression) const { return reach_.uses(expression) <= 1 && !made_.contains(expression.index); }

// An expression is part of the statement that uses it up to this weight; beyond, it has a slot, so that statements stay small whatever the
// policy says.
bool SpacePlanner::fits(const ir::Node& node, std::uint32_t weight) {
  constexpr std::uint32_t most_weight = 128;
  return weight + node.operand_count <= most_weight;
}

// Each operand weighs one at least, whatever is done about it. Counting takes an adder of some places for each.
void SpacePlanner::need_operands(ExprId expression, Item& item) {
  const ir::Node& here = node(expression);
  if (const auto range = range_of(policy_, here)) {
    item.needs.push_back(make_thresholds(range->value));
    if (!is_always_known(node(range->value))) item.needs.push_back(make_known(range->value).item);
    item.weight += 3;
    return;
  }
  item.weight += here.operand_count;
  if (here.op == Op::AtLeast) item.weight += here.operand_count * 2 * static_cast<std::uint32_t>(std::bit_width(here.operand_count));
  for (std::uint32_t i = 0; i < here.operand_count; ++i) {
    const ExprId each = operand(expression, i);
    if (item.group == Item::Group::Rows)
      need_in_rows(each, item.needs, item.weight);
    else if (here.op == Op::IsYes || here.op == Op::IsNo)
      item.needs.push_back(make(each).item);
    else if (here.op != Op::Has)
      need_in_words(each, item.needs, item.weight);
    else if (!is_always_known(node(each)))
      item.needs.push_back(make_known(each).item);
  }
}

void SpacePlanner::need_in_words(ExprId expression, std::vector<ItemId>& needs, std::uint32_t& weight) {
  const ir::Node& here = node(expression);
  if (here.op == Op::Truth) return;
  const bool outside = of_activities_ && !here.per_activity;
  const bool computes = is_always_inline(policy_, here) || (is_of_words(policy_, here) && is_inline(expression) && fits(here, weight));
  if (outside || !computes) {
    needs.push_back(make(expression).item);
    return;
  }
  Item item{.group = Item::Group::Words, .work = {}, .needs = std::move(needs), .once = false, .weight = weight};
  need_operands(expression, item);
  needs = std::move(item.needs);
  weight = item.weight;
}

void SpacePlanner::need_in_rows(ExprId expression, std::vector<ItemId>& needs, std::uint32_t& weight) {
  const ir::Node& here = node(expression);
  if (here.op == Op::Constant || here.op == Op::Missing || here.op == Op::Truth) return;
  const bool outside = of_activities_ && !here.per_activity;
  if (outside || here.type == ir::Type::Truth || !is_of_rows(policy_, here) || !is_inline(expression) || !fits(here, weight) ||
      here.op == Op::SectionValue || here.op == Op::ScoreValue) {
    needs.push_back(make(expression).item);
    return;
  }
  Item item{.group = Item::Group::Rows, .work = {}, .needs = std::move(needs), .once = false, .weight = weight};
  need_operands(expression, item);
  needs = std::move(item.needs);
  weight = item.weight;
}

Made SpacePlanner::make_words(ExprId expression) {
  Item item{.group = Item::Group::Words, .work = {}, .needs = {}, .once = is_once(expression)};
  need_operands(expression, item);
  const Made made{{new_truth(name_of(expression)), no_offset}, no_item};
  item.work = Assign{expression, made.slot};
  return {made.slot, add(std::move(item))};
}

Made SpacePlanner::make_rows(ExprId expression) {
  Item item{.group = Item::Group::Rows, .work = {}, .needs = {}, .once = is_once(expression)};
  need_operands(expression, item);
  if (points_item_) item.needs.push_back(points_item_(node(expression)));
  const Values slot = new_values(kind_of(node(expression).type), name_of(expression));
  item.work = Assign{expression, slot};
  return {slot, add(std::move(item))};
}

ItemId SpacePlanner::make_thresholds(ExprId value) {
  if (const auto made = made_thresholds_.find(value.index); made != made_thresholds_.end()) return made->second;
  const std::vector<std::int64_t>& all = thresholds(value);
  const Made made = make(value);
  ItemId item = made.item;
  const bool from_pass = node(value).op == Op::Count || (has_pass_thresholds(node(value)) && !needs_value(value));
  if (!from_pass && !all.empty()) {
    const Offset first = new_truths(all.size());
    kernels::CompareValues compare{
        .from = made.slot, .is_number = node(value).type == ir::Type::Number, .integers = {}, .numbers = {}, .first_out = first};
    for (std::size_t i = 0; i < all.size(); ++i) {
      space_.at_least[{value.index, all[i]}] = first + static_cast<Offset>(i * kernels::truth_bytes);
      if (compare.is_number)
        compare.numbers.push_back(std::bit_cast<double>(all[i]));
      else
        compare.integers.push_back(all[i]);
    }
    item = add(std::move(compare), {made.item}, is_once(value));
  }
  made_thresholds_[value.index] = item;
  return item;
}

}  // namespace assay::plan

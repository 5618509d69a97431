// The expressions that kernels compute: columns, texts, dates, matches.
#include <algorithm>
#include <cassert>

#include "compiler/plan/describe.h"
#include "compiler/plan/space_planner.h"
#include "compiler/plan/table.h"

namespace assay::plan {

using ir::ExprId;
using ir::Op;

Made SpacePlanner::make_leaf(ExprId expression) {
  const ir::Node& here = node(expression);
  if (here.op == Op::Constant) return make_constant(expression);
  const Values slot = new_values(kind_of(here.type), name_of(expression));
  if (here.op == Op::AsOf) return {slot, add(kernels::FillAsOf{slot}, {}, is_once(expression))};
  const auto column = here.op == Op::Missing ? std::nullopt : column_of(expression);
  if (!column) return {slot, add(kernels::FillMissing{slot}, {}, is_once(expression))};
  switch (here.type) {
    case ir::Type::Truth:
    case ir::Type::YesNo: return {slot, add(kernels::GatherYesNo{*column, slot}, {})};
    case ir::Type::Number:
    case ir::Type::Integer:
    case ir::Type::Date:
    case ir::Type::Time: return {slot, add(kernels::GatherValues{*column, slot}, {})};
    case ir::Type::Label: return {slot, add(kernels::GatherLabels{*column, slot}, {})};
    case ir::Type::Text: return {slot, add(kernels::GatherTexts{*column, slot}, {})};
    case ir::Type::TextList: return {slot, add(kernels::GatherLists{*column, slot}, {})};
  }
  return {slot, no_item};
}

Made SpacePlanner::make_constant(ExprId expression) {
  const ir::Node& here = node(expression);
  const bool once = !of_activities_;
  if (here.type == ir::Type::YesNo) return make_rows(expression);
  const Values slot = new_values(kind_of(here.type), name_of(expression));
  if (here.type == ir::Type::Number) return {slot, add(kernels::FillNumber{here.number, slot}, {}, once)};
  if (here.type == ir::Type::Text)
    return {slot, add(kernels::FillText{policy_.texts[static_cast<std::size_t>(here.index)], slot}, {}, once)};
  return {slot, add(kernels::FillInteger{here.integer, slot}, {}, once)};
}

namespace {

kernels::TextPart part_of_op(Op op) {
  switch (op) {
    case Op::DomainOf: return kernels::TextPart::Domain;
    case Op::HostOf: return kernels::TextPart::Host;
    case Op::PathOf: return kernels::TextPart::Path;
    case Op::QueryOf: return kernels::TextPart::Query;
    default: return kernels::TextPart::Whole;
  }
}

kernels::DateFunction date_function(Op op) {
  switch (op) {
    case Op::DateOfTime: return kernels::DateFunction::DateOfTime;
    case Op::StartOfDate: return kernels::DateFunction::StartOfDate;
    case Op::YearOf: return kernels::DateFunction::YearOf;
    case Op::MonthOf: return kernels::DateFunction::MonthOf;
    case Op::WeekdayOf: return kernels::DateFunction::WeekdayOf;
    case Op::StartOfWeek: return kernels::DateFunction::StartOfWeek;
    case Op::StartOfMonth: return kernels::DateFunction::StartOfMonth;
    case Op::StartOfQuarter: return kernels::DateFunction::StartOfQuarter;
    case Op::StartOfYear: return kernels::DateFunction::StartOfYear;
    case Op::AddToDate: return kernels::DateFunction::AddToDate;
    case Op::AddToTime: return kernels::DateFunction::AddToTime;
    default: break;
  }
  assert(false && "an operation that nobody plans");
  return kernels::DateFunction::DateOfTime;
}

}  // namespace

Made SpacePlanner::make_text(ExprId expression) {
  const ir::Node& here = node(expression);
  const ExprId from = operand(expression, 0);
  const Made made = make(from);
  const Values slot = new_values(kind_of(here.type), name_of(expression));
  const bool once = is_once(expression);
  if (here.op == Op::Length) return {slot, add(kernels::MeasureText{kind_of(node(from).type), made.slot, slot}, {made.item}, once)};
  return {slot, add(kernels::TakePart{part_of_op(here.op), made.slot, slot}, {made.item}, once)};
}

Made SpacePlanner::make_dates(ExprId expression) {
  const ir::Node& here = node(expression);
  const Made from = make(operand(expression, 0));
  const Values slot = new_values(ValueKind::Integer, name_of(expression));
  kernels::MapDates map{date_function(here.op), {}, from.slot, slot};
  if (here.op == Op::AddToDate || here.op == Op::AddToTime) map.duration = policy_.durations[static_cast<std::size_t>(here.index)];
  return {slot, add(map, {from.item}, is_once(expression))};
}

Made SpacePlanner::make_pairs(ExprId expression, kernels::PairFunction function) {
  const Made first = make(operand(expression, 0)), second = make(operand(expression, 1));
  const Values slot = new_values(ValueKind::Integer, name_of(expression));
  return {slot, add(kernels::MapPairs{function, first.slot, second.slot, slot}, {first.item, second.item}, is_once(expression))};
}

// `else` of texts and lists, and choices that no other kernel makes.
Made SpacePlanner::make_choice(ExprId expression) {
  const ir::Node& here = node(expression);
  const ValueKind kind = kind_of(here.type);
  std::vector<Made> operands;
  std::vector<ItemId> needs;
  for (std::uint32_t i = 0; i < here.operand_count; ++i) {
    operands.push_back(make(operand(expression, i)));
    needs.push_back(operands.back().item);
  }
  const Values slot = new_values(kind, name_of(expression));
  const bool once = is_once(expression);
  if (here.op == Op::Else) return {slot, add(kernels::ElseText{kind, operands[0].slot, operands[1].slot, slot}, std::move(needs), once)};
  kernels::ChooseText choose{kind, {}, slot};
  for (std::size_t i = 0; i + 1 < operands.size(); i += 2) choose.cases.push_back({operands[i].slot.values, operands[i + 1].slot});
  return {slot, add(std::move(choose), std::move(needs), once)};
}

// The number of the first that holds; the rows of a table share it among them.
Made SpacePlanner::first_of(const std::vector<ExprId>& truths) {
  std::vector<std::uint32_t> key;
  for (const ExprId truth : truths) key.push_back(truth.index);
  if (const auto known = firsts_.find(key); known != firsts_.end()) return known->second;
  kernels::ChooseFirst choose;
  std::vector<ItemId> needs;
  for (const ExprId truth : truths) {
    const Made made = make(truth);
    choose.truths.push_back(made.slot.values);
    needs.push_back(made.item);
  }
  choose.to = new_values(ValueKind::Integer, "first of " + name_of(truths.front()) + ", …");
  const Values to = choose.to;
  const bool once = std::ranges::all_of(truths, [&](ExprId truth) { return is_once(truth); });
  return firsts_[key] = {to, add(std::move(choose), std::move(needs), once)};
}

// choose (r1, choose (c1, v11, c2, v12)), (r2, choose (c1, v21, c2, v22)) → v[first of r][first of c]. Of cells that are no constants, or
// rows that differ in their columns, each value has a slot.
Made SpacePlanner::make_table(ExprId expression) {
  const auto table = table_of(policy_, expression);
  if (!table) return make_choice(expression);
  kernels::LookUp look{};
  const Made row = first_of(table->rows);
  std::vector<ItemId> needs{row.item};
  look.row = row.slot;
  look.columns = static_cast<std::uint32_t>(std::max<std::size_t>(1, table->columns.size()));
  if (!table->columns.empty()) {
    const Made column = first_of(table->columns);
    look.column = column.slot;
    needs.push_back(column.item);
  }
  look.cells = table->cells;
  look.to = new_values(kind_of(node(expression).type), name_of(expression));
  const Values to = look.to;
  return {to, add(std::move(look), std::move(needs), is_once(expression))};
}

// `and` is all of its operands, `or` at least one.
Made SpacePlanner::make_wide(ExprId expression) {
  const ir::Node& here = node(expression);
  kernels::AtLeastOf step;
  std::vector<ItemId> needs;
  for (std::uint32_t i = 0; i < here.operand_count; ++i) {
    const Made made = make(operand(expression, i));
    step.truths.push_back(made.slot.values);
    needs.push_back(made.item);
  }
  if (here.op == Op::And) step.at_least = here.operand_count;
  if (here.op == Op::AtLeast) step.at_least = static_cast<std::uint64_t>(std::max<std::int64_t>(here.integer, 0));
  step.to = new_truth(name_of(expression));
  const Offset to = step.to;
  return {{to, kernels::no_offset}, add(std::move(step), std::move(needs), is_once(expression))};
}

Made SpacePlanner::make_relation(ExprId expression) {
  const ir::Node& here = node(expression);
  const Made first = make(operand(expression, 0)), second = make(operand(expression, 1));
  const Offset to = new_truth(name_of(expression));
  kernels::RelateTexts relate{static_cast<text::TextMode>(here.index), kind_of(node(operand(expression, 0)).type), first.slot, second.slot,
                              to};
  return {{to, kernels::no_offset}, add(relate, {first.item, second.item}, is_once(expression))};
}

Made SpacePlanner::make_match(ExprId expression) {
  const ExprId value = operand(expression, 0);
  Matches& matches = matches_[value.index];
  assert(!matches.expressions.empty() && "a match that nobody announced");
  if (matches.made.item == no_item) {
    const auto given = std::ranges::stable_partition(matches.expressions, [&](ExprId each) { return !is_given(each); });
    matches.asked = static_cast<std::uint32_t>(given.begin() - matches.expressions.begin());
    matches.made.slot.values = new_truths(matches.expressions.size());
    for (std::size_t i = 0; i < matches.expressions.size(); ++i) {
      const Offset offset = matches.made.slot.values + static_cast<Offset>(i * kernels::truth_bytes);
      if (space_.has_names) space_.names[offset] = name_of(matches.expressions[i]);
      places_[matches.expressions[i].index] = static_cast<std::uint32_t>(i);
    }
    matches.made.item = add_match(value, matches);
  }
  return {{matches.made.slot.values + static_cast<Offset>(places_[expression.index] * kernels::truth_bytes), kernels::no_offset},
          matches.made.item};
}

void SpacePlanner::give(ExprId comparison, runtime::Points points, std::map<ItemId, Offset>& sums) {
  assert(is_given(comparison));
  const ItemId item = make(comparison).item;
  const Matches& matches = matches_[operand(comparison, 0).index];
  auto& all = std::get<kernels::MatchTexts>(std::get<kernels::Step>(items_[item].work)).points;
  const auto [at, is_new] = sums.try_emplace(item);
  if (is_new) {
    at->second = new_values(ValueKind::Integer, "points of " + name_of(operand(comparison, 0))).values;
    all.push_back({std::vector<runtime::Points>(matches.expressions.size()), at->second});
  }
  const auto sum = std::ranges::find(all, at->second, &kernels::TextPoints::to);
  sum->of_atom[places_[comparison.index]] += points;
}

ItemId SpacePlanner::add_match(ExprId value, const Matches& matches) {
  return node(matches.expressions.front()).op == Op::LabelIn ? add_label_match(value, matches) : add_text_match(value, matches);
}

ItemId SpacePlanner::add_text_match(ExprId value, const Matches& matches) {
  kernels::AtomSet set;
  for (const ExprId each : matches.expressions) {
    const ir::TextAtom& atom = policy_.text_atoms[static_cast<std::size_t>(node(each).index)];
    set.atoms.push_back({atom.mode, atom.texts});
  }
  const ir::Node& here = node(value);
  const std::uint32_t state = states_.texts++;
  const Offset first = matches.made.slot.values;
  const bool once = is_once(value);
  if (here.type == ir::Type::TextList) {
    const auto column = column_of(value);
    const Made made = column ? Made{} : make(value);
    return add(kernels::MatchLists{column ? static_cast<std::int32_t>(*column) : -1, made.slot, std::move(set), first, state}, {made.item},
               once);
  }
  kernels::TextPart part = part_of_op(here.op);
  auto column = column_of(part == kernels::TextPart::Whole ? value : operand(value, 0));
  if (!column) part = kernels::TextPart::Whole;
  const Made made = column ? Made{} : make(value);
  return add(kernels::MatchTexts{.column = column ? static_cast<std::int32_t>(*column) : -1,
                                 .slot = made.slot,
                                 .part = part,
                                 .set = std::move(set),
                                 .asked = matches.asked,
                                 .first_out = first,
                                 .state = state},
             {made.item}, once);
}

ItemId SpacePlanner::add_label_match(ExprId value, const Matches& matches) {
  kernels::MatchLabels match;
  match.atom_count = static_cast<std::uint32_t>(matches.expressions.size());
  match.first_out = matches.made.slot.values;
  match.state = states_.texts++;
  const auto column = column_of(value);
  const Made made = column ? Made{} : make(value);
  match.column = column ? static_cast<std::int32_t>(*column) : -1;
  match.slot = made.slot;
  for (std::uint32_t atom = 0; atom < match.atom_count; ++atom) {
    for (const std::int32_t code : policy_.label_sets[static_cast<std::size_t>(node(matches.expressions[atom]).index)]) {
      if (static_cast<std::size_t>(code) >= match.atoms_of_code.size()) match.atoms_of_code.resize(static_cast<std::size_t>(code) + 1);
      match.atoms_of_code[static_cast<std::size_t>(code)].push_back(atom);
    }
  }
  return add(std::move(match), {made.item}, is_once(value));
}

}  // namespace assay::plan

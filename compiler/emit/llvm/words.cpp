#include "compiler/emit/llvm/words.h"

#include <cassert>

#include "compiler/plan/forms.h"

namespace assay::emit {

using ir::ExprId;
using ir::Op;

void WordsEmitter::assign(const plan::Assign& assign) {
  llvm::Value* value = compute(assign.expression);
  computed_[assign.expression.index] = value;
  loop_.store_bits(value, assign.to.values);
}

void WordsEmitter::keep_first(const plan::KeepFirst& keep) {
  auto& builder = loop_.builder();
  llvm::Value* open = keep.open_in == kernels::no_offset ? all() : load(keep.open_in);
  for (std::size_t i = 0; i < keep.fired.size(); ++i) {
    llvm::Value* fired = load(keep.fired[i]);
    loop_.store_bits(builder.CreateAnd(fired, open), keep.acting[i]);
    open = builder.CreateAnd(open, builder.CreateNot(fired));
  }
  if (keep.open_out != kernels::no_offset) loop_.store_bits(open, keep.open_out);
}

void WordsEmitter::take_first(const plan::TakeFirst& take) {
  auto& builder = loop_.builder();
  llvm::Value* open = take.open_in == kernels::no_offset ? all() : load(take.open_in);
  for (const plan::TakeFirst::Rule& rule : take.rules) {
    llvm::Value* fired = all();
    for (const ExprId condition : rule.conditions) fired = builder.CreateAnd(fired, truth(condition));
    if (rule.acting != kernels::no_offset) loop_.store_bits(builder.CreateAnd(fired, open), rule.acting);
    open = builder.CreateAnd(open, builder.CreateNot(fired));
  }
  if (take.open_out != kernels::no_offset) loop_.store_bits(open, take.open_out);
}

llvm::Value* WordsEmitter::load(plan::Offset offset) {
  llvm::Value*& loaded = loaded_[offset];
  return loaded ? loaded : loaded = loop_.load_bits(offset);
}

llvm::Value* WordsEmitter::truth(ExprId expression) {
  if (const auto known = computed_.find(expression.index); known != computed_.end()) return known->second;
  const ir::Node& node = policy_[expression];
  const bool of_lead = is_of_activities_ && !node.per_activity;
  const auto slot = space_.slots.find(expression.index);
  const bool computes = slot == space_.slots.end() || (!of_lead && plan::is_always_inline(policy_, node));
  llvm::Value* value = computes ? compute(expression) : load(slot->second.values);
  computed_[expression.index] = value;
  return value;
}

llvm::Value* WordsEmitter::compute(ExprId expression) {
  const ir::Node& node = policy_[expression];
  if (const auto range = plan::range_of(policy_, node)) return in_range(*range);
  switch (node.op) {
    case Op::Truth: return node.integer ? all() : none();
    case Op::And:
    case Op::Or: return junction(node);
    case Op::Not: return loop_.builder().CreateNot(truth(policy_.operand(node, 0)));
    case Op::AtLeast: return at_least(node);
    case Op::Has: return known(policy_.operand(node, 0));
    case Op::IsYes: return yes_no(policy_.operand(node, 0), true);
    case Op::IsNo: return yes_no(policy_.operand(node, 0), false);
    default: break;
  }
  assert(false && "a truth that the plan gave no slot");
  return none();
}

llvm::Value* WordsEmitter::junction(const ir::Node& node) {
  auto& builder = loop_.builder();
  llvm::Value* value = node.op == Op::And ? all() : none();
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    llvm::Value* operand = truth(policy_.operand(node, i));
    value = node.op == Op::And ? builder.CreateAnd(value, operand) : builder.CreateOr(value, operand);
  }
  return value;
}

// Counts in binary, a vector per place, then compares the places with the bound from the lowest on.
llvm::Value* WordsEmitter::at_least(const ir::Node& node) {
  auto& builder = loop_.builder();
  if (node.integer <= 0) return all();
  if (node.integer > static_cast<std::int64_t>(node.operand_count)) return none();
  std::vector<llvm::Value*> places;
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    llvm::Value* carry = truth(policy_.operand(node, i));
    for (llvm::Value*& place : places) {
      llvm::Value* sum = builder.CreateXor(place, carry);
      carry = builder.CreateAnd(place, carry);
      place = sum;
    }
    if ((std::uint64_t{1} << places.size()) <= i + std::uint64_t{1}) places.push_back(carry);
  }
  llvm::Value* less = none();
  for (std::size_t place = 0; place < places.size(); ++place) {
    llvm::Value* zero = builder.CreateNot(places[place]);
    less = node.integer >> place & 1 ? builder.CreateOr(zero, less) : builder.CreateAnd(zero, less);
  }
  return builder.CreateNot(less);
}

llvm::Value* WordsEmitter::known(ExprId value) {
  if (plan::is_always_known(policy_[value])) return all();
  if (const auto known = space_.known.find(value.index); known != space_.known.end()) return load(known->second);
  return load(space_.slots.at(value.index).known);
}

llvm::Value* WordsEmitter::yes_no(ExprId value, bool yes) {
  const plan::Values& slot = space_.slots.at(value.index);
  llvm::Value* bits = load(slot.values);
  auto& builder = loop_.builder();
  return builder.CreateAnd(yes ? bits : builder.CreateNot(bits), load(slot.known));
}

llvm::Value* WordsEmitter::reaches(ExprId value, std::int64_t threshold) {
  if (policy_[value].op == Op::Count && threshold < 1) return all();
  return load(space_.at_least.at({value.index, threshold}));
}

llvm::Value* WordsEmitter::in_range(const plan::Range& range) {
  auto& builder = loop_.builder();
  if (range.empty) return range.outside ? known(range.value) : none();
  llvm::Value* inside = range.from ? reaches(range.value, *range.from) : known(range.value);
  if (range.to) inside = builder.CreateAnd(inside, builder.CreateNot(reaches(range.value, *range.to)));
  return range.outside ? builder.CreateAnd(known(range.value), builder.CreateNot(inside)) : inside;
}

}  // namespace assay::emit

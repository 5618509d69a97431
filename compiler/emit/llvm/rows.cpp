#include "compiler/emit/llvm/rows.h"

#include <cassert>

#include <llvm/IR/Intrinsics.h>

namespace assay::emit {

using ir::ExprId;
using ir::Op;
using llvm::Intrinsic::ID;

namespace {

llvm::CmpInst::Predicate number_predicate(Op op) {
  if (op == Op::Equal) return llvm::CmpInst::FCMP_OEQ;
  if (op == Op::NotEqual) return llvm::CmpInst::FCMP_UNE;
  assert(op == Op::Less || op == Op::LessOrEqual);
  return op == Op::Less ? llvm::CmpInst::FCMP_OLT : llvm::CmpInst::FCMP_OLE;
}

llvm::CmpInst::Predicate integer_predicate(Op op) {
  if (op == Op::Equal) return llvm::CmpInst::ICMP_EQ;
  if (op == Op::NotEqual) return llvm::CmpInst::ICMP_NE;
  assert(op == Op::Less || op == Op::LessOrEqual);
  return op == Op::Less ? llvm::CmpInst::ICMP_SLT : llvm::CmpInst::ICMP_SLE;
}

}  // namespace

llvm::Type* RowsEmitter::type_of(ir::Type type) const {
  switch (type) {
    case ir::Type::Number: return loop_.numbers();
    case ir::Type::Truth:
    case ir::Type::YesNo: return loop_.lanes();
    case ir::Type::Integer:
    case ir::Type::Date:
    case ir::Type::Time:
    case ir::Type::Label: return loop_.words();
    case ir::Type::Text:
    case ir::Type::TextList: break;
  }
  assert(false && "texts are the kernels'");
  return loop_.words();
}

void RowsEmitter::assign(const plan::Assign& assign) {
  const Lanes lanes = compute(assign.expression);
  computed_[assign.expression.index] = lanes;
  if (policy_[assign.expression].type == ir::Type::Truth) return loop_.store_bits(lanes.value, assign.to.values);
  if (lanes.value->getType() == loop_.lanes())
    loop_.store_bits(lanes.value, assign.to.values);
  else
    loop_.store_values(lanes.value, assign.to.values);
  loop_.store_bits(all_or(lanes.known), assign.to.known);
}

RowsEmitter::Lanes RowsEmitter::value(ExprId expression) {
  if (const auto known = computed_.find(expression.index); known != computed_.end()) return known->second;
  const auto slot = space_.slots.find(expression.index);
  // A constant may have a slot for others, which is filled later than here.
  const ir::Op op = policy_[expression].op;
  const bool is_constant = op == Op::Constant || op == Op::Missing || op == Op::Truth;
  const bool computes = is_constant || slot == space_.slots.end();
  const Lanes lanes = computes ? compute(expression) : load(slot->second, policy_[expression].type);
  computed_[expression.index] = lanes;
  return lanes;
}

RowsEmitter::Lanes RowsEmitter::load(const plan::Values& slot, ir::Type type) {
  if (type == ir::Type::Truth) return {loop_.load_bits(slot.values), nullptr};
  if (type == ir::Type::YesNo) return {loop_.load_bits(slot.values), loop_.load_bits(slot.known)};
  return {loop_.load_values(slot.values, type_of(type)), loop_.load_bits(slot.known)};
}

RowsEmitter::Lanes RowsEmitter::constant(const ir::Node& node) {
  if (node.type == ir::Type::Number) return {llvm::ConstantFP::get(loop_.numbers(), node.number), nullptr};
  return {llvm::ConstantInt::get(type_of(node.type), static_cast<std::uint64_t>(node.integer), true), nullptr};
}

llvm::Value* RowsEmitter::both(llvm::Value* first, llvm::Value* second) {
  if (!first || !second) return first ? first : second;
  return loop_.builder().CreateAnd(first, second);
}

RowsEmitter::Lanes RowsEmitter::finite(Lanes number) {
  auto& builder = loop_.builder();
  llvm::Value* size = builder.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, number.value);
  llvm::Value* is_finite = builder.CreateFCmpOLT(size, llvm::ConstantFP::getInfinity(loop_.numbers()));
  return {builder.CreateFAdd(number.value, llvm::ConstantFP::get(loop_.numbers(), 0.0)), both(number.known, is_finite)};
}

RowsEmitter::Lanes RowsEmitter::compute(ExprId expression) {
  const ir::Node& node = policy_[expression];
  switch (node.op) {
    case Op::Truth:
    case Op::Constant: return constant(node);
    case Op::Missing: return {llvm::Constant::getNullValue(type_of(node.type)), llvm::Constant::getNullValue(loop_.lanes())};
    case Op::SectionValue: return points({plan_.section_points[static_cast<std::size_t>(node.index)], kernels::no_offset});
    case Op::ScoreValue: return points(plan_.score);
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::DaysBetweenDates: return arithmetic(node);
    case Op::IntegerToNumber:
    case Op::Negate:
    case Op::Absolute:
    case Op::Round:
    case Op::Floor:
    case Op::Ceil: return unary(node);
    case Op::Minimum:
    case Op::Maximum: return least_or_greatest(node);
    case Op::Else: return otherwise(node);
    case Op::Choose: return choose(node);
    case Op::TruthToYesNo: {
      llvm::Value *yes = operand(node, 0).value, *no = operand(node, 1).value;
      return {yes, loop_.builder().CreateOr(yes, no)};
    }
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessOrEqual: return compare(node);
    default: break;
  }
  assert(false && "a value that the plan gave no slot");
  return {};
}

RowsEmitter::Lanes RowsEmitter::arithmetic(const ir::Node& node) {
  auto& builder = loop_.builder();
  const Lanes a = operand(node, 0), b = operand(node, 1);
  llvm::Value* known = both(a.known, b.known);
  if (node.op == Op::DaysBetweenDates) return {builder.CreateSub(b.value, a.value), known};
  if (node.type != ir::Type::Number) {
    const ID function = node.op == Op::Add ? llvm::Intrinsic::sadd_sat : llvm::Intrinsic::ssub_sat;
    return {builder.CreateBinaryIntrinsic(function, a.value, b.value), known};
  }
  if (node.op == Op::Add) return finite({builder.CreateFAdd(a.value, b.value), known});
  if (node.op == Op::Subtract) return finite({builder.CreateFSub(a.value, b.value), known});
  if (node.op == Op::Multiply) return finite({builder.CreateFMul(a.value, b.value), known});
  assert(node.op == Op::Divide);
  return finite({builder.CreateFDiv(a.value, b.value), known});  // by zero: infinite or not a number
}

RowsEmitter::Lanes RowsEmitter::unary(const ir::Node& node) {
  auto& builder = loop_.builder();
  const Lanes a = operand(node, 0);
  llvm::Value* zero = llvm::Constant::getNullValue(loop_.words());
  if (node.op == Op::IntegerToNumber) return {builder.CreateSIToFP(a.value, loop_.numbers()), a.known};
  if (node.type != ir::Type::Number) {
    llvm::Value* negated = builder.CreateBinaryIntrinsic(llvm::Intrinsic::ssub_sat, zero, a.value);
    if (node.op == Op::Negate) return {negated, a.known};
    return {builder.CreateSelect(builder.CreateICmpSLT(a.value, zero), negated, a.value), a.known};
  }
  const auto function = [&](ID id) { return finite({builder.CreateUnaryIntrinsic(id, a.value), a.known}); };
  if (node.op == Op::Negate) return finite({builder.CreateFNeg(a.value), a.known});
  if (node.op == Op::Absolute) return function(llvm::Intrinsic::fabs);
  if (node.op == Op::Round) return function(llvm::Intrinsic::round);
  if (node.op == Op::Floor) return function(llvm::Intrinsic::floor);
  assert(node.op == Op::Ceil);
  return function(llvm::Intrinsic::ceil);
}

// Of equal values the first stays.
RowsEmitter::Lanes RowsEmitter::least_or_greatest(const ir::Node& node) {
  auto& builder = loop_.builder();
  Lanes result = operand(node, 0);
  for (std::uint32_t i = 1; i < node.operand_count; ++i) {
    const Lanes next = operand(node, i);
    llvm::Value* smaller = node.op == Op::Maximum ? result.value : next.value;
    llvm::Value* greater = node.op == Op::Maximum ? next.value : result.value;
    llvm::Value* replaces =
        node.type == ir::Type::Number ? builder.CreateFCmpOLT(smaller, greater) : builder.CreateICmpSLT(smaller, greater);
    result = {builder.CreateSelect(replaces, next.value, result.value), both(result.known, next.known)};
  }
  return result;
}

RowsEmitter::Lanes RowsEmitter::otherwise(const ir::Node& node) {
  const Lanes first = operand(node, 0);
  if (!first.known) return first;
  const Lanes second = operand(node, 1);
  auto& builder = loop_.builder();
  return {builder.CreateSelect(first.known, first.value, second.value),
          second.known ? builder.CreateOr(first.known, second.known) : nullptr};
}

RowsEmitter::Lanes RowsEmitter::choose(const ir::Node& node) {
  auto& builder = loop_.builder();
  Lanes result{llvm::Constant::getNullValue(type_of(node.type)), llvm::Constant::getNullValue(loop_.lanes())};
  for (std::uint32_t i = node.operand_count & ~1u; i > 0; i -= 2) {
    llvm::Value* holds = operand(node, i - 2).value;
    const Lanes each = operand(node, i - 1);
    result = {builder.CreateSelect(holds, each.value, result.value), builder.CreateSelect(holds, all_or(each.known), result.known)};
  }
  return result;
}

// What `runtime::points_to_double` computes, operation by operation.
RowsEmitter::Lanes RowsEmitter::points(const plan::Values& slot) {
  auto& builder = loop_.builder();
  llvm::Type* numbers = loop_.numbers();
  llvm::Value* unit = llvm::ConstantFP::get(numbers, static_cast<double>(runtime::points_per_unit));
  const auto bits_of = [&](llvm::Value* words, std::uint64_t mask) {
    return builder.CreateAnd(words, llvm::ConstantInt::get(loop_.words(), mask));
  };
  llvm::Value* units = loop_.load_values(slot.values, loop_.words());
  llvm::Value* upper = builder.CreateSIToFP(bits_of(units, ~std::uint64_t{0xFFFF'FFFF}), numbers);
  llvm::Value* lower = builder.CreateSIToFP(bits_of(units, 0xFFFF'FFFF), numbers);
  llvm::Value* whole = builder.CreateFAdd(upper, lower);
  llvm::Value* lost = builder.CreateFSub(lower, builder.CreateFSub(whole, upper));
  llvm::Value* quotient = builder.CreateFDiv(whole, unit);
  llvm::Value* top_bits = bits_of(builder.CreateBitCast(quotient, loop_.words()), ~std::uint64_t{0x7FF'FFFF});
  llvm::Value* top = builder.CreateBitCast(top_bits, numbers);
  llvm::Value* rest = builder.CreateFMul(builder.CreateFSub(quotient, top), unit);
  llvm::Value* remainder = builder.CreateFSub(builder.CreateFSub(whole, builder.CreateFMul(top, unit)), rest);
  llvm::Value* correction = builder.CreateFDiv(builder.CreateFAdd(remainder, lost), unit);
  return {builder.CreateFAdd(quotient, correction), slot.known == kernels::no_offset ? nullptr : loop_.load_bits(slot.known)};
}

RowsEmitter::Lanes RowsEmitter::compare(const ir::Node& node) {
  auto& builder = loop_.builder();
  const Lanes a = operand(node, 0), b = operand(node, 1);
  const bool numbers = policy_[policy_.operand(node, 0)].type == ir::Type::Number;
  const llvm::CmpInst::Predicate predicate = numbers ? number_predicate(node.op) : integer_predicate(node.op);
  return {both(builder.CreateCmp(predicate, a.value, b.value), both(a.known, b.known)), nullptr};
}

}  // namespace assay::emit

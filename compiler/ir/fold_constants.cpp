#include "compiler/ir/fold_constants.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "runtime/numbers.h"

namespace assay::ir {

std::int64_t fold_integers(Op op, std::int64_t a, std::int64_t b) {
  if (op == Op::Add) return runtime::add_integers(a, b);
  if (op == Op::Subtract) return runtime::subtract_integers(a, b);
  if (op == Op::Multiply) return runtime::multiply_integers(a, b);
  assert(op == Op::Minimum || op == Op::Maximum);
  return op == Op::Minimum ? std::min(a, b) : std::max(a, b);
}

std::optional<double> fold_numbers(Op op, double a, double b) {
  if (op == Op::Add) return runtime::known_number(a + b);
  if (op == Op::Subtract) return runtime::known_number(a - b);
  if (op == Op::Multiply) return runtime::known_number(a * b);
  if (op == Op::Divide) return b == 0 ? std::nullopt : runtime::known_number(a / b);
  assert(op == Op::Minimum || op == Op::Maximum);
  return op == Op::Minimum ? std::min(a, b) : std::max(a, b);
}

std::int64_t fold_integer(Op op, std::int64_t value) {
  assert(op == Op::Negate || op == Op::Absolute);
  return op == Op::Negate ? runtime::negate_integer(value) : runtime::absolute_integer(value);
}

double fold_number(Op op, double value) {
  if (op == Op::Negate) return value == 0 ? 0.0 : -value;
  if (op == Op::Absolute) return std::fabs(value);
  if (op == Op::Round) return runtime::round_number(value);
  assert(op == Op::Floor || op == Op::Ceil);
  return op == Op::Floor ? runtime::floor_number(value) : runtime::ceil_number(value);
}

bool fold_comparison(Op op, const Node& left, const Node& right) {
  const bool numbers = left.type == Type::Number;
  const bool equal = numbers ? left.number == right.number : left.integer == right.integer;
  const bool less = numbers ? left.number < right.number : left.integer < right.integer;
  if (op == Op::Equal) return equal;
  if (op == Op::NotEqual) return !equal;
  assert(op == Op::Less || op == Op::LessOrEqual);
  return op == Op::Less ? less : less || equal;
}

}  // namespace assay::ir

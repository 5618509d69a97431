#include "compiler/plan/comparison.h"

#include <bit>
#include <cmath>
#include <limits>

namespace assay::plan {

using ir::Op;

bool is_comparison(Op op) { return op == Op::Equal || op == Op::NotEqual || op == Op::Less || op == Op::LessOrEqual; }

bool has_pass_thresholds(const ir::Node& value) {
  return value.op == Op::Count || (value.op == Op::SumOf && value.type == ir::Type::Integer);
}

bool is_always_known(const ir::Node& value) {
  return has_pass_thresholds(value) || value.op == Op::CountDays || value.op == Op::CountWeeks || value.op == Op::CountMonths ||
         value.op == Op::CountDistinct || value.op == Op::SectionValue || value.op == Op::AsOf || value.op == Op::Constant;
}

namespace {

std::int64_t threshold_of(const ir::Node& constant) {
  return constant.type == ir::Type::Number ? std::bit_cast<std::int64_t>(constant.number) : constant.integer;
}

// The next greater value; nullopt where there is none.
std::optional<std::int64_t> after(const ir::Node& constant) {
  if (constant.type == ir::Type::Number) {
    return std::bit_cast<std::int64_t>(std::nextafter(constant.number, std::numeric_limits<double>::infinity()));
  }
  if (constant.integer == INT64_MAX) return std::nullopt;
  return constant.integer + 1;
}

}  // namespace

std::optional<Range> range_of(const ir::Policy& policy, const ir::Node& comparison) {
  if (!is_comparison(comparison.op)) return std::nullopt;
  const ir::ExprId first = policy.operand(comparison, 0), second = policy.operand(comparison, 1);
  const bool first_is_constant = policy[first].op == Op::Constant, second_is_constant = policy[second].op == Op::Constant;
  if (first_is_constant == second_is_constant) return std::nullopt;
  const ir::Node& constant = policy[first_is_constant ? first : second];
  Range range;
  range.value = first_is_constant ? second : first;
  const bool is_equality = comparison.op == Op::Equal || comparison.op == Op::NotEqual;
  if (is_equality) {
    range.from = threshold_of(constant);
    range.to = after(constant);
    range.outside = comparison.op == Op::NotEqual;
  } else if (first_is_constant) {  // constant < value, constant <= value
    range.from = comparison.op == Op::Less ? after(constant) : threshold_of(constant);
    range.empty = !range.from;
  } else {
    range.to = comparison.op == Op::Less ? threshold_of(constant) : after(constant);
  }
  return range;
}

}  // namespace assay::plan

// Operations of the IR on constants, exactly as every engine computes them: integers saturate, numbers are binary64 without infinities.
// Not here: what needs the time zone, the as-of or texts.
#pragma once

#include <optional>

#include "compiler/ir/ir.h"

namespace assay::ir {

// Add, Subtract, Multiply, Minimum, Maximum.
std::int64_t fold_integers(Op op, std::int64_t a, std::int64_t b);
// The same and Divide; nothing when the result is missing.
std::optional<double> fold_numbers(Op op, double a, double b);
// Negate, Absolute; of numbers also Round, Floor, Ceil.
std::int64_t fold_integer(Op op, std::int64_t value);
double fold_number(Op op, double value);
// Equal, NotEqual, Less, LessOrEqual of two constants of one type.
bool fold_comparison(Op op, const Node& left, const Node& right);

}  // namespace assay::ir

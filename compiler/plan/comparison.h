// Comparisons with constants as ranges of one ordered line, so that all of a column's comparisons share thresholds (decision 0031).
#pragma once

#include <optional>

#include "compiler/ir/ir.h"

namespace assay::plan {

// `value` is known and lies in [from, to), or, when `outside`, is known and does not. An end that is not there is open. Thresholds of
// numbers are the bits of the double.
struct Range {
  ir::ExprId value;
  std::optional<std::int64_t> from, to;
  bool outside = false;
  bool empty = false;  // nothing lies in it
};

// The comparison as a range; nullopt where no operand is a constant, or both are.
std::optional<Range> range_of(const ir::Policy& policy, const ir::Node& comparison);

bool is_comparison(ir::Op op);

// Counts and integer sums: `at least n` of them, for n of 1 or more, comes from the activity pass itself.
bool has_pass_thresholds(const ir::Node& value);

// Values that are there for every lead, whatever its data.
bool is_always_known(const ir::Node& value);

}  // namespace assay::plan

// Invariants of a Policy: operands before their users, payloads within their pools, operand types as ops.def says, per-activity expressions
// only where activities are at hand. For assertions and tests; a fault is ours, never an author's.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/ir.h"

namespace assay::ir {

// One sentence per fault; empty: all is well.
std::vector<std::string> verify(const Policy& policy);

}  // namespace assay::ir

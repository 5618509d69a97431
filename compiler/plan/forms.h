// Which expressions native functions compute, and in which form.
#pragma once

#include "compiler/ir/ir.h"

namespace assay::plan {

// Whether native functions compute it, and in which form; kernels make all else.
bool is_of_words(const ir::Policy& policy, const ir::Node& node);
bool is_of_rows(const ir::Policy& policy, const ir::Node& node);

// Junctions of so many operands that a kernel counts them: code for them would be as long as they are.
bool is_wide(const ir::Node& node);

// Tables: choices among so many that kernels look them up.
bool is_wide_choice(const ir::Node& node);

// Truths that words compute from slots in an operation or two: wherever they are used, whether or not they have a slot of their own.
bool is_always_inline(const ir::Policy& policy, const ir::Node& node);

}  // namespace assay::plan

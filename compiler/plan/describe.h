// Expressions as short text, for the names of slots in dumps.
#pragma once

#include <string>

#include "compiler/ir/ir.h"

namespace assay::plan {

// For example `(employees >= 1000)`; long ones are cut with "…".
std::string describe(const ir::Policy& policy, ir::ExprId expression);
std::string describe(const runtime::Schema& schema, std::int32_t activity);
std::string describe(const ir::TextAtom& atom);

}  // namespace assay::plan

// The Policy IR as text: one line per rule, section, grade, transition and outcome, by names where there are names; expressions that
// several of them share are spelled out once below. Stable from run to run; for people and goldens, not for reading back.
#pragma once

#include <string>

#include "compiler/ir/ir.h"

namespace assay::ir {

std::string print(const Policy& policy);

// One expression, wholly spelled out.
std::string print(const Policy& policy, ExprId expression);

}  // namespace assay::ir

// What would have to change so that a condition is known to be true, in plain words. Private to compiler/explain.
//
// It tells what is missing now and promises nothing: points of one rule may take away those of another.
#pragma once

#include "compiler/explain/lead_view.h"

namespace assay::explain {

// All of the answer are needed; empty where the condition holds, or is none.
std::vector<Need> needs_of(const LeadView& view, std::int32_t explanation);

Need missing_field(const std::string& field);

}  // namespace assay::explain

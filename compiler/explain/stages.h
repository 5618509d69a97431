// The step through the stages: what was taken, what was open, and what is missing for each. Private to compiler/explain.
#pragma once

#include "compiler/explain/lead_view.h"

namespace assay::explain {

// In the order of the file. `excluded`: the lead takes no step.
std::vector<Transition> explain_transitions(const LeadView& view, bool excluded);

}  // namespace assay::explain

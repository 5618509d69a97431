// How far back a policy looks at activities, told from the windows of its phrases.
#pragma once

#include "compiler/ir/ir.h"
#include "runtime/activity_reach.h"

namespace assay::ir {

// Never less than what any rule may look at, for any lead and as-of. Windows that lie at no known distance from as-of, and chains, ask for
// the whole history.
runtime::ActivityReach activity_reach(const Policy& policy);

}  // namespace assay::ir

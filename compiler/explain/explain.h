// A lead of a batch, and why it has its result. Computed by the interpreter's evaluation: it agrees with what both engines give.
// Not here: finding the lead in a file (cli), how an explanation is shown (render.h).
#pragma once

#include <string_view>

#include "compiler/explain/explanation.h"
#include "compiler/ir/ir.h"
#include "compiler/source/source.h"
#include "runtime/batch.h"

namespace assay::explain {

// `activities` as in runtime::Session::score. `sources` are those that the policy was compiled from.
Explanation explain_lead(const ir::Policy& policy, const source::Sources& sources, std::int64_t as_of, const runtime::Batch& batch,
                         const runtime::ActivityBatch* activities, std::size_t row);

}  // namespace assay::explain

// Drops what no rule, stage, outcome or explanation of a policy asks for: nodes and pool entries that checking left behind, in a new dense
// numbering; and marks the fields and attributes that are asked for.
#pragma once

#include "compiler/ir/ir.h"

namespace assay::ir {

// Sets FieldSpec::used and AttributeSpec::used anew (the id and current_stage fields are used). Order among what stays is kept.
void sweep(Policy& policy);

}  // namespace assay::ir

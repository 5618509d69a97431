// The meaning of a policy as one short text: equal for policies that give every lead the same result for the same reasons, however they are
// laid out, commented, and in whatever order their lists stand. Name, version, dates of agreement and tests are no part of it.
//
// Equal meanings written differently may have different fingerprints; a change of meaning never keeps its fingerprint.
#pragma once

#include <string>

#include "compiler/ir/ir.h"

namespace assay::ir {

// 64 hexadecimal digits.
std::string fingerprint(const Policy& policy);

}  // namespace assay::ir

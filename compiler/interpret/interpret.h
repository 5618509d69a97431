// The interpreter: the reference semantics of the Policy IR, row at a time. It is the oracle that native code is compared with, runs the
// tests of policies and single leads, and stands in where a host forbids executable pages (decision 0002).
//
// Not fast by design; its time is proportional to the policy's nodes and, per phrase, to the lead's activities.
#pragma once

#include <memory>

#include "compiler/ir/ir.h"
#include "runtime/program.h"

namespace assay::interpret {

// A program that shares the policy, which must be as the checker makes it (compiler/check).
std::shared_ptr<runtime::Program> interpret(std::shared_ptr<const ir::Policy> policy);

}  // namespace assay::interpret

// Native code of a plan: LLVM IR for its functions, compiled for the machine that runs it, in a Program that owns the code.
//
// The IR is written as vectors from the start (512 bits an operation: 512 truths or 8 values), without fast-math and contraction, and goes
// straight to code generation: none of the passes that look for vectors or loops is run. LLVM's headers stay in this folder.
#pragma once

#include <memory>
#include <string>

#include "compiler/ir/ir.h"
#include "compiler/plan/plan.h"
#include "runtime/program.h"

namespace assay::emit {

struct EmitOptions {
  // 0 (fastest to compile) to 3, as LLVM's code generator counts. The functions are bit logic straight from and to the cache: more than 0
  // takes three times as long to compile and scores no faster (docs/decisions/0033).
  int code_quality = 0;
};

/// Compiles the plan of the policy. Nothing of LLVM is set up before the first call.
std::shared_ptr<runtime::Program> emit(ir::Policy policy, plan::Plan plan, EmitOptions options = {});

/// The plan's functions as LLVM IR, the same on every machine.
std::string llvm_text(const ir::Policy& policy, const plan::Plan& plan);

/// The same as assembly for this machine.
std::string assembly_text(const ir::Policy& policy, const plan::Plan& plan, EmitOptions options = {});

}  // namespace assay::emit

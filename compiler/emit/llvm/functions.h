// The LLVM IR of a plan's functions. Internal to this folder.
#pragma once

#include <memory>
#include <string>

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include "compiler/plan/plan.h"

namespace assay::emit {

// The name of the plan's i-th function in the module.
std::string function_name(std::size_t index);

// A module with one function `void (ptr frame)` for each of the plan's functions [first, end).
std::unique_ptr<llvm::Module> make_module(llvm::LLVMContext& context, const ir::Policy& policy, const plan::Plan& plan, std::size_t first,
                                          std::size_t end);

}  // namespace assay::emit

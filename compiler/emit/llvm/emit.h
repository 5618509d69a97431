// Native code of a plan: LLVM IR for its functions, compiled for the machine that runs it, in a Program that owns the code.
//
// The IR is written as vectors from the start (512 bits an operation: 512 truths or 8 values), without fast-math and contraction, and goes
// straight to code generation: none of the passes that look for vectors or loops is run. LLVM's headers stay in this folder.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/ir.h"
#include "compiler/object_cache/object_cache.h"
#include "compiler/plan/plan.h"
#include "runtime/native/native_program.h"
#include "runtime/program.h"

namespace assay::emit {

struct EmitOptions {
  // 0 (fastest to compile) to 3, as LLVM's code generator counts. The functions are bit logic straight from and to the cache: more than 0
  // takes three times as long to compile and scores no faster (docs/decisions/0033).
  int code_quality = 0;
  const object_cache::ObjectCache* cache = nullptr;  // nullptr: none
  const std::atomic<bool>* stop = nullptr;           // becomes true: the code is no longer wanted
};

// What an object file is made for: the machine that this runs on, as text. Code for one machine must not run on another.
std::string this_machine();

// The plan's functions as object files for this machine, some functions in each; those that the cache has are taken from it. Nullopt when
// it was told to stop. Nothing of LLVM is set up before the first call.
std::optional<std::vector<std::string>> objects(const ir::Policy& policy, const plan::Plan& plan, const EmitOptions& options = {});

// The program of prepared parts and the objects of its functions, so many in all.
std::shared_ptr<runtime::Program> load(native::Parts parts, const std::vector<std::string>& objects, std::size_t functions);

// Both: compiles the plan of the policy. Null when it was told to stop.
std::shared_ptr<runtime::Program> emit(const ir::Policy& policy, plan::Plan plan, const EmitOptions& options = {});

// The plan's functions as LLVM IR, the same on every machine.
std::string llvm_text(const ir::Policy& policy, const plan::Plan& plan);

// The same as assembly for this machine.
std::string assembly_text(const ir::Policy& policy, const plan::Plan& plan, EmitOptions options = {});

// An object file for the linker: the functions, and beside them the image of the program (runtime/native/program_image.h) as data, behind
// one symbol `name`, a native::LinkedPolicy. `cpu` as LLVM names it, "native" for this machine.
std::string linkable_object(const ir::Policy& policy, const plan::Plan& plan, const std::string& image, const std::string& name,
                            const std::string& cpu);

}  // namespace assay::emit

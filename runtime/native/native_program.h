// Runs a block program: the runtime::Program of native code. Knows nothing of how the native functions came to be.
#pragma once

#include <memory>
#include <vector>

#include "runtime/kernels/block_program.h"
#include "runtime/program.h"

namespace assay::native {

// Everything that a Program runs on. `owner` keeps the functions' code alive.
struct Parts {
  runtime::Schema schema;
  runtime::ResultSchema result_schema;
  kernels::BlockProgram program;  // prepared
  std::vector<kernels::NativeFunction> functions;
  std::shared_ptr<const void> owner;
};

std::shared_ptr<runtime::Program> make_program(Parts parts);

}  // namespace assay::native

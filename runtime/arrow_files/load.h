// The module of Arrow C++ (module.h), opened when it is asked for first. Programs that never meet a Parquet or Arrow file never load it.
#pragma once

#include <string>
#include <string_view>

#include "runtime/arrow_files/module.h"

namespace assay::arrow_files {

// The version of Arrow C++ that this build can use; empty: it was built without.
std::string_view arrow_version();

struct LoadedModule {
  const AssayArrowFiles* functions = nullptr;  // for the rest of the process; null: see problem
  std::string problem;                         // "this assay was built without …"
};

// Opens the module, once; safe from several threads.
const LoadedModule& load_module();

}  // namespace assay::arrow_files

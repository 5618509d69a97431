#include "runtime/arrow_files/load.h"

#include <dlfcn.h>
#include <fmt/format.h>

namespace assay::arrow_files {
namespace {

constexpr const char* module_name = "libassay_arrow_files.so";

LoadedModule open_module() {
  if (arrow_version().empty())
    return {nullptr, "this assay was built without Parquet and Arrow files (run scripts/install-dependencies and configure again)"};
  // Found beside the program by the run path of whoever holds this code. Local: its symbols are nobody else's.
  void* module = ::dlopen(module_name, RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr)
    return {nullptr, fmt::format("the part of assay that reads Parquet and Arrow files cannot be loaded: {}", ::dlerror())};
  const auto entry = reinterpret_cast<AssayArrowFilesEntry>(::dlsym(module, ASSAY_ARROW_FILES_ENTRY));
  const AssayArrowFiles* functions = entry != nullptr ? entry() : nullptr;
  if (functions == nullptr || functions->interface_version != ASSAY_ARROW_FILES_INTERFACE)
    return {nullptr, fmt::format("{} belongs to another version of assay", module_name)};
  return {functions, ""};
}

}  // namespace

std::string_view arrow_version() { return ASSAY_ARROW_VERSION; }

const LoadedModule& load_module() {
  static const LoadedModule loaded = open_module();
  return loaded;
}

}  // namespace assay::arrow_files

#include "runtime/arrow_files/load.h"

#include <filesystem>

#include <dlfcn.h>
#include <fmt/format.h>
#include <link.h>

namespace assay::arrow_files {
namespace {

constexpr const char* module_name = "libassay_arrow_files.so";

// The file that holds this code: the program, or the library that was loaded into another.
std::filesystem::path own_file() {
  static const char here = 0;
  Dl_info found{};
  link_map* object = nullptr;
  const int known = ::dladdr1(&here, &found, reinterpret_cast<void**>(&object), RTLD_DL_LINKMAP);
  if (known != 0 && object != nullptr && object->l_name[0] != '\0') return object->l_name;
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error);
}

// Beside that file, below lib where it is installed, and where its run path says. The program has none: with one, each start looks for each
// of its libraries in a dozen folders, which takes a millisecond. Opened for itself alone: its symbols are
// nobody else's.
void* open_library() {
  const std::filesystem::path folder = own_file().parent_path();
  for (const std::filesystem::path& path :
       {folder / module_name, folder / "../lib/assay" / module_name, std::filesystem::path(module_name)}) {
    if (void* module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) return module;
  }
  return nullptr;
}

LoadedModule open_module() {
  if (arrow_version().empty())
    return {nullptr, "this assay was built without Parquet and Arrow files (run scripts/install-dependencies and configure again)"};
  void* module = open_library();
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

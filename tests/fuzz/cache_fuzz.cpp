// An entry of the object cache, damaged: what is found is what was kept, or nothing.
#include <filesystem>
#include <fstream>
#include <string>

#include <stdlib.h>

#include "compiler/object_cache/object_cache.h"
#include "tests/fuzz/target.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

// A folder that goes when the process ends.
struct Folder {
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "assay-fuzz-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
  std::string path;
};

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const Folder folder;
  const object_cache::ObjectCache cache(folder.path);
  const std::string key = "key", value = "a value of some length";
  cache.keep(key, value);
  fs::path entry;
  for (const auto& each : fs::directory_iterator(folder.path)) entry = each.path();
  std::string damaged = bytes_of(entry);
  const std::string whole = damaged;
  fuzz::Choices choices(bytes, size);
  if (choices.below(4) == 0) damaged.assign(choices.take());
  while (!choices.at_end() && !damaged.empty()) {
    const std::size_t at = choices.byte() % damaged.size();
    if (choices.below(8) == 0) {
      damaged.resize(at);
    } else {
      damaged[at] = static_cast<char>(choices.byte());
    }
  }
  std::ofstream(entry, std::ios::binary | std::ios::trunc) << damaged;
  const auto found = cache.find(key);
  fuzz::must(!found || *found == value, "what is found is what was kept");
  fuzz::must(found.has_value() == (damaged == whole), "what is damaged is not there");
  fs::remove(entry);
  return 0;
}

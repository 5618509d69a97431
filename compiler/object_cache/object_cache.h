// Compiled code kept on disk from one process to the next, under keys that say all of what it was made of (decision 0076).
//
// Never a wrong result: an entry holds its whole key, which is compared, and a checksum; what is damaged, cut off, of someone else, or of
// another key under the same name counts as not there and is written anew. Any number of processes may use a folder at the same time:
// entries appear whole, by renaming. A folder that cannot be read or written is no cache and no error. What it is not: it knows nothing
// about code, and is no place for anything that cannot be made again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::object_cache {

class ObjectCache {
 public:
  static constexpr std::uint64_t usual_bytes = std::uint64_t{256} << 20;

  // `folder` empty: nothing is found and nothing is kept. It is made when something is kept. Beyond `most_bytes` the entries that were
  // used least recently go.
  explicit ObjectCache(std::string folder, std::uint64_t most_bytes = usual_bytes);

  const std::string& folder() const { return folder_; }
  bool is_on() const { return !folder_.empty(); }

  std::optional<std::string> find(std::string_view key) const;
  void keep(std::string_view key, std::string_view value) const;

 private:
  std::string path_of(std::string_view key) const;
  void make_room() const;

  std::string folder_;
  std::uint64_t most_bytes_;
};

// Where the user wants it: `ASSAY_CACHE` (a folder, or `off`), else `$XDG_CACHE_HOME/assay`, else `~/.cache/assay`. Empty: nowhere.
std::string usual_folder();

// What tells this build of the program (or of the library that this code is in) from every other: the linker's number of it. Empty where
// it has none; then nothing may be kept, because the next build could not tell that it is stale.
std::string build_identity();

}  // namespace assay::object_cache

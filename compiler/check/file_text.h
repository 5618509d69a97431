// Files that a policy names: where they lie and what is in them. Private to compiler/check; what they mean is the caller's.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "compiler/check/check.h"

namespace assay::check {

inline constexpr std::size_t most_policy_bytes = std::size_t{16} << 20;

// `target` as written in the file `user`: relative to the folder of that file.
std::string path_beside(const std::string& user, const std::string& target);

struct FileText {
  std::optional<std::string> text;  // at most `most_bytes` + 1 bytes, so that a longer file can be told
  std::string fault;                // why there is none, in words: "no such file"
};

// From disk, or from `reader` where there is one.
FileText read_file(const std::string& path, std::size_t most_bytes, const ReadFile& reader);

}  // namespace assay::check

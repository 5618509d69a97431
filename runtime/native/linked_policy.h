// A policy that was compiled ahead of time and linked into this program: what `assay emit object` writes. Needs neither compiler nor LLVM.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "runtime/program.h"

namespace assay::native {

inline constexpr std::uint64_t linked_policy_version = 1;

// As it stands in the object file; its header declares one by name.
struct LinkedPolicy {
  std::uint64_t version;  // linked_policy_version
  const char* image;      // runtime/native/program_image.h
  std::uint64_t image_bytes;
  void (*const* functions)(std::byte* frame);
  std::uint64_t function_count;
};

// The program of the policy. Null when the object was written by an assay of another version than this library: emit it anew.
std::shared_ptr<runtime::Program> load(const LinkedPolicy& policy);

}  // namespace assay::native

// Which target of `route to one of` a lead keeps: FNV-1a, 64 bits, of the bytes of its id, modulo the number of targets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace assay::io {

// `targets` is at least 1. The empty id has the hash of no bytes.
inline std::size_t route_target(std::string_view id, std::size_t targets) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char byte : id) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3;
  return static_cast<std::size_t>(hash % targets);
}

}  // namespace assay::io

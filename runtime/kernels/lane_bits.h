// 512 bits as one value, for kernels that work on a bit per lane. Not a container: arrays of it are plain memory, 64 bytes each.
//
// The type alone is only as aligned as the oldest processor needs, while the clones for newer ones ask for all of it; so memory is always
// declared as LaneBits. It is handed on by reference, as passing wide vectors is not the same for all processors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace assay::kernels {

using WideBits [[gnu::vector_size(64)]] = std::uint64_t;
using HalfBits [[gnu::vector_size(32)]] = std::uint64_t;

struct alignas(64) LaneBits {
  WideBits bits;

  void set(std::size_t lane) { bits[lane / 64] |= std::uint64_t{1} << (lane % 64); }
};

inline constexpr std::size_t lanes_per_vector = 512;
inline constexpr std::size_t words_per_vector = lanes_per_vector / 64;

}  // namespace assay::kernels

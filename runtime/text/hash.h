// Hashes of bytes: one for tables in memory, one that the language promises (`route to one of`).
// Neither may decide an order that shows in results, except the second where the language says so.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/text/utf8.h"

namespace assay::text {

// The 64-bit FNV-1a hash of the bytes.
constexpr std::uint64_t fnv1a(std::string_view bytes) {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325u;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x0000'0100'0000'01B3u;
  return hash;
}

// The two halves of the full product, folded into one.
inline std::uint64_t multiply_fold(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// A fast hash for tables; the same within a process only.
inline std::uint64_t hash_bytes(std::string_view bytes) {
  const char* data = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t hash = 0x9E37'79B9'7F4A'7C15u ^ left;
  for (; left > 8; left -= 8, data += 8) hash = multiply_fold(hash ^ load_bytes(data, 8), 0xA076'1D64'78BD'642Fu);
  hash = multiply_fold(hash ^ load_bytes(data, left), 0xE703'7ED1'A0B4'28DBu);
  return hash ^ hash >> 32;
}

}  // namespace assay::text

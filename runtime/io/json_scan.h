// Looks at a few bytes of JSON without calls and loops: keys that are expected, and numbers as most are. Internal to the walk over tokens.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "runtime/io/hash.h"

namespace assay::io {

template <class Word>
inline bool same_ends(const char* a, const char* b, std::size_t size) {
  return word_at<Word>(a) == word_at<Word>(b) && word_at<Word>(a + size - sizeof(Word)) == word_at<Word>(b + size - sizeof(Word));
}

// Whether two texts of two or more bytes are the same: words that overlap in equal bytes.
inline bool same_json_text(const char* a, const char* b, std::size_t size) {
  if (size < 4) return same_ends<std::uint16_t>(a, b, size);
  if (size < 8) return same_ends<std::uint32_t>(a, b, size);
  for (std::size_t i = 0; i + 8 < size; i += 8) {
    if (word_at<std::uint64_t>(a + i) != word_at<std::uint64_t>(b + i)) return false;
  }
  return word_at<std::uint64_t>(a + size - 8) == word_at<std::uint64_t>(b + size - 8);
}

// How many digits the next eight bytes begin with.
inline std::uint32_t leading_digits(const char* at) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  const std::uint64_t values = word_at<std::uint64_t>(at) ^ ones * '0';
  // A sum that carries spoils only bytes behind the first one that is no digit.
  const std::uint64_t others = ((values + ones * (0x80 - 10)) | values) & ones * 0x80;
  return others == 0 ? 8 : static_cast<std::uint32_t>(std::countr_zero(others)) / 8;
}

// What is_plain_number may look at, whatever the size.
inline constexpr std::uint32_t plain_number_room = 17;

// Whether `size` bytes are a number as most are: up to eight digits, perhaps a point and as many again.
inline bool is_plain_number(const char* at, std::uint32_t size) {
  const std::uint32_t point = leading_digits(at);
  if (point == 0 || (*at == '0' && point > 1)) return false;
  if (point == size) return true;
  if (at[point] != '.') return false;
  const std::uint32_t digits = leading_digits(at + point + 1);
  return digits > 0 && point + 1 + digits == size;
}

}  // namespace assay::io

// Numbers read many digits at a time. Values are handed over in registers: an optional of one would be written in halves and
// read as a whole, which makes the processor wait.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "runtime/io/hash.h"

namespace assay::io {

inline constexpr std::uint64_t zero_digits = 0x3030303030303030;

// The number that eight digits are, the first byte first; Word is std::uint64_t, or a vector of them. Gives 0 where they are digits, else
// something else; then it is anything.
template <class Word>
[[gnu::always_inline]] inline void read_eight_digits(const Word& digits, Word& value, Word& misfit) {
  constexpr std::uint64_t high = 0xF0F0F0F0F0F0F0F0;
  misfit = ((digits & high) ^ zero_digits) | (((digits + std::uint64_t{0x0606060606060606}) & high) ^ zero_digits);
  // Pairs, then fours, then eight are summed within one word.
  Word sums = (digits & std::uint64_t{0x0F0F0F0F0F0F0F0F}) * (10 * 256 + 1) >> 8;
  sums = (sums & std::uint64_t{0x00FF00FF00FF00FF}) * (100 * 65536 + 1) >> 16;
  value = (sums & std::uint64_t{0x0000FFFF0000FFFF}) * (10000 * (std::uint64_t{1} << 32) + 1) >> 32;
}

// The same of one number. False where they are no digits.
inline bool eight_digits(std::uint64_t digits, std::uint64_t& value) {
  std::uint64_t misfit = 0;
  read_eight_digits(digits, value, misfit);
  return misfit == 0;
}

// The last `count` (up to eight) bytes of the eight before `end`, behind as many zeros as it takes.
inline std::uint64_t digits_before(const char* end, std::size_t count) {
  static constexpr std::array<std::uint64_t, 9> masks = [] {
    std::array<std::uint64_t, 9> made{};
    for (std::size_t i = 1; i < made.size(); ++i) made[i] = UINT64_MAX << (8 - i) * 8;
    return made;
  }();
  return (word_at<std::uint64_t>(end - 8) & masks[count]) | (zero_digits & ~masks[count]);
}

inline constexpr std::size_t digits_read_before = 16;

// The number that the `size` bytes before `end` are: up to sixteen digits, none are 0. False where there is anything else. As many bytes
// as digits_read_before can be read, so that the length makes no difference.
inline bool digits_to_number(const char* end, std::size_t size, std::int64_t& value) {
  if (size > 16) return false;
  const std::size_t low_size = size < 8 ? size : 8;
  std::uint64_t low = 0, high = 0;
  const bool low_digits = eight_digits(digits_before(end, low_size), low);
  const bool high_digits = eight_digits(digits_before(end - 8, size - low_size), high);
  value = static_cast<std::int64_t>(high * 100'000'000 + low);
  return low_digits && high_digits;
}

inline constexpr std::uint64_t eight_digits_end = 100'000'000;

// The digits of a number below eight_digits_end as a text of up to eight bytes, the first one lowest, behind it zeros; and how many they
// are. Word is std::uint64_t, or a vector of them.
template <class Word>
[[gnu::always_inline]] inline void spell_eight_digits(const Word& number, Word& text, Word& length) {
  // Eight are cut into fours, pairs and single ones within one word; dividing by 10,000, 100 and 10 is multiplying.
  const Word high = number * 3'518'437'209 >> 45;
  const Word fours = high | (number - high * 10'000) << 32;
  const Word hundreds = (fours * 10'486 >> 20) & std::uint64_t{0x0000007F0000007F};
  const Word pairs = hundreds | (fours - hundreds * 100) << 16;
  const Word tens = (pairs * 103 >> 10) & std::uint64_t{0x000F000F000F000F};
  const Word digits = tens | (pairs - tens * 10) << 8;
  // Zeros in front go, but for the last digit. Below the first other digit all bits become ones.
  const Word first = digits | std::uint64_t{1} << 56;
  const Word below = (first & (Word{} - first)) - 1;
  // Whole bytes of ones are counted: one bit of each, summed by a product.
  const Word zeros = ((below >> 7) & std::uint64_t{0x0001010101010101}) * std::uint64_t{0x0101010101010101} >> 56;
  length = 8 - zeros;
  text = (digits | zero_digits) >> zeros * 8;
}

}  // namespace assay::io

// Reading and writing single code points of UTF-8, and white space. For the other files of this folder and for readers of syntax;
// bytes that are not UTF-8 come out one by one as `invalid_code_point`, so that every loop ends.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace assay::text {

inline constexpr char32_t invalid_code_point = 0xFFFF'FFFF;

inline bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The code point that starts at `position` (which must lie within `text`); `position` moves behind it. A byte that starts none is
// `invalid_code_point` and one byte long.
char32_t decode_next(std::string_view text, std::size_t& position);

// The code point that ends before `position` (which must be above 0); `position` moves to its start.
char32_t decode_previous(std::string_view text, std::size_t& position);

void append_utf8(char32_t code_point, std::string& out);

// The Unicode property White_Space.
constexpr bool is_white_space(char32_t c) {
  if (c <= 0x20) return c == 0x20 || (c >= 0x09 && c <= 0x0D);
  if (c < 0x1680) return c == 0x85 || c == 0xA0;
  return c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

template <class Number>
Number load(const char* data) {
  Number number;
  std::memcpy(&number, data, sizeof(number));
  return number;
}

// The first eight bytes, or the `count` that there are, as one number: the first byte least significant, what is not there 0.
// Few bytes are loaded as two halves that overlap, which is faster than a loop.
inline std::uint64_t load_bytes(const char* data, std::size_t count) {
  static_assert(std::endian::native == std::endian::little);
  if (count >= 8) return load<std::uint64_t>(data);
  if (count >= 4) return load<std::uint32_t>(data) | std::uint64_t{load<std::uint32_t>(data + count - 4)} << (count - 4) * 8;
  if (count >= 2) return load<std::uint16_t>(data) | std::uint64_t{load<std::uint16_t>(data + count - 2)} << (count - 2) * 8;
  return count == 1 ? static_cast<unsigned char>(*data) : 0;
}

// Whether any of the eight bytes is above 127.
inline bool has_high_bit(std::uint64_t word) { return (word & 0x8080'8080'8080'8080u) != 0; }

// Eight ASCII bytes with A–Z made small.
inline std::uint64_t lower_ascii(std::uint64_t word) {
  const std::uint64_t at_least_a = word + 0x3F3F'3F3F'3F3F'3F3Fu;  // bit 7 where the byte is 'A' or more
  const std::uint64_t above_z = word + 0x2525'2525'2525'2525u;     // bit 7 where the byte is above 'Z'
  return word | (((at_least_a & ~above_z) & 0x8080'8080'8080'8080u) >> 2);
}

}  // namespace assay::text

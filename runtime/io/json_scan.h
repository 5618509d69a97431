// Looks at a few bytes of JSON without calls and loops: keys that are expected, and numbers as most are. Internal to the walk over tokens.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

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

// A key with its quotes, as written in an object before. Most are short: they are compared as two words, whatever their size.
class JsonKeyText {
 public:
  // What `begins` may look at, whatever the size of the key.
  static constexpr std::uint32_t room = 16;

  JsonKeyText() = default;
  explicit JsonKeyText(std::string quoted) : quoted_(std::move(quoted)) {
    std::array<char, room> bytes{}, masks{};
    const std::size_t size = std::min<std::size_t>(quoted_.size(), room);
    std::copy_n(quoted_.data(), size, bytes.data());
    std::fill_n(masks.data(), size, '\xff');
    std::memcpy(words_.data(), bytes.data(), room);
    std::memcpy(masks_.data(), masks.data(), room);
  }

  std::string_view quoted() const { return quoted_; }
  std::string_view raw() const { return quoted().substr(1, quoted_.size() - 2); }
  bool is_short() const { return quoted_.size() <= room; }

  // Zero where the bytes, `room` of them, begin with a short key.
  std::uint64_t difference(const char* at) const {
    return ((word_at<std::uint64_t>(at) ^ words_[0]) & masks_[0]) | ((word_at<std::uint64_t>(at + 8) ^ words_[1]) & masks_[1]);
  }

 private:
  std::array<std::uint64_t, 2> words_{}, masks_{};
  std::string quoted_;
};

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

// A fast 64-bit hash of bytes for tables in memory. Its values are nobody's business outside a process: nothing in results may depend on
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace assay::io {

inline std::uint64_t mix_bits(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

template <class Word>
inline std::uint64_t word_at(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

inline std::uint64_t hash_bytes(std::string_view text) {
  constexpr std::uint64_t first = 0xA0761D6478BD642F, second = 0xE7037ED1A0B428DB;
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t seed = first ^ left;
  for (; left > 16; at += 16, left -= 16) seed = mix_bits(word_at<std::uint64_t>(at) ^ second, word_at<std::uint64_t>(at + 8) ^ seed);
  std::uint64_t low = 0, high = 0;
  if (left >= 8) {
    low = word_at<std::uint64_t>(at);
    high = word_at<std::uint64_t>(at + left - 8);
  } else if (left >= 4) {
    low = word_at<std::uint32_t>(at);
    high = word_at<std::uint32_t>(at + left - 4);
  } else if (left > 0) {
    low = static_cast<std::uint64_t>(static_cast<unsigned char>(at[0])) << 16 |
          static_cast<std::uint64_t>(static_cast<unsigned char>(at[left / 2])) << 8 | static_cast<unsigned char>(at[left - 1]);
  }
  return mix_bits(second ^ text.size(), mix_bits(low ^ second, high ^ seed));
}

// Whether texts of this length, which is more than eight bytes, are the same.
inline bool same_bytes(const char* a, const char* b, std::size_t length) {
  const auto differ = [&](std::size_t at) { return word_at<std::uint64_t>(a + at) ^ word_at<std::uint64_t>(b + at); };
  if (length <= 16) return (differ(0) | differ(length - 8)) == 0;
  return std::memcmp(a, b, length) == 0;
}

// A text as tables compare it: up to eight bytes are their own key, longer ones are known by their hash until the bytes are compared.
struct TextKey {
  static constexpr std::uint32_t longest_inline = 8;

  std::uint64_t bits = 0;  // the bytes, or their hash
  std::uint64_t hash = 0;
  std::uint32_t length = 0;

  explicit TextKey() = default;
  explicit TextKey(std::string_view text) : length(static_cast<std::uint32_t>(text.size())) {
    if (length > longest_inline) {
      bits = hash = hash_bytes(text);
      return;
    }
    const char* at = text.data();
    if (length >= 4) {
      // The two words overlap in equal bytes.
      bits = word_at<std::uint32_t>(at) | word_at<std::uint32_t>(at + length - 4) << ((length - 4) * 8);
    } else if (length > 0) {
      // One to three bytes, each put where it belongs, some of them twice.
      const auto byte = [&](std::uint32_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (i * 8); };
      bits = byte(0) | byte(length / 2) | byte(length - 1);
    }
    hash = hash_of(bits, length);
  }

  bool is_inline() const { return length <= longest_inline; }

  static std::uint64_t hash_of(std::uint64_t bits, std::uint32_t length) {
    return length > longest_inline ? bits : mix_bits(bits ^ 0xA0761D6478BD642F, length ^ 0xE7037ED1A0B428DB);
  }
};

}  // namespace assay::io

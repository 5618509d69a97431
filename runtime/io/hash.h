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

inline constexpr std::uint64_t hash_seed = 0xA0761D6478BD642F, hash_factor = 0xE7037ED1A0B428DB;

// The hash of a text by its last sixteen bytes and what came of those before them.
inline std::uint64_t hash_end(std::uint64_t low, std::uint64_t high, std::uint64_t before, std::size_t size) {
  return mix_bits(hash_factor ^ size, mix_bits(low ^ hash_factor, high ^ before));
}

inline std::uint64_t hash_bytes(std::string_view text) {
  const char* at = text.data();
  const std::size_t size = text.size();
  std::uint64_t before = hash_seed ^ size;
  for (std::size_t left = size; left > 16; at += 16, left -= 16)
    before = mix_bits(word_at<std::uint64_t>(at) ^ hash_factor, word_at<std::uint64_t>(at + 8) ^ before);
  const char* end = text.data() + size;
  if (size >= 16) return hash_end(word_at<std::uint64_t>(end - 16), word_at<std::uint64_t>(end - 8), before, size);
  if (size >= 8) return hash_end(word_at<std::uint64_t>(at), word_at<std::uint64_t>(end - 8), before, size);
  if (size >= 4) return hash_end(word_at<std::uint32_t>(at), word_at<std::uint32_t>(end - 4), before, size);
  if (size == 0) return hash_end(0, 0, before, size);
  const auto byte = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])); };
  return hash_end(byte(0) << 16 | byte(size / 2) << 8 | byte(size - 1), 0, before, size);
}

// Whether texts of this length, which is more than eight bytes, are the same.
inline bool same_bytes(const char* a, const char* b, std::size_t length) {
  const auto differ = [&](std::size_t at) { return word_at<std::uint64_t>(a + at) ^ word_at<std::uint64_t>(b + at); };
  if (length <= 16) return (differ(0) | differ(length - 8)) == 0;
  // Ids of vendors have 18 characters, UUIDs 36; the words overlap.
  const auto pairs_differ = [&](std::size_t at) { return differ(at) | differ(at + 8); };
  if (length <= 32) return (pairs_differ(0) | pairs_differ(length - 16)) == 0;
  if (length <= 64) return (pairs_differ(0) | pairs_differ(16) | pairs_differ(length - 32) | pairs_differ(length - 16)) == 0;
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

  // The key of a text that fits into one, by its bytes, the first one lowest, and zeros behind them; of a longer one by its hash.
  static TextKey of_bytes(std::uint64_t bits, std::uint32_t length) {
    TextKey key;
    key.length = length;
    key.bits = bits;
    key.hash = hash_of(bits, length);
    return key;
  }

  // The same key of a text that eight bytes can be read from, wherever it ends; made without guesses about its length.
  static TextKey padded(std::string_view text) {
    if (text.size() > 16) return TextKey(text);
    const std::size_t size = text.size(), head = size < longest_inline ? size : longest_inline;
    const std::uint64_t low = word_at<std::uint64_t>(text.data()), high = word_at<std::uint64_t>(text.data() + (size - head));
    const std::uint64_t bytes = low & first_bytes[head];
    const std::uint64_t long_hash = hash_end(low, high, hash_seed ^ size, size);
    const std::uint64_t short_hash = hash_of(bytes, static_cast<std::uint32_t>(head));
    TextKey key;
    key.length = static_cast<std::uint32_t>(size);
    key.bits = size > longest_inline ? long_hash : bytes;
    key.hash = size > longest_inline ? long_hash : short_hash;
    return key;
  }

  bool is_inline() const { return length <= longest_inline; }

  static std::uint64_t hash_of(std::uint64_t bits, std::uint32_t length) {
    return length > longest_inline ? bits : mix_bits(bits ^ hash_seed, length ^ hash_factor);
  }

  // Masks of so many bytes.
  static constexpr std::uint64_t first_bytes[] = {
      0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, UINT64_MAX};
};

}  // namespace assay::io

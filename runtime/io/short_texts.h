// What is known of short texts that come again and again, by their bytes: found without a guess about their length. Bounded; texts that no
// longer fit stay unknown. For one thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "runtime/io/hash.h"

namespace assay::io {

// A text of 1 to `longest` bytes, zeros behind it. The length tells it from a text with zeros at its end.
struct ShortText {
  static constexpr std::uint32_t longest = 32;
  static constexpr std::size_t words_count = longest / sizeof(std::uint64_t);

  std::uint64_t words[words_count] = {};
  std::uint64_t length = 0;

  // `longest` bytes can be read from the text on. With a length beyond `longest` it is no text that anything is known of.
  [[gnu::always_inline]] void set_padded(const char* text, std::uint32_t text_length) {
    alignas(64) static constexpr struct Masks {
      constexpr Masks() {
        for (std::size_t i = 0; i < longest; ++i) bytes[i] = 0xFF;
      }
      std::uint8_t bytes[2 * longest] = {};
    } ones_then_zeros;
    const std::uint8_t* const mask = ones_then_zeros.bytes + (longest - (text_length < longest ? text_length : longest));
    for (std::size_t i = 0; i < words_count; ++i) {
      std::uint64_t word = 0, of_mask = 0;
      std::memcpy(&word, text + i * sizeof word, sizeof word);
      std::memcpy(&of_mask, mask + i * sizeof word, sizeof word);
      words[i] = word & of_mask;
    }
    length = text_length;
  }

  [[gnu::always_inline]] std::uint64_t hash() const {
    return mix_bits(words[0] ^ words[2] * hash_seed ^ hash_factor, words[1] ^ words[3] * hash_factor ^ hash_seed ^ length);
  }

  [[gnu::always_inline]] friend bool operator==(const ShortText& a, const ShortText& b) {
    std::uint64_t differ = a.length ^ b.length;
    for (std::size_t i = 0; i < words_count; ++i) differ |= a.words[i] ^ b.words[i];
    return differ == 0;
  }
};

class ShortTexts {
 public:
  static constexpr std::int32_t unknown = -1;

  ShortTexts() { clear(); }

  // What add() said of a text of that hash; `unknown` where it said nothing.
  [[gnu::always_inline]] std::int32_t find(const ShortText& text, std::uint64_t hash) const {
    for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
      const Entry& entry = entries_[places_[at]];
      if (entry.text == text || places_[at] == 0) return entry.value;
    }
  }

  // Bring what find() looks at into the cache: the place first, then what stands there.
  void fetch_place(std::uint64_t hash) const { __builtin_prefetch(places_.data() + (hash & mask_)); }
  void fetch_text(std::uint64_t hash) const { __builtin_prefetch(entries_.data() + places_[hash & mask_]); }

  // Of a text of 1 to `longest` bytes that is unknown; a value of 0 or more. Where there is no room it stays unknown.
  void add(const ShortText& text, std::int32_t value);

  void clear();

 private:
  static constexpr std::size_t most_texts = std::size_t{1} << 13;
  static constexpr std::size_t places_per_text = 4;

  struct Entry {
    ShortText text;
    std::int32_t value = unknown;
  };

  void put(std::uint16_t entry);

  std::vector<Entry> entries_;         // the first is no text; what comes often mostly comes first, and so lies together
  std::vector<std::uint16_t> places_;  // of entries, by their hash; 0: free
  std::size_t mask_ = 0;
};

}  // namespace assay::io

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
  using Words [[gnu::vector_size(longest)]] = std::uint64_t;

  std::uint64_t words[longest / sizeof(std::uint64_t)] = {};
  std::uint64_t length = 0;
  std::uint64_t hash = 0;

  // `longest` bytes can be read from the text on. With a length beyond `longest` it is no text that anything is known of.
  [[gnu::always_inline]] void set_padded(const char* text, std::uint32_t text_length) {
    alignas(64) static constexpr struct Masks {
      constexpr Masks() {
        for (std::size_t i = 0; i < longest; ++i) bytes[i] = 0xFF;
      }
      std::uint8_t bytes[2 * longest] = {};
    } ones_then_zeros;
    const std::uint8_t* const mask = ones_then_zeros.bytes + (longest - (text_length < longest ? text_length : longest));
    Words bytes, of_text;
    std::memcpy(&bytes, text, sizeof bytes);
    std::memcpy(&of_text, mask, sizeof of_text);
    bytes &= of_text;
    std::memcpy(words, &bytes, sizeof words);
    length = text_length;
    // Of what is in registers: bytes just written are slow to read another way.
    hash = mix_bits(bytes[0] ^ bytes[2] * hash_seed ^ hash_factor, bytes[1] ^ bytes[3] * hash_factor ^ hash_seed ^ length);
  }

  [[gnu::always_inline]] friend bool operator==(const ShortText& a, const ShortText& b) {
    Words of_a, of_b;
    std::memcpy(&of_a, a.words, sizeof of_a);
    std::memcpy(&of_b, b.words, sizeof of_b);
    const Words differ = of_a ^ of_b;
    return (differ[0] | differ[1] | differ[2] | differ[3] | (a.length ^ b.length)) == 0;
  }
};

class ShortTexts {
 public:
  static constexpr std::int32_t unknown = -1;

  ShortTexts() { clear(); }

  // What add() said of a text; `unknown` where it said nothing.
  [[gnu::always_inline]] std::int32_t find(const ShortText& text) const {
    for (std::size_t at = text.hash & mask_;; at = (at + 1) & mask_) {
      const Entry& entry = entries_[places_[at]];
      if (entry.text == text || places_[at] == 0) return entry.value;
    }
  }

  // Bring what find() looks at into the cache: the place first, then what stands there.
  void fetch_place(const ShortText& text) const { __builtin_prefetch(places_.data() + (text.hash & mask_)); }
  void fetch_text(const ShortText& text) const { __builtin_prefetch(entries_.data() + places_[text.hash & mask_]); }

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

#include "runtime/text/words.h"

#include <array>
#include <bit>

#include <utf8proc.h>

#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace assay::text {

namespace {

// What a byte says about the character that it starts.
enum class ByteClass : std::uint8_t { separator, word, beyond_ascii };

constexpr std::array<ByteClass, 256> make_byte_classes() {
  std::array<ByteClass, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    table[c] = c >= 128 ? ByteClass::beyond_ascii : is_word ? ByteClass::word : ByteClass::separator;
  }
  return table;
}

constexpr std::array<ByteClass, 256> byte_classes = make_byte_classes();

ByteClass class_at(std::string_view text, std::size_t position) { return byte_classes[static_cast<unsigned char>(text[position])]; }

// Moves `position` over characters that are part of words, or that are not.
void skip(std::string_view text, std::size_t& position, bool words) {
  const ByteClass wanted = words ? ByteClass::word : ByteClass::separator;
  for (;;) {
    while (position < text.size() && class_at(text, position) == wanted) ++position;
    if (position == text.size() || class_at(text, position) != ByteClass::beyond_ascii) return;
    std::size_t next = position;
    if (is_word_character(decode_next(text, next)) != words) return;
    position = next;
  }
}

// Bit i is set when byte i of eight ASCII bytes is a letter or a digit.
std::uint64_t word_bits(std::uint64_t bytes) {
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101u, highest = 0x80 * ones;
  const auto at_least = [](std::uint64_t text, unsigned char least) { return text + (0x80 - least) * ones; };
  const std::uint64_t lowered = lower_ascii(bytes);
  const std::uint64_t letters = at_least(lowered, 'a') & ~at_least(lowered, 'z' + 1);
  const std::uint64_t digits = at_least(bytes, '0') & ~at_least(bytes, '9' + 1);
  // The product gathers the lowest bits of the bytes in its highest byte.
  return (((letters | digits) & highest) >> 7) * 0x0102'0408'1020'4080u >> 56;
}

// The words of at most 63 ASCII bytes, found as edges in a map with a bit for each byte.
bool split_short_ascii(std::string_view text, std::vector<std::string_view>& words) {
  std::uint64_t map = 0;
  for (std::size_t at = 0; at < text.size(); at += 8) {
    const std::uint64_t bytes = load_bytes(text.data() + at, text.size() - at);
    if (has_high_bit(bytes)) return false;
    map |= word_bits(bytes) << at;
  }
  std::uint64_t edges = map ^ map << 1;
  while (edges != 0) {
    const auto start = static_cast<std::size_t>(std::countr_zero(edges));
    edges &= edges - 1;
    const auto end = static_cast<std::size_t>(std::countr_zero(edges));
    edges &= edges - 1;
    words.push_back(text.substr(start, end - start));
  }
  return true;
}

}  // namespace

bool is_word_character(char32_t code_point) {
  if (code_point < 128) return byte_classes[code_point] == ByteClass::word;
  if (code_point == invalid_code_point) return false;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND: return true;
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO: return false;
  }
  return false;
}

std::string_view next_word(std::string_view folded, std::size_t& position) {
  skip(folded, position, false);
  const std::size_t start = position;
  skip(folded, position, true);
  return folded.substr(start, position - start);
}

void split_words(std::string_view folded, std::vector<std::string_view>& words) {
  words.clear();
  if (folded.size() < 64 && split_short_ascii(folded, words)) return;
  std::size_t position = 0;
  for (std::string_view word = next_word(folded, position); !word.empty(); word = next_word(folded, position)) words.push_back(word);
}

bool fits(std::string_view word, const PhraseWord& wanted) {
  return wanted.is_prefix ? word.starts_with(wanted.text) : word == wanted.text;
}

Phrase::Phrase(std::string_view text) {
  const std::string folded = fold(text);
  std::size_t position = 0;
  for (std::string_view word = next_word(folded, position); !word.empty(); word = next_word(folded, position)) {
    words_.push_back({std::string(word), position < folded.size() && folded[position] == '*'});
  }
}

bool Phrase::is_in(std::string_view folded) const {
  if (words_.empty()) return false;
  std::vector<std::string_view> have;
  split_words(folded, have);
  for (std::size_t start = 0; start + words_.size() <= have.size(); ++start) {
    std::size_t i = 0;
    while (i < words_.size() && fits(have[start + i], words_[i])) ++i;
    if (i == words_.size()) return true;
  }
  return false;
}

}  // namespace assay::text

#include "runtime/text/words.h"

#include <utf8proc.h>

#include <array>

#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace assay::text {

namespace {

constexpr std::array<bool, 128> make_ascii_word_characters() {
  std::array<bool, 128> table{};
  for (int c = 0; c < 128; ++c) {
    table[static_cast<std::size_t>(c)] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  return table;
}

constexpr std::array<bool, 128> ascii_word_characters = make_ascii_word_characters();

/// Whether a word character starts at `position`, which moves behind whatever does.
bool step(std::string_view text, std::size_t& position) {
  const auto byte = static_cast<unsigned char>(text[position]);
  if (byte < 0x80) {
    ++position;
    return ascii_word_characters[byte];
  }
  return is_word_character(decode_next(text, position));
}

}  // namespace

bool is_word_character(char32_t code_point) {
  if (code_point < 128) return ascii_word_characters[code_point];
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
    case UTF8PROC_CATEGORY_ND:
      return true;
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
    case UTF8PROC_CATEGORY_CO:
      return false;
  }
  return false;
}

std::string_view next_word(std::string_view folded, std::size_t& position) {
  std::size_t start = position;
  while (position < folded.size() && !step(folded, position)) start = position;
  std::size_t end = position;
  if (start == end) return {};
  while (position < folded.size() && step(folded, position)) end = position;
  position = end;
  return folded.substr(start, end - start);
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
  std::size_t position = 0;
  for (std::string_view word = next_word(folded, position); !word.empty(); word = next_word(folded, position)) {
    have.push_back(word);
  }
  for (std::size_t start = 0; start + words_.size() <= have.size(); ++start) {
    std::size_t i = 0;
    while (i < words_.size() && fits(have[start + i], words_[i])) ++i;
    if (i == words_.size()) return true;
  }
  return false;
}

}  // namespace assay::text

// Words of a folded text, and `mentions`: do the words of a phrase stand next to each other in it?
// A word is a longest run of letters (L*), marks (M*) and digits (Nd); everything else only separates ("VP-Marketing" is two words).
// The text of a phrase is folded and split in the same way. A `*` directly behind a word's last character stands for the rest of
// that word ("market*" is also in "marketing"); any other `*` separates like other signs: "*boss" is "boss", "co*op" is "co*" "op",
// "head of *" is "head of". A phrase without a word is mentioned nowhere.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::text {

// Whether the code point belongs to words.
bool is_word_character(char32_t code_point);

// The first word of `folded` at or after `position`, as a view; `position` moves behind it. Empty when there is none left.
std::string_view next_word(std::string_view folded, std::size_t& position);

// Replaces `words` by all words of `folded`, in order, as views: what `next_word` gives one by one, but faster.
void split_words(std::string_view folded, std::vector<std::string_view>& words);

// One word of a phrase; `is_prefix` when a `*` follows it.
struct PhraseWord {
  std::string text;
  bool is_prefix = false;
};

// Whether a folded word is the one wanted.
bool fits(std::string_view word, const PhraseWord& wanted);

// A compiled phrase of `mentions`.
class Phrase {
 public:
  // From the text as the author wrote it; it is folded here.
  explicit Phrase(std::string_view text);

  // Whether the folded text has the words of the phrase, in order and with no word between them.
  bool is_in(std::string_view folded) const;

  const std::vector<PhraseWord>& words() const { return words_; }

 private:
  std::vector<PhraseWord> words_;
};

}  // namespace assay::text

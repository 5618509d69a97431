// The phrases of all `mentions`, found in one walk over the words of a value. Each phrase is filed under the one of its words that
// the fewest phrases have; where that word stands, the others are compared. The meaning is that of Phrase (words.h).
// Goals are numbers of the owner (literal_table.h). Filled, finished once, then only read.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/text/literal_table.h"
#include "runtime/text/prefix_table.h"
#include "runtime/text/words.h"

namespace assay::text {

class PhraseIndex {
 public:
  // A phrase as the author wrote it; one without a word is mentioned nowhere.
  void add(std::string_view phrase, std::uint32_t goal);

  // Must be called after the last `add` and before the first `visit`.
  void finish();

  bool empty() const { return phrases_.empty(); }

  // Calls `hit(goal)` for each place where a phrase stands; `words` is memory to work in.
  template <class Hit>
  void visit(std::string_view folded, std::vector<std::string_view>& words, Hit&& hit) const {
    split_words(folded, words);
    for (std::size_t at = 0; at < words.size(); ++at) {
      const auto check = [&](std::uint32_t phrase) {
        if (stands_at(phrases_[phrase], words, at)) hit(phrases_[phrase].goal);
      };
      literals_.visit(words[at], check);
      if (!prefixes_.empty()) prefixes_.visit(words[at], check);
    }
  }

 private:
  struct Entry {
    std::vector<PhraseWord> words;
    std::uint32_t key;  // index of the word that it is filed under
    std::uint32_t goal;
  };

  // Whether the phrase stands in `words` with its key word at `at` (which is known to fit).
  static bool stands_at(const Entry& phrase, const std::vector<std::string_view>& words, std::size_t at);

  std::vector<Entry> phrases_;
  LiteralTable literals_;
  PrefixTable prefixes_;
};

}  // namespace assay::text

#include "runtime/text/phrase_index.h"

#include <string>
#include <tuple>
#include <unordered_map>

namespace assay::text {

void PhraseIndex::add(std::string_view phrase, std::uint32_t goal) {
  const Phrase compiled(phrase);
  if (!compiled.words().empty()) phrases_.push_back({compiled.words(), 0, goal});
}

void PhraseIndex::finish() {
  std::unordered_map<std::string_view, std::uint32_t> uses;
  for (const Entry& phrase : phrases_) {
    for (const PhraseWord& word : phrase.words) ++uses[word.text];
  }
  // Whole words are rarer than beginnings of words; among equally used ones, long words are rarer than short ones.
  const auto rank = [&uses](const PhraseWord& word) {
    return std::tuple(word.is_prefix, uses[word.text], -static_cast<std::int64_t>(word.text.size()));
  };
  for (std::uint32_t index = 0; index < phrases_.size(); ++index) {
    Entry& phrase = phrases_[index];
    for (std::uint32_t i = 1; i < phrase.words.size(); ++i) {
      if (rank(phrase.words[i]) < rank(phrase.words[phrase.key])) phrase.key = i;
    }
    const PhraseWord& key = phrase.words[phrase.key];
    if (key.is_prefix) {
      prefixes_.add(key.text, index);
    } else {
      literals_.add(key.text, index);
    }
  }
  prefixes_.finish();
}

bool PhraseIndex::stands_at(const Entry& phrase, const std::vector<std::string_view>& words, std::size_t at) {
  if (at < phrase.key || words.size() - at < phrase.words.size() - phrase.key) return false;
  const std::size_t start = at - phrase.key;
  for (std::size_t i = 0; i < phrase.words.size(); ++i) {
    if (!fits(words[start + i], phrase.words[i])) return false;
  }
  return true;
}

}  // namespace assay::text

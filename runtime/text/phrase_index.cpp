#include "runtime/text/phrase_index.h"

namespace assay::text {

namespace {

/// Whole words are rarer than beginnings of words, and long words rarer than short ones.
bool is_better_key(const PhraseWord& candidate, const PhraseWord& best) {
  if (candidate.is_prefix != best.is_prefix) return best.is_prefix;
  return candidate.text.size() > best.text.size();
}

}  // namespace

void PhraseIndex::add(std::string_view phrase, std::uint32_t goal) {
  const Phrase compiled(phrase);
  if (compiled.words().empty()) return;
  Entry entry{compiled.words(), 0, goal};
  for (std::uint32_t i = 1; i < entry.words.size(); ++i) {
    if (is_better_key(entry.words[i], entry.words[entry.key])) entry.key = i;
  }
  const PhraseWord& key = entry.words[entry.key];
  const auto index = static_cast<std::uint32_t>(phrases_.size());
  if (key.is_prefix) {
    prefixes_.add(key.text, index);
  } else {
    literals_.add(key.text, index);
  }
  phrases_.push_back(std::move(entry));
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

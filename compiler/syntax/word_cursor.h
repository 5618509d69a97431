// A place among the words of a file that moves on word by word, for a parser that gives up at the first word that does not fit.
// Private to this folder. Invariant: once given up, no word is left, so that every loop ends.
#pragma once

#include <vector>

#include "compiler/syntax/words.h"

namespace assay::syntax {

// What may be a name where a verb's object can stand; `is_name` adds words that begin a line, `is_word` every reserved word.
bool is_object_name(WordType type);
bool is_name(WordType type);
bool is_word(WordType type);
bool is_unit(WordType type);
bool is_comparing(WordType type);  // `=`, `<`, …
bool is_matching(WordType type);   // `in`, `contains`, …
// Words that begin a line, whatever else they may do.
bool begins_line(WordType type);

class WordCursor {
 protected:
  using T = WordType;

  WordCursor(source::FileId file, const std::vector<Word>& words) : words_(words), file_(file) {}

  // From that word on; for this reading the file ends at the word `stop`.
  void start(std::size_t first, std::size_t stop) {
    at_ = first;
    stop_ = stop;
    given_up_ = false;
  }

  T type(std::size_t ahead = 0) const { return at_ + ahead < stop_ ? words_[at_ + ahead].type : T::END_OF_FILE; }
  bool is(T wanted) const { return type() == wanted; }
  template <typename... Types>
  bool is_any(Types... wanted) const {
    return (is(wanted) || ...);
  }
  bool take(T wanted) {
    const bool fits = is(wanted);
    if (fits) ++at_;
    return fits;
  }
  // Takes the word if it fits, and gives up if not. Its place, which is empty then.
  Span take_if(bool fits);
  Span need(T wanted) { return take_if(is(wanted)); }
  void give_up() {
    given_up_ = true;
    stop_ = at_;
  }

  Span here() const { return at_ < stop_ ? Span{file_, words_[at_].begin, words_[at_].end} : Span{}; }
  // From that word to the last that was taken.
  Span from(std::size_t first) const { return at_ > first ? Span{file_, words_[first].begin, words_[at_ - 1].end} : Span{}; }

  // What `read` reads, once and again behind each comma.
  template <typename Read>
  auto list_of(Read read) {
    std::vector<decltype(read())> all;
    do all.push_back(read());
    while (take(T::COMMA));
    return all;
  }

  const std::vector<Word>& words_;
  std::size_t at_ = 0, stop_ = 0;
  bool given_up_ = false;

 private:
  source::FileId file_;
};

}  // namespace assay::syntax

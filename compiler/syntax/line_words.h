// A line that could not be read, as its words around the place where reading failed: what explain.cpp and explain_english.cpp look at.
// Private to this folder. Invariant: what is asked beyond the ends of the line is empty, and never an error.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/diag/diag.h"
#include "compiler/syntax/explain.h"

namespace assay::syntax {

class LineWords {
 public:
  LineWords(const source::Source& source, const std::vector<Word>& words, const BrokenLine& line, diag::Sink& sink)
      : source_(source), words_(words), line_(line), sink_(sink), at_(line.failure.word) {}

  // Of a word of the line; empty beyond its ends.
  std::string_view bytes(const Word& word) const { return source_.bytes().substr(word.begin, word.end - word.begin); }
  std::string_view text(std::size_t word) const {
    return word < line_.first || word >= line_.end ? std::string_view{} : bytes(words_[word]);
  }
  std::string_view written(std::size_t from, std::size_t to) const {
    return source_.bytes().substr(words_[from].begin, words_[to].end - words_[from].begin);
  }
  std::string_view before(std::size_t steps = 1) const { return at_ >= line_.first + steps ? text(at_ - steps) : std::string_view{}; }
  std::string_view after(std::size_t steps = 1) const { return text(at_ + steps); }
  std::string_view first() const { return text(line_.first); }
  std::size_t last() const { return std::max(line_.first, line_.end - 1); }
  bool at_end() const { return at_ >= line_.end; }
  bool is_kind(std::size_t word, Token::Kind kind) const { return word >= line_.first && word < line_.end && words_[word].kind == kind; }
  bool is_before(Token::Kind kind) const { return at_ > line_.first && words_[at_ - 1].kind == kind; }
  bool is_name(std::size_t word) const { return is_kind(word, Token::Kind::Name) || is_kind(word, Token::Kind::QuotedName); }
  bool in_rule(std::string_view rule) const {
    return std::find(line_.failure.rules.begin(), line_.failure.rules.end(), rule) != line_.failure.rules.end();
  }
  static bool is_any(std::string_view word, std::initializer_list<std::string_view> of) {
    return std::find(of.begin(), of.end(), word) != of.end();
  }
  template <std::size_t Size>
  static bool is_any(std::string_view word, const std::string_view (&of)[Size]) {
    return std::find(of, of + Size, word) != of + Size;
  }
  // Whether the word is what a pattern asks for; the signs of patterns are those of phrasings.h.
  bool fits(std::string_view wanted, std::size_t word) const;
  // The word behind those that fit the pattern one after the other; the first itself if they do not.
  std::size_t end_of(std::string_view pattern, std::size_t first) const;
  // The attributes of an activity that the file declares; none of one that it does not.
  std::vector<std::string_view> attributes_of(std::string_view verb) const;

  bool begins_rule() const { return is_any(first(), {"when", "for", "always", "otherwise"}); }

  Span span(std::size_t word) const { return {source_.id(), words_[word].begin, words_[word].end}; }
  // Where the missing thing would stand: the word that came instead, or the last word when the line ended.
  Span here() const { return at_end() ? span(last()) : span(at_); }
  Span whole_line() const { return join(span(line_.first), span(last())); }
  // The empty place behind a word, for edits that insert.
  Span behind(std::size_t word) const { return {source_.id(), words_[word].end, words_[word].end}; }

  // Index of the colon that ends the head of a rule, outside of parentheses.
  std::optional<std::size_t> colon() const {
    std::size_t depth = 0;
    for (std::size_t word = line_.first; word < line_.end; ++word) {
      if (text(word) == "(") ++depth;
      if (text(word) == ")" && depth > 0) --depth;
      if (text(word) == ":" && depth == 0) return word;
    }
    return std::nullopt;
  }

  // A name that stands nowhere else in the file is hardly one that was declared.
  bool stands_once(std::size_t word) const {
    if (!is_kind(word, Token::Kind::Name)) return false;
    const auto same = [&](const Word& other) { return bytes(other) == text(word); };
    return std::count_if(words_.begin(), words_.end(), same) == 1;
  }

  const source::Source& source_;
  const std::vector<Word>& words_;
  const BrokenLine& line_;
  diag::Sink& sink_;
  std::size_t at_;  // where reading failed
};

// Reports a line that is plain English where Assay has other words; false if it is not that.
bool explain_english(const LineWords& line);
// Reports a line of a table that was written for something else; false if it is not that.
bool explain_table(const LineWords& line);
// Reports a line that holds one of the phrasings of phrasings.h; false if it does not.
bool explain_phrasing(const LineWords& line);
bool explain_last_phrasing(const LineWords& line);
// Reports what was said of an activity where it cannot stand, such as a window before `with`; false if there is nothing of the kind.
bool explain_order(const LineWords& line);
// Reports a question for the latest activity, or for a grade, that is written another way; false if it is none.
bool explain_question(const LineWords& line);
// Reports a limit per day, week or month, which points do not have; false if there is none.
bool explain_limit(const LineWords& line);
// Reports a line of a test; false if it is none, or if nothing is known about it.
bool explain_test(const LineWords& line);

}  // namespace assay::syntax

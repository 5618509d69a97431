// All comparisons that the rules of a policy make with one text column, answered in one pass per value (decision 0015).
// An atom is one comparison with one or several texts ("is the value in this list"); it is true when any of its texts fits.
// `matches_one` is the meaning (plain functions, used by the interpreter); `TextSet` gives the same answers fast for thousands of
// atoms and a million texts. Missing values are the caller's: they are never asked.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/url.h"

namespace assay::text {

class BlockMatcher;

// How an atom compares. All but `exactly` and `regex` compare folded forms.
enum class TextMode : std::uint8_t {
  equals,       // the whole value; `*` is an ordinary sign
  exactly,      // the bytes, both sides trimmed
  pattern,      // the whole value; `*` stands for any run of characters
  url_pattern,  // as `pattern`, against the parts of an address (url.h); with a malformed address the answer is unknown
  contains,
  starts_with,
  ends_with,
  mentions,  // words next to each other (words.h)
  regex,     // found anywhere in the trimmed value; an expression that does not compile matches nothing
};

// One comparison. The texts are as the author wrote them; they need to live only while a set is built.
struct TextAtom {
  TextMode mode;
  std::vector<std::string_view> texts;
};

// Whether the value fits one of the texts: the reference that TextSet agrees with. An unknown answer (see `is_comparable`) is false.
bool matches_one(TextMode mode, std::string_view text, std::string_view value);
bool matches_one(const TextAtom& atom, std::string_view value);

// Whether the answer of an atom of this mode is known for the value: not for a malformed address and `url_pattern`.
bool is_comparable(TextMode mode, std::string_view value);

// Memory that `match` works in; one per thread, used again and again. `url.well_formed` is the one thing to read after a match:
// where the set has atoms of `url_pattern` and it is false, their answers are unknown.
struct MatchScratch {
  UrlSubject url;
  std::string folded;
  std::string reversed;
  std::vector<std::string_view> words;
  std::vector<int> regexes;
  std::vector<std::uint64_t> marks;  // all 0 between matches
};

class TextSet {
 public:
  explicit TextSet(std::span<const TextAtom> atoms);
  ~TextSet();
  TextSet(TextSet&&) noexcept;
  TextSet& operator=(TextSet&&) noexcept;

  std::size_t atom_count() const;

  // Puts the indices of all atoms that are true for the value into `atoms`, ascending, each once (what was there is dropped).
  // The value is trimmed here. May be called from several threads at once, each with its own scratch.
  void match(std::string_view value, MatchScratch& scratch, std::vector<std::uint32_t>& atoms) const;

  // What answers for many values at once; nullptr where this processor or these atoms are not for it. Each value must be trimmed. A known
  // text has the atoms that `match` gives for it, one that is neither known nor other those of its hits.
  const BlockMatcher* for_blocks() const;

 private:
  struct Matcher;
  std::unique_ptr<const Matcher> matcher_;
};

}  // namespace assay::text

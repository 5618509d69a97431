// Ways of saying things, in English or as other languages do, that Assay says in other words. A table of rows; explain_phrasing.cpp looks
// for them around the place where a line could not be read. Private to this folder (decision 0108).
#pragma once

#include <span>
#include <string_view>

namespace assay::syntax {

// `where`: "condition", "points" (behind the colon of a rule), "fields", "tests" (within one), or the words that may begin the line, with |
// between them; empty: anywhere. `words`, between blanks: a word as it stands, or several with | between them; # a number, " a text, & a
// date or time of day, ~ a unit of time, @ a name, _ any word, regex a regular expression, bar the sign |, ^ and $ the ends of the line.
// What stands in brackets cannot stand there; without brackets it is the whole. `advice` and `instead`: {0}, {1}, … are what stood for
// those signs and alternatives, from the left; {~0} is a text without its quotes. `instead` replaces what is in brackets; "-" leaves it
// out; empty: no edit is offered.
struct Phrasing {
  std::string_view where, words, advice, instead;
};

// The first that fits is meant.
std::span<const Phrasing> phrasings();
// Those that hold only where nothing else is known about a line.
std::span<const Phrasing> last_phrasings();

}  // namespace assay::syntax

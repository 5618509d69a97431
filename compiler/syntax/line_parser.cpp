#include "compiler/syntax/line_parser.h"

#include <algorithm>

namespace assay::syntax {

std::optional<Line> LineParser::read(std::size_t first, std::size_t stop) {
  const std::size_t expressions = ast_.expressions.size(), phrases = ast_.phrases.size();
  start(first, stop);
  refused_ = false;
  conditions_open_ = 0;
  std::optional<Line> made;
  switch (parts_[first]) {
    case Part::None: made = line(); break;
    case Part::Field: made = field(); break;
    case Part::Case: made = case_line(); break;
    case Part::Row: made = table_row(); break;
  }
  if (made && !given_up_ && !refused_ && refusals_.empty() && ends_line(first)) return made;
  forget_nodes(expressions, phrases);
  if (!refusals_.empty()) refusals_ = {};
  return std::nullopt;
}

void LineParser::forget_nodes(std::size_t expressions, std::size_t phrases) {
  ast_.expressions.erase(ast_.expressions.begin() + static_cast<std::ptrdiff_t>(expressions), ast_.expressions.end());
  ast_.phrases.erase(ast_.phrases.begin() + static_cast<std::ptrdiff_t>(phrases), ast_.phrases.end());
}

// Another line begins here, and none of the words before looks as if one began with it: `stage MQL` and `when …` on the next row are one
// line or two, and only the rest of the second tells.
bool LineParser::ends_line(std::size_t first) const {
  if (parts_[at_] == Part::None && !begins_line(type())) return false;
  const auto looks_like_another = [](const Word& word) { return word.starts_row && begins_line(word.type); };
  const auto words = words_.begin();
  return std::none_of(words + static_cast<std::ptrdiff_t>(first) + 1, words + static_cast<std::ptrdiff_t>(at_), looks_like_another);
}

}  // namespace assay::syntax

// One comparison of a text with the texts of an atom, prepared once per policy so that lists and regular expressions are not read again for
// every lead. The meaning is that of text::matches_one, from the same primitives, and not from text::TextSet, whose answers the
// interpreter is there to check.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "compiler/ir/ir.h"
#include "runtime/text/pattern.h"
#include "runtime/text/regex.h"
#include "runtime/text/url.h"
#include "runtime/text/words.h"

namespace assay::interpret {

class TextMatcher {
 public:
  explicit TextMatcher(const ir::TextAtom& atom);

  // Whether one of the atom's texts fits the (known) value.
  bool matches(std::string_view value) const;

 private:
  bool matches_folded(const std::string& folded) const;

  text::TextMode mode_;
  std::unordered_set<std::string> whole_;  // folded; of `exactly` as written
  std::vector<std::string> parts_;         // contains, starts with, ends with: folded
  std::vector<text::Pattern> patterns_;    // those with a `*`
  std::vector<text::UrlPattern> url_patterns_;
  std::vector<text::Phrase> phrases_;
  std::vector<text::Regex> expressions_;
};

}  // namespace assay::interpret

// Patterns of `in` and `like`: a whole value, in which `*` stands for any run of characters, also none. The pattern is folded as a
// whole and then cut at its `*` (so the full-width asterisk is one, too); values are folded by the caller. There is no way to mean `*`.
// Matching takes time proportional to value times longest segment at worst and never recurses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::text {

class Pattern {
 public:
  // From the text as the author wrote it.
  explicit Pattern(std::string_view text);

  // From a text that is already folded (the pattern of a url without its scheme).
  static Pattern of_folded(std::string_view folded);

  // Whether the whole folded value is of this pattern.
  bool matches(std::string_view folded) const;

  // Whether it has a `*`; without one it is equality with `segments().front()`.
  bool has_wildcard() const { return segments_.size() > 1; }

  // The literal parts between the `*`: one more than there are `*`; the first and the last are anchored and may be empty.
  const std::vector<std::string>& segments() const { return segments_; }

 private:
  Pattern() = default;

  std::vector<std::string> segments_;
};

// Both folded: equality, `contains`, `starts with`, `ends with` as the language has them. The empty text is in every text.
bool equals(std::string_view folded_value, std::string_view folded_text);
bool contains(std::string_view folded_value, std::string_view folded_text);
bool starts_with(std::string_view folded_value, std::string_view folded_text);
bool ends_with(std::string_view folded_value, std::string_view folded_text);

}  // namespace assay::text

#include "runtime/text/pattern.h"

#include "runtime/text/fold.h"

namespace assay::text {

Pattern::Pattern(std::string_view text) : Pattern(of_folded(fold(text))) {}

Pattern Pattern::of_folded(std::string_view folded) {
  Pattern pattern;
  for (std::size_t star = folded.find('*'); star != std::string_view::npos; star = folded.find('*')) {
    // Several `*` in a row mean what one means.
    if (pattern.segments_.empty() || star > 0) pattern.segments_.emplace_back(folded.substr(0, star));
    folded.remove_prefix(star + 1);
  }
  pattern.segments_.emplace_back(folded);
  return pattern;
}

bool Pattern::matches(std::string_view folded) const {
  const std::string& first = segments_.front();
  const std::string& last = segments_.back();
  if (!has_wildcard()) return folded == first;
  if (folded.size() < first.size() + last.size() || !folded.starts_with(first) || !folded.ends_with(last)) return false;
  std::string_view middle = folded.substr(first.size(), folded.size() - first.size() - last.size());
  // The leftmost place of each segment leaves most room for those after it.
  for (std::size_t i = 1; i + 1 < segments_.size(); ++i) {
    const std::size_t at = middle.find(segments_[i]);
    if (at == std::string_view::npos) return false;
    middle.remove_prefix(at + segments_[i].size());
  }
  return true;
}

bool equals(std::string_view folded_value, std::string_view folded_text) { return folded_value == folded_text; }

bool contains(std::string_view folded_value, std::string_view folded_text) {
  return folded_value.find(folded_text) != std::string_view::npos;
}

bool starts_with(std::string_view folded_value, std::string_view folded_text) { return folded_value.starts_with(folded_text); }

bool ends_with(std::string_view folded_value, std::string_view folded_text) { return folded_value.ends_with(folded_text); }

}  // namespace assay::text

#include "runtime/text/folded_matcher.h"

#include <algorithm>

namespace assay::text {

void FoldedMatcher::add_contains(std::string_view folded, std::uint32_t atom) {
  if (folded.empty()) {
    always_.push_back(atom);
  } else {
    inner_.add(folded, atom);
  }
}

void FoldedMatcher::add_starts_with(std::string_view folded, std::uint32_t atom) {
  if (folded.empty()) {
    always_.push_back(atom);
  } else {
    beginnings_.add(folded, atom);
  }
}

void FoldedMatcher::add_ends_with(std::string_view folded, std::uint32_t atom) {
  if (folded.empty()) {
    always_.push_back(atom);
  } else {
    endings_.add(std::string(folded.rbegin(), folded.rend()), atom);
  }
}

void FoldedMatcher::add_pattern(const Pattern& pattern, std::uint32_t atom) {
  const std::vector<std::string>& segments = pattern.segments();
  if (!pattern.has_wildcard()) return add_equals(segments.front(), atom);
  const auto longest =
      std::max_element(segments.begin(), segments.end(), [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  const auto filled = std::count_if(segments.begin(), segments.end(), [](const std::string& text) { return !text.empty(); });
  std::uint32_t goal = atom;
  if (filled > 1) {
    goal = atom_count_ + static_cast<std::uint32_t>(patterns_.size());
    patterns_.push_back({pattern, atom});
  }
  if (longest == segments.begin()) {
    add_starts_with(*longest, goal);
  } else if (longest == segments.end() - 1) {
    add_ends_with(*longest, goal);
  } else {
    add_contains(*longest, goal);
  }
}

void FoldedMatcher::finish() {
  beginnings_.finish();
  endings_.finish();
  inner_.finish();
}

bool FoldedMatcher::empty() const {
  return always_.empty() && literals_.empty() && beginnings_.empty() && endings_.empty() && inner_.empty();
}

}  // namespace assay::text

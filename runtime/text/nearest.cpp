#include "runtime/text/nearest.h"

#include <algorithm>
#include <cstdint>

namespace assay::text {

namespace {

// Lower-case for ASCII only: names that differ in the case of other letters are told apart by one step, which is near enough.
std::vector<std::uint32_t> code_points(std::string_view text) {
  std::vector<std::uint32_t> points;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if ((byte & 0xC0) == 0x80 && !points.empty()) {
      points.back() = points.back() << 6 | (byte & 0x3F);
    } else {
      points.push_back(byte >= 'A' && byte <= 'Z' ? byte + 32u : byte);
    }
  }
  return points;
}

std::size_t tolerated(std::size_t length) {
  if (length <= 4) return 1;
  return length <= 8 ? 2 : 3;
}

template <typename Text>
std::string nearest_of(std::string_view name, std::span<const Text> candidates) {
  std::string_view best;
  std::size_t limit = tolerated(code_points(name).size());
  for (const Text& candidate : candidates) {
    // A name of one letter is one step from every other; that says nothing.
    if (candidate.size() < 2 || name.size() < 2) continue;
    const std::size_t distance = edit_distance(name, candidate, limit);
    if (distance > limit) continue;
    best = candidate;
    if (distance == 0) break;
    limit = distance - 1;
  }
  return std::string(best);
}

std::string asked(const std::string& near) { return near.empty() ? "" : "; did you mean '" + near + "'?"; }

}  // namespace

std::size_t edit_distance(std::string_view left_text, std::string_view right_text, std::size_t limit) {
  const std::vector<std::uint32_t> left = code_points(left_text), right = code_points(right_text);
  const std::size_t gap = left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (gap > limit) return limit + 1;
  std::vector<std::size_t> before(right.size() + 1), above(right.size() + 1), row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit + 1) return limit + 1;
    std::swap(before, above);
    std::swap(above, row);
  }
  return std::min(above[right.size()], limit + 1);
}

std::string nearest(std::string_view name, std::span<const std::string> candidates) { return nearest_of(name, candidates); }
std::string nearest(std::string_view name, std::span<const std::string_view> candidates) { return nearest_of(name, candidates); }

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) { return asked(nearest(name, candidates)); }
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) { return asked(nearest(name, candidates)); }

}  // namespace assay::text

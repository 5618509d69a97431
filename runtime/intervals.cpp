#include "runtime/intervals.h"

#include <algorithm>

namespace assay::runtime {

std::optional<std::int64_t> union_length(std::vector<std::pair<std::int64_t, std::int64_t>> intervals) {
  std::erase_if(intervals, [](const auto& each) { return each.second < each.first; });
  if (intervals.empty()) return std::nullopt;
  std::sort(intervals.begin(), intervals.end());
  std::int64_t length = 0, end = intervals.front().first;
  for (const auto& [from, to] : intervals) {
    if (to <= end) continue;
    length += to - std::max(from, end);
    end = to;
  }
  return length;
}

}  // namespace assay::runtime

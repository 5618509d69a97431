#include "runtime/kernels/time_slices.h"

#include <algorithm>

namespace assay::kernels {
namespace {

constexpr std::uint64_t most_buckets = 1024;
constexpr std::int64_t first_time = INT64_MIN + 1;  // below it lie activities without a time

}  // namespace

void TimeSlices::set_up(std::vector<std::int64_t> edges) {
  edges.push_back(first_time);
  std::ranges::sort(edges);
  const auto [end, rest] = std::ranges::unique(edges);
  edges.erase(end, rest);
  while (!edges.empty() && edges.back() == INT64_MAX) edges.pop_back();
  base_ = edges.size() > 1 ? edges[1] : 0;
  const std::uint64_t length = edges.size() > 1 ? static_cast<std::uint64_t>(edges.back()) - static_cast<std::uint64_t>(base_) : 0;
  shift_ = 0;
  while (length >> shift_ >= most_buckets - 1) ++shift_;
  last_bucket_ = (length >> shift_) + 1;
  edges_ = std::move(edges);
  edges_.insert(edges_.end(), {INT64_MAX, INT64_MAX});
  first_slice_.assign(1, 0);
  for (std::uint64_t bucket = 0; bucket < last_bucket_; ++bucket) {
    first_slice_.push_back(begins_at(static_cast<std::int64_t>(static_cast<std::uint64_t>(base_) + (bucket << shift_))));
  }
}

std::uint32_t TimeSlices::begins_at(std::int64_t edge) const {
  if (edge == INT64_MAX) return count();
  return static_cast<std::uint32_t>(std::upper_bound(edges_.begin(), edges_.end() - 2, edge) - edges_.begin());
}

}  // namespace assay::kernels

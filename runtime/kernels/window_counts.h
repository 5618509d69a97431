// Counting without lists: filters of which only counts, integer sums and plain `for each` rules over windows that are the same for all
// leads are asked. Internal to the activity pass.
//
// All edges of all such windows cut time into slices. An activity adds one to a counter of its filter and slice; when the lead's activities
// are through, a window's count is the difference of two running sums. Slice 0 is for activities without a time.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/kernels/pass_window.h"

namespace assay::kernels {

class WindowCounts {
 public:
  // `windows` as found for the phrases of the pass; with their owners they stay the same for the whole session.
  void set_up(const ActivityPass& pass, const std::vector<FoundWindow>& windows);

  // Whether the filter's phrases are all counted here.
  bool counts(std::uint32_t filter) const { return !filters_.empty() && filters_[filter].is_counted; }

  // What lies in an earlier slice than this counts nowhere; 0 where filters are left that are not counted here.
  std::uint32_t first_slice() const { return first_slice_; }

  // Whether leads with so many activities can be counted here; others take the long way.
  static bool can_count(std::int64_t activities) { return activities < 60'000; }

  // The slice of a time, given that of an earlier one.
  std::uint32_t slice(std::int64_t time, std::uint32_t earlier) const {
    if (time == runtime::ActivityBatch::untimed) return 0;
    std::uint32_t slice = earlier == 0 ? 1 : earlier;
    while (slice - 1 < edges_.size() && time >= edges_[slice - 1]) ++slice;
    return slice;
  }

  // An activity of the lead passed the filter.
  void add(std::uint32_t filter, std::uint32_t slice, std::uint32_t activity, const runtime::ActivityBatch& activities) {
    std::uint16_t* counters = counters_.data() + std::size_t{filter} * stride_;
    if (!is_touched_[filter]) {
      is_touched_[filter] = 1;
      touched_.push_back(filter);
    }
    ++counters[slice];
    if (filters_[filter].sum_count) add_values(filters_[filter], slice, activity, activities);
  }

  // Writes the lead's results and starts anew; false: sums may have overflowed, nothing was written.
  bool finish(Block& block, std::size_t row);
  void forget();

 private:
  // Results over the slices [from, to).
  struct Threshold {
    std::uint32_t from, to;
    std::int64_t at_least;
    Offset out;
  };
  struct Amount {
    std::uint32_t from, to;
    Values out;
  };
  struct Gift {
    std::uint32_t from, to;
    Points each;
    PointBounds bounds;
    Offset fired, out;
  };
  struct Asked {
    std::vector<Threshold> thresholds;
    std::vector<Amount> amounts;
    std::vector<Gift> gifts;
  };
  struct Sum {
    std::int32_t slot;
    Asked asked;
  };
  struct Filter {
    bool is_counted = false;
    std::uint32_t first_sum = 0, sum_count = 0;
    Asked asked;
  };

  void add_values(const Filter& filter, std::uint32_t slice, std::uint32_t activity, const runtime::ActivityBatch& activities);
  void plan_phrase(const WindowedPhrase& phrase, const FoundWindow& window);
  void write(const Asked& asked, Block& block, std::size_t row) const;
  template <typename Counter>
  void run_up(const Counter* counters);
  std::uint32_t edge_slice(std::int64_t edge) const;

  std::vector<std::int64_t> edges_;
  std::size_t stride_ = 0;
  std::uint32_t first_slice_ = 0;
  std::vector<Filter> filters_;
  std::vector<std::vector<Sum>> sums_of_filter_;  // while planning
  std::vector<Sum> sums_;
  std::vector<std::uint16_t> counters_;  // per filter and slice
  std::vector<std::int64_t> values_;     // per sum and slice
  std::vector<std::int64_t> running_;    // before each slice
  std::vector<std::uint8_t> is_touched_;
  std::vector<std::uint32_t> touched_;
  bool is_large_ = false;  // a value so large that sums might overflow
};

}  // namespace assay::kernels

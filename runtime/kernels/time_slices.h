// Time cut into slices at the edges of windows, and the slice of a time in a few operations.
//
// Slice 0 is for activities without a time; each edge begins a slice. A half-open window [from, to) whose ends are edges is the slices
// [begins_at(from), begins_at(to)).
#pragma once

#include <cstdint>
#include <vector>

namespace assay::kernels {

class TimeSlices {
 public:
  TimeSlices() { set_up({}); }

  // Edges in any order. Times must be less than INT64_MAX.
  void set_up(std::vector<std::int64_t> edges);

  std::uint32_t count() const { return static_cast<std::uint32_t>(edges_.size() - 1); }

  std::uint32_t begins_at(std::int64_t edge) const;

  // What a loop over many times keeps in registers.
  struct View {
    const std::int64_t* edges;
    const std::uint32_t* first_slice;
    std::int64_t base;
    std::uint64_t last_bucket;
    unsigned shift;

    // Buckets of equal length say where to look; nearly always that is the slice or the one before it.
    std::uint32_t of(std::int64_t time) const {
      const std::uint64_t bucket = (static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(base)) >> shift;
      const std::uint64_t known = bucket < last_bucket ? bucket + 1 : last_bucket;
      std::uint32_t slice = first_slice[time < base ? 0 : known];
      slice += std::uint32_t{time >= edges[slice]};
      while (time >= edges[slice]) [[unlikely]]
        ++slice;
      return slice;
    }
  };
  View view() const { return {edges_.data(), first_slice_.data(), base_, last_bucket_, shift_}; }
  std::uint32_t of(std::int64_t time) const { return view().of(time); }

 private:
  std::vector<std::int64_t> edges_;         // ascending, then INT64_MAX twice
  std::vector<std::uint32_t> first_slice_;  // per bucket: the slice of its first time; bucket 0 lies before `base_`
  std::int64_t base_ = 0;
  std::uint64_t last_bucket_ = 0;
  unsigned shift_ = 0;
};

}  // namespace assay::kernels

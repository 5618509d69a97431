// Counters of one bit each: 512 questions "did this happen at least so often?" at once.
//
// A lane is a filter, the slices of a window, and a limit. A counter that is to reach `limit` starts at 2^planes - limit; its binary places
// lie in `planes` vectors, and what is carried out of the last one says that the limit is reached. An activity adds one to all lanes whose
// filter it passes (by its class) and whose window its slice lies in: a few operations per 512 lanes. Lanes of one kind of activity stand
// together, so that most activities touch a single unit of 512 lanes.
// Internal to the activity pass.
#pragma once

#include <span>
#include <vector>

#include "runtime/kernels/transpose.h"

namespace assay::kernels {

class BitLanes {
 public:
  static constexpr std::uint64_t most = 1 << 12;  // limits beyond it are counted elsewhere

  struct Lane {
    std::int32_t kind = -1;  // of the filter; -1: any
    std::uint32_t filter = 0;
    std::uint32_t from = 0, to = 0;  // slices
    std::uint64_t limit = 1;         // 1 to `most`
    Offset reached = no_offset;
    std::vector<Offset> digits;  // lowest place first: the low places of the counter as it is at the end (0 where reached)
  };

  // The lanes of a class of activities: units, with the bits of its lanes in each.
  struct Class {
    std::uint32_t begin = 0, count = 0;
    std::uint32_t first_slice = UINT32_MAX;  // none of its windows holds an earlier one
  };

  // An activity of a class in a slice.
  struct Entry {
    std::uint32_t begin, count;  // of the class
    std::uint32_t slice;
  };

  void set_up(std::vector<Lane> lanes, std::uint32_t slices);
  Class add_class(std::span<const std::uint32_t> filters);

  std::size_t row_vectors() const { return start_.size(); }

  // Counts for up to 64 leads: lead i has the entries [begins[i], ends[i]). The counters of lead i come to stand from state[i * stride] on.
  void count(const Entry* entries, const std::uint32_t* begins, const std::uint32_t* ends, std::size_t rows, std::size_t stride,
             LaneBits* state) const;

  // Where the results are in such rows.
  const std::vector<RowBit>& outputs() const { return outputs_; }

 private:
  struct Unit {
    std::uint32_t first_vector, planes;  // the planes, then what is reached
  };
  void place_lanes();
  void plan_outputs();
  friend void count_lanes(const BitLanes& lanes, const Entry* entries, const std::uint32_t* begins, const std::uint32_t* ends,
                          std::size_t rows, std::size_t stride, LaneBits* state);

  std::vector<Lane> lanes_;
  std::vector<std::uint32_t> place_of_lane_;  // unit * 512 + bit
  std::vector<Unit> units_;
  std::vector<LaneBits> start_;        // a lead's counters at the beginning
  std::vector<LaneBits> slice_masks_;  // per slice and unit
  std::vector<LaneBits> class_masks_;  // per entry of class_units_
  std::vector<std::uint32_t> class_units_;
  std::vector<std::vector<std::uint32_t>> lanes_of_filter_;
  std::vector<RowBit> outputs_;
};

}  // namespace assay::kernels

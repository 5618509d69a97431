// Counters of one bit each: 512 questions "did this happen at least so often?" at once (decisions 0065 and 0153).
//
// A lane is a filter, the slices of a window, and a limit. A counter that is to reach `limit` starts at 2^places - limit; its binary places
// lie in `places` vectors, and what is carried out of the last one says that the limit is reached. An activity adds one to all lanes whose
// filter it passes (by its class) and whose window its slice lies in. Four activities of a lead are added at once, as in the carry-save
// adders of Harley and Seal (W. Mula, N. Kurz, D. Lemire, "Faster Population Counts Using AVX2 Instructions", 2016), so that most of them
// touch two places only, and the counters of a lead and unit stay in registers.
//
// Lanes that need equally many places stand together, and of them those of one kind of activity, so that units have few places. Few lanes
// are one unit of 64 or 256: less is left empty, and less must be transposed.
// Internal to the activity pass.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "runtime/kernels/counted_activities.h"
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

  void set_up(std::vector<Lane> lanes, std::uint32_t slices);
  // Classes are numbered from 0 as they are added.
  void add_class(std::span<const std::uint32_t> filters);

  std::size_t row_vectors() const { return start_.size(); }

  // Counts for `lead_count` leads, 64 at most, whose counters come to stand in their rows. Of the leads of the bits `skipped` nothing is
  // counted.
  void count(const CountedActivities& activities, std::uint64_t skipped, std::size_t lead_count, LeadRows rows) const;

  // The rows of these leads are as without activities.
  void begin(std::uint64_t leads, LeadRows rows) const;

  // Where the results are in such rows.
  const std::vector<RowBit>& outputs() const { return outputs_; }

 private:
  // Lanes that are counted together. In a row, what is reached and then the places are pieces that stand one behind the other. Counters
  // that have reached their limit go on counting: their places mean nothing then.
  struct Unit {
    std::uint32_t first = 0, places = 0;
    // Pieces, one behind the other.
    std::vector<LaneBits> slice_masks;  // per slice
    std::vector<LaneBits> class_masks;  // the different ones; the first is empty
    std::vector<std::uint32_t> mask_of_class;
    std::map<std::vector<std::uint32_t>, std::uint32_t> mask_of_lanes;
  };
  void fill_masks(std::uint32_t slices);
  std::uint32_t mask_of(Unit& unit, const std::vector<std::uint32_t>& lanes);
  void plan_outputs();
  std::size_t vectors_for(std::size_t pieces) const { return (pieces * unit_lanes_ + lanes_per_vector - 1) / lanes_per_vector; }
  struct Leads {
    std::uint64_t skipped;
    std::size_t count;
    LeadRows rows;
  };
  template <typename Piece, std::uint32_t low_places>
  void count_unit(const Unit& unit, const CountedActivities& activities, const Leads& leads) const;
  template <typename Piece>
  void count_pieces(const CountedActivities& activities, const Leads& leads) const;
  friend void count_activities(const BitLanes& lanes, const CountedActivities& activities, const Leads& leads);

  std::uint32_t unit_lanes_ = lanes_per_vector;
  std::vector<Lane> lanes_;  // by the number of their places, then by kind; lane i is bit i % unit_lanes_ of unit i / unit_lanes_
  std::vector<Unit> units_;
  std::vector<LaneBits> start_;  // a lead's counters at the beginning
  std::vector<std::vector<std::uint32_t>> lanes_of_filter_;
  std::vector<RowBit> outputs_;
};

}  // namespace assay::kernels

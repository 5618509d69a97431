// Counts and integer sums as numbers, where a bit per limit (bit_lanes.h) does not do: eight windows of a filter at once.
//
// A lane is a filter, the slices of a window, what is added (1 or an attribute's value), and what becomes of the sum. Lanes of one filter
// and source stand in groups of eight int64. Only groups that an activity of the lead touched are looked at afterwards; the others stand
// for 0. Comparisons become bits of the lead's row, as those of BitLanes, everything else is written at once.
// Internal to the activity pass.
#pragma once

#include <span>
#include <vector>

#include "runtime/kernels/activities.h"
#include "runtime/kernels/counted_activities.h"
#include "runtime/kernels/transpose.h"

namespace assay::kernels {

class AmountLanes {
 public:
  struct Gift {
    Points each;
    PointBounds bounds;
    Offset fired, to;
  };
  struct Lane {
    std::uint32_t filter = 0;
    std::int32_t slot = -1;          // of the attribute; -1: each activity counts 1
    std::uint32_t from = 0, to = 0;  // slices
    Aggregate::Threshold threshold{INT64_MAX, no_offset};
    std::vector<Values> amounts = {};
    std::vector<Gift> gifts = {};
  };
  void set_up(std::vector<Lane> lanes, std::uint32_t slices);
  // Classes are numbered from 0 as they are added.
  void add_class(std::span<const std::uint32_t> filters);

  bool empty() const { return groups_.empty(); }
  std::size_t row_vectors() const { return (groups_.size() + sizeof(LaneBits) - 1) / sizeof(LaneBits); }
  // Where the comparisons are in a row, whose first vector is number `first_vector` of all.
  std::vector<RowBit> outputs(std::size_t first_vector) const;

  // The leads of a block that are counted together: `count` rows of it from `first_row` on, and what is added up of them.
  struct Leads {
    std::size_t first_row, count;
    std::uint64_t skipped;  // bits of those of which nothing is added up
    LeadRows rows;          // where their bits come to stand
  };

  // What leads are asked for, from their activities. The bits of those with a value so large that sums might overflow: nothing was written
  // for them.
  std::uint64_t run(const CountedActivities& happened, const Leads& leads, const runtime::ActivityBatch& activities, Block& block);

 private:
  struct Class {
    std::uint32_t begin = 0, count = 0;      // parts
    std::uint32_t first_slice = UINT32_MAX;  // none of its windows holds an earlier one
  };
  // An activity that adds something.
  struct Entry {
    std::uint32_t begin, count;  // of the class
    std::uint32_t slice;
    std::uint32_t lead;
    std::uint32_t activity;
  };
  static constexpr std::size_t group_lanes = 8;
  union alignas(64) Sums {
    std::int64_t values[group_lanes];
    WideBits lanes;
  };
  struct Group {
    std::uint32_t filter;
    std::int32_t slot;
    bool is_written = false;  // some lane has amounts or gifts
    std::vector<Lane> lanes;
  };
  // Groups that add the same source.
  struct Part {
    std::int32_t slot;
    std::uint32_t begin, count;
  };

  std::span<const Entry> entries_of(const CountedActivities& happened);
  void fetch_ahead(std::span<const Entry> entries, const runtime::Column* columns) const;
  bool run_lead(std::span<const Entry> entries, const runtime::Column* columns, Block& block, std::size_t row, LaneBits* row_bits);
  static void write(const Group& group, const Sums& sums, Block& block, std::size_t row);
  friend bool add_amounts(AmountLanes& lanes, std::span<const Entry> entries, const runtime::Column* columns);

  std::vector<Group> groups_;
  std::vector<Sums> sums_;              // per group, of the lead that is being looked at
  std::vector<Sums> limits_;            // per group
  std::vector<Sums> slice_masks_;       // per slice and group: all ones in the lanes whose window holds the slice
  std::vector<std::uint64_t> touched_;  // bits of groups
  std::vector<std::vector<std::uint32_t>> groups_of_filter_;
  std::vector<Class> classes_;
  std::vector<Entry> entries_;
  std::vector<Part> class_parts_;
  std::vector<std::uint32_t> class_groups_;
};

}  // namespace assay::kernels

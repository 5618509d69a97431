// Counts and integer sums as numbers, where a bit per limit (bit_lanes.h) does not do: eight windows of a filter at once.
//
// A lane is a filter, the slices of a window, what is added (1 or an attribute's value), and what becomes of the sum. Lanes of one filter
// and source stand in groups of eight int64. Only groups that an activity of the lead touched are looked at afterwards; the others stand
// for 0. What sums are compared with stands in levels: the first limits of a group's lanes, the second ones, and so on. Comparisons become
// bits of the lead's row, as those of BitLanes, everything else is written at once.
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
    std::int32_t slot = -1;                             // of the attribute; -1: each activity counts 1
    std::uint32_t from = 0, to = 0;                     // slices
    std::vector<Aggregate::Threshold> thresholds = {};  // ascending, all at least 1
    std::vector<Values> amounts = {};
    std::vector<Gift> gifts = {};
  };
  void set_up(std::vector<Lane> lanes, std::uint32_t slices);
  // Classes are numbered from 0 as they are added.
  void add_class(std::span<const std::uint32_t> filters);

  bool empty() const { return groups_.empty(); }
  std::size_t row_vectors() const { return (limits_.size() + sizeof(LaneBits) - 1) / sizeof(LaneBits); }
  // Where the comparisons are in a row, whose first vector is number `first_vector` of all.
  std::vector<RowBit> outputs(std::size_t first_vector) const;

  // The leads of a block that are counted together: `count` rows of it from `first_row` on, and what is added up of them.
  struct Leads {
    std::size_t first_row, count;
    std::uint64_t skipped;  // bits of those of which nothing is added up
    LeadRows rows;          // where their bits come to stand
  };

  // Before `run` on the same activities: finds those that add something and asks for their values, which are spread over much memory.
  void start(const CountedActivities& happened, const runtime::ActivityBatch& activities);

  // What leads are asked for, from their activities. The bits of those with a value so large that sums might overflow: nothing was written
  // for them.
  std::uint64_t run(const CountedActivities& happened, const Leads& leads, Block& block);

 private:
  // Groups that add the same source.
  struct Part {
    std::int32_t slot = -1;
    std::uint32_t begin = 0, count = 0;
  };
  struct Class {
    Part first;                                  // one of no groups where the class adds nothing
    std::uint32_t rest_begin = 0, rest_end = 0;  // further ones
  };
  // What an activity adds to the groups of a part.
  struct Entry {
    std::int64_t value;
    const Part* part;
    std::uint32_t slice, lead;
  };
  // Where values come from, so that reading one takes no branch: an attribute, or 1 for every activity.
  struct Source {
    const std::int64_t* values;
    const std::uint64_t* validity;
    std::uint32_t value_mask, validity_mask;  // of the activity's index: 0 where one value stands for all

    std::int64_t value(std::uint32_t activity) const {
      const std::uint32_t bit = activity & validity_mask;
      const auto known = static_cast<std::int64_t>(validity[bit / 64] >> bit % 64 & 1);
      return values[activity & value_mask] & -known;
    }
  };
  static constexpr std::size_t group_lanes = 8;
  union alignas(64) Sums {
    std::int64_t values[group_lanes];
    WideBits lanes;
  };
  struct Group {
    std::uint32_t filter;
    std::int32_t slot;
    std::uint32_t first_level = 0, levels = 0;  // each is a byte of the row
    bool is_written = false;                    // some lane has amounts or gifts
    std::vector<Lane> lanes;
  };
  void group(std::vector<Lane> lanes);
  void find_sources(const std::vector<runtime::Column>& columns);
  void find_adding(const CountedActivities& happened);
  std::span<const Entry> find_entries(const CountedActivities& happened);
  std::uint64_t find_too_large(std::span<const Entry> entries) const;
  void compare(Block& block, std::size_t row, std::uint8_t* row_bytes);
  static void write(const Group& group, const Sums& sums, Block& block, std::size_t row);
  friend void add_amounts(AmountLanes& lanes, std::span<const Entry> entries);

  std::vector<Group> groups_;
  std::vector<Sums> sums_;              // per group, of the lead that is being looked at
  std::vector<Sums> limits_;            // per level; INT64_MAX where a lane has fewer
  std::vector<Sums> slice_masks_;       // per slice and group: all ones in the lanes whose window holds the slice
  std::vector<std::uint64_t> touched_;  // bits of groups
  std::vector<std::vector<std::uint32_t>> groups_of_filter_;
  std::vector<Class> classes_;
  std::vector<std::uint32_t> first_slices_;  // per class: none of its windows holds an earlier one
  std::size_t most_parts_ = 1;               // of a class
  std::vector<Source> sources_;              // per slot, behind that of slot -1
  std::vector<std::uint32_t> adding_;        // indices into what happened
  std::size_t adding_count_ = 0;
  std::vector<Entry> entries_;
  bool may_be_too_large_ = false;  // a value of them
  std::vector<Part> rest_parts_;
  std::vector<std::uint32_t> class_groups_;
};

}  // namespace assay::kernels

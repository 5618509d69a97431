// Counting without lists: phrases of which only counts, integer sums and plain `for each` rules are asked, over windows that are the same
// for all leads of a session.
//
// All edges of all such windows cut time into slices (time_slices.h). What is only compared with limits is counted in bits (bit_lanes.h),
// what is needed as a number in int64 (amount_lanes.h). Internal to the activity pass.
#pragma once

#include <vector>

#include "runtime/kernels/amount_lanes.h"
#include "runtime/kernels/bit_lanes.h"
#include "runtime/kernels/pass_window.h"
#include "runtime/kernels/time_slices.h"

namespace assay::kernels {

struct PassCounts {
  // `windows` as found for the phrases of the pass; they stay the same for the whole session.
  void set_up(const ActivityPass& pass, const std::vector<FoundWindow>& windows);

  // Leads with more activities than this are counted by lists: their sums might leave int64.
  static constexpr std::int64_t most_activities = 60'000;

  TimeSlices slices;
  BitLanes bits;
  AmountLanes amounts;
  std::vector<RowBit> outputs;  // of both; a lead's row has the vectors of `bits`, then those of `amounts`
  std::size_t row_vectors() const { return bits.row_vectors() + amounts.row_vectors(); }
  std::vector<std::uint8_t> is_counted;      // per phrase
  std::vector<std::uint8_t> is_overwritten;  // per phrase: all its results are written for every lead, so that nothing need be cleared
};

}  // namespace assay::kernels

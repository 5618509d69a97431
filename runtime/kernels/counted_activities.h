// The activities of up to 64 leads as counters see them: an array for each thing that is known of them, in the order of the leads.
// Views only. Internal to the activity pass.
#pragma once

#include <cstdint>
#include <span>

namespace assay::kernels {

struct CountedActivities {
  static constexpr std::size_t counted_together = 4;  // so classes and slices of so many more, less one, are read, and mean nothing

  std::span<const std::uint32_t> activities;  // indices into the ActivityBatch
  const std::uint32_t* classes;               // of each of them
  const std::uint32_t* slices;                // likewise
  const std::uint8_t* leads;                  // by activity, beginning with number `first`: which of the 64
  std::size_t first;
  const std::uint32_t* ends;  // per lead, of all that are counted: behind its last one

  std::size_t size() const { return activities.size(); }
  std::size_t lead(std::size_t i) const { return leads[activities[i] - first]; }
};

}  // namespace assay::kernels

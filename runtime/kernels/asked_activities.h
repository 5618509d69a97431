// The activities of some leads that some window may hold: those that do not lie before the first time for which their kind is asked.
// Not classified yet: what kind and time alone can tell, for all activities of a block's leads (decision 0099). Internal to the pass.
#pragma once

#include <span>
#include <vector>

#include "runtime/kernels/frame.h"

namespace assay::kernels {

class AskedActivities {
 public:
  // Per kind the time before which nothing is asked; the first is that of unknown kinds.
  void set_up(std::vector<std::int64_t> first_times);

  // Those of up to 64 leads: lead i has [offsets[i], offsets[i + 1]). In order; their number. Writes further entries of `kept`, which has
  // room for all activities and 16 more.
  std::size_t keep(const runtime::ActivityBatch& activities, std::span<const std::int64_t> offsets, std::uint32_t* kept) const;

 private:
  // What is looked up in vectors: the place of a kind, and the first time of a place. Place 0 is for what is never asked.
  struct Places {
    static constexpr std::size_t most_kinds = 64, most_times = 16;
    bool suffice = false;
    alignas(64) std::int16_t of_kind[most_kinds] = {};  // unknown kinds at the last one
    alignas(64) std::int64_t first_time[most_times] = {};
  };
  void find_places();

  std::vector<std::int64_t> first_times_;
  Places places_;
};

// The lead of each activity of up to 64 leads, as a byte; `leads` has room for 64 more.
void spread_leads(std::span<const std::int64_t> offsets, std::uint8_t* leads);

}  // namespace assay::kernels

#include "runtime/kernels/amount_lanes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

#include "runtime/kernels/vector_clones.h"

#if defined(ASSAY_HAS_WIDE_KERNELS)
#include <immintrin.h>
#endif

namespace assay::kernels {
namespace {

// Beyond it 60,000 values might leave int64.
constexpr std::int64_t largest_value = std::int64_t{1} << 46;

}  // namespace

void AmountLanes::set_up(std::vector<Lane> lanes, std::uint32_t slices) {
  std::ranges::stable_sort(lanes, {}, [](const Lane& lane) { return std::tuple(lane.slot, lane.filter); });
  for (Lane& lane : lanes) {
    const bool fits = !groups_.empty() && groups_.back().filter == lane.filter && groups_.back().slot == lane.slot &&
                      groups_.back().lanes.size() < group_lanes;
    if (!fits) groups_.push_back({lane.filter, lane.slot, false, {}});
    groups_.back().is_written |= !lane.amounts.empty() || !lane.gifts.empty();
    groups_.back().lanes.push_back(std::move(lane));
  }
  sums_.assign(groups_.size(), Sums{{}});
  limits_.assign(groups_.size(), Sums{{}});
  slice_masks_.assign(groups_.size() * slices, Sums{{}});
  touched_.assign((groups_.size() + 63) / 64, 0);
  for (std::uint32_t group = 0; group < groups_.size(); ++group) {
    const Group& made = groups_[group];
    if (made.filter >= groups_of_filter_.size()) groups_of_filter_.resize(made.filter + std::size_t{1});
    groups_of_filter_[made.filter].push_back(group);
    for (std::size_t lane = 0; lane < group_lanes; ++lane) {
      limits_[group].values[lane] = lane < made.lanes.size() ? made.lanes[lane].threshold.at_least : INT64_MAX;
    }
    for (std::size_t lane = 0; lane < made.lanes.size(); ++lane) {
      for (std::uint32_t slice = made.lanes[lane].from; slice < made.lanes[lane].to; ++slice)
        slice_masks_[slice * groups_.size() + group].values[lane] = -1;
    }
  }
}

void AmountLanes::add_class(std::span<const std::uint32_t> filters) {
  Class made{static_cast<std::uint32_t>(class_parts_.size()), 0, UINT32_MAX};
  const auto first_group = static_cast<std::ptrdiff_t>(class_groups_.size());
  for (const std::uint32_t filter : filters) {
    if (filter >= groups_of_filter_.size()) continue;
    for (const std::uint32_t group : groups_of_filter_[filter]) {
      class_groups_.push_back(group);
      for (const Lane& lane : groups_[group].lanes) made.first_slice = std::min(made.first_slice, lane.from);
    }
  }
  std::sort(class_groups_.begin() + first_group, class_groups_.end());  // groups are in the order of their slots
  for (std::size_t i = static_cast<std::size_t>(first_group); i < class_groups_.size(); ++i) {
    const std::int32_t slot = groups_[class_groups_[i]].slot;
    if (class_parts_.size() == made.begin || class_parts_.back().slot != slot)
      class_parts_.push_back({slot, static_cast<std::uint32_t>(i), 0});
    ++class_parts_.back().count;
  }
  made.count = static_cast<std::uint32_t>(class_parts_.size()) - made.begin;
  classes_.push_back(made);
}

std::vector<RowBit> AmountLanes::outputs(std::size_t first_vector) const {
  std::vector<RowBit> bits;
  for (std::size_t group = 0; group < groups_.size(); ++group) {
    for (std::size_t lane = 0; lane < groups_[group].lanes.size(); ++lane) {
      const Offset to = groups_[group].lanes[lane].threshold.to;
      const std::size_t bit = group * group_lanes + lane;
      if (to == no_offset) continue;
      bits.push_back(
          {static_cast<std::uint32_t>(first_vector + bit / lanes_per_vector), static_cast<std::uint32_t>(bit % lanes_per_vector), to});
    }
  }
  return bits;
}

// Missing values add 0. False where one is too large.
ASSAY_VECTOR_CLONES bool add_amounts(AmountLanes& lanes, std::span<const AmountLanes::Entry> entries, const runtime::Column* columns) {
  const std::size_t groups = lanes.groups_.size();
  const AmountLanes::Sums* all_masks = lanes.slice_masks_.data();
  const AmountLanes::Part* parts = lanes.class_parts_.data();
  const std::uint32_t* class_groups = lanes.class_groups_.data();
  std::uint64_t* touched = lanes.touched_.data();
  AmountLanes::Sums* sums = lanes.sums_.data();
  bool fits = true;
  for (const AmountLanes::Entry& entry : entries) {
    const AmountLanes::Sums* masks = all_masks + entry.slice * groups;
    for (std::uint32_t i = entry.begin; i < entry.begin + entry.count; ++i) {
      const AmountLanes::Part part = parts[i];
      std::int64_t value = 1;
      if (part.slot >= 0) {
        const runtime::Column& column = columns[part.slot];
        value = column.known(entry.activity) ? column.integers[entry.activity] : 0;
        fits &= value <= largest_value && value >= -largest_value;
      }
      for (std::uint32_t k = part.begin; k < part.begin + part.count; ++k) {
        const std::uint32_t group = class_groups[k];
        touched[group / 64] |= std::uint64_t{1} << group % 64;
        sums[group].lanes += masks[group].lanes & static_cast<std::uint64_t>(value);
      }
    }
  }
  return fits;
}

namespace {

#if defined(ASSAY_HAS_WIDE_KERNELS)
[[gnu::target("avx512f")]] std::uint8_t reached_avx512(const std::int64_t* sums, const std::int64_t* limits) {
  return static_cast<std::uint8_t>(_mm512_cmpge_epi64_mask(_mm512_load_si512(sums), _mm512_load_si512(limits)));
}
#endif

// Bits of the lanes that reach their limits.
std::uint8_t reached(const std::int64_t* sums, const std::int64_t* limits) {
#if defined(ASSAY_HAS_WIDE_KERNELS)
  static const bool has_avx512 = __builtin_cpu_supports("avx512f");
  if (has_avx512) return reached_avx512(sums, limits);
#endif
  unsigned bits = 0;
  for (unsigned lane = 0; lane < 8; ++lane) bits |= unsigned{sums[lane] >= limits[lane]} << lane;
  return static_cast<std::uint8_t>(bits);
}

}  // namespace

void AmountLanes::write(const Group& group, const Sums& sums, Block& block, std::size_t row) {
  for (std::size_t lane = 0; lane < group.lanes.size(); ++lane) {
    const std::int64_t sum = sums.values[lane];
    for (const Values& amount : group.lanes[lane].amounts) block.at<std::int64_t>(amount.values)[row] = sum;
    for (const Gift& gift : group.lanes[lane].gifts) {
      if (sum == 0) continue;
      runtime::set_bit(block.bits(gift.fired), row);
      if (gift.to != no_offset) block.at<Points>(gift.to)[row] = gift.bounds.apply(runtime::multiply_points(gift.each, sum));
    }
  }
}

// They are written whether they add or not and kept by moving on: nothing to guess for the processor.
std::span<const AmountLanes::Entry> AmountLanes::entries_of(const CountedActivities& happened) {
  if (entries_.size() <= happened.size()) entries_.resize(happened.size() + 1);
  const Class* classes = classes_.data();
  Entry* entries = entries_.data();
  std::size_t count = 0;
  for (std::size_t i = 0; i < happened.size(); ++i) {
    const Class& adds = classes[happened.classes[i]];
    const std::uint32_t slice = happened.slices[i];
    entries[count] = {adds.begin, adds.count, slice, static_cast<std::uint32_t>(happened.lead(i)), happened.activities[i]};
    count += std::size_t{slice >= adds.first_slice};
  }
  return {entries, count};
}

// The values are spread over much memory: all are asked for before the first is needed.
void AmountLanes::fetch_ahead(std::span<const Entry> entries, const runtime::Column* columns) const {
  for (const Entry& entry : entries) {
    for (std::uint32_t i = entry.begin; i < entry.begin + entry.count; ++i) {
      const std::int32_t slot = class_parts_[i].slot;
      if (slot >= 0 && columns[slot].integers) __builtin_prefetch(columns[slot].integers + entry.activity);
    }
  }
}

std::uint64_t AmountLanes::run(const CountedActivities& happened, const Leads& leads, const runtime::ActivityBatch& activities,
                               Block& block) {
  if (empty()) return 0;
  const runtime::Column* columns = activities.attributes.data();
  for (std::size_t i = 0; i < leads.count; ++i) std::memset(leads.rows.of(i), 0, row_vectors() * sizeof(LaneBits));
  const std::span<const Entry> entries = entries_of(happened);
  fetch_ahead(entries, columns);
  std::uint64_t too_large = 0;
  for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
    const std::uint32_t lead = entries[begin].lead;
    while (end < entries.size() && entries[end].lead == lead) ++end;
    if (leads.skipped >> lead & 1) continue;
    const bool fits = run_lead(entries.subspan(begin, end - begin), columns, block, leads.first_row + lead, leads.rows.of(lead));
    too_large |= std::uint64_t{!fits} << lead;
  }
  return too_large;
}

bool AmountLanes::run_lead(std::span<const Entry> entries, const runtime::Column* columns, Block& block, std::size_t row,
                           LaneBits* row_bits) {
  const bool fits = add_amounts(*this, entries, columns);
  auto* row_bytes = reinterpret_cast<std::uint8_t*>(row_bits);
  for (std::size_t word = 0; word < touched_.size(); ++word) {
    for (std::uint64_t left = touched_[word]; left; left &= left - 1) {
      const std::size_t group = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
      Sums& sums = sums_[group];
      if (fits) row_bytes[group] = reached(sums.values, limits_[group].values);
      if (fits && groups_[group].is_written) write(groups_[group], sums, block, row);
      sums = Sums{{}};
    }
    touched_[word] = 0;
  }
  return fits;
}

}  // namespace assay::kernels

#include "runtime/kernels/amount_lanes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

#include "runtime/kernels/vector_clones.h"

namespace assay::kernels {
namespace {

// Beyond it 60,000 values might leave int64.
constexpr std::int64_t largest_value = std::int64_t{1} << 46;

using WideIntegers [[gnu::vector_size(64)]] = std::int64_t;

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

AmountLanes::Class AmountLanes::add_class(std::span<const std::uint32_t> filters) {
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
  return made;
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
  bool fits = true;
  for (const AmountLanes::Entry& entry : entries) {
    const AmountLanes::Sums* masks = lanes.slice_masks_.data() + entry.slice * groups;
    for (std::uint32_t i = entry.begin; i < entry.begin + entry.count; ++i) {
      const AmountLanes::Part part = lanes.class_parts_[i];
      std::int64_t value = 1;
      if (part.slot >= 0) {
        const runtime::Column& column = columns[part.slot];
        value = column.known(entry.activity) ? column.integers[entry.activity] : 0;
        fits &= value <= largest_value && value >= -largest_value;
      }
      for (std::uint32_t k = part.begin; k < part.begin + part.count; ++k) {
        const std::uint32_t group = lanes.class_groups_[k];
        lanes.touched_[group / 64] |= std::uint64_t{1} << group % 64;
        lanes.sums_[group].lanes += masks[group].lanes & static_cast<std::uint64_t>(value);
      }
    }
  }
  return fits;
}

// Compares the sums of the groups that were touched; a byte of the row for each.
ASSAY_VECTOR_CLONES void compare_amounts(AmountLanes& lanes, std::uint8_t* row_bytes) {
  constexpr WideIntegers places = {1, 2, 4, 8, 16, 32, 64, 128};
  for (std::size_t word = 0; word < lanes.touched_.size(); ++word) {
    for (std::uint64_t left = lanes.touched_[word]; left; left &= left - 1) {
      const std::size_t group = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
      const auto reached = places & (reinterpret_cast<const WideIntegers&>(lanes.sums_[group].lanes) >=
                                     reinterpret_cast<const WideIntegers&>(lanes.limits_[group].lanes));
      std::int64_t bits = 0;
      for (std::size_t lane = 0; lane < AmountLanes::group_lanes; ++lane) bits |= reached[lane];
      row_bytes[group] = static_cast<std::uint8_t>(bits);
    }
  }
}

void AmountLanes::write(const Lane& lane, std::int64_t sum, Block& block, std::size_t row) {
  for (const Values& amount : lane.amounts) block.at<std::int64_t>(amount.values)[row] = sum;
  for (const Gift& gift : lane.gifts) {
    if (sum == 0) continue;
    runtime::set_bit(block.bits(gift.fired), row);
    if (gift.to != no_offset) block.at<Points>(gift.to)[row] = gift.bounds.apply(runtime::multiply_points(gift.each, sum));
  }
}

bool AmountLanes::run(std::span<const Entry> entries, const runtime::ActivityBatch& activities, Block& block, std::size_t row,
                      LaneBits* row_bits) {
  std::memset(row_bits, 0, row_vectors() * sizeof *row_bits);
  if (entries.empty()) return true;
  const bool fits = add_amounts(*this, entries, activities.attributes.data());
  if (fits) compare_amounts(*this, reinterpret_cast<std::uint8_t*>(row_bits));
  for (std::size_t word = 0; word < touched_.size(); ++word) {
    for (std::uint64_t left = touched_[word]; left; left &= left - 1) {
      const std::size_t group = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
      const std::vector<Lane>& lanes = groups_[group].lanes;
      for (std::size_t lane = 0; fits && groups_[group].is_written && lane < lanes.size(); ++lane)
        write(lanes[lane], sums_[group].values[lane], block, row);
      sums_[group] = Sums{{}};
    }
    touched_[word] = 0;
  }
  return fits;
}

}  // namespace assay::kernels

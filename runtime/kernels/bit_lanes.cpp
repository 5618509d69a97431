#include "runtime/kernels/bit_lanes.h"

#include <algorithm>
#include <bit>

#include "runtime/kernels/vector_clones.h"

namespace assay::kernels {

void BitLanes::set_up(std::vector<Lane> lanes, std::uint32_t slices) {
  lanes_ = std::move(lanes);
  std::ranges::stable_sort(lanes_, {}, &Lane::kind);
  place_lanes();
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Lane& lane = lanes_[i];
    if (lane.filter >= lanes_of_filter_.size()) lanes_of_filter_.resize(lane.filter + std::size_t{1});
    lanes_of_filter_[lane.filter].push_back(static_cast<std::uint32_t>(i));
    Unit& unit = units_[place_of_lane_[i] / lanes_per_vector];
    unit.planes = std::max(unit.planes, static_cast<std::uint32_t>(std::bit_width(lane.limit - 1)));
  }
  std::uint32_t vectors = 0;
  for (Unit& unit : units_) {
    unit.first_vector = vectors;
    vectors += unit.planes + 1;
  }
  start_.assign(vectors, LaneBits{});
  slice_masks_.assign(units_.size() * slices, LaneBits{});
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const std::uint32_t unit = place_of_lane_[i] / lanes_per_vector, bit = place_of_lane_[i] % lanes_per_vector;
    const std::uint64_t start = (std::uint64_t{1} << units_[unit].planes) - lanes_[i].limit;
    for (std::uint32_t plane = 0; plane < units_[unit].planes; ++plane) {
      if (start >> plane & 1) start_[units_[unit].first_vector + plane].set(bit);
    }
    for (std::uint32_t slice = lanes_[i].from; slice < lanes_[i].to; ++slice) slice_masks_[slice * units_.size() + unit].set(bit);
  }
  plan_outputs();
}

// The lanes of a kind share a unit with those of the kinds before it where they fit into what is left of it.
void BitLanes::place_lanes() {
  std::size_t next = 0;
  for (std::size_t i = 0; i < lanes_.size();) {
    std::size_t end = i;
    while (end < lanes_.size() && lanes_[end].kind == lanes_[i].kind) ++end;
    const std::size_t left = lanes_per_vector - next % lanes_per_vector;
    if (end - i > left && left < lanes_per_vector) next += left;
    for (; i < end; ++i) place_of_lane_.push_back(static_cast<std::uint32_t>(next++));
  }
  units_.assign((next + lanes_per_vector - 1) / lanes_per_vector, Unit{0, 0});
}

void BitLanes::plan_outputs() {
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Lane& lane = lanes_[i];
    const Unit& unit = units_[place_of_lane_[i] / lanes_per_vector];
    const std::uint32_t bit = place_of_lane_[i] % lanes_per_vector;
    const auto add = [&](std::uint32_t vector, Offset to) { outputs_.push_back({unit.first_vector + vector, bit, to}); };
    if (lane.reached != no_offset) add(unit.planes, lane.reached);
    for (std::uint32_t digit = 0; digit < lane.digits.size(); ++digit) add(digit, lane.digits[digit]);
  }
  std::ranges::sort(outputs_, {}, &RowBit::vector);
}

BitLanes::Class BitLanes::add_class(std::span<const std::uint32_t> filters) {
  Class made{static_cast<std::uint32_t>(class_units_.size()), 0, UINT32_MAX};
  for (const std::uint32_t filter : filters) {
    if (filter >= lanes_of_filter_.size()) continue;
    for (const std::uint32_t lane : lanes_of_filter_[filter]) {
      const std::uint32_t unit = place_of_lane_[lane] / lanes_per_vector;
      auto at = std::find(class_units_.begin() + made.begin, class_units_.end(), unit);
      if (at == class_units_.end()) {
        at = class_units_.insert(at, unit);
        class_masks_.push_back(LaneBits{});
      }
      class_masks_[static_cast<std::size_t>(at - class_units_.begin())].set(place_of_lane_[lane] % lanes_per_vector);
      made.first_slice = std::min(made.first_slice, lanes_[lane].from);
    }
  }
  made.count = static_cast<std::uint32_t>(class_units_.size()) - made.begin;
  return made;
}

ASSAY_VECTOR_CLONES void count_lanes(const BitLanes& lanes, const BitLanes::Entry* entries, const std::uint32_t* begins,
                                     const std::uint32_t* ends, std::size_t rows, std::size_t stride, LaneBits* state) {
  const std::size_t vectors = lanes.start_.size(), unit_count = lanes.units_.size();
  const LaneBits* start = lanes.start_.data();
  for (std::size_t row = 0; row < rows; ++row, state += stride) {
    for (std::size_t i = 0; i < vectors; ++i) state[i] = start[i];
    for (const BitLanes::Entry* entry = entries + begins[row]; entry != entries + ends[row]; ++entry) {
      const LaneBits* slice = lanes.slice_masks_.data() + entry->slice * unit_count;
      for (std::uint32_t part = entry->begin; part != entry->begin + entry->count; ++part) {
        const std::uint32_t unit = lanes.class_units_[part];
        const std::uint32_t plane_count = lanes.units_[unit].planes;
        LaneBits* planes = state + lanes.units_[unit].first_vector;
        LaneBits& reached = planes[plane_count];
        WideBits carry = lanes.class_masks_[part].bits & slice[unit].bits & ~reached.bits;
        for (std::uint32_t plane = 0; plane < plane_count; ++plane) {
          const WideBits before = planes[plane].bits;
          planes[plane].bits = before ^ carry;
          carry &= before;
        }
        reached.bits |= carry;
      }
    }
  }
}

void BitLanes::count(const Entry* entries, const std::uint32_t* begins, const std::uint32_t* ends, std::size_t rows, std::size_t stride,
                     LaneBits* state) const {
  count_lanes(*this, entries, begins, ends, rows, stride, state);
}

}  // namespace assay::kernels

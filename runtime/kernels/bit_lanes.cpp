#include "runtime/kernels/bit_lanes.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/kernels/vector_clones.h"

namespace assay::kernels {
namespace {

template <typename Piece>
constexpr std::uint32_t lanes_of = sizeof(Piece) * 8;

std::uint32_t planes_of(const BitLanes::Lane& lane) { return static_cast<std::uint32_t>(std::bit_width(lane.limit - 1)); }

void set_bit(std::vector<LaneBits>& bits, std::size_t bit) { bits[bit / lanes_per_vector].set(bit % lanes_per_vector); }

}  // namespace

void BitLanes::set_up(std::vector<Lane> lanes, std::uint32_t slices) {
  lanes_ = std::move(lanes);
  unit_lanes_ = lanes_of<WideBits>;
  if (lanes_.size() <= lanes_of<HalfBits>) unit_lanes_ = lanes_of<HalfBits>;
  if (lanes_.size() <= lanes_of<std::uint64_t>) unit_lanes_ = lanes_of<std::uint64_t>;
  std::ranges::stable_sort(lanes_, {}, [](const Lane& lane) { return std::pair(planes_of(lane), lane.kind); });
  units_.assign((lanes_.size() + unit_lanes_ - 1) / unit_lanes_, Unit{0, 0});
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Lane& lane = lanes_[i];
    if (lane.filter >= lanes_of_filter_.size()) lanes_of_filter_.resize(lane.filter + std::size_t{1});
    lanes_of_filter_[lane.filter].push_back(static_cast<std::uint32_t>(i));
    units_[i / unit_lanes_].planes = planes_of(lane);  // the last has most
  }
  std::uint32_t pieces = 0;
  for (Unit& unit : units_) {
    unit.first = pieces;
    pieces += unit.planes + 1;
  }
  start_.assign(vectors_for(pieces), LaneBits{});
  fill_masks(slices);
  plan_outputs();
}

void BitLanes::fill_masks(std::uint32_t slices) {
  slice_masks_.assign(vectors_for(units_.size() * slices), LaneBits{});
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const std::size_t unit = i / unit_lanes_, bit = i % unit_lanes_;
    const std::uint64_t start = (std::uint64_t{1} << units_[unit].planes) - lanes_[i].limit;
    for (std::size_t plane = 0; plane < units_[unit].planes; ++plane) {
      if (start >> plane & 1) set_bit(start_, (units_[unit].first + 1 + plane) * unit_lanes_ + bit);
    }
    for (std::size_t slice = lanes_[i].from; slice < lanes_[i].to; ++slice)
      set_bit(slice_masks_, (slice * units_.size() + unit) * unit_lanes_ + bit);
  }
}

void BitLanes::plan_outputs() {
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Lane& lane = lanes_[i];
    const Unit& unit = units_[i / unit_lanes_];
    const std::uint32_t lane_bit = i % unit_lanes_;
    const auto add = [&](std::uint32_t piece, Offset to, Offset unless) {
      const std::uint32_t bit = (unit.first + piece) * unit_lanes_ + lane_bit;
      outputs_.push_back({bit / lanes_of<WideBits>, bit % lanes_of<WideBits>, to, unless});
    };
    if (lane.reached != no_offset) add(0, lane.reached, no_offset);
    for (std::uint32_t digit = 0; digit < lane.digits.size(); ++digit) add(1 + digit, lane.digits[digit], lane.reached);
  }
  std::ranges::stable_sort(outputs_, {}, &RowBit::vector);
}

void BitLanes::add_class(std::span<const std::uint32_t> filters) {
  std::vector<std::uint32_t> lanes;
  for (const std::uint32_t filter : filters) {
    if (filter < lanes_of_filter_.size()) lanes.insert(lanes.end(), lanes_of_filter_[filter].begin(), lanes_of_filter_[filter].end());
  }
  std::ranges::sort(lanes);
  const std::size_t begin = class_units_.size();
  for (const std::uint32_t lane : lanes) {
    const std::uint32_t unit = lane / unit_lanes_;
    if (class_units_.size() == begin || class_units_.back() != unit) class_units_.push_back(unit);
    class_masks_.resize(vectors_for(class_units_.size()), LaneBits{});
    set_bit(class_masks_, (class_units_.size() - 1) * unit_lanes_ + lane % unit_lanes_);
  }
  class_ends_.push_back(static_cast<std::uint32_t>(class_units_.size()));
}

template <typename Piece>
[[gnu::always_inline]] inline void BitLanes::count_pieces(const CountedActivities& activities, LeadRows rows) const {
  const auto* slice_masks = reinterpret_cast<const Piece*>(slice_masks_.data());
  const auto* class_masks = reinterpret_cast<const Piece*>(class_masks_.data());
  const std::uint32_t *class_ends = class_ends_.data(), *class_units = class_units_.data();
  const Unit* units = units_.data();
  const std::size_t unit_count = units_.size();
  for (std::size_t i = 0; i < activities.size(); ++i) {
    const Piece* slice = slice_masks + activities.slices[i] * unit_count;
    auto* row = reinterpret_cast<Piece*>(rows.of(activities.lead(i)));
    const std::uint32_t* ends = class_ends + activities.classes[i];
    for (std::uint32_t part = ends[0]; part != ends[1]; ++part) {
      const Unit unit = units[class_units[part]];
      Piece& reached = row[unit.first];
      Piece* planes = &reached + 1;
      Piece carry = class_masks[part] & slice[class_units[part]];
      for (std::uint32_t plane = 0; plane < unit.planes; ++plane) {
        const Piece before = planes[plane];
        planes[plane] = before ^ carry;
        carry &= before;
      }
      reached |= carry;
    }
  }
}

ASSAY_VECTOR_CLONES void count_activities(const BitLanes& lanes, const CountedActivities& activities, LeadRows rows) {
  if (lanes.unit_lanes_ == lanes_of<std::uint64_t>) return lanes.count_pieces<std::uint64_t>(activities, rows);
  if (lanes.unit_lanes_ == lanes_of<HalfBits>) return lanes.count_pieces<HalfBits>(activities, rows);
  lanes.count_pieces<WideBits>(activities, rows);
}

void BitLanes::count(const CountedActivities& activities, std::uint64_t skipped, std::size_t lead_count, LeadRows rows) const {
  if (start_.empty()) return;
  const auto begin = [&](std::size_t lead) { std::memcpy(rows.of(lead), start_.data(), start_.size() * sizeof(LaneBits)); };
  for (std::size_t lead = 0; lead < lead_count; ++lead) begin(lead);
  count_activities(*this, activities, rows);
  for (; skipped; skipped &= skipped - 1) begin(static_cast<std::size_t>(std::countr_zero(skipped)));
}

}  // namespace assay::kernels

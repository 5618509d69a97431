#include "runtime/kernels/bit_lanes.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/vector_clones.h"

namespace assay::kernels {
namespace {

template <typename Piece>
constexpr std::uint32_t lanes_of = sizeof(Piece) * 8;

std::uint32_t places_of(const BitLanes::Lane& lane) { return static_cast<std::uint32_t>(std::bit_width(lane.limit - 1)); }

void set_bit(std::vector<LaneBits>& bits, std::size_t bit) { bits[bit / lanes_per_vector].set(bit % lanes_per_vector); }

}  // namespace

void BitLanes::set_up(std::vector<Lane> lanes, std::uint32_t slices) {
  lanes_ = std::move(lanes);
  unit_lanes_ = lanes_of<WideBits>;
  if (lanes_.size() <= lanes_of<HalfBits>) unit_lanes_ = lanes_of<HalfBits>;
  if (lanes_.size() <= lanes_of<std::uint64_t>) unit_lanes_ = lanes_of<std::uint64_t>;
  std::ranges::stable_sort(lanes_, {}, [](const Lane& lane) { return std::pair(places_of(lane), lane.kind); });
  units_.resize((lanes_.size() + unit_lanes_ - 1) / unit_lanes_);
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Lane& lane = lanes_[i];
    if (lane.filter >= lanes_of_filter_.size()) lanes_of_filter_.resize(lane.filter + std::size_t{1});
    lanes_of_filter_[lane.filter].push_back(static_cast<std::uint32_t>(i));
    units_[i / unit_lanes_].places = places_of(lane);  // the last has most
  }
  std::uint32_t pieces = 0;
  for (Unit& unit : units_) {
    unit.first = pieces;
    pieces += unit.places + 1;
  }
  start_.assign(vectors_for(pieces), LaneBits{});
  fill_masks(slices);
  plan_outputs();
}

void BitLanes::fill_masks(std::uint32_t slices) {
  for (Unit& unit : units_) {
    unit.slice_masks.assign(vectors_for(slices), LaneBits{});
    mask_of(unit, {});
  }
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const std::size_t unit = i / unit_lanes_, bit = i % unit_lanes_;
    const std::uint64_t start = (std::uint64_t{1} << units_[unit].places) - lanes_[i].limit;
    for (std::size_t place = 0; place < units_[unit].places; ++place) {
      if (start >> place & 1) set_bit(start_, (units_[unit].first + 1 + place) * unit_lanes_ + bit);
    }
    for (std::size_t slice = lanes_[i].from; slice < lanes_[i].to; ++slice) set_bit(units_[unit].slice_masks, slice * unit_lanes_ + bit);
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

// The number of the mask of these lanes, which are all of the unit.
std::uint32_t BitLanes::mask_of(Unit& unit, const std::vector<std::uint32_t>& lanes) {
  const auto [found, is_new] = unit.mask_of_lanes.try_emplace(lanes, static_cast<std::uint32_t>(unit.mask_of_lanes.size()));
  if (is_new) {
    unit.class_masks.resize(vectors_for(unit.mask_of_lanes.size()), LaneBits{});
    for (const std::uint32_t lane : lanes) set_bit(unit.class_masks, std::size_t{found->second} * unit_lanes_ + lane % unit_lanes_);
  }
  return found->second;
}

void BitLanes::add_class(std::span<const std::uint32_t> filters) {
  std::vector<std::vector<std::uint32_t>> lanes_of_unit(units_.size());
  for (const std::uint32_t filter : filters) {
    if (filter >= lanes_of_filter_.size()) continue;
    for (const std::uint32_t lane : lanes_of_filter_[filter]) lanes_of_unit[lane / unit_lanes_].push_back(lane);
  }
  for (std::size_t unit = 0; unit < units_.size(); ++unit) {
    std::ranges::sort(lanes_of_unit[unit]);
    units_[unit].mask_of_class.push_back(mask_of(units_[unit], lanes_of_unit[unit]));
  }
}

namespace {

// Adds two bits to each bit of `sum`. What is carried.
template <typename Piece>
[[gnu::always_inline]] inline void add_two(Piece& sum, const Piece& a, const Piece& b, Piece& carry) {
  const Piece before = sum;
  sum = before ^ a ^ b;
  carry = (a & b) | (before & (a | b));
}

// A lead's counters of one unit while its activities are added: as many of the two lowest places as the unit has are kept in registers.
template <typename Piece, std::uint32_t low_places>
struct Counters {
  Piece reached{}, ones{}, twos{};
  Piece* places;  // in the lead's row
  std::uint32_t place_count;

  [[gnu::always_inline]] void begin(const Piece* start) {
    if constexpr (low_places > 0) ones = start[0];
    if constexpr (low_places > 1) twos = start[1];
    for (std::uint32_t place = low_places; place < place_count; ++place) places[place] = start[place];
  }

  [[gnu::always_inline]] void add(const Piece& first, const Piece& second, const Piece& third, const Piece& fourth) {
    if constexpr (low_places == 0) {
      reached |= first | second | third | fourth;
      return;
    }
    Piece carry, other_carry;
    add_two(ones, first, second, carry);
    add_two(ones, third, fourth, other_carry);
    if constexpr (low_places == 1) {
      reached |= carry | other_carry;
      return;
    }
    Piece fours;
    add_two(twos, carry, other_carry, fours);
    for (std::uint32_t place = 2; place < place_count; ++place) {
      const Piece before = places[place];
      places[place] = before ^ fours;
      fours &= before;
    }
    reached |= fours;
  }

  [[gnu::always_inline]] void end() {
    places[-1] = reached;
    if constexpr (low_places > 0) places[0] = ones;
    if constexpr (low_places > 1) places[1] = twos;
  }
};

}  // namespace

template <typename Piece, std::uint32_t low_places>
[[gnu::always_inline]] inline void BitLanes::count_unit(const Unit& unit, const CountedActivities& activities, const Leads& leads) const {
  constexpr std::size_t together = CountedActivities::counted_together;
  const auto* slice_masks = reinterpret_cast<const Piece*>(unit.slice_masks.data());
  const auto* class_masks = reinterpret_cast<const Piece*>(unit.class_masks.data());
  const std::uint32_t* mask_of_class = unit.mask_of_class.data();
  const Piece* start = reinterpret_cast<const Piece*>(start_.data()) + unit.first + 1;
  for (std::size_t lead = 0, begin = 0; lead < leads.count; ++lead) {
    const std::size_t next = activities.ends[lead], end = leads.skipped >> lead & 1 ? begin : next;
    Piece* row = reinterpret_cast<Piece*>(leads.rows.of(lead)) + unit.first;
    Counters<Piece, low_places> counters{.places = row + 1, .place_count = unit.places};
    counters.begin(start);
    for (std::size_t at = begin; at < end; at += together) {
      const auto take = [&](std::size_t i, Piece& piece) __attribute__((always_inline)) {
        const std::uint32_t mask = mask_of_class[activities.classes[at + i]];
        piece = class_masks[at + i < end ? mask : 0] & slice_masks[activities.slices[at + i]];
      };
      Piece first, second, third, fourth;
      take(0, first), take(1, second), take(2, third), take(3, fourth);
      counters.add(first, second, third, fourth);
    }
    counters.end();
    begin = next;
  }
}

template <typename Piece>
[[gnu::always_inline]] inline void BitLanes::count_pieces(const CountedActivities& activities, const Leads& leads) const {
  for (const Unit& unit : units_) {
    if (unit.places == 0) count_unit<Piece, 0>(unit, activities, leads);
    if (unit.places == 1) count_unit<Piece, 1>(unit, activities, leads);
    if (unit.places >= 2) count_unit<Piece, 2>(unit, activities, leads);
  }
}

ASSAY_VECTOR_CLONES void count_activities(const BitLanes& lanes, const CountedActivities& activities, const BitLanes::Leads& leads) {
  if (lanes.unit_lanes_ == lanes_of<std::uint64_t>) return lanes.count_pieces<std::uint64_t>(activities, leads);
  if (lanes.unit_lanes_ == lanes_of<HalfBits>) return lanes.count_pieces<HalfBits>(activities, leads);
  lanes.count_pieces<WideBits>(activities, leads);
}

void BitLanes::count(const CountedActivities& activities, std::uint64_t skipped, std::size_t lead_count, LeadRows rows) const {
  count_activities(*this, activities, {skipped, lead_count, rows});
}

void BitLanes::begin(std::uint64_t leads, LeadRows rows) const {
  if (start_.empty()) return;
  for (; leads; leads &= leads - 1) {
    std::memcpy(rows.of(static_cast<std::size_t>(std::countr_zero(leads))), start_.data(), start_.size() * sizeof(LaneBits));
  }
}

}  // namespace assay::kernels

#include "runtime/kernels/amount_lanes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

#include "runtime/vector_clones.h"

#if defined(ASSAY_HAS_WIDE_KERNELS)
#include <immintrin.h>
#endif

namespace assay::kernels {
namespace {

// Beyond it 60,000 values might leave int64.
constexpr std::int64_t largest_value = std::int64_t{1} << 46;

}  // namespace

// Lanes with equally many thresholds stand together, so that levels are full.
void AmountLanes::group(std::vector<Lane> lanes) {
  std::ranges::stable_sort(lanes, {}, [](const Lane& lane) { return std::tuple(lane.slot, lane.filter, lane.thresholds.size()); });
  for (Lane& lane : lanes) {
    const bool fits = !groups_.empty() && groups_.back().filter == lane.filter && groups_.back().slot == lane.slot &&
                      groups_.back().lanes.size() < group_lanes;
    if (!fits) groups_.push_back({.filter = lane.filter, .slot = lane.slot, .lanes = {}});
    Group& group = groups_.back();
    group.is_written |= !lane.amounts.empty() || !lane.gifts.empty();
    group.levels = std::max(group.levels, static_cast<std::uint32_t>(lane.thresholds.size()));
    group.lanes.push_back(std::move(lane));
  }
}

void AmountLanes::set_up(std::vector<Lane> lanes, std::uint32_t slices) {
  group(std::move(lanes));
  sums_.assign(groups_.size(), Sums{{}});
  slice_masks_.assign(groups_.size() * slices, Sums{{}});
  touched_.assign((groups_.size() + 63) / 64, 0);
  Sums unlimited;
  std::ranges::fill(unlimited.values, INT64_MAX);
  for (std::uint32_t group = 0; group < groups_.size(); ++group) {
    Group& made = groups_[group];
    if (made.filter >= groups_of_filter_.size()) groups_of_filter_.resize(made.filter + std::size_t{1});
    groups_of_filter_[made.filter].push_back(group);
    made.first_level = static_cast<std::uint32_t>(limits_.size());
    limits_.resize(limits_.size() + made.levels, unlimited);
    for (std::size_t lane = 0; lane < made.lanes.size(); ++lane) {
      const Lane& each = made.lanes[lane];
      for (std::size_t level = 0; level < each.thresholds.size(); ++level)
        limits_[made.first_level + level].values[lane] = each.thresholds[level].at_least;
      for (std::uint32_t slice = each.from; slice < each.to; ++slice) slice_masks_[slice * groups_.size() + group].values[lane] = -1;
    }
  }
}

void AmountLanes::add_class(std::span<const std::uint32_t> filters) {
  std::vector<Part> parts;
  std::uint32_t first_slice = UINT32_MAX;
  const std::size_t first_group = class_groups_.size();
  for (const std::uint32_t filter : filters) {
    if (filter >= groups_of_filter_.size()) continue;
    class_groups_.insert(class_groups_.end(), groups_of_filter_[filter].begin(), groups_of_filter_[filter].end());
  }
  std::sort(class_groups_.begin() + static_cast<std::ptrdiff_t>(first_group),
            class_groups_.end());  // so they are in the order of their slots
  for (std::size_t i = first_group; i < class_groups_.size(); ++i) {
    const Group& group = groups_[class_groups_[i]];
    if (parts.empty() || parts.back().slot != group.slot) parts.push_back({.slot = group.slot, .begin = static_cast<std::uint32_t>(i)});
    ++parts.back().count;
    for (const Lane& lane : group.lanes) first_slice = std::min(first_slice, lane.from);
  }
  first_slices_.push_back(first_slice);
  Class& made = classes_.emplace_back();
  if (parts.empty()) return;
  made.first = parts.front();
  made.rest_begin = static_cast<std::uint32_t>(rest_parts_.size());
  rest_parts_.insert(rest_parts_.end(), parts.begin() + 1, parts.end());
  made.rest_end = static_cast<std::uint32_t>(rest_parts_.size());
  most_parts_ = std::max(most_parts_, parts.size());
}

std::vector<RowBit> AmountLanes::outputs(std::size_t first_vector) const {
  std::vector<RowBit> bits;
  for (const Group& group : groups_) {
    for (std::size_t level = 0; level < group.levels; ++level) {
      for (std::size_t lane = 0; lane < group.lanes.size(); ++lane) {
        if (level >= group.lanes[lane].thresholds.size()) continue;
        const std::size_t bit = (group.first_level + level) * group_lanes + lane;
        bits.push_back({.vector = static_cast<std::uint32_t>(first_vector + bit / lanes_per_vector),
                        .bit = static_cast<std::uint32_t>(bit % lanes_per_vector),
                        .to = group.lanes[lane].thresholds[level].to});
      }
    }
  }
  return bits;
}

// The entries of one lead.
ASSAY_VECTOR_CLONES void add_amounts(AmountLanes& lanes, std::span<const AmountLanes::Entry> entries) {
  const std::size_t groups = lanes.groups_.size();
  const AmountLanes::Sums* all_masks = lanes.slice_masks_.data();
  const std::uint32_t* class_groups = lanes.class_groups_.data();
  std::uint64_t* touched = lanes.touched_.data();
  AmountLanes::Sums* sums = lanes.sums_.data();
  for (const AmountLanes::Entry& entry : entries) {
    const AmountLanes::Sums* masks = all_masks + entry.slice * groups;
    const std::uint32_t* part_groups = class_groups + entry.part->begin;
    for (std::uint32_t i = 0; i < entry.part->count; ++i) {
      const std::uint32_t group = part_groups[i];
      touched[group / 64] |= std::uint64_t{1} << group % 64;
      sums[group].lanes += masks[group].lanes & static_cast<std::uint64_t>(entry.value);
    }
  }
}

namespace {

#if defined(ASSAY_HAS_WIDE_KERNELS)
[[gnu::target("avx512f")]] void compare_avx512(const std::int64_t* sums, const std::int64_t* limits, std::size_t levels,
                                               std::uint8_t* reached) {
  const __m512i all = _mm512_load_si512(sums);
  for (std::size_t level = 0; level < levels; ++level)
    reached[level] = static_cast<std::uint8_t>(_mm512_cmpge_epi64_mask(all, _mm512_load_si512(limits + 8 * level)));
}
#endif

// Per level, bits of the lanes that reach their limits.
void compare_levels(const std::int64_t* sums, const std::int64_t* limits, std::size_t levels, std::uint8_t* reached) {
#if defined(ASSAY_HAS_WIDE_KERNELS)
  static const bool has_avx512 = __builtin_cpu_supports("avx512f");
  if (has_avx512) return compare_avx512(sums, limits, levels, reached);
#endif
  for (std::size_t level = 0; level < levels; ++level) {
    unsigned bits = 0;
    for (unsigned lane = 0; lane < 8; ++lane) bits |= unsigned{sums[lane] >= limits[8 * level + lane]} << lane;
    reached[level] = static_cast<std::uint8_t>(bits);
  }
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

void AmountLanes::find_sources(const std::vector<runtime::Column>& columns) {
  static constexpr std::int64_t one = 1;
  static constexpr std::uint64_t always = UINT64_MAX, never = 0;
  sources_.assign(columns.size() + 1, {&one, &never, 0, 0});
  sources_.front().validity = &always;
  for (std::size_t slot = 0; slot < columns.size(); ++slot) {
    if (!columns[slot].integers || columns[slot].absent) continue;
    Source& source = sources_[slot + 1];
    source = {columns[slot].integers, &always, UINT32_MAX, 0};
    if (columns[slot].validity) source.validity = columns[slot].validity;
    if (columns[slot].validity) source.validity_mask = UINT32_MAX;
  }
}

// Those of which something may be added. They are written whether they are or not and kept by moving on: nothing to guess for the
// processor.
void AmountLanes::find_adding(const CountedActivities& happened) {
  if (adding_.size() <= happened.size()) adding_.resize(happened.size() + 1);
  const std::uint32_t* first_slices = first_slices_.data();
  std::uint32_t* adding = adding_.data();
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < happened.size(); ++i) {
    adding[count] = i;
    count += std::size_t{happened.slices[i] >= first_slices[happened.classes[i]]};
  }
  adding_count_ = count;
}

// Entries of 0 are left out, in the same way.
std::span<const AmountLanes::Entry> AmountLanes::find_entries(const CountedActivities& happened) {
  const std::span<const std::uint32_t> adding(adding_.data(), adding_count_);
  if (entries_.size() <= adding.size() * most_parts_) entries_.resize(adding.size() * most_parts_ + 1);
  const Class* classes = classes_.data();
  const Source* sources = sources_.data() + 1;
  Entry* entries = entries_.data();
  std::uint64_t magnitudes = 0;
  for (const std::uint32_t i : adding) {
    const auto add = [&](const Part& part) {
      const std::int64_t value = sources[part.slot].value(happened.activities[i]);
      *entries = {value, &part, happened.slices[i], static_cast<std::uint32_t>(happened.lead(i))};
      magnitudes |= static_cast<std::uint64_t>(value ^ value >> 63);
      entries += value != 0;
    };
    const Class& adds = classes[happened.classes[i]];
    add(adds.first);
    for (std::uint32_t part = adds.rest_begin; part < adds.rest_end; ++part) [[unlikely]]
      add(rest_parts_[part]);
  }
  may_be_too_large_ = magnitudes >= static_cast<std::uint64_t>(largest_value);
  return {entries_.data(), entries};
}

// The leads of which sums might overflow.
std::uint64_t AmountLanes::find_too_large(std::span<const Entry> entries) const {
  std::uint64_t too_large = 0;
  if (!may_be_too_large_) return 0;
  for (const Entry& entry : entries) too_large |= std::uint64_t{entry.value > largest_value || entry.value < -largest_value} << entry.lead;
  return too_large;
}

void AmountLanes::start(const CountedActivities& happened, const runtime::ActivityBatch& activities) {
  if (empty()) return;
  find_sources(activities.attributes);
  find_adding(happened);
  const Source* sources = sources_.data() + 1;
  for (std::size_t i = 0; i < adding_count_; ++i) {
    const Source& source = sources[classes_[happened.classes[adding_[i]]].first.slot];
    __builtin_prefetch(source.values + (happened.activities[adding_[i]] & source.value_mask));
  }
}

std::uint64_t AmountLanes::run(const CountedActivities& happened, const Leads& leads, Block& block) {
  if (empty()) return 0;
  if (row_vectors() > 0) {
    for (std::size_t i = 0; i < leads.count; ++i) std::memset(leads.rows.of(i), 0, row_vectors() * sizeof(LaneBits));
  }
  const std::span<const Entry> entries = find_entries(happened);
  const std::uint64_t too_large = find_too_large(entries);
  for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
    const std::uint32_t lead = entries[begin].lead;
    while (end < entries.size() && entries[end].lead == lead) ++end;
    if ((leads.skipped | too_large) >> lead & 1) continue;
    add_amounts(*this, entries.subspan(begin, end - begin));
    compare(block, leads.first_row + lead, reinterpret_cast<std::uint8_t*>(leads.rows.of(lead)));
  }
  return too_large;
}

// What the sums of one lead say. They are 0 again afterwards.
void AmountLanes::compare(Block& block, std::size_t row, std::uint8_t* row_bytes) {
  for (std::size_t word = 0; word < touched_.size(); ++word) {
    for (std::uint64_t left = touched_[word]; left; left &= left - 1) {
      const std::size_t index = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
      const Group& group = groups_[index];
      Sums& sums = sums_[index];
      if (group.levels > 0) compare_levels(sums.values, limits_[group.first_level].values, group.levels, row_bytes + group.first_level);
      if (group.is_written) write(group, sums, block, row);
      sums = Sums{{}};
    }
    touched_[word] = 0;
  }
}

}  // namespace assay::kernels

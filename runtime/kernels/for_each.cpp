// `for each` rules: what is counted, when it happened, and the points that it gives.
#include <algorithm>
#include <limits>

#include "runtime/kernels/pass_state.h"

namespace assay::kernels {

void LimitedCount::clear(Block& block) const {
  for (std::size_t digit = 0; digit < digits.size(); ++digit) {
    const bool starts_set = ((std::uint64_t{1} << digits.size()) - limit) >> digit & 1;
    std::fill_n(block.bits(digits[digit]), block_words, starts_set ? ~std::uint64_t{0} : 0);
  }
  if (reached != no_offset) std::fill_n(block.bits(reached), block_words, 0);
}

void LimitedCount::set(std::uint64_t count, Block& block, std::size_t row) const {
  const std::uint64_t value = count < limit ? (std::uint64_t{1} << digits.size()) - limit + count : 0;
  const std::uint64_t bit = std::uint64_t{1} << (row & 63);
  for (std::size_t digit = 0; digit < digits.size(); ++digit) {
    std::uint64_t& word = block.bits(digits[digit])[row >> 6];
    word = value >> digit & 1 ? word | bit : word & ~bit;
  }
  if (count >= limit) block.bits(reached)[row >> 6] |= bit;
}

void clear(const ForEach& rule, Block& block) {
  std::fill_n(block.bits(rule.fired), block_words, 0);
  if (rule.limited.limit) rule.limited.clear(block);
  if (rule.to != no_offset) std::fill_n(block.at<Points>(rule.to), block_rows, 0);
}

namespace {

using Times = std::vector<std::int64_t>;

// Activities come in order of time, so that the last one of a unit is its latest.
void latest_by_unit(const LeadPass& lead, std::span<const Activity> matched, calendar::CalendarUnit unit, Times& times) {
  std::int32_t last = 0;
  for (const Activity activity : matched) {
    if (!lead.is_timed(activity)) continue;
    const std::int64_t time = lead.time(activity);
    const std::int32_t number = calendar::unit_number(unit, lead.block.run->zone->local_day(time));
    if (times.empty() || number != last)
      times.push_back(time);
    else
      times.back() = time;
    last = number;
  }
}

void latest_by_value(LeadPass& lead, const AttributeRef& attribute, std::span<const Activity> matched, Times& times) {
  std::vector<std::uint64_t>& keys = lead.state.keys;
  keys.clear();
  for (const Activity activity : matched) {
    const auto key = key_of(lead, attribute, KeyKind::Integer, activity);
    if (!key) continue;
    const auto at = std::ranges::find(keys, *key);
    if (at == keys.end()) {
      keys.push_back(*key);
      times.push_back(lead.time(activity));
    } else {
      times[static_cast<std::size_t>(at - keys.begin())] = lead.time(activity);
    }
  }
}

// Of times in order only those that lie `gap` or more after the last one that was kept.
void thin(Times& times, const calendar::Duration& gap, const calendar::Zone& zone) {
  std::size_t kept = 0;
  std::optional<std::int64_t> next;
  for (const std::int64_t time : times) {
    if (kept > 0 && (!next || time < *next)) continue;
    times[kept++] = time;
    next = calendar::add(time, gap, zone);
  }
  times.resize(kept);
}

Points saturated(__int128 sum) {
  using Limits = std::numeric_limits<Points>;
  return static_cast<Points>(std::clamp<__int128>(sum, Limits::min(), Limits::max()));
}

Points points_of(const ForEach& rule, const LeadPass& lead, double each, const Times& times) {
  if (rule.decay.kind == DecaySpec::Kind::None) {
    return saturated(static_cast<__int128>(runtime::round_to_points(each).value_or(0)) * static_cast<std::int64_t>(times.size()));
  }
  __int128 sum = 0;
  for (const std::int64_t time : times) sum += runtime::decayed_points(each, decay_factor(rule.decay, time, *lead.block.run)).value_or(0);
  return saturated(sum);
}

}  // namespace

void give(const ForEach& rule, LeadPass& lead, Times& times) {
  const bool asks_time = rule.decay.kind != DecaySpec::Kind::None || rule.once_every;
  if (asks_time) std::erase(times, runtime::ActivityBatch::untimed);
  if (rule.once_every) thin(times, *rule.once_every, *lead.block.run->zone);
  if (times.empty()) return;
  if (rule.limited.limit) {
    rule.limited.set(times.size(), lead.block, lead.row);
  } else if (rule.has_points) {
    const std::optional<double> each = rule.points.at(lead.block, lead.row);
    if (!each) return;
    lead.block.at<Points>(rule.to)[lead.row] = rule.bounds.apply(points_of(rule, lead, *each, times));
  }
  runtime::set_bit(lead.block.bits(rule.fired), lead.row);
}

void compute(const ForEach& rule, LeadPass& lead, std::span<const Activity> matched) {
  Times& times = lead.state.times;
  times.clear();
  switch (rule.unit) {
    case ForEach::Unit::Activity:
      for (const Activity activity : matched) times.push_back(lead.time(activity));
      break;
    case ForEach::Unit::Day: latest_by_unit(lead, matched, calendar::CalendarUnit::day, times); break;
    case ForEach::Unit::Week: latest_by_unit(lead, matched, calendar::CalendarUnit::week, times); break;
    case ForEach::Unit::Month: latest_by_unit(lead, matched, calendar::CalendarUnit::month, times); break;
    case ForEach::Unit::Distinct: latest_by_value(lead, rule.attribute, matched, times); break;
  }
  give(rule, lead, times);
}

}  // namespace assay::kernels

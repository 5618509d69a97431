#include "compiler/check/intervals.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace assay::check {

std::int64_t rank_of(double number) {
  const auto bits = std::bit_cast<std::int64_t>(number);
  return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}

double number_at(std::int64_t rank) { return rank >= 0 ? std::bit_cast<double>(rank) : -std::bit_cast<double>(-rank); }

void Intervals::add(Interval interval) {
  if (interval.low > interval.high) return;
  // The parts that overlap or touch the new one become one with it.
  const auto ends_before = [](const Interval& part, std::int64_t low) { return part.high < low && part.high + 1 < low; };
  const auto begins_behind = [](std::int64_t high, const Interval& part) { return high < part.low && high + 1 < part.low; };
  const auto first = std::lower_bound(parts_.begin(), parts_.end(), interval.low, ends_before);
  const auto last = std::upper_bound(first, parts_.end(), interval.high, begins_behind);
  if (first != last) interval = {std::min(first->low, interval.low), std::max(std::prev(last)->high, interval.high)};
  parts_.insert(parts_.erase(first, last), interval);
}

void Intervals::add(const Intervals& others) {
  for (const Interval& part : others.parts_) add(part);
}

bool Intervals::covers(const Intervals& others) const {
  return std::all_of(others.parts_.begin(), others.parts_.end(), [&](const Interval& other) {
    const auto part = first_that_ends_at(other.low);
    return part != parts_.end() && part->low <= other.low && other.high <= part->high;
  });
}

std::optional<Interval> Intervals::first_shared(const Intervals& others) const {
  for (const Interval& other : others.parts_) {
    const auto part = first_that_ends_at(other.low);
    if (part == parts_.end() || part->low > other.high) continue;
    return Interval{std::max(part->low, other.low), std::min(part->high, other.high)};
  }
  return std::nullopt;
}

std::vector<Interval>::const_iterator Intervals::first_that_ends_at(std::int64_t value) const {
  return std::lower_bound(parts_.begin(), parts_.end(), value, [](const Interval& part, std::int64_t low) { return part.high < low; });
}

std::optional<Interval> Intervals::first_gap(Interval whole) const {
  std::optional<Interval> outer;
  std::int64_t next = whole.low;
  for (const Interval& part : parts_) {
    if (part.low > next) {
      const Interval gap{next, part.low - 1};
      if (next != whole.low) return gap;
      outer = gap;
    }
    if (part.high >= whole.high) return outer;
    next = part.high + 1;
  }
  return outer ? outer : std::optional(Interval{next, whole.high});
}

}  // namespace assay::check

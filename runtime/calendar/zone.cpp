#include "runtime/calendar/zone.h"

#include <algorithm>

namespace assay::calendar {

namespace {

// 400 years, after which weekdays and leap years come again as they were.
constexpr std::int64_t cycle = 146'097 * microseconds_per_day;

constexpr unsigned bucket_shift = 42;  // 51 days: hardly ever two transitions
constexpr std::size_t bucket_count = 1024;

constexpr Instant earliest = std::int64_t{first_day} * microseconds_per_day;
constexpr Instant latest = (std::int64_t{last_day} + 1) * microseconds_per_day - 1;

std::optional<Instant> within_calendar(Instant instant) {
  if (instant < earliest || instant > latest) return std::nullopt;
  return instant;
}

std::optional<Duration> negated(const Duration& duration) {
  if (duration.months == INT64_MIN || duration.microseconds == INT64_MIN) return std::nullopt;
  return Duration{-duration.months, -duration.microseconds};
}

// `step` taken `count` times; nullopt when that is more than the numbers hold.
std::optional<Duration> times(const Duration& step, std::int64_t count) {
  Duration product;
  if (__builtin_mul_overflow(step.months, count, &product.months)) return std::nullopt;
  if (__builtin_mul_overflow(step.microseconds, count, &product.microseconds)) return std::nullopt;
  return product;
}

}  // namespace

void Zone::index_transitions() {
  std::int64_t before = first_offset_;
  for (Transition& transition : transitions_) {
    // In a gap and in an hour that comes twice the clock before the change counts: "later by the gap", "the first".
    transition.first_local = transition.at + std::max(before, transition.offset);
    before = transition.offset;
  }
  buckets_.resize(bucket_count);
  std::size_t count = 0;
  for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
    const Instant start = static_cast<Instant>(bucket) << bucket_shift;
    while (count < transitions_.size() && transitions_[count].at <= start) ++count;
    buckets_[bucket] = static_cast<std::uint16_t>(count);
  }
}

// Moves an instant (or local time) from after the transitions laid out into the last cycle of them.
Instant Zone::into_known_years(Instant instant) const {
  if (!repeats_) return instant;
  const Instant limit = transitions_.back().at - 2 * microseconds_per_day;
  if (instant < limit) return instant;
  return instant - ((instant - limit) / cycle + 1) * cycle;
}

std::size_t Zone::transitions_until(Instant instant) const {
  if (static_cast<std::uint64_t>(instant) < std::uint64_t{bucket_count} << bucket_shift) {
    std::size_t count = buckets_[static_cast<std::size_t>(instant >> bucket_shift)];
    while (count < transitions_.size() && transitions_[count].at <= instant) ++count;
    return count;
  }
  const auto after = std::upper_bound(transitions_.begin(), transitions_.end(), instant,
                                      [](Instant wanted, const Transition& transition) { return wanted < transition.at; });
  return static_cast<std::size_t>(after - transitions_.begin());
}

std::int64_t Zone::offset_at(Instant instant) const {
  if (transitions_.empty()) return first_offset_;
  const std::size_t count = transitions_until(into_known_years(instant));
  return count == 0 ? first_offset_ : transitions_[count - 1].offset;
}

Instant Zone::to_instant(LocalTime local) const {
  if (transitions_.empty()) return local - first_offset_;
  const LocalTime known = into_known_years(local);
  std::size_t count = transitions_until(known);
  while (count > 0 && known < transitions_[count - 1].first_local) --count;
  while (count < transitions_.size() && known >= transitions_[count].first_local) ++count;
  return local - (count == 0 ? first_offset_ : transitions_[count - 1].offset);
}

void Zone::local_days(std::span<const Instant> instants, Day* days) const {
  if (is_utc()) {
    for (std::size_t i = 0; i < instants.size(); ++i) days[i] = day_of(instants[i]);
    return;
  }
  for (std::size_t i = 0; i < instants.size(); ++i) days[i] = local_day(instants[i]);
}

std::optional<Instant> add(Instant instant, const Duration& duration, const Zone& zone) {
  if (duration.months != 0) {
    const LocalTime local = zone.to_local(instant);
    const std::optional<Day> day = add_months(day_of(local), duration.months);
    if (!day) return std::nullopt;
    instant = zone.to_instant(local_time(*day, time_of_day(local)));
  }
  if (__builtin_add_overflow(instant, duration.microseconds, &instant)) return std::nullopt;
  return within_calendar(instant);
}

std::optional<Instant> subtract(Instant instant, const Duration& duration, const Zone& zone) {
  const std::optional<Duration> back = negated(duration);
  return back ? add(instant, *back, zone) : std::nullopt;
}

std::optional<Day> add(Day day, const Duration& duration) {
  const std::optional<Day> moved = duration.months == 0 ? day : add_months(day, duration.months);
  return moved ? add_days(*moved, duration.microseconds / microseconds_per_day) : std::nullopt;
}

std::optional<Day> subtract(Day day, const Duration& duration) {
  const std::optional<Duration> back = negated(duration);
  return back ? add(day, *back) : std::nullopt;
}

std::int64_t whole_steps(Instant from, Instant to, const Duration& step, const Zone& zone) {
  if (to < from) return 0;
  if (step.months == 0) return static_cast<std::int64_t>((static_cast<__int128>(to) - from) / std::max<std::int64_t>(step.microseconds, 1));
  const Day from_day = zone.local_day(from), to_day = zone.local_day(to);
  const std::int64_t months = unit_number(CalendarUnit::month, to_day) - unit_number(CalendarUnit::month, from_day);
  // No step is shorter than its months, so this is enough; clamping and clock changes decide about the last ones.
  for (std::int64_t count = months / step.months + 1; count > 0; --count) {
    const std::optional<Duration> length = times(step, count);
    const std::optional<Instant> reached = length ? add(from, *length, zone) : std::nullopt;
    if (reached && *reached <= to) return count;
  }
  return 0;
}

}  // namespace assay::calendar

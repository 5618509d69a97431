// Days and calendar steps without time zones: the proleptic Gregorian calendar from 0001-01-01 to 9999-12-31. What falls outside
// is missing (nullopt). Not here: instants and zones (zone.h), texts (parse.h).
#pragma once

#include <cstdint>
#include <optional>

namespace assay::calendar {

// Days since 1970-01-01.
using Day = std::int32_t;
// Microseconds since 1970-01-01T00:00:00Z.
using Instant = std::int64_t;
// What the clock on the wall shows, as microseconds since 1970-01-01 00:00 on that same clock.
using LocalTime = std::int64_t;

inline constexpr std::int64_t microseconds_per_second = 1'000'000;
inline constexpr std::int64_t microseconds_per_day = 86'400 * microseconds_per_second;
inline constexpr Day first_day = -719'162;  // 0001-01-01
inline constexpr Day last_day = 2'932'896;  // 9999-12-31

struct CivilDate {
  std::int32_t year = 1970;
  std::uint32_t month = 1;
  std::uint32_t day = 1;
  friend bool operator==(const CivilDate&, const CivilDate&) = default;
};

// Units that days are counted and windows are cut in.
enum class CalendarUnit : std::uint8_t { day, week, month, quarter, year };

// nullopt for a date that does not exist or lies outside the years 1 to 9999.
std::optional<Day> day_from_civil(std::int64_t year, std::int64_t month, std::int64_t day);
CivilDate civil_from_day(Day day);

// 1 = Monday … 7 = Sunday.
int weekday(Day day);

// The first day of the unit that the day lies in (weeks start on Monday).
Day start_of(CalendarUnit unit, Day day);

// A number that is the same for all days of one unit and different for any two units, ascending: for counting days, weeks, months.
std::int32_t unit_number(CalendarUnit unit, Day day);

// The day `months` later (or earlier), clamped to the last day of its month.
std::optional<Day> add_months(Day day, std::int64_t months);

// The day `days` later; nullopt outside the calendar.
std::optional<Day> add_days(Day day, std::int64_t days);

// Whole 24 hours from `from` to `to`, towards zero.
std::int64_t whole_days_between(Instant from, Instant to);

// The day that a local time lies in, and the microseconds since its midnight.
Day day_of(LocalTime time);
std::int64_t time_of_day(LocalTime time);
LocalTime local_time(Day day, std::int64_t time_of_day = 0);

}  // namespace assay::calendar

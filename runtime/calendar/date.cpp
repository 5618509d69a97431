#include "runtime/calendar/date.h"

#include <algorithm>
#include <chrono>

namespace assay::calendar {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }

year_month_day ymd(const CivilDate& date) {
  return {std::chrono::year(date.year), std::chrono::month(date.month), std::chrono::day(date.day)};
}

Day day_number(const year_month_day& date) { return static_cast<Day>(sys_days(date).time_since_epoch().count()); }

unsigned days_in_month(std::int64_t year, unsigned month) {
  constexpr unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : lengths[month - 1];
}

}  // namespace

std::optional<Day> day_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > days_in_month(year, static_cast<unsigned>(month))) return std::nullopt;
  return day_number(ymd({static_cast<std::int32_t>(year), static_cast<std::uint32_t>(month), static_cast<std::uint32_t>(day)}));
}

CivilDate civil_from_day(Day day) {
  const year_month_day date{sys_days(days(day))};
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
}

int weekday(Day day) {
  const int since_monday = (day + 3) % 7;  // 1970-01-01 was a Thursday
  return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

Day start_of(CalendarUnit unit, Day day) {
  CivilDate date = civil_from_day(day);
  switch (unit) {
    case CalendarUnit::day: return day;
    case CalendarUnit::week: return day - (weekday(day) - 1);
    case CalendarUnit::month: break;
    case CalendarUnit::quarter: date.month -= (date.month - 1) % 3; break;
    case CalendarUnit::year: date.month = 1; break;
  }
  date.day = 1;
  return day_number(ymd(date));
}

std::int32_t unit_number(CalendarUnit unit, Day day) {
  switch (unit) {
    case CalendarUnit::day: return day;
    case CalendarUnit::week: return static_cast<std::int32_t>(floor_divide(std::int64_t{day} + 3, 7));
    case CalendarUnit::month:
    case CalendarUnit::quarter:
    case CalendarUnit::year: break;
  }
  const CivilDate date = civil_from_day(day);
  const auto months = date.year * 12 + static_cast<std::int32_t>(date.month) - 1;
  if (unit == CalendarUnit::month) return months;
  return unit == CalendarUnit::quarter ? static_cast<std::int32_t>(floor_divide(months, 3)) : date.year;
}

std::optional<Day> add_months(Day day, std::int64_t months) {
  constexpr std::int64_t all_months = 10'000 * 12;
  if (months > all_months || months < -all_months) return std::nullopt;
  const CivilDate date = civil_from_day(day);
  const std::int64_t target = std::int64_t{date.year} * 12 + date.month - 1 + months;
  const std::int64_t year = floor_divide(target, 12);
  const auto month = static_cast<unsigned>(target - year * 12 + 1);
  return day_from_civil(year, month, std::min(date.day, days_in_month(year, month)));
}

std::optional<Day> add_days(Day day, std::int64_t count) {
  if (count > last_day - std::int64_t{day} || count < first_day - std::int64_t{day}) return std::nullopt;
  return static_cast<Day>(day + count);
}

std::int64_t whole_days_between(Instant from, Instant to) {
  return static_cast<std::int64_t>((static_cast<__int128>(to) - from) / microseconds_per_day);
}

Day day_of(LocalTime time) { return static_cast<Day>(floor_divide(time, microseconds_per_day)); }

std::int64_t time_of_day(LocalTime time) { return time - floor_divide(time, microseconds_per_day) * microseconds_per_day; }

LocalTime local_time(Day day, std::int64_t time_of_day) { return std::int64_t{day} * microseconds_per_day + time_of_day; }

}  // namespace assay::calendar

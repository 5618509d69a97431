#include "runtime/calendar/date.h"

#include <gtest/gtest.h>

namespace assay::calendar {
namespace {

Day day(int year, int month, int of_month) { return *day_from_civil(year, month, of_month); }

TEST(Date, CountsDaysFrom1970) {
  EXPECT_EQ(day(1970, 1, 1), 0);
  EXPECT_EQ(day(1969, 12, 31), -1);
  EXPECT_EQ(day(2026, 11, 22), 20'779);
  EXPECT_EQ(day(1, 1, 1), first_day);
  EXPECT_EQ(day(9999, 12, 31), last_day);
}

TEST(Date, KnowsWhichDatesExist) {
  EXPECT_FALSE(day_from_civil(2026, 2, 29));
  EXPECT_TRUE(day_from_civil(2024, 2, 29));
  EXPECT_FALSE(day_from_civil(1900, 2, 29));
  EXPECT_TRUE(day_from_civil(2000, 2, 29));
  EXPECT_FALSE(day_from_civil(2026, 4, 31));
  EXPECT_FALSE(day_from_civil(2026, 13, 1));
  EXPECT_FALSE(day_from_civil(2026, 0, 1));
  EXPECT_FALSE(day_from_civil(2026, 1, 0));
  EXPECT_FALSE(day_from_civil(10'000, 1, 1));
  EXPECT_FALSE(day_from_civil(0, 12, 31));
}

TEST(Date, GoesThroughEveryDayOfTheCalendar) {
  CivilDate before{0, 12, 31};
  for (Day d = first_day; d <= last_day; ++d) {
    const CivilDate date = civil_from_day(d);
    ASSERT_EQ(day_from_civil(date.year, date.month, date.day), d);
    const bool next_day = date.year == before.year && date.month == before.month && date.day == before.day + 1;
    const bool next_month = date.year == before.year && date.month == before.month + 1 && date.day == 1;
    const bool next_year = date.year == before.year + 1 && date.month == 1 && date.day == 1;
    ASSERT_EQ(next_day + next_month + next_year, 1) << d;
    before = date;
  }
}

TEST(Date, HasWeekdays) {
  EXPECT_EQ(weekday(day(2026, 11, 22)), 7);
  EXPECT_EQ(weekday(day(2026, 11, 23)), 1);
  EXPECT_EQ(weekday(0), 4);
  EXPECT_EQ(weekday(-4), 7);
  EXPECT_EQ(weekday(first_day), 1);
}

TEST(Date, FindsStartsOfUnits) {
  const Day sunday = day(2026, 11, 22);
  EXPECT_EQ(start_of(CalendarUnit::day, sunday), sunday);
  EXPECT_EQ(start_of(CalendarUnit::week, sunday), day(2026, 11, 16));
  EXPECT_EQ(start_of(CalendarUnit::week, day(2026, 11, 16)), day(2026, 11, 16));
  EXPECT_EQ(start_of(CalendarUnit::month, sunday), day(2026, 11, 1));
  EXPECT_EQ(start_of(CalendarUnit::quarter, sunday), day(2026, 10, 1));
  EXPECT_EQ(start_of(CalendarUnit::quarter, day(2026, 3, 31)), day(2026, 1, 1));
  EXPECT_EQ(start_of(CalendarUnit::year, sunday), day(2026, 1, 1));
  EXPECT_EQ(start_of(CalendarUnit::week, -1), -3);
}

TEST(Date, NumbersUnitsInOrder) {
  for (const CalendarUnit unit : {CalendarUnit::day, CalendarUnit::week, CalendarUnit::month, CalendarUnit::quarter, CalendarUnit::year}) {
    for (Day d = day(1965, 1, 1); d < day(1975, 1, 1); ++d) {
      const bool starts = start_of(unit, d) == d;
      ASSERT_EQ(unit_number(unit, d) - unit_number(unit, d - 1), starts ? 1 : 0) << d;
    }
  }
}

TEST(Date, AddsMonthsClamped) {
  EXPECT_EQ(add_months(day(2026, 1, 31), 1), day(2026, 2, 28));
  EXPECT_EQ(add_months(day(2024, 1, 31), 1), day(2024, 2, 29));
  EXPECT_EQ(add_months(day(2024, 2, 29), 12), day(2025, 2, 28));
  EXPECT_EQ(add_months(day(2026, 3, 31), -1), day(2026, 2, 28));
  EXPECT_EQ(add_months(day(2026, 1, 15), -13), day(2024, 12, 15));
  EXPECT_EQ(add_months(day(2026, 12, 31), 2), day(2027, 2, 28));
  EXPECT_EQ(add_months(day(9999, 12, 1), 1), std::nullopt);
  EXPECT_EQ(add_months(day(1, 1, 31), -1), std::nullopt);
  EXPECT_EQ(add_months(0, INT64_MAX), std::nullopt);
  EXPECT_EQ(add_months(0, INT64_MIN), std::nullopt);
}

TEST(Date, AddsDaysWithinTheCalendar) {
  EXPECT_EQ(add_days(0, -1), -1);
  EXPECT_EQ(add_days(last_day, 1), std::nullopt);
  EXPECT_EQ(add_days(first_day, -1), std::nullopt);
  EXPECT_EQ(add_days(0, INT64_MIN), std::nullopt);
}

TEST(Date, CountsWholeDaysTowardsZero) {
  constexpr std::int64_t hour = 3'600 * microseconds_per_second;
  EXPECT_EQ(whole_days_between(0, 36 * hour), 1);
  EXPECT_EQ(whole_days_between(36 * hour, 0), -1);
  EXPECT_EQ(whole_days_between(24 * hour, 0), -1);
  EXPECT_EQ(whole_days_between(24 * hour - 1, 0), 0);
  EXPECT_EQ(whole_days_between(INT64_MIN, INT64_MAX), 213'503'982);
}

TEST(LocalTimes, AreDaysAndTimesOfDay) {
  EXPECT_EQ(day_of(-1), -1);
  EXPECT_EQ(time_of_day(-1), microseconds_per_day - 1);
  EXPECT_EQ(day_of(microseconds_per_day), 1);
  EXPECT_EQ(local_time(-1, 5), 5 - microseconds_per_day);
}

}  // namespace
}  // namespace assay::calendar

#include "runtime/calendar/zone.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <random>

#include <gtest/gtest.h>

#include "runtime/calendar/parse.h"
#include "runtime/calendar/zone_file.h"

namespace assay::calendar {
namespace {

constexpr std::int64_t hour = 3'600 * microseconds_per_second;

Zone zone(std::string_view name) {
  const std::optional<Zone> found = load_zone(name);
  EXPECT_TRUE(found) << name;
  return found.value_or(Zone());
}

Instant at(std::string_view iso) { return parse_iso(iso)->local; }

std::string utc_of(std::string_view local, std::string_view name) { return instant_to_text(zone(name).to_instant(at(local))); }

TEST(Zone, UtcNeedsNoFile) {
  EXPECT_TRUE(Zone().is_utc());
  EXPECT_TRUE(zone("UTC").is_utc());
  EXPECT_EQ(Zone().to_local(123), 123);
  EXPECT_EQ(Zone().start_of_day(1), microseconds_per_day);
}

TEST(Zone, HasNames) {
  EXPECT_FALSE(load_zone("Europe/Berlim"));
  EXPECT_FALSE(load_zone(""));
  EXPECT_FALSE(load_zone("../zoneinfo/UTC"));
  EXPECT_FALSE(load_zone("Europe"));
  EXPECT_FALSE(load_zone("posixrules"));
  EXPECT_FALSE(load_zone("right/Europe/Berlin"));
  EXPECT_FALSE(load_zone("tzdata.zi"));
  const std::vector<std::string> names = zone_names();
  EXPECT_GT(names.size(), 400u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_TRUE(std::binary_search(names.begin(), names.end(), "Europe/Berlin"));
  EXPECT_TRUE(std::binary_search(names.begin(), names.end(), "UTC"));
  EXPECT_FALSE(std::binary_search(names.begin(), names.end(), "posixrules"));
}

TEST(Zone, KnowsTheVersionOfItsData) { EXPECT_EQ(tzdata_version().substr(0, 2), "20"); }

TEST(Zone, TurnsLocalTimesIntoInstants) {
  EXPECT_EQ(utc_of("2026-11-22T09:30:00", "Europe/Berlin"), "2026-11-22T08:30:00Z");
  EXPECT_EQ(utc_of("2026-07-01T09:30:00", "Europe/Berlin"), "2026-07-01T07:30:00Z");
  EXPECT_EQ(utc_of("2026-07-01T09:30:00", "Asia/Kolkata"), "2026-07-01T04:00:00Z");
  EXPECT_EQ(utc_of("2026-07-01T09:30:00", "America/St_Johns"), "2026-07-01T12:00:00Z");
}

TEST(Zone, ReadsSkippedTimesLaterByTheGap) {
  EXPECT_EQ(utc_of("2026-03-29T02:00:00", "Europe/Berlin"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(utc_of("2026-03-29T02:30:00", "Europe/Berlin"), "2026-03-29T01:30:00Z");
  EXPECT_EQ(utc_of("2026-03-29T03:00:00", "Europe/Berlin"), "2026-03-29T01:00:00Z");
  EXPECT_EQ(utc_of("2026-10-04T02:15:00", "Australia/Lord_Howe"), "2026-10-03T15:45:00Z");
  EXPECT_EQ(utc_of("2011-12-30T12:00:00", "Pacific/Apia"), "2011-12-30T22:00:00Z");  // a whole day was skipped
}

TEST(Zone, ReadsRepeatedTimesAsTheFirst) {
  EXPECT_EQ(utc_of("2026-10-25T02:30:00", "Europe/Berlin"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(utc_of("2026-10-25T03:00:00", "Europe/Berlin"), "2026-10-25T02:00:00Z");
  EXPECT_EQ(utc_of("2026-04-05T01:45:00", "Australia/Lord_Howe"), "2026-04-04T14:45:00Z");
}

TEST(Zone, KnowsWhereDaysStartAndEnd) {
  const Zone berlin = zone("Europe/Berlin");
  const Day change = *day_from_civil(2026, 10, 25);
  EXPECT_EQ(instant_to_text(berlin.start_of_day(change)), "2026-10-24T22:00:00Z");
  EXPECT_EQ(instant_to_text(berlin.end_of_day(change)), "2026-10-25T22:59:59.999999Z");
  EXPECT_EQ(berlin.end_of_day(change) + 1 - berlin.start_of_day(change), 25 * hour);
  // Havana changes at midnight: the day begins at one o'clock, and the other day's first midnight counts.
  EXPECT_EQ(instant_to_text(zone("America/Havana").start_of_day(*day_from_civil(2026, 3, 8))), "2026-03-08T05:00:00Z");
  EXPECT_EQ(instant_to_text(zone("America/Havana").start_of_day(*day_from_civil(2026, 11, 1))), "2026-11-01T04:00:00Z");
}

TEST(Zone, HoldsBeyondTheLastChangeOfItsFile) {
  EXPECT_EQ(utc_of("2050-07-01T12:00:00", "Europe/Berlin"), "2050-07-01T10:00:00Z");
  EXPECT_EQ(utc_of("9999-07-01T12:00:00", "Europe/Berlin"), "9999-07-01T10:00:00Z");
  EXPECT_EQ(utc_of("9998-12-01T12:00:00", "America/New_York"), "9998-12-01T17:00:00Z");
  EXPECT_EQ(utc_of("1700-01-01T00:00:00", "Europe/Berlin"), "1699-12-31T23:06:32Z");  // local mean time
}

TEST(Zone, MakesColumnsOfDays) {
  const std::vector<Instant> instants = {at("2026-10-24T21:59:59.999999Z"), at("2026-10-24T22:00:00Z"), at("1969-12-31T22:59:59Z"),
                                         at("1969-12-31T23:00:00Z")};
  std::vector<Day> days(instants.size());
  zone("Europe/Berlin").local_days(instants, days.data());
  EXPECT_EQ(days, (std::vector<Day>{*day_from_civil(2026, 10, 24), *day_from_civil(2026, 10, 25), -1, 0}));
  Zone().local_days(instants, days.data());
  EXPECT_EQ(days, (std::vector<Day>{*day_from_civil(2026, 10, 24), *day_from_civil(2026, 10, 24), -1, -1}));
}

// The C library reads the same files in its own way.
TEST(Zone, AgreesWithTheCLibrary) {
  const char* before = std::getenv("TZ");
  const std::string saved = before != nullptr ? before : "";
  std::mt19937_64 random(4);
  std::uniform_int_distribution<std::int64_t> seconds(-2'000'000'000, 8'000'000'000);
  for (const char* name : {"Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/St_Johns", "Asia/Kolkata",
                           "Pacific/Auckland", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana", "Africa/Casablanca", "Asia/Tehran",
                           "America/Sao_Paulo", "Europe/Moscow", "Antarctica/Troll", "Asia/Gaza", "Pacific/Chatham", "America/Nuuk"}) {
    const Zone ours = zone(name);
    setenv("TZ", name, 1);
    tzset();
    for (int i = 0; i < 4'000; ++i) {
      const std::time_t when = seconds(random);
      std::tm broken{};
      localtime_r(&when, &broken);
      const Instant instant = when * microseconds_per_second;
      ASSERT_EQ(ours.to_local(instant) - instant, broken.tm_gmtoff * microseconds_per_second) << name << " at " << when;
      const LocalTime local = ours.to_local(instant);
      const Instant back = ours.to_instant(local);
      ASSERT_EQ(ours.to_local(back), local) << name << " at " << when;
      ASSERT_LE(back, instant) << name << " at " << when;
    }
  }
  if (before != nullptr) {
    setenv("TZ", saved.c_str(), 1);
  } else {
    unsetenv("TZ");
  }
  tzset();
}

TEST(ZoneFile, RefusesWhatIsNone) {
  EXPECT_FALSE(read_zone_data(""));
  EXPECT_FALSE(read_zone_data("TZif"));
  std::string huge = "TZif2" + std::string(15, '\0') + std::string(24, '\xFF');
  EXPECT_FALSE(read_zone_data(huge));
  EXPECT_FALSE(read_zone_data(huge + std::string(1000, '\0')));
}

TEST(ZoneFile, ReadsRules) {
  ZoneData data;
  EXPECT_TRUE(append_rule("<-03>3", data));
  EXPECT_TRUE(data.changes.empty());
  EXPECT_TRUE(append_rule("EST5EDT4,M3.2.0/02:00:00,M11.1.0", data));
  EXPECT_TRUE(data.repeats);
  ZoneData julian;
  EXPECT_TRUE(append_rule("AAA-3BBB,J60/-1:30,300/25", julian));
  EXPECT_EQ(instant_to_text(julian.changes[0].at * microseconds_per_second), "1970-02-28T19:30:00Z");
  EXPECT_EQ(instant_to_text(julian.changes[1].at * microseconds_per_second), "1970-10-28T21:00:00Z");
  for (const char* bad : {"", "E5", "EST", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
                          "EST5EDT,M3.2.0,M11.1.0x", "<EST5", "EST5EDT,M3.2.7,M11.1.0"}) {
    ZoneData none;
    EXPECT_FALSE(append_rule(bad, none)) << bad;
  }
}

std::string later(std::string_view iso, const Duration& duration, std::string_view name) {
  const std::optional<Instant> sum = add(at(iso), duration, zone(name));
  return sum ? instant_to_text(*sum) : "missing";
}

TEST(Durations, KeepTheTimeOfDayInCalendarSteps) {
  EXPECT_EQ(later("2026-02-28T08:00:00Z", {1, 0}, "Europe/Berlin"), "2026-03-28T08:00:00Z");
  EXPECT_EQ(later("2026-03-15T08:00:00Z", {1, 0}, "Europe/Berlin"), "2026-04-15T07:00:00Z");
  EXPECT_EQ(later("2026-01-31T12:00:00Z", {1, 0}, "UTC"), "2026-02-28T12:00:00Z");
  EXPECT_EQ(later("2026-01-31T23:30:00Z", {1, 0}, "Europe/Berlin"), "2026-02-28T23:30:00Z");
  EXPECT_EQ(later("2026-02-28T01:30:00Z", {1, 0}, "Europe/Berlin"), "2026-03-28T01:30:00Z");
  EXPECT_EQ(later("2026-02-28T23:30:00Z", {0, 24 * hour}, "Europe/Berlin"), "2026-03-01T23:30:00Z");
  EXPECT_EQ(later("2026-03-28T12:00:00Z", {0, 24 * hour}, "Europe/Berlin"), "2026-03-29T12:00:00Z");
  EXPECT_EQ(later("9999-12-31T12:00:00Z", {1, 0}, "UTC"), "missing");
  EXPECT_EQ(later("9999-12-31T12:00:00Z", {0, 13 * hour}, "UTC"), "missing");
  EXPECT_EQ(later("2026-01-01T00:00:00Z", {0, INT64_MAX}, "UTC"), "missing");
  EXPECT_EQ(subtract(0, {INT64_MIN, 0}, Zone()), std::nullopt);
  EXPECT_EQ(instant_to_text(*subtract(at("2026-03-31T12:00:00Z"), {1, 0}, Zone())), "2026-02-28T12:00:00Z");
}

TEST(Durations, MoveDates) {
  const Day day = *day_from_civil(2026, 1, 31);
  EXPECT_EQ(add(day, {1, 0}), day_from_civil(2026, 2, 28));
  EXPECT_EQ(add(day, {0, 7 * microseconds_per_day}), day_from_civil(2026, 2, 7));
  EXPECT_EQ(subtract(day, {12, 0}), day_from_civil(2025, 1, 31));
  EXPECT_EQ(add(last_day, {0, microseconds_per_day}), std::nullopt);
}

std::int64_t steps(std::string_view from, std::string_view to, const Duration& step, std::string_view name = "UTC") {
  return whole_steps(at(from), at(to), step, zone(name));
}

TEST(Durations, CountWholeSteps) {
  const Duration month{1, 0}, day{0, microseconds_per_day};
  EXPECT_EQ(steps("2026-01-31T12:00:00Z", "2026-02-28T11:59:59Z", month), 0);
  EXPECT_EQ(steps("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", month), 1);
  EXPECT_EQ(steps("2026-01-31T12:00:00Z", "2026-03-30T12:00:00Z", month), 1);
  EXPECT_EQ(steps("2026-01-31T12:00:00Z", "2026-03-31T12:00:00Z", month), 2);
  EXPECT_EQ(steps("2024-02-29T00:00:00Z", "2025-02-28T00:00:00Z", {12, 0}), 1);
  EXPECT_EQ(steps("2026-05-01T00:00:00Z", "2026-04-01T00:00:00Z", month), 0);
  EXPECT_EQ(steps("2026-01-01T00:00:00Z", "2026-01-03T23:59:59Z", day), 2);
  EXPECT_EQ(steps("2026-01-03T00:00:00Z", "2026-01-01T00:00:00Z", day), 0);
  EXPECT_EQ(steps("0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", month), 9999 * 12 - 1);
  // A month from noon in winter time is noon in summer time, an hour less.
  EXPECT_EQ(steps("2026-03-15T12:00:00Z", "2026-04-15T11:00:00Z", month, "Europe/Berlin"), 1);
  EXPECT_EQ(steps("2026-03-15T12:00:00Z", "2026-04-15T10:59:59Z", month, "Europe/Berlin"), 0);
}

// The greatest k with from + k * step <= to, found by counting up.
TEST(Durations, CountStepsAsTheyAreDefined) {
  const Zone berlin = zone("Europe/Berlin");
  std::mt19937_64 random(11);
  std::uniform_int_distribution<Instant> when(at("2023-01-01T00:00:00Z"), at("2027-12-31T00:00:00Z"));
  for (int i = 0; i < 3'000; ++i) {
    const Instant from = when(random);
    const std::int64_t months = 1 + i % 4;
    Instant to = when(random);
    if (i % 3 == 0) to = *add(from, {months * (i % 9), 0}, berlin) - i % 2;
    std::int64_t wanted = 0;
    while (*add(from, {months * (wanted + 1), 0}, berlin) <= to) ++wanted;
    ASSERT_EQ(whole_steps(from, to, {months, 0}, berlin), wanted) << instant_to_text(from) << " to " << instant_to_text(to);
  }
}

}  // namespace
}  // namespace assay::calendar

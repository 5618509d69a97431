// Time zones by IANA name: instants to local days and times and back, and calendar steps in a zone (decision 0015).
// Of local times that a clock change skips, the later by the length of the gap is meant; of those it repeats, the first.
// Zones come from the system's compiled time zone files, read here and not by a library: Howard Hinnant's date library lists the
// whole data base before the first zone (3 to 18 ms) and does not know the rule that holds after a file's last change (2037).
// A Zone is an immutable value; all its functions may be called from several threads at once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/calendar/date.h"

namespace assay::calendar {

// An exact length plus calendar steps (a quarter is 3 months, a year 12): one of the two is 0 in what authors write.
struct Duration {
  std::int64_t months = 0;
  std::int64_t microseconds = 0;
  friend bool operator==(const Duration&, const Duration&) = default;
};

class Zone {
 public:
  // UTC, without reading any file.
  Zone() = default;

  const std::string& name() const { return name_; }
  bool is_utc() const { return transitions_.empty() && first_offset_ == 0; }

  LocalTime to_local(Instant instant) const { return is_utc() ? instant : instant + offset_at(instant); }
  Day local_day(Instant instant) const { return day_of(to_local(instant)); }
  // `local_day` as a value of the calendar: nullopt where the clock on the wall shows a year before 1 or after 9999.
  std::optional<Day> local_date(Instant instant) const { return add_days(local_day(instant), 0); }
  Instant to_instant(LocalTime local) const;
  Instant start_of_day(Day day) const { return to_instant(local_time(day)); }

  // The last microsecond of the day: the instant before the next day starts.
  Instant end_of_day(Day day) const { return start_of_day(day + 1) - 1; }

  // `local_day` of a column; `days` has room for as many.
  void local_days(std::span<const Instant> instants, Day* days) const;

 private:
  friend std::optional<Zone> load_zone(std::string_view name);

  struct Transition {
    Instant at;
    std::int64_t offset;    // microseconds east of UTC from then on
    LocalTime first_local;  // the first local time that is read with this offset
  };

  std::int64_t offset_at(Instant instant) const;
  std::size_t transitions_until(Instant instant) const;
  Instant into_known_years(Instant instant) const;
  void index_transitions();

  std::string name_ = "UTC";
  std::int64_t first_offset_ = 0;
  std::vector<Transition> transitions_;
  bool repeats_ = false;
  std::vector<std::uint16_t> buckets_;  // transitions before each 51 days since 1970
};

// The zone of that name ("Europe/Berlin"; case counts); nullopt when there is none.
std::optional<Zone> load_zone(std::string_view name);

// All names, sorted: for suggestions only, as it walks through the folder of zones.
std::vector<std::string> zone_names();

// Version of the time zone data, for example "2026f"; empty when the system does not tell.
std::string tzdata_version();

// The instant one duration later: months first, in the zone and clamped to the month's last day (the time of day stays), then the
// exact part. nullopt outside the calendar.
std::optional<Instant> add(Instant instant, const Duration& duration, const Zone& zone);
std::optional<Instant> subtract(Instant instant, const Duration& duration, const Zone& zone);

// The same from a date to a date. What an exact part has beyond whole 24 hours is dropped towards zero.
std::optional<Day> add(Day day, const Duration& duration);
std::optional<Day> subtract(Day day, const Duration& duration);

// How many whole steps lie between: the greatest k >= 0 with from + k * step <= to (0 when `to` is before `from`). `step` has no
// negative part and is not nothing.
std::int64_t whole_steps(Instant from, Instant to, const Duration& step, const Zone& zone);

}  // namespace assay::calendar

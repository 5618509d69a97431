// The POSIX rule at the end of a time zone file, for example "CET-1CEST,M3.5.0,M10.5.0/3" or "<-03>3": which changes it makes.
#include <algorithm>
#include <tuple>

#include "runtime/calendar/date.h"
#include "runtime/calendar/zone_file.h"

namespace assay::calendar {

namespace {

// A day of the year as a rule names it, and the seconds of local time after its midnight.
struct RuleDate {
  enum class Kind { month_week_day, day_without_leap_day, day_of_year } kind = Kind::month_week_day;
  std::int64_t month = 0, week = 0, day = 0;
  std::int64_t seconds = 2 * 3600;
};

class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  bool next_is(char c) const { return text_.starts_with(c); }
  bool skip(char c) {
    if (!next_is(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool name() {
    const std::size_t size = skip('<') ? text_.find('>') : text_.find_first_of("0123456789,+-");
    const bool quoted = size != std::string_view::npos && text_[size] == '>';
    const std::size_t length = std::min(size, text_.size());
    if (length < 3) return false;
    text_.remove_prefix(length + (quoted ? 1 : 0));
    return true;
  }

  bool number(std::int64_t& value) {
    if (text_.empty() || text_[0] < '0' || text_[0] > '9') return false;
    for (value = 0; !text_.empty() && text_[0] >= '0' && text_[0] <= '9' && value < 100'000; text_.remove_prefix(1)) {
      value = value * 10 + (text_[0] - '0');
    }
    return true;
  }

  // `[+-]hh[:mm[:ss]]` in seconds.
  bool time(std::int64_t& seconds) {
    const bool negative = skip('-');
    if (!negative) skip('+');
    std::int64_t hours = 0, minutes = 0, rest = 0;
    if (!number(hours) || (skip(':') && !number(minutes)) || (skip(':') && !number(rest))) return false;
    seconds = hours * 3600 + minutes * 60 + rest;
    if (negative) seconds = -seconds;
    return true;
  }

  bool date(RuleDate& date) {
    if (skip('M')) {
      if (!number(date.month) || !skip('.') || !number(date.week) || !skip('.') || !number(date.day)) return false;
      if (date.month < 1 || date.month > 12 || date.week < 1 || date.week > 5 || date.day > 6) return false;
    } else {
      date.kind = skip('J') ? RuleDate::Kind::day_without_leap_day : RuleDate::Kind::day_of_year;
      if (!number(date.day) || date.day > 366) return false;
    }
    return !skip('/') || time(date.seconds);
  }

 private:
  std::string_view text_;
};

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Local seconds since 1970 at which the rule's date and time come in the year.
std::int64_t local_seconds(const RuleDate& date, std::int64_t year) {
  Day day = *day_from_civil(year, 1, 1);
  switch (date.kind) {
    case RuleDate::Kind::day_of_year: day += static_cast<Day>(date.day); break;
    case RuleDate::Kind::day_without_leap_day: day += static_cast<Day>(date.day - 1 + (is_leap(year) && date.day >= 60 ? 1 : 0)); break;
    case RuleDate::Kind::month_week_day: {
      const Day first = *day_from_civil(year, date.month, 1);
      const auto wanted = static_cast<int>((date.day + 6) % 7) + 1;  // a rule's 0 is Sunday
      day = first + (wanted - weekday(first) + 7) % 7 + static_cast<Day>((date.week - 1) * 7);
      const Day last = *add_months(first, 1) - 1;
      while (day > last) day -= 7;  // "week 5" means the last one
      break;
    }
  }
  return std::int64_t{day} * 86'400 + date.seconds;
}

}  // namespace

bool append_rule(std::string_view rule, ZoneData& data) {
  RuleReader reader(rule);
  std::int64_t standard = 0, summer = 0;
  RuleDate starts, ends;
  if (!reader.name() || !reader.time(standard)) return false;
  standard = -standard;  // POSIX counts westwards
  if (reader.at_end()) return true;
  if (!reader.name()) return false;
  summer = standard + 3600;
  if (!reader.next_is(',')) {
    if (!reader.time(summer)) return false;
    summer = -summer;
  }
  if (!reader.skip(',') || !reader.date(starts) || !reader.skip(',') || !reader.date(ends) || !reader.at_end()) return false;

  const std::int64_t last = data.changes.empty() ? INT64_MIN : data.changes.back().at;
  const Day last_day_known = data.changes.empty() ? 0 : day_of(last * microseconds_per_second);
  const std::int64_t first_year = civil_from_day(last_day_known).year;
  std::vector<OffsetChange> changes;
  // Two years more than the calendar's cycle, so that one whole cycle lies between the first and the last of them.
  for (std::int64_t year = first_year; year <= first_year + 402; ++year) {
    changes.push_back({local_seconds(starts, year) - standard, summer});
    changes.push_back({local_seconds(ends, year) - summer, standard});
  }
  // Of two at one instant (summer time all year) the one to the greater offset holds.
  std::sort(changes.begin(), changes.end(),
            [](const OffsetChange& a, const OffsetChange& b) { return std::tie(a.at, a.offset) < std::tie(b.at, b.offset); });
  std::int64_t offset = data.changes.empty() ? data.first_offset : data.changes.back().offset;
  for (const OffsetChange& change : changes) {
    if (change.at <= last || change.offset == offset) continue;
    data.changes.push_back(change);
    offset = change.offset;
  }
  data.repeats = true;
  return true;
}

}  // namespace assay::calendar

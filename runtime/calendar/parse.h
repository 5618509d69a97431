// Dates and times as texts. Cells are given trimmed. ISO 8601 as data has it, or one declared format, or seconds or milliseconds
// since 1970; nothing is guessed. Years 0001 to 9999; anything else is a bad cell (nullopt).
//  ISO: 2026-11-22 | 2026-11-22 09:30 | 2026-11-22T09:30:00.123456Z | …+02:00 | …+0200 | …+02. All parts have two digits, the year four;
//  the separator is `T`, `t` or one blank; fractions of the second have any number of digits, cut after microseconds; 24:00, leap
//  seconds and one-digit hours are bad (declare `YYYY-MM-DD H:mm:ss` for those).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/calendar/zone.h"

namespace assay::calendar {

// What a date or time cell says, before a time zone has its say.
struct Moment {
  enum class Kind : std::uint8_t {
    day,      // only a date: `local` is its start
    local,    // date and time without an offset
    instant,  // with an offset, `Z` or an epoch: `local` is the Instant itself
  };
  Kind kind = Kind::day;
  LocalTime local = 0;

  // As a time: a date is its start, a local time is in `zone`.
  Instant to_instant(const Zone& zone) const;
  // As a date: an instant is read by its date in `zone`, nullopt where that lies outside the calendar.
  std::optional<Day> to_day(const Zone& zone) const;
};

// A cell in ISO 8601.
std::optional<Moment> parse_iso(std::string_view cell);

// The compiled `format` of a date or time field.
class DateFormat {
 public:
  // ISO 8601.
  DateFormat() = default;

  // `epoch s`, `epoch ms`, or made of YYYY YY MM M DD D HH H mm ss SSS and literal signs (no letters but T between date and time and
  // Z for UTC); on failure nullopt, and `error` (where given) says why: year, month or day is not there, a part is there twice, a
  // smaller part of the day stands without the larger one, a letter is unknown.
  static std::optional<DateFormat> compile(std::string_view format, std::string* error = nullptr);

  // The whole cell in this format. YY is 1970 to 2069. M, D and H read one digit or two, MM, DD, HH, mm, ss exactly two,
  // SSS three. Epochs are whole numbers, possibly signed, or decimals (cut after microseconds).
  std::optional<Moment> parse(std::string_view cell) const;

  // Whether the format has a time of day.
  bool has_time() const;

 private:
  enum class Kind : std::uint8_t { iso, epoch_seconds, epoch_milliseconds, parts };

  std::optional<Moment> parse_parts(std::string_view cell) const;

  Kind kind_ = Kind::iso;
  std::string pieces_;  // the format, one sign per part (see parse.cpp)
};

// `2026-11-22`.
std::string day_to_text(Day day);
// `2026-11-22T09:30:00Z`, with as many decimals of the second as needed (none, three or six).
std::string instant_to_text(Instant instant);
void append_day(Day day, std::string& out);
void append_instant(Instant instant, std::string& out);

}  // namespace assay::calendar

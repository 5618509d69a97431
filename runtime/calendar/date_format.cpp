// Declared formats of dates and times: compiling `DD.MM.YYYY HH:mm` and reading cells with it.
#include <string>

#include "runtime/calendar/parse.h"

namespace assay::calendar {

namespace {

// What a piece of a compiled format stands for; every other character stands for itself. Control characters cannot be in a format.
enum Part : char { year4 = 1, year2, month2, month1, day2, day1, hour2, hour1, minute2, second2, milliseconds3, utc };

// What a part fills in, to tell that one is there twice or not at all.
enum Field : unsigned { year = 1, month = 2, day = 4, hour = 8, minute = 16, second = 32, milliseconds = 64, zone = 128 };

struct PartName {
  std::string_view name;
  Part part;
  Field field;
  Field needs;  // a smaller part of the day says nothing without the larger one
};

// Longer names first.
constexpr PartName part_names[] = {
    {"YYYY", year4, year, year},
    {"YY", year2, year, year},
    {"MM", month2, month, month},
    {"M", month1, month, month},
    {"DD", day2, day, day},
    {"D", day1, day, day},
    {"HH", hour2, hour, hour},
    {"H", hour1, hour, hour},
    {"mm", minute2, minute, hour},
    {"ss", second2, second, minute},
    {"SSS", milliseconds3, milliseconds, second},
    {"Z", utc, zone, hour},
};

const PartName* part_at(std::string_view format) {
  for (const PartName& part : part_names) {
    if (format.starts_with(part.name)) return &part;
  }
  return nullptr;
}

bool is_letter_or_control(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0 && c < ' '); }

// Why the fields of a format do not make a date; empty when they do.
std::string missing_field(unsigned fields) {
  if ((fields & year) == 0) return "the year is missing (YYYY or YY)";
  if ((fields & month) == 0) return "the month is missing (MM or M)";
  if ((fields & day) == 0) return "the day is missing (DD or D)";
  for (const PartName& part : part_names) {
    if ((fields & part.field) != 0 && (fields & part.needs) == 0) {
      return "'" + std::string(part.name) + "' stands without the larger part of the time";
    }
  }
  return {};
}

// Takes at least `least` and at most `most` digits; negative when they are not there.
int take_number(std::string_view& text, std::size_t least, std::size_t most) {
  int value = 0;
  std::size_t count = 0;
  for (; count < most && count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count) value = value * 10 + (text[count] - '0');
  if (count < least) return -1;
  text.remove_prefix(count);
  return value;
}

struct Reading {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milliseconds = 0;
  bool is_utc = false;
};

// Takes one piece of the cell; false when it is not there.
bool take_piece(char piece, std::string_view& cell, Reading& into) {
  int* target = nullptr;
  std::size_t least = 2, most = 2;
  switch (piece) {
    case year4:
      target = &into.year;
      least = most = 4;
      break;
    case year2: target = &into.year; break;
    case month2: target = &into.month; break;
    case month1:
      target = &into.month;
      least = 1;
      break;
    case day2: target = &into.day; break;
    case day1:
      target = &into.day;
      least = 1;
      break;
    case hour2: target = &into.hour; break;
    case hour1:
      target = &into.hour;
      least = 1;
      break;
    case minute2: target = &into.minute; break;
    case second2: target = &into.second; break;
    case milliseconds3:
      target = &into.milliseconds;
      least = most = 3;
      break;
    default: {
      const char wanted = piece == utc ? 'Z' : piece;
      if (cell.empty() || cell[0] != wanted) return false;
      into.is_utc = into.is_utc || piece == utc;
      cell.remove_prefix(1);
      return true;
    }
  }
  *target = take_number(cell, least, most);
  if (piece == year2 && *target >= 0) into.year += into.year < 70 ? 2000 : 1900;
  return *target >= 0;
}

}  // namespace

std::optional<DateFormat> DateFormat::compile(std::string_view format, std::string* error) {
  DateFormat result;
  const auto fail = [error](std::string reason) -> std::optional<DateFormat> {
    if (error != nullptr) *error = std::move(reason);
    return std::nullopt;
  };
  if (format == "epoch s" || format == "epoch ms") {
    result.kind_ = format == "epoch s" ? Kind::epoch_seconds : Kind::epoch_milliseconds;
    return result;
  }
  result.kind_ = Kind::parts;
  unsigned fields = 0;
  while (!format.empty()) {
    const PartName* part = part_at(format);
    const char sign = part != nullptr ? static_cast<char>(part->part) : format[0];
    if (part == nullptr && sign != 'T' && is_letter_or_control(sign)) {
      return fail("'" + std::string(1, sign) + "' means nothing in a format; it is made of YYYY YY MM M DD D HH H mm ss SSS and signs");
    }
    if (part != nullptr) {
      if ((fields & part->field) != 0) return fail("'" + std::string(part->name) + "' is a part that is there already");
      fields |= part->field;
    }
    result.pieces_.push_back(sign);
    format.remove_prefix(part != nullptr ? part->name.size() : 1);
  }
  if (std::string reason = missing_field(fields); !reason.empty()) return fail(std::move(reason));
  return result;
}

std::optional<Moment> DateFormat::parse_parts(std::string_view cell) const {
  Reading reading;
  for (const char piece : pieces_) {
    if (!take_piece(piece, cell, reading)) return std::nullopt;
  }
  const bool is_time = reading.hour <= 23 && reading.minute <= 59 && reading.second <= 59;
  const std::optional<Day> day = day_from_civil(reading.year, reading.month, reading.day);
  if (!cell.empty() || !is_time || !day) return std::nullopt;
  const std::int64_t seconds = (reading.hour * 60 + reading.minute) * std::int64_t{60} + reading.second;
  const LocalTime local = local_time(*day, seconds * microseconds_per_second + reading.milliseconds * std::int64_t{1000});
  return Moment{reading.is_utc ? Moment::Kind::instant : has_time() ? Moment::Kind::local : Moment::Kind::day, local};
}

bool DateFormat::has_time() const {
  return kind_ != Kind::parts || pieces_.find(hour2) != std::string::npos || pieces_.find(hour1) != std::string::npos;
}

}  // namespace assay::calendar

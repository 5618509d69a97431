#include "runtime/calendar/parse.h"

namespace assay::calendar {

namespace {

constexpr std::int64_t microseconds_per_minute = 60 * microseconds_per_second;
constexpr std::int64_t microseconds_per_hour = 60 * microseconds_per_minute;
constexpr Instant earliest = std::int64_t{first_day} * microseconds_per_day;
constexpr Instant latest = (std::int64_t{last_day} + 1) * microseconds_per_day - 1;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads pairs of digits and remembers whether one was none, so that a whole date costs one branch.
struct PairReader {
  const char* text;
  unsigned wrong = 0;

  int pair(std::size_t at) {
    const unsigned tens = static_cast<unsigned char>(text[at] - '0'), ones = static_cast<unsigned char>(text[at + 1] - '0');
    wrong |= static_cast<unsigned>(tens > 9) | static_cast<unsigned>(ones > 9);
    return static_cast<int>(tens * 10 + ones);
  }
};

// Takes a run of digits behind a decimal sign as microseconds; what is finer is cut.
std::int64_t take_fraction(std::string_view& text) {
  constexpr std::int64_t places[] = {1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
  std::size_t count = 0;
  std::int64_t digits = 0;
  for (; count < text.size() && count < 6 && is_digit(text[count]); ++count) digits = digits * 10 + (text[count] - '0');
  const std::int64_t microseconds = digits * places[count];
  while (count < text.size() && is_digit(text[count])) ++count;
  text.remove_prefix(count);
  return microseconds;
}

// Takes `hh:mm[:ss[.f…]]` as microseconds since midnight; -1 when there is no such time of day.
std::int64_t take_time(std::string_view& text) {
  if (text.size() < 5 || text[2] != ':') return -1;
  PairReader reader{text.data()};
  const int hour = reader.pair(0), minute = reader.pair(3);
  const bool has_seconds = text.size() >= 8 && text[5] == ':';
  const int second = has_seconds ? reader.pair(6) : 0;
  if (reader.wrong != 0 || hour > 23 || minute > 59 || second > 59) return -1;
  const std::int64_t time = ((hour * 60 + minute) * std::int64_t{60} + second) * microseconds_per_second;
  text.remove_prefix(has_seconds ? 8 : 5);
  if (!has_seconds || text.empty() || (text[0] != '.' && text[0] != ',')) return time;
  text.remove_prefix(1);
  if (text.empty() || !is_digit(text[0])) return -1;
  return time + take_fraction(text);
}

// The whole text as `Z`, `+hh`, `+hhmm` or `+hh:mm`, in microseconds.
std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  PairReader reader{text.data()};
  const int hours = reader.pair(1);
  int minutes = 0;
  if (text.size() == 5) {
    minutes = reader.pair(3);
  } else if (text.size() == 6 && text[3] == ':') {
    minutes = reader.pair(4);
  } else if (text.size() != 3) {
    return std::nullopt;
  }
  if (reader.wrong != 0 || hours > 23 || minutes > 59) return std::nullopt;
  const std::int64_t offset = hours * microseconds_per_hour + minutes * microseconds_per_minute;
  return text[0] == '-' ? -offset : offset;
}

std::optional<Moment> within_calendar(Moment moment) {
  if (moment.local < earliest || moment.local > latest) return std::nullopt;
  return moment;
}

// Epochs: `text` counted in units of `unit` microseconds, perhaps with decimals.
std::optional<Moment> parse_epoch(std::string_view text, std::int64_t unit) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text[0])) return std::nullopt;
  std::int64_t whole = 0;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
    if (whole > latest) return std::nullopt;
    whole = whole * 10 + (text[0] - '0');
  }
  std::int64_t rest = 0;
  if (text.size() > 1 && text[0] == '.') {
    text.remove_prefix(1);
    rest = take_fraction(text) / (microseconds_per_second / unit);
  }
  std::int64_t instant;
  if (!text.empty() || __builtin_mul_overflow(whole, unit, &instant)) return std::nullopt;
  instant += rest;
  return within_calendar({Moment::Kind::instant, negative ? -instant : instant});
}

}  // namespace

Instant Moment::to_instant(const Zone& zone) const { return kind == Kind::instant ? local : zone.to_instant(local); }

std::optional<Day> Moment::to_day(const Zone& zone) const { return kind == Kind::instant ? zone.local_date(local) : day_of(local); }

std::optional<Moment> parse_iso(std::string_view cell) {
  if (cell.size() < 10) return std::nullopt;
  PairReader reader{cell.data()};
  const int year = reader.pair(0) * 100 + reader.pair(2), month = reader.pair(5), of_month = reader.pair(8);
  if (reader.wrong != 0 || cell[4] != '-' || cell[7] != '-') return std::nullopt;
  const std::optional<Day> day = day_from_civil(year, month, of_month);
  if (!day) return std::nullopt;
  if (cell.size() == 10) return Moment{Moment::Kind::day, local_time(*day)};
  if (cell[10] != 'T' && cell[10] != ' ' && cell[10] != 't') return std::nullopt;
  cell.remove_prefix(11);
  const std::int64_t time = take_time(cell);
  if (time < 0) return std::nullopt;
  const LocalTime local = local_time(*day, time);
  if (cell.empty()) return Moment{Moment::Kind::local, local};
  const std::optional<std::int64_t> offset = parse_offset(cell);
  if (!offset) return std::nullopt;
  return within_calendar({Moment::Kind::instant, local - *offset});
}

std::optional<Moment> DateFormat::parse(std::string_view cell) const {
  switch (kind_) {
    case Kind::iso: return parse_iso(cell);
    case Kind::epoch_seconds: return parse_epoch(cell, microseconds_per_second);
    case Kind::epoch_milliseconds: return parse_epoch(cell, microseconds_per_second / 1000);
    case Kind::parts: return parse_parts(cell);
  }
  return std::nullopt;
}

static void append_two(std::int64_t value, std::string& out) {
  out.push_back(static_cast<char>('0' + value / 10));
  out.push_back(static_cast<char>('0' + value % 10));
}

void append_day(Day day, std::string& out) {
  const CivilDate date = civil_from_day(day);
  append_two(date.year / 100, out);
  append_two(date.year % 100, out);
  out.push_back('-');
  append_two(date.month, out);
  out.push_back('-');
  append_two(date.day, out);
}

void append_instant(Instant instant, std::string& out) {
  append_day(day_of(instant), out);
  const std::int64_t time = time_of_day(instant);
  out.push_back('T');
  append_two(time / microseconds_per_hour, out);
  out.push_back(':');
  append_two(time / microseconds_per_minute % 60, out);
  out.push_back(':');
  append_two(time / microseconds_per_second % 60, out);
  if (const std::int64_t rest = time % microseconds_per_second; rest != 0) {
    out.push_back('.');
    const int digits = rest % 1000 == 0 ? 3 : 6;
    for (std::int64_t place = 100'000, i = 0; i < digits; ++i, place /= 10) out.push_back(static_cast<char>('0' + rest / place % 10));
  }
  out.push_back('Z');
}

std::string day_to_text(Day day) {
  std::string text;
  append_day(day, text);
  return text;
}

std::string instant_to_text(Instant instant) {
  std::string text;
  append_instant(instant, text);
  return text;
}

}  // namespace assay::calendar

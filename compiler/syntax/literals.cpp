#include "compiler/syntax/literals.h"

#include <array>
#include <charconv>
#include <cmath>

namespace assay::syntax {

namespace {

std::string without_underscores(std::string_view digits) {
  std::string plain;
  for (const char letter : digits) {
    if (letter != '_') plain += letter;
  }
  return plain;
}

// Reads up to `most` digits at `at` and moves behind them; nothing if there is none.
std::optional<int> digits_at(std::string_view text, std::size_t& at, std::size_t most) {
  int value = 0;
  const std::size_t begin = at;
  while (at < text.size() && at - begin < most && text[at] >= '0' && text[at] <= '9') value = value * 10 + (text[at++] - '0');
  if (at == begin) return std::nullopt;
  return value;
}

bool skip(std::string_view text, std::size_t& at, char sign) {
  if (at >= text.size() || text[at] != sign) return false;
  ++at;
  return true;
}

int days_of(int year, int month) {
  constexpr std::array<int, 12> days_of_month = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days_of_month[static_cast<std::size_t>(month - 1)];
}

std::optional<DateLiteral> date_at(std::string_view text, std::size_t& at) {
  const auto year = digits_at(text, at, 4);
  if (!year || !skip(text, at, '-')) return std::nullopt;
  const std::size_t month_begin = at;
  const auto month = digits_at(text, at, 2);
  if (!month || at - month_begin != 2 || !skip(text, at, '-')) return std::nullopt;
  const std::size_t day_begin = at;
  const auto day = digits_at(text, at, 2);
  if (!day || at - day_begin != 2) return std::nullopt;
  if (*year < 1 || *month < 1 || *month > 12 || *day < 1 || *day > days_of(*year, *month)) return std::nullopt;
  return DateLiteral{static_cast<std::int16_t>(*year), static_cast<std::uint8_t>(*month), static_cast<std::uint8_t>(*day)};
}

// Digits after the point of the seconds as microseconds; those beyond the sixth are cut off.
std::int64_t fraction_at(std::string_view text, std::size_t& at) {
  std::int64_t microseconds = 0;
  std::int64_t unit = 100'000;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
    microseconds += unit * (text[at++] - '0');
    unit /= 10;
  }
  return microseconds;
}

std::optional<std::int64_t> time_of_day_at(std::string_view text, std::size_t& at) {
  const auto hour = digits_at(text, at, 2);
  if (!hour || *hour > 23 || !skip(text, at, ':')) return std::nullopt;
  const auto minute = digits_at(text, at, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t microseconds = (*hour * 60 + *minute) * 60'000'000LL;
  if (!skip(text, at, ':')) return microseconds;
  const auto second = digits_at(text, at, 2);
  if (!second || *second > 59) return std::nullopt;
  microseconds += *second * 1'000'000LL;
  if (skip(text, at, '.')) microseconds += fraction_at(text, at);
  return microseconds;
}

// Valid: the offsets of the tz database lie well within a day.
std::optional<std::int32_t> offset_at(std::string_view text, std::size_t& at) {
  if (skip(text, at, 'Z')) return 0;
  const int sign = text[at++] == '-' ? -1 : 1;
  const auto hours = digits_at(text, at, 2);
  if (!hours || *hours > 18 || !skip(text, at, ':')) return std::nullopt;
  const auto minutes = digits_at(text, at, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return sign * (*hours * 60 + *minutes);
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | point >> 6);
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | point >> 12);
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | point >> 18);
    byte(0x80 | (point >> 12 & 0x3F));
    byte(0x80 | (point >> 6 & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

// The character of `\u{…}` at `at` (behind the `u`), or nothing; moves behind the closing brace.
std::optional<std::uint32_t> braced_point(std::string_view inside, std::size_t& at) {
  const std::size_t close = inside.find('}', at);
  if (at >= inside.size() || inside[at] != '{' || close == std::string_view::npos) return std::nullopt;
  std::uint32_t point = 0;
  const auto [end, error] = std::from_chars(inside.data() + at + 1, inside.data() + close, point, 16);
  const bool whole = error == std::errc{} && end == inside.data() + close;
  if (!whole || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF) || point == 0) return std::nullopt;
  at = close + 1;
  return point;
}

}  // namespace

std::optional<std::int64_t> integer_value(std::string_view digits) {
  const std::string plain = without_underscores(digits);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc{} || end != plain.data() + plain.size()) return std::nullopt;
  return value;
}

std::optional<double> number_value(std::string_view digits) {
  std::string plain = without_underscores(digits);
  const std::size_t percent = plain.find_first_of(" %");
  if (percent != std::string::npos) plain = plain.substr(0, percent) + "e-2";
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  // A number too near zero to be told from it is zero; one too large is refused.
  if (error == std::errc::result_out_of_range && plain.starts_with("0")) return 0.0;
  if (error != std::errc{} || end != plain.data() + plain.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

Unescaped unescape(std::string_view inside) {
  Unescaped result;
  for (std::size_t at = 0; at < inside.size();) {
    if (inside[at] != '\\') {
      result.value += inside[at++];
      continue;
    }
    const std::size_t begin = at++;
    const char letter = at < inside.size() ? inside[at++] : '\0';
    std::optional<std::uint32_t> point;
    if (letter == '"' || letter == '\\') point = static_cast<unsigned char>(letter);
    if (letter == 'n') point = '\n';
    if (letter == 't') point = '\t';
    if (letter == 'u') point = braced_point(inside, at);
    if (point) {
      append_utf8(result.value, *point);
    } else if (!result.bad) {
      result.bad = BadEscape{begin, at - begin};
    }
  }
  return result;
}

std::optional<DateLiteral> date_value(std::string_view written) {
  std::size_t at = 0;
  const auto date = date_at(written, at);
  return at == written.size() ? date : std::nullopt;
}

std::optional<TimeLiteral> time_value(std::string_view written) {
  std::size_t at = 0;
  const auto date = date_at(written, at);
  if (!date) return std::nullopt;
  while (at < written.size() && (written[at] == ' ' || written[at] == '\t' || written[at] == 'T')) ++at;
  const auto microseconds = time_of_day_at(written, at);
  if (!microseconds) return std::nullopt;
  TimeLiteral time{*date, *microseconds, std::nullopt};
  if (at == written.size()) return time;
  time.offset_minutes = offset_at(written, at);
  return time.offset_minutes && at == written.size() ? std::optional(time) : std::nullopt;
}

std::optional<std::uint16_t> clock_value(std::string_view written) {
  std::size_t at = 0;
  const auto hour = digits_at(written, at, 2);
  if (!hour || !skip(written, at, ':')) return std::nullopt;
  const auto minute = digits_at(written, at, 2);
  if (!minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) return std::nullopt;
  return static_cast<std::uint16_t>(*hour * 60 + *minute);
}

std::optional<DurationUnit> duration_unit(std::string_view word) {
  if (word.ends_with('s')) word.remove_suffix(1);
  for (const DurationUnit unit : {DurationUnit::Second, DurationUnit::Minute, DurationUnit::Hour, DurationUnit::Day, DurationUnit::Week,
                                  DurationUnit::Month, DurationUnit::Quarter, DurationUnit::Year}) {
    if (unit_word(unit) == word) return unit;
  }
  return std::nullopt;
}

std::string_view unit_word(DurationUnit unit) {
  switch (unit) {
    case DurationUnit::Second: return "second";
    case DurationUnit::Minute: return "minute";
    case DurationUnit::Hour: return "hour";
    case DurationUnit::Day: return "day";
    case DurationUnit::Week: return "week";
    case DurationUnit::Month: return "month";
    case DurationUnit::Quarter: return "quarter";
    case DurationUnit::Year: return "year";
  }
  return "day";
}

}  // namespace assay::syntax

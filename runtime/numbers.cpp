#include "runtime/numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace assay::runtime {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A decimal as it was written, grouping checked and taken out.
struct Decimal {
  bool negative = false;
  bool has_point = false;
  bool has_exponent = false;
  std::uint64_t mantissa = 0;  // all digits together, when there are at most 19 significant ones
  int significant = 0;
  int fraction_digits = 0;
  bool fraction_is_zero = true;
  std::size_t digits = 0;
};

void take_digit(char c, Decimal& decimal) {
  ++decimal.digits;
  if (decimal.significant > 0 || c != '0') ++decimal.significant;
  decimal.mantissa = decimal.mantissa * 10 + static_cast<std::uint64_t>(c - '0');
}

// Reads the digits before the decimal mark with their groups; false when a group is not of three digits.
bool scan_integer_part(std::string_view cell, std::size_t& at, char group_mark, Decimal& decimal) {
  std::size_t run = 0;
  bool grouped = false;
  for (; at < cell.size(); ++at) {
    if (is_digit(cell[at])) {
      take_digit(cell[at], decimal);
      ++run;
    } else if (group_mark != 0 && cell[at] == group_mark) {
      if (grouped ? run != 3 : run < 1 || run > 3) return false;
      grouped = true;
      run = 0;
    } else {
      break;
    }
  }
  return !grouped || run == 3;
}

bool scan_exponent(std::string_view cell, std::size_t& at) {
  ++at;
  if (at < cell.size() && (cell[at] == '+' || cell[at] == '-')) ++at;
  const std::size_t first = at;
  while (at < cell.size() && is_digit(cell[at])) ++at;
  return at > first;
}

// The whole cell as a decimal, or false.
bool scan(std::string_view cell, Grouping grouping, Decimal& decimal) {
  const char group_mark = grouping == Grouping::none ? 0 : grouping == Grouping::comma_thousands ? ',' : '.';
  const char point = grouping == Grouping::point_thousands ? ',' : '.';
  std::size_t at = 0;
  if (!cell.empty() && (cell[0] == '-' || cell[0] == '+')) {
    decimal.negative = cell[0] == '-';
    at = 1;
  }
  if (!scan_integer_part(cell, at, group_mark, decimal)) return false;
  if (at < cell.size() && cell[at] == point) {
    decimal.has_point = true;
    for (++at; at < cell.size() && is_digit(cell[at]); ++at) {
      take_digit(cell[at], decimal);
      decimal.fraction_is_zero = decimal.fraction_is_zero && cell[at] == '0';
      ++decimal.fraction_digits;
    }
  }
  if (decimal.digits == 0) return false;
  if (at < cell.size() && (cell[at] == 'e' || cell[at] == 'E')) {
    decimal.has_exponent = true;
    if (!scan_exponent(cell, at)) return false;
  }
  return at == cell.size();
}

// A decimal (sign, digits, point, exponent) whose value from_chars found out of range: too small rather than too large?
bool is_below_one(std::string_view plain) {
  const std::size_t e = plain.find_first_of("eE");
  const std::string_view digits = plain.substr(0, e);
  std::int64_t exponent = 0;
  if (e != std::string_view::npos) {
    const bool negative = plain[e + 1] == '-';
    for (const char c : plain.substr(e + 1)) {
      if (is_digit(c) && exponent < 1'000'000'000) exponent = exponent * 10 + (c - '0');
    }
    if (negative) exponent = -exponent;
  }
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t first = std::min(digits.find_first_of("123456789"), digits.size());
  return static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) + exponent <= 0;
}

// What a checked cell is worth, in all generality: digits, point and exponent are given to from_chars.
std::optional<double> convert_general(std::string_view cell, Grouping grouping) {
  std::string plain;
  for (const char c : cell) {
    const bool is_mark = c == '.' || c == ',';
    if (c == '+' && plain.empty()) continue;
    if (!is_mark) {
      plain.push_back(c);
    } else if (c == (grouping == Grouping::point_thousands ? ',' : '.')) {
      plain.push_back('.');
    }
  }
  double value = 0;
  const std::from_chars_result result = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (result.ec == std::errc::result_out_of_range) return is_below_one(plain) ? std::optional(0.0) : std::nullopt;
  if (result.ec != std::errc() || result.ptr != plain.data() + plain.size()) return std::nullopt;
  return value;
}

// Powers of ten that binary64 holds exactly.
constexpr double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

// A word of at most eight ASCII letters as a number, so that words are compared at once.
constexpr std::uint64_t packed(std::string_view word) {
  std::uint64_t number = 0;
  for (std::size_t i = word.size(); i > 0; --i) number = number << 8 | static_cast<unsigned char>(word[i - 1]);
  return number;
}

// The usual words for yes and no, folded and packed.
std::optional<bool> usual_yes_no(std::uint64_t word) {
  switch (word) {
    case packed("yes"):
    case packed("y"):
    case packed("true"):
    case packed("t"):
    case packed("1"):
    case packed("ja"):
    case packed("oui"): return true;
    case packed("no"):
    case packed("n"):
    case packed("false"):
    case packed("f"):
    case packed("0"):
    case packed("nein"):
    case packed("nej"):
    case packed("non"): return false;
    default: return std::nullopt;
  }
}

// The common cell: a sign, at most 15 digits and perhaps a point among them, no groups. False for every other, good or bad.
bool scan_plain(std::string_view cell, Decimal& decimal) {
  if (cell.empty() || cell.size() > 16) return false;
  decimal.negative = cell[0] == '-';
  std::size_t point = cell.size();
  for (std::size_t at = decimal.negative ? 1 : 0; at < cell.size(); ++at) {
    const auto digit = static_cast<unsigned char>(cell[at] - '0');
    if (digit > 9) {
      if (cell[at] != '.' || decimal.has_point) return false;
      decimal.has_point = true;
      point = at + 1;
      continue;
    }
    decimal.mantissa = decimal.mantissa * 10 + digit;
    ++decimal.digits;
  }
  decimal.fraction_digits = static_cast<int>(cell.size() - point);
  return decimal.digits > 0 && decimal.digits <= 15;
}

double exact_quotient(const Decimal& decimal) {
  const auto magnitude = static_cast<double>(static_cast<std::int64_t>(decimal.mantissa));
  return (decimal.negative ? -magnitude : magnitude) / powers_of_ten[decimal.fraction_digits] + 0.0;
}

}  // namespace

std::optional<Grouping> grouping_from_format(std::string_view format) {
  if (format == "1,000.5") return Grouping::comma_thousands;
  if (format == "1.000,5") return Grouping::point_thousands;
  return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view cell, Grouping grouping) {
  Decimal plain;
  if (scan_plain(cell, plain) && !plain.has_point) {
    return plain.negative ? -static_cast<std::int64_t>(plain.mantissa) : static_cast<std::int64_t>(plain.mantissa);
  }
  Decimal decimal;
  if (!scan(cell, grouping, decimal) || decimal.has_exponent || !decimal.fraction_is_zero) return std::nullopt;
  if (decimal.digits == static_cast<std::size_t>(decimal.fraction_digits)) return std::nullopt;  // ".0"
  if (decimal.has_point && decimal.fraction_digits == 0) return std::nullopt;                    // "12."
  std::uint64_t magnitude = decimal.mantissa;
  if (decimal.significant > 19) {  // the mantissa has wrapped, perhaps by the zeros behind the point alone
    magnitude = 0;
    for (std::size_t i = 0, left = decimal.digits - static_cast<std::size_t>(decimal.fraction_digits); left > 0; ++i) {
      if (!is_digit(cell[i])) continue;
      if (__builtin_mul_overflow(magnitude, 10, &magnitude)) return std::nullopt;
      if (__builtin_add_overflow(magnitude, static_cast<std::uint64_t>(cell[i] - '0'), &magnitude)) return std::nullopt;
      --left;
    }
  } else {
    for (int i = 0; i < decimal.fraction_digits; ++i) magnitude /= 10;
  }
  if (decimal.negative) {
    if (magnitude > static_cast<std::uint64_t>(most) + 1) return std::nullopt;
    return static_cast<std::int64_t>(0 - magnitude);
  }
  if (magnitude > static_cast<std::uint64_t>(most)) return std::nullopt;
  return static_cast<std::int64_t>(magnitude);
}

std::optional<double> parse_number(std::string_view cell, Grouping grouping) {
  Decimal plain;
  if (grouping != Grouping::point_thousands && scan_plain(cell, plain)) return exact_quotient(plain);
  Decimal decimal;
  if (!scan(cell, grouping, decimal)) return std::nullopt;
  // Up to 15 digits and up to 10^22 both numbers are exact, so that the one division rounds correctly.
  if (decimal.significant <= 15 && !decimal.has_exponent && decimal.fraction_digits <= 22) return exact_quotient(decimal);
  const std::optional<double> value = convert_general(cell, grouping);
  return value ? known_number(*value) : std::nullopt;
}

std::optional<YesNoFormat> YesNoFormat::from_format(std::string_view format) {
  const std::size_t slash = format.find('/');
  if (slash == std::string_view::npos || format.find('/', slash + 1) != std::string_view::npos) return std::nullopt;
  YesNoFormat result;
  result.yes_ = text::fold(format.substr(0, slash));
  result.no_ = text::fold(format.substr(slash + 1));
  if (*result.yes_ == result.no_) return std::nullopt;
  return result;
}

std::optional<bool> YesNoFormat::parse(std::string_view cell) const {
  if (!yes_ && cell.size() <= 8) {
    const std::uint64_t bytes = text::load_bytes(cell.data(), cell.size());
    if (!text::has_high_bit(bytes)) return usual_yes_no(text::lower_ascii(bytes));
  }
  const std::string word = text::fold(cell);
  if (!yes_) return word.size() <= 8 ? usual_yes_no(packed(word)) : std::nullopt;
  if (word == *yes_) return true;
  if (word == no_) return false;
  return std::nullopt;
}

std::optional<bool> YesNoFormat::empty_cell() const {
  if (!yes_) return std::nullopt;
  if (yes_->empty()) return true;
  if (no_.empty()) return false;
  return std::nullopt;
}

void append_number(double value, std::string& out) {
  const double magnitude = std::fabs(value);
  const bool plain = magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e21);
  char digits[64];
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  out.append(digits, std::to_chars(digits, digits + sizeof(digits), value == 0 ? 0.0 : value, format).ptr);
}

std::string number_to_text(double value) {
  std::string text;
  append_number(value, text);
  return text;
}

std::string integer_to_text(std::int64_t value) { return std::to_string(value); }

std::int64_t add_integers(std::int64_t a, std::int64_t b) {
  std::int64_t sum;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return a < 0 ? least : most;
}

std::int64_t subtract_integers(std::int64_t a, std::int64_t b) {
  std::int64_t difference;
  if (!__builtin_sub_overflow(a, b, &difference)) return difference;
  return a < 0 ? least : most;
}

std::int64_t multiply_integers(std::int64_t a, std::int64_t b) {
  std::int64_t product;
  if (!__builtin_mul_overflow(a, b, &product)) return product;
  return (a < 0) != (b < 0) ? least : most;
}

std::int64_t negate_integer(std::int64_t a) { return a == least ? most : -a; }

std::int64_t absolute_integer(std::int64_t a) { return a < 0 ? negate_integer(a) : a; }

std::optional<double> known_number(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  return value + 0.0;
}

double round_number(double value) { return std::round(value) + 0.0; }
double floor_number(double value) { return std::floor(value) + 0.0; }
double ceil_number(double value) { return std::ceil(value) + 0.0; }

}  // namespace assay::runtime

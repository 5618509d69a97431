#include "runtime/points.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "runtime/exp2_table.h"

namespace assay::runtime {

namespace {

constexpr Points most = std::numeric_limits<Points>::max();
constexpr Points least = std::numeric_limits<Points>::min();

// Adding and taking it away rounds a number below 2^51 to an integer, half to even.
constexpr double rounder = 6755399441055744.0;  // 1.5 * 2^52

// `value * 10000` rounded half to even where the product has no binary places left of its own: |value| is at least 2^35.
Points round_large(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const int exponent = static_cast<int>(bits >> 52 & 0x7FF) - 1075;
  const std::uint64_t mantissa = (bits & 0x000F'FFFF'FFFF'FFFFu) | 0x0010'0000'0000'0000u;
  auto scaled = static_cast<unsigned __int128>(mantissa) * points_per_unit;  // below 2^67
  if (exponent >= 0) {
    scaled = exponent > 10 ? static_cast<unsigned __int128>(most) + 1 : scaled << exponent;
  } else {
    const auto one = static_cast<unsigned __int128>(1) << -exponent;
    const unsigned __int128 rest = scaled & (one - 1);
    scaled >>= -exponent;
    if (rest > one / 2 || (rest == one / 2 && (scaled & 1) != 0)) ++scaled;
  }
  if (scaled > static_cast<unsigned __int128>(most)) return value < 0 ? least : most;
  const auto magnitude = static_cast<Points>(scaled);
  return value < 0 ? -magnitude : magnitude;
}

}  // namespace

bool round_to_points(double value, Points& out) {
  const double scaled = value * 10000.0;
  if (!(std::fabs(scaled) < 0x1p51)) {
    out = std::isfinite(value) ? round_large(value) : 0;
    return std::isfinite(value);
  }
  const double rounded = (scaled + rounder) - rounder;
  out = static_cast<Points>(rounded);
  // Only where the rounded product lies half-way can the part that the product lost decide; fma gives that part exactly.
  const double distance = scaled - rounded;
  if (std::fabs(distance) == 0.5) [[unlikely]] {
    const double lost = std::fma(value, 10000.0, -scaled);
    if (distance > 0 && lost > 0) ++out;
    if (distance < 0 && lost < 0) --out;
  }
  return true;
}

std::optional<Points> round_to_points(double value) {
  Points points = 0;
  if (!round_to_points(value, points)) return std::nullopt;
  return points;
}

Points add_points(Points a, Points b) {
  Points sum;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return a < 0 ? least : most;
}

Points subtract_points(Points a, Points b) {
  Points difference;
  if (!__builtin_sub_overflow(a, b, &difference)) return difference;
  return a < 0 ? least : most;
}

Points multiply_points(Points a, std::int64_t count) {
  Points product;
  if (!__builtin_mul_overflow(a, count, &product)) return product;
  return (a < 0) != (count < 0) ? least : most;
}

// Beyond 2^53 the integer does not fit into a double: what its conversion and the division have lost is divided, too, and added. Both
// parts are exact (the remainder of a division is one double, of factors that are cut in two), and so the sum is rounded once.
double points_to_double(Points points) {
  const auto upper = static_cast<double>(points & ~Points{0xFFFF'FFFF}), lower = static_cast<double>(points & Points{0xFFFF'FFFF});
  const double whole = upper + lower;
  const double lost = lower - (whole - upper);
  const double quotient = whole / 10000.0;
  const double quotient_top = std::bit_cast<double>(std::bit_cast<std::uint64_t>(quotient) & ~std::uint64_t{0x7FF'FFFF});
  const double remainder = (whole - quotient_top * 10000.0) - (quotient - quotient_top) * 10000.0;
  return quotient + (remainder + lost) / 10000.0;
}

void append_points(Points points, std::string& out) {
  // Most scores are small and whole.
  if (points >= 0 && points < 100'000'000 && points % 10'000 == 0) {
    char digits[4];
    const auto end = std::to_chars(digits, digits + sizeof digits, static_cast<std::uint32_t>(points) / 10'000).ptr;
    out.append(digits, end);
    return;
  }
  if (points < 0) out.push_back('-');
  const std::uint64_t magnitude = points < 0 ? 0 - static_cast<std::uint64_t>(points) : static_cast<std::uint64_t>(points);
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof(digits), magnitude / 10'000).ptr;
  out.append(digits, end);
  auto rest = static_cast<unsigned>(magnitude % 10'000);
  if (rest == 0) return;
  out.push_back('.');
  for (unsigned place = 1000; rest != 0; place /= 10) {
    out.push_back(static_cast<char>('0' + rest / place));
    rest %= place;
  }
}

std::string points_to_text(Points points) {
  std::string text;
  append_points(points, text);
  return text;
}

std::optional<Points> points_from_text(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  Points points = 0;
  int places = -1;  // digits seen behind the point; -1 before it
  bool has_digit = false;
  for (const char c : text) {
    if (c == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    has_digit = true;
    if (places >= 4) {
      if (c != '0') return std::nullopt;
      continue;
    }
    const Points digit = negative ? '0' - c : c - '0';
    if (__builtin_mul_overflow(points, 10, &points) || __builtin_add_overflow(points, digit, &points)) return std::nullopt;
    if (places >= 0) ++places;
  }
  if (!has_digit) return std::nullopt;
  for (int place = places < 0 ? 0 : places; place < 4; ++place) {
    if (__builtin_mul_overflow(points, 10, &points)) return std::nullopt;
  }
  return points;
}

// 2^x = 2^k * 2^(j/64) * 2^r with |r| <= 1/128: the second factor from a table of double precision, the third by Taylor's series,
// whose part beyond 1 is so small that its rounding errors hardly count. Standard arithmetic only, no contraction.
double exp2_of(double exponent) {
  if (std::isnan(exponent)) return exponent;
  if (exponent >= 1024) return std::numeric_limits<double>::infinity();
  if (exponent < -1076) return 0.0;
  const double steps = (exponent * exp2_steps + rounder) - rounder;
  const double r = exponent - steps / exp2_steps;
  const auto n = static_cast<int>(steps);
  const double* c = exp2_coefficients;
  const double series = r * (c[0] + r * (c[1] + r * (c[2] + r * (c[3] + r * (c[4] + r * c[5])))));
  const PowerOfTwo& power = exp2_table[n & (exp2_steps - 1)];
  const double fraction = power.hi + (power.lo + power.hi * series);
  const int whole = n >> 6;
  if (whole < -1021 || whole > 1023) return std::ldexp(fraction, whole);
  return fraction * std::bit_cast<double>(static_cast<std::uint64_t>(whole + 1023) << 52);
}

double halving_factor(std::int64_t age, std::int64_t period) { return exp2_of(-(static_cast<double>(age) / static_cast<double>(period))); }

double fading_factor(std::int64_t age, std::int64_t period) {
  const double left = 1.0 - static_cast<double>(age) / static_cast<double>(period);
  return left > 0 ? left : 0.0;
}

double losing_factor(double share, std::int64_t whole_periods) {
  const double left = 1.0 - share * static_cast<double>(whole_periods);
  return left > 0 ? left : 0.0;
}

std::optional<Points> decayed_points(double points, double factor) { return round_to_points(points * factor); }

}  // namespace assay::runtime

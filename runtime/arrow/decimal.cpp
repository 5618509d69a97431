#include "runtime/arrow/decimal.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>

namespace assay::arrow {
namespace {

// 32-bit digits, the least significant first.
using Wide = std::array<std::uint32_t, 8>;

void negate(Wide& number) {
  std::uint64_t carry = 1;
  for (std::uint32_t& digit : number) {
    carry += static_cast<std::uint32_t>(~digit);
    digit = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
}

std::uint32_t divide(Wide& number, std::uint32_t by) {
  std::uint64_t rest = 0;
  for (auto digit = number.rbegin(); digit != number.rend(); ++digit) {
    rest = rest << 32 | *digit;
    *digit = static_cast<std::uint32_t>(rest / by);
    rest %= by;
  }
  return static_cast<std::uint32_t>(rest);
}

// Decimal digits, at least one.
std::string digits_of(Wide number) {
  std::string digits;
  constexpr std::uint32_t nine_digits = 1'000'000'000;
  while (std::any_of(number.begin(), number.end(), [](std::uint32_t digit) { return digit != 0; })) {
    digits.insert(0, fmt::format("{:09}", divide(number, nine_digits)));
  }
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? "0" : digits.substr(first);
}

}  // namespace

void append_decimal(const unsigned char* bytes, std::int32_t width, std::int32_t scale, std::string& out) {
  const bool negative = (bytes[width - 1] & 0x80) != 0;
  Wide number;
  number.fill(negative ? ~std::uint32_t{0} : 0);
  std::memcpy(number.data(), bytes, static_cast<std::size_t>(width));
  if (negative) negate(number);
  std::string digits = digits_of(number);
  if (scale < 0 && digits != "0") digits.append(static_cast<std::size_t>(-scale), '0');
  if (scale > 0) {
    const auto behind = static_cast<std::size_t>(scale);
    if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
    digits.insert(digits.size() - behind, 1, '.');
  }
  if (negative) out += '-';
  out += digits;
}

}  // namespace assay::arrow

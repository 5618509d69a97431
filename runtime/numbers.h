// Numbers: reading cells, writing values, and the arithmetic of `integer` (saturating int64) and `number` (binary64 without
// not-a-number, infinity and -0.0: those are missing, missing and 0.0). Correct rounding both ways; no locale.
// Cells are given trimmed (text::trim); the empty cell is the caller's: it is missing, not bad.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::runtime {

// How thousands and decimals are written in a column.
enum class Grouping : std::uint8_t {
  none,             // 1000.5
  comma_thousands,  // format "1,000.5"
  point_thousands,  // format "1.000,5"
};

// The grouping that a `format` text names; nullopt when it names none.
std::optional<Grouping> grouping_from_format(std::string_view format);

// `12`, `12.0`, `+5`, `007`; nullopt for anything else, also beyond 64 bits. Groups, where there are any, are of three digits.
std::optional<std::int64_t> parse_integer(std::string_view cell, Grouping grouping = Grouping::none);

// `12`, `-2.5`, `.5`, `5.`, `1e3`; nullopt for anything else, also for what is too large (too small is 0).
std::optional<double> parse_number(std::string_view cell, Grouping grouping = Grouping::none);

// What yes and no look like in a column.
class YesNoFormat {
 public:
  // yes/no, y/n, true/false, t/f, 1/0, ja/nein/nej, oui/non.
  YesNoFormat() = default;

  // A declared format: text before and behind the one `/`, for example "x/" (an empty cell is no); nullopt when there is not
  // exactly one `/` or both sides are the same.
  static std::optional<YesNoFormat> from_format(std::string_view format);

  // nullopt for anything else. Compared folded.
  std::optional<bool> parse(std::string_view cell) const;

  // What an empty cell means, where the format says so.
  std::optional<bool> empty_cell() const;

 private:
  std::optional<std::string> yes_;
  std::string no_;
};

// The shortest text that reads back as the same number, without an exponent between 1e-6 and 1e21: "0.3", "1000000", "1e+21".
std::string number_to_text(double value);
void append_number(double value, std::string& out);
std::string integer_to_text(std::int64_t value);

// Arithmetic of `integer`: stays at the ends of int64 instead of wrapping.
std::int64_t add_integers(std::int64_t a, std::int64_t b);
std::int64_t subtract_integers(std::int64_t a, std::int64_t b);
std::int64_t multiply_integers(std::int64_t a, std::int64_t b);
std::int64_t negate_integer(std::int64_t a);
std::int64_t absolute_integer(std::int64_t a);

// A result of arithmetic as the language sees it: nullopt when infinite or not a number, 0.0 for -0.0.
std::optional<double> known_number(double value);

// `round` (half away from zero), `floor` and `ceil`; they keep the type number, and give 0.0 where C would give -0.0.
double round_number(double value);
double floor_number(double value);
double ceil_number(double value);

}  // namespace assay::runtime

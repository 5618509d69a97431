// The values of literals as written in a policy. What it is not: no tokens, no diagnostics; callers report what is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/syntax/ast_expression.h"

namespace assay::syntax {

// `1_000`; nothing beyond 64 bits. A leading `-` is read, so that the smallest integer can be written.
std::optional<std::int64_t> integer_value(std::string_view digits);

// `2.5`, `1_000`, and `30%` as 0.3; the nearest binary64. Nothing if it is too large for one.
std::optional<double> number_value(std::string_view digits);

// The text between the quotes with its escapes resolved. A bad escape is returned as its offset within `inside` and its length.
struct BadEscape {
  std::size_t offset = 0, length = 0;
};
struct Unescaped {
  std::string value;
  std::optional<BadEscape> bad;
};
Unescaped unescape(std::string_view inside);

// `2026-11-22`; nothing if the calendar (Gregorian, years 1 to 9999) has no such day.
std::optional<DateLiteral> date_value(std::string_view written);

// `2026-11-22 09:30`, `2026-11-22T09:30:00.5Z`, `…+02:00`; nothing if there is no such day or time of day.
std::optional<TimeLiteral> time_value(std::string_view written);

// `09:30` as minutes of the day, up to 24:00.
std::optional<std::uint16_t> clock_value(std::string_view written);

// `day`, `days`, …
std::optional<DurationUnit> duration_unit(std::string_view word);

// The singular word of a unit.
std::string_view unit_word(DurationUnit unit);

}  // namespace assay::syntax

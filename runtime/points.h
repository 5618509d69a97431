// Points: exact decimals with four places, kept as int64 in units of 1/10000, and the decay of points with age (decision 0003).
// Every computation is binary64 without contraction and its value is rounded once, half to even; sums are exact and saturate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::runtime {

// Units of 1/10000 point.
using Points = std::int64_t;

inline constexpr Points points_per_unit = 10'000;

// The exact binary64 value rounded to four places, half to even. Infinite and not-a-number are missing; beyond int64 saturates.
std::optional<Points> round_to_points(double value);

// The same without optional, for loops over columns: false when missing (`out` is then 0).
bool round_to_points(double value, Points& out);

// Sums that stay at the ends of int64 instead of wrapping.
Points add_points(Points a, Points b);
Points subtract_points(Points a, Points b);
Points multiply_points(Points a, std::int64_t count);

// The nearest binary64 value (`value / 10000.0`): what a score is worth in an expression.
double points_to_double(Points points);

// As few decimals as needed: "20", "-2.5", "12.3457", "0".
std::string points_to_text(Points points);
void append_points(Points points, std::string& out);

// A decimal number with at most four places that count ("20", "-2.5", "+.5", "1.50000"); nullopt for anything else.
std::optional<Points> points_from_text(std::string_view text);

// 2 to the power of `exponent`: the one implementation of every backend (error below 0.52 units in the last place).
double exp2_of(double exponent);

// Factors of decay for an age of 0 or more microseconds. `halving`: 2^(-age/period); `fading`: max(0, 1 - age/period);
// `losing`: max(0, 1 - share * whole_periods), where whole_periods is counted in calendar steps or exact periods by the caller.
double halving_factor(std::int64_t age, std::int64_t period);
double fading_factor(std::int64_t age, std::int64_t period);
double losing_factor(double share, std::int64_t whole_periods);

// `points` times `factor` as one binary64 product, rounded once.
std::optional<Points> decayed_points(double points, double factor);

}  // namespace assay::runtime

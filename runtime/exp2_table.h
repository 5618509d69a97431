// Numbers that exp2_of (points.h) works with: 2^(j/64) to twice the precision of binary64, and the Taylor coefficients of 2^r - 1.
// Computed with 60 decimal digits: `hi` is the nearest binary64 of the true value, `lo` the nearest of what is left.
#pragma once

namespace assay::runtime {

inline constexpr int exp2_steps = 64;

struct PowerOfTwo {
  double hi;
  double lo;
};

extern const PowerOfTwo exp2_table[exp2_steps];

// ln(2)^k / k! for k = 1 to 6.
inline constexpr double exp2_coefficients[] = {0x1.62e42fefa39efp-1, 0x1.ebfbdff82c58fp-3,  0x1.c6b08d704a0c0p-5,
                                               0x1.3b2ab6fba4e77p-7, 0x1.5d87fe78a6731p-10, 0x1.430912f86c787p-13};

}  // namespace assay::runtime

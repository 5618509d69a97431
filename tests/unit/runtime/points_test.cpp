#include "runtime/points.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace assay::runtime {
namespace {

constexpr Points most = std::numeric_limits<Points>::max();
constexpr Points least = std::numeric_limits<Points>::min();

TEST(Points, RoundTheExactValueOnceHalfToEven) {
  EXPECT_EQ(round_to_points(20.0), 200'000);
  EXPECT_EQ(round_to_points(0.03125), 312);  // an exact half, to even
  EXPECT_EQ(round_to_points(0.09375), 938);
  EXPECT_EQ(round_to_points(-0.03125), -312);
  EXPECT_EQ(round_to_points(0.12345), 1'235);  // the binary64 value is a little above the half
  EXPECT_EQ(round_to_points(-0.12345), -1'235);
  EXPECT_EQ(round_to_points(0.00005), 1);  // 0.0000500000000000000023960868…
  EXPECT_EQ(round_to_points(0.00015), 1);  // 0.0001499999999999999934…
  EXPECT_EQ(round_to_points(0.00025), 3);  // 0.00025000000000000000520…
  EXPECT_EQ(round_to_points(0.00035), 3);  // 0.00034999999999999999…
  EXPECT_EQ(round_to_points(-0.0), 0);
  EXPECT_EQ(round_to_points(5e-324), 0);
}

TEST(Points, OfInfinityAreMissingAndOfTooMuchSaturate) {
  EXPECT_EQ(round_to_points(std::numeric_limits<double>::infinity()), std::nullopt);
  EXPECT_EQ(round_to_points(-std::numeric_limits<double>::infinity()), std::nullopt);
  EXPECT_EQ(round_to_points(std::nan("")), std::nullopt);
  EXPECT_EQ(round_to_points(1e300), most);
  EXPECT_EQ(round_to_points(-1e300), least);
  EXPECT_EQ(round_to_points(1.7e308), most);
  EXPECT_EQ(round_to_points(922'337'203'685'477.5), 9'223'372'036'854'775'000);
  EXPECT_EQ(round_to_points(922'337'203'685'477.625), most);
  Points points = 7;
  EXPECT_FALSE(round_to_points(std::nan(""), points));
  EXPECT_EQ(points, 0);
}

// The same by long arithmetic: value = mantissa * 2^exponent, so value * 10000 is a fraction of integers.
Points slowly_rounded(double value) {
  int exponent;
  const auto mantissa = static_cast<std::int64_t>(std::ldexp(std::frexp(value, &exponent), 53));
  exponent -= 53;
  __int128 numerator = static_cast<__int128>(mantissa) * 10'000;
  if (exponent >= 0) return static_cast<Points>(numerator << exponent);
  if (exponent < -100) return 0;
  const __int128 denominator = static_cast<__int128>(1) << -exponent;
  __int128 quotient = numerator / denominator, rest = numerator % denominator;
  if (rest < 0) {
    rest += denominator;
    --quotient;
  }
  if (rest * 2 > denominator || (rest * 2 == denominator && (quotient & 1) != 0)) ++quotient;
  return static_cast<Points>(quotient);
}

TEST(Points, RoundAsLongArithmeticDoes) {
  std::mt19937_64 random(1);
  std::uniform_int_distribution<std::int64_t> odd(-1'000'000'000, 1'000'000'000);
  std::uniform_real_distribution<double> unit(-1, 1);
  for (int i = 0; i < 400'000; ++i) {
    const double half = static_cast<double>(odd(random) * 2 + 1) / 20'000.0;  // next to a half, or one
    const double any = unit(random) * std::exp2(static_cast<int>(i % 80) - 30);
    for (const double value : {half, std::nextafter(half, 1e9), std::nextafter(half, -1e9), any}) {
      ASSERT_EQ(round_to_points(value), slowly_rounded(value)) << std::hexfloat << value;
    }
  }
}

TEST(Points, SumsSaturate) {
  EXPECT_EQ(add_points(1, 2), 3);
  EXPECT_EQ(add_points(most, 1), most);
  EXPECT_EQ(add_points(least, -1), least);
  EXPECT_EQ(subtract_points(least, 1), least);
  EXPECT_EQ(subtract_points(most, -1), most);
  EXPECT_EQ(subtract_points(0, least), most);
  EXPECT_EQ(multiply_points(20'000, 3), 60'000);
  EXPECT_EQ(multiply_points(most, 2), most);
  EXPECT_EQ(multiply_points(-most, 2), least);
  EXPECT_EQ(multiply_points(least, -1), most);
}

TEST(Points, AreWrittenWithAsManyDecimalsAsNeeded) {
  EXPECT_EQ(points_to_text(200'000), "20");
  EXPECT_EQ(points_to_text(-25'000), "-2.5");
  EXPECT_EQ(points_to_text(123'457), "12.3457");
  EXPECT_EQ(points_to_text(0), "0");
  EXPECT_EQ(points_to_text(1), "0.0001");
  EXPECT_EQ(points_to_text(-100), "-0.01");
  EXPECT_EQ(points_to_text(most), "922337203685477.5807");
  EXPECT_EQ(points_to_text(least), "-922337203685477.5808");
}

TEST(Points, AreReadBack) {
  for (const Points points : {Points{0}, Points{1}, Points{-1}, Points{123'457}, Points{-25'000}, most, least}) {
    EXPECT_EQ(points_from_text(points_to_text(points)), points);
  }
  EXPECT_EQ(points_from_text("+.5"), 5'000);
  EXPECT_EQ(points_from_text("5."), 50'000);
  EXPECT_EQ(points_from_text("1.50000"), 15'000);
  for (const char* bad : {"", "-", ".", "1.00001", "1e3", "1,5", " 1", "922337203685477.5808", "9223372036854775808"})
    EXPECT_EQ(points_from_text(bad), std::nullopt) << bad;
}

TEST(Points, AreNumbersToo) {
  EXPECT_EQ(points_to_double(123'457), 12.3457);
  EXPECT_EQ(points_to_double(-25'000), -2.5);
}

// Their text is exact, and from_chars rounds it once.
double slowly_to_double(Points points) {
  const std::string text = points_to_text(points);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

TEST(Points, AreTheNearestNumberHoweverGreat) {
  EXPECT_EQ(points_to_double(0x20'0000'0000'0001), slowly_to_double(0x20'0000'0000'0001));
  EXPECT_EQ(points_to_double(most), slowly_to_double(most));
  EXPECT_EQ(points_to_double(least), slowly_to_double(least));
  std::mt19937_64 random(7);
  for (int i = 0; i < 300'000; ++i) {
    const auto points = static_cast<Points>(random()) >> (i % 64);
    ASSERT_EQ(points_to_double(points), slowly_to_double(points)) << points;
  }
}

TEST(Exp2, IsExactWhereItCanBe) {
  for (int n = -1074; n < 1024; ++n) ASSERT_EQ(exp2_of(n), std::ldexp(1.0, n)) << n;
  EXPECT_EQ(exp2_of(1024), std::numeric_limits<double>::infinity());
  EXPECT_EQ(exp2_of(-1080), 0.0);
  EXPECT_EQ(exp2_of(-1e300), 0.0);
  EXPECT_EQ(exp2_of(0.5), 0x1.6a09e667f3bcdp+0);
  EXPECT_TRUE(std::isnan(exp2_of(std::nan(""))));
}

// long double has eleven more bits: enough to see an error of a hundredth of a unit in the last place.
TEST(Exp2, IsCloserThanOneUnitInTheLastPlace) {
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> exponent(-60, 10);
  long double worst = 0;
  for (int i = 0; i < 300'000; ++i) {
    const double x = exponent(random);
    const long double exact = std::exp2(static_cast<long double>(x));
    const double ulp = std::ldexp(1.0, std::ilogb(static_cast<double>(exact)) - 52);
    worst = std::max(worst, std::fabs((exact - static_cast<long double>(exp2_of(x))) / ulp));
  }
  EXPECT_LT(worst, 0.52L);
}

TEST(Decay, HasFactors) {
  constexpr std::int64_t day = 86'400'000'000;
  EXPECT_EQ(halving_factor(0, 30 * day), 1.0);
  EXPECT_EQ(halving_factor(30 * day, 30 * day), 0.5);
  EXPECT_EQ(halving_factor(60 * day, 30 * day), 0.25);
  EXPECT_EQ(fading_factor(45 * day, 90 * day), 0.5);
  EXPECT_EQ(fading_factor(90 * day, 90 * day), 0.0);
  EXPECT_EQ(fading_factor(900 * day, 90 * day), 0.0);
  EXPECT_EQ(losing_factor(0.5, 0), 1.0);
  EXPECT_EQ(losing_factor(0.5, 1), 0.5);
  EXPECT_EQ(losing_factor(0.5, 2), 0.0);
  EXPECT_EQ(losing_factor(0.5, 1'000'000), 0.0);
  EXPECT_EQ(losing_factor(0.25, 3), 0.25);
}

TEST(Decay, RoundsTheProductOnce) {
  EXPECT_EQ(decayed_points(20, halving_factor(1, 2)), 141'421);
  EXPECT_EQ(decayed_points(0.0625, 0.5), 312);
  EXPECT_EQ(decayed_points(std::numeric_limits<double>::infinity(), 0.0), std::nullopt);
}

}  // namespace
}  // namespace assay::runtime

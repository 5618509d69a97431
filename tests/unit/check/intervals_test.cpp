#include "compiler/check/intervals.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace assay::check {
namespace {

constexpr Interval everything{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};

Intervals of(std::initializer_list<Interval> parts) {
  Intervals made;
  for (const Interval& part : parts) made.add(part);
  return made;
}

TEST(Ranks, FollowTheOrderOfNumbers) {
  EXPECT_EQ(rank_of(0.0), rank_of(-0.0));
  EXPECT_EQ(rank_of(std::nextafter(1.0, 2.0)), rank_of(1.0) + 1);
  EXPECT_EQ(rank_of(std::nextafter(-1.0, -2.0)), rank_of(-1.0) - 1);
  EXPECT_EQ(rank_of(std::numeric_limits<double>::denorm_min()), 1);
  for (const double number : {-1e300, -2.5, 0.0, 1e-320, 50.0, 1e300}) EXPECT_EQ(number_at(rank_of(number)), number);
}

TEST(Intervals, NeighboursBecomeOne) {
  const Intervals parts = of({{1, 5}, {10, 20}, {6, 9}});
  EXPECT_TRUE(parts.covers(of({{1, 20}})));
  EXPECT_FALSE(parts.covers(of({{0, 1}})));
}

TEST(Intervals, AnIntervalThatEndsBeforeItBeginsIsNothing) {
  EXPECT_TRUE(of({{3, 2}}).empty());
  EXPECT_TRUE(of({{1, 2}}).covers(of({{3, 2}})));
}

TEST(Intervals, FirstSharedValue) {
  const Intervals parts = of({{1, 5}, {10, 20}});
  EXPECT_FALSE(parts.first_shared(of({{6, 9}})).has_value());
  const std::optional<Interval> shared = parts.first_shared(of({{6, 12}}));
  ASSERT_TRUE(shared.has_value());
  EXPECT_EQ(shared->low, 10);
  EXPECT_EQ(shared->high, 12);
}

TEST(Intervals, AGapBetweenPartsComesBeforeOneAtTheEdge) {
  const std::optional<Interval> inner = of({{0, 49}, {51, everything.high}}).first_gap(everything);
  ASSERT_TRUE(inner.has_value());
  EXPECT_EQ(inner->low, 50);
  EXPECT_EQ(inner->high, 50);
  const std::optional<Interval> below = of({{0, everything.high}}).first_gap(everything);
  ASSERT_TRUE(below.has_value());
  EXPECT_EQ(below->low, everything.low);
  EXPECT_EQ(below->high, -1);
  const std::optional<Interval> above = of({{everything.low, 7}}).first_gap(everything);
  ASSERT_TRUE(above.has_value());
  EXPECT_EQ(above->low, 8);
}

TEST(Intervals, TheEndsOfTheNumbersDoNotOverflow) {
  EXPECT_FALSE(of({{everything.low, 0}, {1, everything.high}}).first_gap(everything).has_value());
  EXPECT_FALSE(of({everything}).first_gap(everything).has_value());
  EXPECT_TRUE(of({{everything.high, everything.high}, {everything.low, everything.low}}).first_gap(everything).has_value());
}

}  // namespace
}  // namespace assay::check

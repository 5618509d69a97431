#include "compiler/syntax/literals.h"

#include <gtest/gtest.h>

namespace assay::syntax {
namespace {

TEST(Literals, Integers) {
  EXPECT_EQ(integer_value("1_000"), 1000);
  EXPECT_EQ(integer_value("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(integer_value("-9223372036854775808"), INT64_MIN);
  EXPECT_FALSE(integer_value("9223372036854775808"));
}

TEST(Literals, NumbersAreTheNearestDouble) {
  EXPECT_EQ(number_value("2.5"), 2.5);
  EXPECT_EQ(number_value("30%"), 0.3);
  EXPECT_EQ(number_value("33.3 %"), 0.333);
  EXPECT_FALSE(number_value(std::string(400, '9')));
}

TEST(Literals, DatesExist) {
  EXPECT_TRUE(date_value("2024-02-29"));
  EXPECT_FALSE(date_value("2023-02-29"));
  EXPECT_FALSE(date_value("1900-02-29"));
  EXPECT_TRUE(date_value("2000-02-29"));
  EXPECT_FALSE(date_value("2026-13-01"));
  EXPECT_FALSE(date_value("2026-1-05"));
  EXPECT_FALSE(date_value("0000-01-01"));
}

TEST(Literals, Times) {
  const auto time = time_value("2026-11-22T09:30:01.5-02:30");
  ASSERT_TRUE(time);
  EXPECT_EQ(time->microseconds, ((9 * 60 + 30) * 60 + 1) * 1'000'000LL + 500'000);
  EXPECT_EQ(time->offset_minutes, -150);
  EXPECT_FALSE(time_value("2026-11-22 24:00"));
  EXPECT_FALSE(time_value("2026-11-22 09:60"));
  EXPECT_FALSE(time_value("2026-11-22 09:30")->offset_minutes);
  EXPECT_EQ(time_value("2026-11-22 09:30Z")->offset_minutes, 0);
}

TEST(Literals, Escapes) {
  EXPECT_EQ(unescape(R"(a\"\\\n\t\u{e4})").value, "a\"\\\n\t\xC3\xA4");
  EXPECT_EQ(unescape(R"(ab\q)").bad->offset, 2u);
  EXPECT_TRUE(unescape(R"(\u{D800})").bad);
  EXPECT_TRUE(unescape(R"(\u{110000})").bad);
  EXPECT_TRUE(unescape(R"(\u{41)").bad);
}

TEST(Literals, Units) {
  EXPECT_EQ(duration_unit("weeks"), DurationUnit::Week);
  EXPECT_EQ(duration_unit("quarter"), DurationUnit::Quarter);
  EXPECT_FALSE(duration_unit("fortnight"));
  EXPECT_EQ(clock_value("24:00"), 1440);
  EXPECT_FALSE(clock_value("24:01"));
}

}  // namespace
}  // namespace assay::syntax

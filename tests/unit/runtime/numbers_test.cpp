#include "runtime/numbers.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace assay::runtime {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

TEST(Integers, AreReadFromCells) {
  EXPECT_EQ(parse_integer("12"), 12);
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer("12.0"), 12);
  EXPECT_EQ(parse_integer("12.000"), 12);
  EXPECT_EQ(parse_integer("+5"), 5);
  EXPECT_EQ(parse_integer("007"), 7);
  EXPECT_EQ(parse_integer("-0"), 0);
  EXPECT_EQ(parse_integer("9223372036854775807"), most);
  EXPECT_EQ(parse_integer("-9223372036854775808"), least);
  EXPECT_EQ(parse_integer("9223372036854775807.000000"), most);
  EXPECT_EQ(parse_integer("000000000000000000000000012"), 12);
  EXPECT_EQ(parse_integer("-00000000000000000000000009223372036854775808.0"), least);
}

TEST(Integers, AreNothingElse) {
  for (const char* bad : {"",
                          "+",
                          "-",
                          "--5",
                          "+-5",
                          "1e3",
                          "1_000",
                          "１２",
                          "12.5",
                          "12.",
                          ".0",
                          "1,000",
                          "1.000,0",
                          "1 000",
                          " 1",
                          "x",
                          "0x10",
                          "9223372036854775808",
                          "-9223372036854775809",
                          "99999999999999999999999",
                          "18446744073709551617",
                          "12.0000000000000000000000001",
                          "1-",
                          "nan"}) {
    EXPECT_EQ(parse_integer(bad), std::nullopt) << bad;
  }
}

TEST(Integers, MayHaveGroups) {
  EXPECT_EQ(parse_integer("1,000", Grouping::comma_thousands), 1'000);
  EXPECT_EQ(parse_integer("-12,345,678.0", Grouping::comma_thousands), -12'345'678);
  EXPECT_EQ(parse_integer("1000", Grouping::comma_thousands), 1'000);
  EXPECT_EQ(parse_integer("1.234.567", Grouping::point_thousands), 1'234'567);
  EXPECT_EQ(parse_integer("12,0", Grouping::point_thousands), 12);
  EXPECT_EQ(parse_integer("9.223.372.036.854.775.807", Grouping::point_thousands), most);
  for (const char* bad : {"12.0", "12.5", "1.00", "1.0000", ".000", "1..000", "1.000.", "1000.000", "1.000,5"}) {
    EXPECT_EQ(parse_integer(bad, Grouping::point_thousands), std::nullopt) << bad;
  }
}

TEST(Numbers, AreReadFromCells) {
  EXPECT_EQ(parse_number("12"), 12.0);
  EXPECT_EQ(parse_number("-2.5"), -2.5);
  EXPECT_EQ(parse_number(".5"), 0.5);
  EXPECT_EQ(parse_number("5."), 5.0);
  EXPECT_EQ(parse_number("1e3"), 1000.0);
  EXPECT_EQ(parse_number("+1.5E-3"), 0.0015);
  EXPECT_EQ(parse_number("0.1"), 0.1);
  EXPECT_EQ(parse_number("123456789012345678"), 123456789012345678.0);
  EXPECT_EQ(parse_number("0.1000000000000000055511151231257827"), 0.1);
  EXPECT_EQ(parse_number("1e-400"), 0.0);
  EXPECT_EQ(parse_number("0e999999999999999999999"), 0.0);
  EXPECT_FALSE(std::signbit(*parse_number("-0.0")));
  EXPECT_FALSE(std::signbit(*parse_number("-1e-400")));
  EXPECT_EQ(parse_number("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(parse_number("5e-324"), 5e-324);
}

TEST(Numbers, AreNothingElse) {
  for (const std::string& bad : {std::string(""),       std::string("."),
                                 std::string("-"),      std::string("e3"),
                                 std::string(".e3"),    std::string("1e"),
                                 std::string("1e+"),    std::string("1e400"),
                                 std::string("-1e400"), std::string("nan"),
                                 std::string("inf"),    std::string("infinity"),
                                 std::string("0x1p3"),  std::string("1_000"),
                                 std::string("1,000"),  std::string("٣"),
                                 std::string("１"),     std::string("1.2.3"),
                                 std::string("1 "),     std::string("+-1"),
                                 std::string("1f"),     "1" + std::string(400, '0') + "e-5"}) {
    EXPECT_EQ(parse_number(bad), std::nullopt) << bad;
  }
}

TEST(Numbers, MayHaveGroups) {
  EXPECT_EQ(parse_number("1,000.5", Grouping::comma_thousands), 1000.5);
  EXPECT_EQ(parse_number("1.000,5", Grouping::point_thousands), 1000.5);
  EXPECT_EQ(parse_number("1000", Grouping::point_thousands), 1000.0);
  EXPECT_EQ(parse_number("250,0", Grouping::point_thousands), 250.0);
  EXPECT_EQ(parse_number("1.234.567,5", Grouping::point_thousands), 1234567.5);
  EXPECT_EQ(parse_number("-1.000", Grouping::point_thousands), -1000.0);
  EXPECT_EQ(parse_number(",5", Grouping::point_thousands), 0.5);
  EXPECT_EQ(parse_number("123.456.789.012.345.678,25", Grouping::point_thousands), 123456789012345678.25);
  for (const char* bad : {"12.5", "1.00", "1.0000", "1,000.5", "1.000,5,0"})
    EXPECT_EQ(parse_number(bad, Grouping::point_thousands), std::nullopt) << bad;
  for (const char* bad : {"12,5", "1,00.5", "1,,000", "1.000,5", ",000"})
    EXPECT_EQ(parse_number(bad, Grouping::comma_thousands), std::nullopt) << bad;
  EXPECT_EQ(grouping_from_format("1,000.5"), Grouping::comma_thousands);
  EXPECT_EQ(grouping_from_format("1.000,5"), Grouping::point_thousands);
  EXPECT_EQ(grouping_from_format("1000,5"), std::nullopt);
}

TEST(Numbers, AreWrittenSoThatTheyReadBack) {
  EXPECT_EQ(number_to_text(0.3), "0.3");
  EXPECT_EQ(number_to_text(1'000'000), "1000000");
  EXPECT_EQ(number_to_text(1e21), "1e+21");
  EXPECT_EQ(number_to_text(0.000001), "0.000001");
  EXPECT_EQ(number_to_text(1e-7), "1e-07");
  EXPECT_EQ(number_to_text(-0.0), "0");
  EXPECT_EQ(number_to_text(-12.25), "-12.25");
  EXPECT_EQ(integer_to_text(least), "-9223372036854775808");
  std::mt19937_64 random(3);
  for (int i = 0; i < 200'000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(parse_number(number_to_text(value)), value);
  }
}

TEST(Numbers, AreRoundedCorrectly) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 300'000; ++i) {
    std::string text = std::to_string(random() >> random() % 64);
    if (i % 2 == 0) text.insert(random() % (text.size() + 1), ".");
    double wanted = 0;
    std::from_chars(text.data(), text.data() + text.size(), wanted);
    if (text == ".") continue;
    ASSERT_EQ(parse_number(text), wanted) << text;
  }
}

TEST(YesNo, HasUsualWords) {
  const YesNoFormat usual;
  for (const char* yes : {"yes", "Y", "TRUE", "t", "1", "Ja", "OUI", "ＹＥＳ"}) EXPECT_EQ(usual.parse(yes), true) << yes;
  for (const char* no : {"no", "N", "False", "F", "0", "nein", "NEJ", "non"}) EXPECT_EQ(usual.parse(no), false) << no;
  for (const char* bad : {"", "maybe", "x", "on", "2", "10", "ye"}) EXPECT_EQ(usual.parse(bad), std::nullopt) << bad;
  EXPECT_EQ(usual.empty_cell(), std::nullopt);
}

TEST(YesNo, MayBeDeclared) {
  const YesNoFormat marked = *YesNoFormat::from_format("x/");
  EXPECT_EQ(marked.parse("X"), true);
  EXPECT_EQ(marked.parse(""), false);
  EXPECT_EQ(marked.parse("yes"), std::nullopt);
  EXPECT_EQ(marked.empty_cell(), false);
  const YesNoFormat words = *YesNoFormat::from_format("Opt-in / opt-out");
  EXPECT_EQ(words.parse("opt-in"), true);
  EXPECT_EQ(words.parse("OPT-OUT"), false);
  EXPECT_EQ(words.empty_cell(), std::nullopt);
  EXPECT_EQ(YesNoFormat::from_format("/x")->empty_cell(), true);
  for (const char* bad : {"", "x", "/", "a/b/c", "x/X"}) EXPECT_FALSE(YesNoFormat::from_format(bad)) << bad;
}

TEST(Arithmetic, OfIntegersSaturates) {
  EXPECT_EQ(add_integers(most, 1), most);
  EXPECT_EQ(add_integers(least, -1), least);
  EXPECT_EQ(subtract_integers(0, least), most);
  EXPECT_EQ(subtract_integers(least, 1), least);
  EXPECT_EQ(multiply_integers(most, -2), least);
  EXPECT_EQ(multiply_integers(least, -1), most);
  EXPECT_EQ(multiply_integers(-3, 4), -12);
  EXPECT_EQ(negate_integer(least), most);
  EXPECT_EQ(absolute_integer(least), most);
  EXPECT_EQ(absolute_integer(-5), 5);
}

TEST(Arithmetic, OfNumbersKnowsMissing) {
  EXPECT_EQ(known_number(0.0 / 0.0), std::nullopt);
  EXPECT_EQ(known_number(1.0 / 0.0), std::nullopt);
  EXPECT_FALSE(std::signbit(*known_number(-0.0)));
  EXPECT_EQ(known_number(2.5), 2.5);
  EXPECT_EQ(round_number(2.5), 3.0);
  EXPECT_EQ(round_number(-2.5), -3.0);
  EXPECT_EQ(round_number(0.49999999999999994), 0.0);
  EXPECT_EQ(floor_number(-0.5), -1.0);
  EXPECT_EQ(ceil_number(0.2), 1.0);
  EXPECT_FALSE(std::signbit(round_number(-0.2)));
  EXPECT_FALSE(std::signbit(ceil_number(-0.2)));
}

}  // namespace
}  // namespace assay::runtime

#include "compiler/explain/render.h"

#include <gtest/gtest.h>

#include "compiler/explain/json_writer.h"
#include "compiler/explain/text_lines.h"
#include "compiler/explain/words.h"

namespace assay::explain {
namespace {

constexpr std::int64_t second = 1'000'000, hour = 3600 * second, day = 24 * hour;

std::string lines(const TextLayout& layout, const TextLines::Line& line) {
  TextLines out(layout);
  out.add(line);
  return out.take();
}

TEST(TextLines, BreakAtBlanksUnderTheirText) {
  EXPECT_EQ(lines({.width = 40}, {.indent = 2, .mark = "+5", .mark_width = 6, .text = "one two three four five six seven eight"}),
            "  +5    one two three four five six\n"
            "        seven eight\n");
}

TEST(TextLines, ThePlaceStandsAtTheRightOfTheFirstRow) {
  EXPECT_EQ(lines({.width = 50}, {.indent = 2, .text = "one", .right = "line 7"}), "  one" + std::string(39, ' ') + "line 7\n");
  const std::string broken = lines({.width = 50}, {.text = "one two three four five six seven eight nine ten", .right = "line 7"});
  EXPECT_EQ(broken, "one two three four five six seven eight     line 7\nnine ten\n");
}

TEST(TextLines, AWordThatIsTooLongHasItsOwnRow) {
  const std::string word(60, 'x');
  EXPECT_EQ(lines({.width = 40}, {.text = "a " + word + " b"}), "a\n" + word + "\nb\n");
}

TEST(TextLines, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(lines({.width = 30}, {.text = "部部部部部部部部部部 部部部部部部"}), "部部部部部部部部部部\n部部部部部部\n");
}

TEST(TextLines, ColoursOnlyWhereTheyAreWantedAndNoneOfTheData) {
  const TextLines::Line line{.mark = "yes", .mark_width = 5, .mark_color = Color::Green, .text = "a\033[31mb\nc"};
  EXPECT_EQ(lines({.width = 80, .color = true}, line), "\033[32myes\033[0m  a [31mb c\n");
  EXPECT_EQ(lines({.width = 80}, line), "yes  a [31mb c\n");
}

TEST(Words, AgesAreRoundedToWhatPeopleSay) {
  EXPECT_EQ(age_words(0, 30 * second), "just now");
  EXPECT_EQ(age_words(0, 5 * 60 * second), "5 minutes ago");
  EXPECT_EQ(age_words(0, hour), "1 hour ago");
  EXPECT_EQ(age_words(0, 47 * hour), "47 hours ago");
  EXPECT_EQ(age_words(0, 60 * hour), "2.5 days ago");
  EXPECT_EQ(age_words(0, 100 * day + hour), "100 days ago");
}

TEST(Words, TimesAreThoseOfTheZone) {
  const auto zone = calendar::load_zone("Europe/Berlin");
  ASSERT_TRUE(zone);
  EXPECT_EQ(time_words(0, *zone), "1970-01-01 01:00");
  EXPECT_EQ(time_words(12 * hour + 5 * second, *zone), "1970-01-01 13:00:05");
}

TEST(Words, LongTextsAreCutBetweenCharacters) {
  Shown shown;
  shown.kind = Shown::Kind::Text;
  for (int i = 0; i < 100; ++i) shown.text += "ä";
  const std::string words = value_words(shown, {});
  EXPECT_EQ(words.size(), 120 + 2 + std::string("…").size());
  EXPECT_TRUE(words.starts_with("\"ä"));
  EXPECT_TRUE(words.ends_with("ä…\""));
}

TEST(Words, AComparisonTellsTheValuesThatDecided) {
  Part employees;
  employees.text = "employees";
  employees.value = Shown{};
  Part comparison;
  comparison.text = "employees >= 1000";
  comparison.verdict = Verdict::Unknown;
  comparison.parts = {employees};
  EXPECT_EQ(found_words(comparison, {}), "employees is missing");
  Part phrase;
  phrase.text = "visited pricing";
  phrase.verdict = Verdict::No;
  phrase.asks_activities = true;
  EXPECT_EQ(found_words(phrase, {}), "has not happened");
}

TEST(Json, WritesCommasOnlyBetween) {
  JsonWriter json;
  json.begin_object();
  json.key("a");
  json.begin_array();
  json.raw("1");
  json.text("x\"y");
  json.begin_object();
  json.end_object();
  json.end_array();
  json.key("b");
  json.null();
  json.end_object();
  EXPECT_EQ(json.take(), R"({"a":[1,"x\"y",{}],"b":null})");
}

TEST(Rendering, AnEmptyExplanationIsShown) {
  const Explanation empty;
  EXPECT_TRUE(as_text(empty, {}).starts_with("Row 0\n"));
  EXPECT_TRUE(as_json(empty).starts_with("{\"id\":\"\",\"row\":0,"));
  EXPECT_TRUE(as_json(empty).ends_with("}\n"));
}

}  // namespace
}  // namespace assay::explain

#include "runtime/text/pattern.h"

#include <gtest/gtest.h>

#include "runtime/text/fold.h"

namespace assay::text {
namespace {

bool like(std::string_view value, std::string_view pattern) { return Pattern(pattern).matches(fold(value)); }

TEST(Pattern, HoldsTheWholeValue) {
  EXPECT_TRUE(like("CMO", "cmo"));
  EXPECT_FALSE(like("CMO ", "cm"));
  EXPECT_TRUE(like("Head of Sales", "head of *"));
  EXPECT_TRUE(like("Head of", "head of*"));
  EXPECT_FALSE(like("The Head of Sales", "head of *"));
  EXPECT_TRUE(like("big boss", "*boss"));
  EXPECT_TRUE(like("", "*"));
  EXPECT_TRUE(like("x", "**"));
  EXPECT_FALSE(like("x", ""));
}

TEST(Pattern, FindsSegmentsInOrderWithoutOverlap) {
  EXPECT_TRUE(like("a1b2c", "a*b*c"));
  EXPECT_FALSE(like("acb", "a*b*c"));
  EXPECT_FALSE(like("a", "a*a"));
  EXPECT_TRUE(like("aa", "a*a"));
  EXPECT_FALSE(like("aba", "ab*ba"));
  EXPECT_TRUE(like("xabcabx", "*ab*ab*"));
  EXPECT_FALSE(like("xabcx", "*ab*ab*"));
  EXPECT_TRUE(like("coop", "co*op"));
  EXPECT_TRUE(like("co-op", "co*op"));
}

TEST(Pattern, FoldsWithTheStarInPlace) {
  EXPECT_TRUE(like("Straße", "STRA*"));
  EXPECT_TRUE(like("A B", "*\u3000*"));
  EXPECT_TRUE(like("İstanbul", "*\u0307*"));
  EXPECT_TRUE(like("anything", "＊"));
  EXPECT_TRUE(like("multi\nline", "multi*line"));
}

TEST(Pattern, TakesNoTimeForHardPatterns) {
  std::string pattern = "*";
  for (int i = 0; i < 2000; ++i) pattern += "a*";
  EXPECT_FALSE(like(std::string(1999, 'a'), pattern + "b"));
  EXPECT_TRUE(like(std::string(2000, 'a'), pattern));
}

TEST(Comparisons, OfFoldedTexts) {
  EXPECT_TRUE(contains("pricing page", "ing p"));
  EXPECT_FALSE(contains("pricing", "pricings"));
  EXPECT_TRUE(contains("x", ""));
  EXPECT_TRUE(starts_with("/pricing", "/pri"));
  EXPECT_FALSE(starts_with("/p", "/pri"));
  EXPECT_TRUE(ends_with("big boss", "boss"));
  EXPECT_TRUE(equals("a", "a"));
}

}  // namespace
}  // namespace assay::text

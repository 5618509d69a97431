#include "runtime/text/distinct_texts.h"

#include <deque>
#include <string>

#include <gtest/gtest.h>

namespace assay::text {
namespace {

TEST(DistinctTexts, knows_what_was_added_byte_for_byte) {
  DistinctTexts texts;
  EXPECT_FALSE(texts.contains(""));
  EXPECT_TRUE(texts.add("DE"));
  EXPECT_FALSE(texts.add("DE"));
  EXPECT_TRUE(texts.add("de"));
  EXPECT_TRUE(texts.add(""));
  EXPECT_FALSE(texts.add(""));
  EXPECT_TRUE(texts.contains("de"));
  EXPECT_FALSE(texts.contains("d"));
}

TEST(DistinctTexts, grows_without_losing_any) {
  DistinctTexts texts;
  std::deque<std::string> kept;
  for (int i = 0; i < 100'000; ++i) EXPECT_TRUE(texts.add(kept.emplace_back("entry " + std::to_string(i))));
  for (const std::string& text : kept) EXPECT_FALSE(texts.add(text));
  EXPECT_FALSE(texts.contains("entry 100000"));
}

}  // namespace
}  // namespace assay::text

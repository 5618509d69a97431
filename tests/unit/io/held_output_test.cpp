// Results for a stream that are held back: all at commit, none without it.
#include "runtime/io/held_output.h"

#include <gtest/gtest.h>

namespace assay::io {
namespace {

TEST(HeldOutput, GivesNothingBeforeCommit) {
  std::string text;
  {
    const OpenedOutput held = held_back(output_to_text(text));
    ASSERT_NE(held.output, nullptr);
    EXPECT_TRUE(held.output->write("id,score\n"));
  }
  EXPECT_EQ(text, "");
}

TEST(HeldOutput, GivesAllInOrderAtCommit) {
  std::string text, wanted;
  const OpenedOutput held = held_back(output_to_text(text));
  ASSERT_NE(held.output, nullptr);
  for (int row = 0; row < 300'000; ++row) {
    const std::string line = std::to_string(row) + ",12.5\n";
    wanted += line;
    ASSERT_TRUE(held.output->write(line));
  }
  ASSERT_TRUE(held.output->commit());
  EXPECT_EQ(text, wanted);
  EXPECT_FALSE(held.output->failure());
}

}  // namespace
}  // namespace assay::io

#include "runtime/intervals.h"

#include <gtest/gtest.h>

namespace assay::runtime {
namespace {

TEST(UnionLength, CountsOverlapsOnce) {
  EXPECT_EQ(union_length({{0, 10}, {5, 20}, {30, 40}}), 30);
  EXPECT_EQ(union_length({{30, 40}, {0, 100}, {50, 60}}), 100);
  EXPECT_EQ(union_length({{0, 10}, {10, 20}}), 20);
}

TEST(UnionLength, LeavesOutWhatEndsBeforeItBegins) {
  EXPECT_EQ(union_length({{10, 5}, {1, 3}}), 2);
  EXPECT_EQ(union_length({{7, 7}}), 0);
  EXPECT_EQ(union_length({{10, 5}}), std::nullopt);
  EXPECT_EQ(union_length({}), std::nullopt);
}

}  // namespace
}  // namespace assay::runtime

#include "runtime/text/width.h"

#include <gtest/gtest.h>

namespace assay::text {
namespace {

TEST(DisplayWidth, CountsColumnsAndNotBytes) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("Ada"), 3u);
  EXPECT_EQ(display_width("Geschäftsführer"), 15u);
}

TEST(DisplayWidth, WideCharactersTakeTwoColumns) { EXPECT_EQ(display_width("東京"), 4u); }

TEST(DisplayWidth, CombiningMarksTakeNone) { EXPECT_EQ(display_width("a\xCC\x88"), 1u); }

TEST(DisplayWidth, BytesThatAreNotUtf8TakeOneEach) {
  EXPECT_EQ(display_width("a\xFF\xFE"
                          "b"),
            4u);
}

}  // namespace
}  // namespace assay::text

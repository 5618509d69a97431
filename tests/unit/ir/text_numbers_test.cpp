#include "compiler/ir/text_numbers.h"

#include <gtest/gtest.h>

namespace assay::ir {
namespace {

TEST(TextNumbers, CountTextsInTheOrderInWhichTheyAreMet) {
  TextNumbers numbers;
  for (std::uint32_t i = 0; i < 3000; ++i) EXPECT_EQ(numbers.add("text " + std::to_string(i)), std::pair(i, true));
  EXPECT_EQ(numbers.add("text 7"), std::pair(7U, false));
  EXPECT_EQ(numbers.add("text 2999"), std::pair(2999U, false));
  EXPECT_EQ(numbers.add(""), std::pair(3000U, true));
}

}  // namespace
}  // namespace assay::ir

#include "compiler/ir/index_table.h"

#include <gtest/gtest.h>

namespace assay::ir {
namespace {

TEST(IndexTable, FindsEachEntryAmongMany) {
  IndexTable table;
  const auto hash_of = [](std::uint32_t node) { return static_cast<std::size_t>(node) * 0x9E3779B97F4A7C15ull; };
  for (std::uint32_t node = 0; node < 10'000; ++node) table.add(hash_of(node), node);
  for (std::uint32_t node = 0; node < 10'000; ++node) {
    EXPECT_EQ(table.find(hash_of(node), [&](std::uint32_t found) { return found == node; }), node);
  }
  EXPECT_EQ(table.find(hash_of(10'000), [](std::uint32_t) { return false; }), std::nullopt);
}

TEST(IndexTable, TellsEntriesOfOneHashApart) {
  IndexTable table;
  for (std::uint32_t node = 0; node < 300; ++node) table.add(7, node);
  EXPECT_EQ(table.find(7, [](std::uint32_t found) { return found == 211; }), 211U);
  EXPECT_EQ(table.find(7, [](std::uint32_t) { return false; }), std::nullopt);
  EXPECT_EQ(table.find(8, [](std::uint32_t) { return true; }), std::nullopt);
}

}  // namespace
}  // namespace assay::ir

#include "runtime/text/nearest.h"

#include <string>

#include <gtest/gtest.h>

namespace assay::text {
namespace {

TEST(Nearest, CountsSwappedNeighboursAsOneStep) {
  EXPECT_EQ(edit_distance("vistied", "visited", 3), 1u);
  EXPECT_EQ(edit_distance("größe", "grösse", 3), 2u);
  EXPECT_EQ(edit_distance("abc", "xyz", 1), 2u);
}

TEST(Nearest, FindsOnlySlipsOfThePen) {
  const std::string known[] = {"employees", "email", "title"};
  EXPECT_EQ(nearest("emplyees", known), "employees");
  EXPECT_EQ(nearest("Titel", known), "title");
  EXPECT_EQ(nearest("revenue", known), "");
  EXPECT_EQ(nearest("x", known), "");
}

TEST(Nearest, AsksWhetherTheNearestIsMeant) {
  const std::string known[] = {"employees", "email", "title"};
  EXPECT_EQ(did_you_mean("titel", known), "; did you mean 'title'?");
  EXPECT_EQ(did_you_mean("revenue", known), "");
}

}  // namespace
}  // namespace assay::text

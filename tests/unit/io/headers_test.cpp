#include "runtime/io/headers.h"

#include <gmock/gmock.h>

namespace assay::io {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// The number of the column that is found, or the failure.
std::string find(std::vector<std::string> headers, std::vector<std::string> names, const std::string& mapped = "", bool numbered = false) {
  HeaderIndex index("leads.csv", std::move(headers), numbered);
  const HeaderIndex::Match match = index.find({"field", std::move(names), mapped});
  if (match.failure) return match.failure->message;
  return match.column ? std::to_string(*match.column) : "none";
}

TEST(Headers, TakeNamesInTheirOrder) {
  EXPECT_EQ(find({"b", "a"}, {"a", "b"}), "1");
  EXPECT_EQ(find({"b", "x"}, {"a", "b"}), "0");
  EXPECT_EQ(find({"x"}, {"a", "b"}), "none");
  EXPECT_EQ(find({" a "}, {"a"}), "0");
}

TEST(Headers, PreferExactNamesToLooseOnes) {
  EXPECT_EQ(find({"Job Title", "title"}, {"job_title", "title"}), "1");
  EXPECT_EQ(find({"JOB-TITLE", "x"}, {"Job Title", "title"}), "0");
  EXPECT_EQ(find({"E.Mail"}, {"email"}), "0");
  EXPECT_EQ(find({"GR\xC3\x96SSE"}, {"gr\xC3\xB6\xC3\x9F"
                                     "e"}),
            "0");
}

TEST(Headers, TwoEquallyGoodColumnsAreAnError) {
  EXPECT_THAT(find({"Title", "TITLE"}, {"title"}), AllOf(HasSubstr("\"Title\""), HasSubstr("\"TITLE\""), HasSubstr("--map field=COLUMN")));
  EXPECT_THAT(find({"x", "title", "title"}, {"title"}), HasSubstr("columns 2 and 3 are both called \"title\""));
  // A better name decides before it comes to that.
  EXPECT_EQ(find({"title", "title", "Job Title"}, {"Job Title", "title"}), "2");
}

TEST(Headers, MapDecides) {
  EXPECT_EQ(find({"Title", "TITLE"}, {"title"}, "TITLE"), "1");
  EXPECT_EQ(find({"Title", "TITLE"}, {"title"}, "2"), "1");
  EXPECT_EQ(find({"a", "1"}, {"title"}, "1"), "1");  // a name before a number
  EXPECT_THAT(find({"a"}, {"title"}, "b"), HasSubstr("no column \"b\""));
  EXPECT_EQ(find({"1", "2"}, {"1"}, "", true), "none");  // without a header nothing has a name
  EXPECT_EQ(find({"1", "2"}, {"title"}, "2", true), "1");
}

TEST(Headers, EmptyOnesHaveNoName) { EXPECT_EQ(find({"", "", "a"}, {"", "a"}), "2"); }

}  // namespace
}  // namespace assay::io

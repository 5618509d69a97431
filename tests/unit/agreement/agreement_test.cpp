#include "compiler/agreement/agreement.h"

#include <gtest/gtest.h>

namespace assay::agreement {
namespace {

TEST(Signatures, AreReadAsTheyAreWritten) {
  const std::vector<Signature> written = {{"marketing", "2026-11-02", "ab12"}, {"Vertrieb", "2026-11-03", "cd34"}};
  const std::vector<Signature> read = parse_signatures(print_signatures(written));
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].department, "marketing");
  EXPECT_EQ(read[0].date, "2026-11-02");
  EXPECT_EQ(read[1].fingerprint, "cd34");
}

TEST(Signatures, DamagedLinesAreNone) {
  EXPECT_TRUE(parse_signatures("").empty());
  EXPECT_TRUE(parse_signatures("# a b c\nmarketing 2026-11-02\n\n\0\xFF one two three four\n").empty());
  const std::vector<Signature> read = parse_signatures("  sales\t2026-11-03   ef56  \r\nmarketing");
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].fingerprint, "ef56");
}

TEST(Signatures, ANewOneTakesThePlaceOfItsDepartments) {
  const std::vector<Signature> old = {{"marketing", "2026-11-02", "ab12"}, {"sales", "2026-11-03", "ab12"}};
  const std::vector<Signature> now = renewed(old, {{"sales", "2026-12-01", "ff00"}, {"legal", "2026-12-01", "ff00"}});
  ASSERT_EQ(now.size(), 3u);
  EXPECT_EQ(now[0].fingerprint, "ab12");
  EXPECT_EQ(now[1].date, "2026-12-01");
  EXPECT_EQ(now[2].department, "legal");
}

TEST(Signatures, StandBesideThePolicy) { EXPECT_EQ(signatures_file("shared/b2b.assay"), "shared/b2b.assay.signed"); }

}  // namespace
}  // namespace assay::agreement

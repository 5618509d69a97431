#include "compiler/format/format.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

namespace assay::format {
namespace {

std::string formatted(const std::string& text) {
  source::Sources sources;
  diag::Sink sink;
  return format(sources.add("x.assay", text), sink).value_or("(does not parse)");
}

std::string tree(const std::string& text) {
  source::Sources sources;
  diag::Sink sink;
  return syntax::print(syntax::parse(sources.add("x.assay", text), sink));
}

void expect_stable(const std::string& text, const std::string& name) {
  const std::string once = formatted(text);
  EXPECT_EQ(formatted(once), once) << name;
  EXPECT_EQ(tree(once), tree(text)) << name;
}

TEST(Format, OneLinePerStatementAndPart) {
  EXPECT_EQ(
      formatted("policy \"a\" version 2 lead id:text n : integer score p,at most 5 when n>=1 :+20 stage MQL enter when n = 1"),
      "policy \"a\"\n  version 2\nlead\n  id: text\n  n: integer\nscore p, at most 5\n  when n >= 1: +20\nstage MQL\n  enter when n = 1\n");
}

TEST(Format, RulesBeforeAnySectionStandLeft) { EXPECT_EQ(formatted("  when a: +1\n"), "when a: +1\n"); }

TEST(Format, SignsAndParentheses) {
  EXPECT_EQ(formatted("when a between -5 and - 3 : + 20\nalways:+4*talks\nwhen b in ( \"x\" , \"y\" ): -max ( -1 , a ) , at least - 10\n"),
            "when a between -5 and -3: +20\nalways: + 4 * talks\nwhen b in (\"x\", \"y\"): - max(-1, a), at least -10\n");
  EXPECT_EQ(formatted("lead a: yes / no\nbusiness hours Mon - Fri 09:00 - 17:00\nlist x: \"a\""),
            "lead\n  a: yes/no\nbusiness hours Mon-Fri 09:00-17:00\nlist x: \"a\"\n");
}

TEST(Format, CasesOfOn) {
  EXPECT_EQ(formatted("on called outcome ready:enter SAL else : +1"), "on called outcome\n  ready: enter SAL\n  else: +1\n");
}

TEST(Format, KeepsCommentsAndOneBlankLine) {
  EXPECT_EQ(formatted("# first\n\n\n\nscore a # why\n  # inside\n  when b: +1   # because\n\n# next\ngrade g by a: A from 1\n  # end\n"),
            "# first\n\nscore a  # why\n  # inside\n  when b: +1  # because\n\n# next\ngrade g by a: A from 1\n# end\n");
}

TEST(Format, CommentsWithinALineEndItsRow) {
  const std::string text = "list a: \"x\", # one\n  \"y\"\n";
  EXPECT_EQ(formatted(text), "list a: \"x\",  # one\n  \"y\"\n");
  expect_stable(text, "comment within");
}

TEST(Format, WrapsLongLines) {
  std::string text = "list a: \"0\"";
  for (int count = 1; count < 60; ++count) text += ", \"" + std::to_string(count) + "\"";
  const std::string result = formatted(text);
  std::istringstream rows(result);
  for (std::string row; std::getline(rows, row);) EXPECT_LE(row.size(), line_width);
  EXPECT_NE(result.find("\n  \""), std::string::npos);
  expect_stable(text, "long list");
}

TEST(Format, AlignsTables) {
  EXPECT_EQ(formatted("table t by a,b\n| < 50|>= 1000\n\"DE\",\"AT\"|5|-25 # high\nelse|0|10\n"),
            "table t by a, b\n             | < 50 | >= 1000\n  \"DE\", \"AT\" |    5 |     -25  # high\n  else       |    0 |      10\n");
}

TEST(Format, LineEndsAndByteOrderMark) { EXPECT_EQ(formatted("\xEF\xBB\xBFwhen a: +1\r\n# x\r\n"), "when a: +1\n# x\n"); }

TEST(Format, RefusesWhatDoesNotParse) { EXPECT_EQ(formatted("when a +1\n"), "(does not parse)"); }

TEST(Format, OnlyCommentsAndNothing) {
  EXPECT_EQ(formatted(""), "");
  EXPECT_EQ(formatted("\n\n# a\n\n\n# b\n\n"), "# a\n\n# b\n");
}

TEST(Format, IsStableOnTheAcceptanceCases) {
  const char* named = std::getenv("ASSAY_SHARED");
  const std::filesystem::path folder = std::filesystem::path(named ? named : "../shared") / "acceptance";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " does not exist";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".assay" || entry.path().parent_path().filename() == "wrong") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    expect_stable(text.str(), entry.path().string());
  }
}

}  // namespace
}  // namespace assay::format

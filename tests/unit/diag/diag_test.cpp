#include "compiler/diag/diag.h"

#include <set>

#include <gtest/gtest.h>

#include "compiler/diag/render.h"

namespace assay::diag {
namespace {

struct Example {
  source::Sources sources;
  const source::Source& file = sources.add("b2b.assay", "score a\n  when emplyees >= 1000: +15\n");
  Sink sink;
  source::Span span() const { return {file.id(), 15, 23}; }
};

TEST(Codes, AreUniqueWords) {
  std::set<std::string_view> words;
  for (const CodeRow& row : rows()) {
    EXPECT_TRUE(words.insert(row.words).second) << row.words;
    EXPECT_EQ(row.words.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string_view::npos) << row.words;
    EXPECT_EQ(&diag::row(row.code), &row);
  }
}

TEST(Sink, KeepsOneMessagePerCodeAndPlace) {
  Example example;
  example.sink.report(Code::UnexpectedWord, example.span(), "emplyees");
  example.sink.report(Code::UnexpectedWord, example.span(), "emplyees").suggest("not seen");
  EXPECT_EQ(example.sink.diagnostics().size(), 1u);
  EXPECT_EQ(example.sink.error_count(), 1u);
  EXPECT_TRUE(example.sink.diagnostics()[0].help.empty());
}

TEST(Sink, ShowsThreeHundredErrorsAndSaysThatThereAreMore) {
  Sink sink;
  for (std::uint32_t at = 0; at < 100'000; ++at)
    sink.report(Code::UnknownName, {source::FileId{0}, at, at + 1}, "field", "nope").suggest("x");
  ASSERT_EQ(sink.diagnostics().size(), 301u);
  EXPECT_EQ(sink.diagnostics()[299].code, Code::UnknownName);
  EXPECT_EQ(sink.diagnostics().back().code, Code::TooManyErrors);
  EXPECT_TRUE(sink.diagnostics().back().help.empty());
}

TEST(Sink, SortsByPlace) {
  Example example;
  example.sink.report(Code::StrayComma, {example.file.id(), 20, 21});
  example.sink.report(Code::MissingSign, {example.file.id(), 3, 4}, "1");
  EXPECT_EQ(example.sink.sorted()[0].code, Code::MissingSign);
}

TEST(Render, TextLayout) {
  Example example;
  example.sink.report(Code::UnexpectedWord, example.span(), "emplyees").did_you_mean("employees");
  EXPECT_EQ(render_text(example.sink, example.sources),
            "error[unexpected-word]: 'emplyees' cannot stand here\n"
            "  --> b2b.assay:2:8\n"
            "   |\n"
            " 2 |   when emplyees >= 1000: +15\n"
            "   |        ^^^^^^^^ not expected\n"
            "   |\n"
            "   = did you mean 'employees'?\n");
}

TEST(Render, SecondaryLabelsStandUnderTheirLines) {
  Example example;
  example.sink.report(Code::UnclosedParenthesis, example.span()).also({example.file.id(), 0, 5}, "opened here");
  const std::string text = render_text(example.sink, example.sources);
  EXPECT_NE(text.find(" 1 | score a\n   | ----- opened here\n 2 |"), std::string::npos) << text;
}

TEST(Render, JsonCarriesPlacesHelpAndEdits) {
  Example example;
  example.sink.report(Code::UnexpectedWord, example.span(), "a\"b").did_you_mean("employees");
  const std::string json = render_json(example.sink, example.sources);
  EXPECT_NE(json.find(R"("code":"unexpected-word","level":"error","message":"'a\"b' cannot stand here")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("line":2,"column":8,"end":{"line":2,"column":16})"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("replacement":"employees","applicability":"maybe-incorrect")"), std::string::npos) << json;
}

TEST(Render, GithubEscapesLineEnds) {
  Example example;
  example.sink.report(Code::UnexpectedWord, example.span(), "50%").suggest("second line");
  EXPECT_EQ(render_github(example.sink, example.sources),
            "::error file=b2b.assay,line=2,col=8,title=unexpected-word::'50%25' cannot stand here%0Asecond line\n");
}

TEST(Render, NothingToTellIsNoText) {
  Example example;
  EXPECT_EQ(render_text(example.sink, example.sources), "");
  EXPECT_EQ(render_json(example.sink, example.sources), "[]\n");
}

}  // namespace
}  // namespace assay::diag

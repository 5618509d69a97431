// The reader of right lines is held against the grammar on every text at hand: right policies, wrong ones, and pages that are none.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/same_reading.h"

namespace assay::syntax {
namespace {

using testing_support::difference_from_grammar;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The parts of a golden test or a page, of which many are policies.
std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts(1);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("---") || line.starts_with("```")) {
      parts.emplace_back();
    } else {
      parts.back() += line + "\n";
    }
  }
  return parts;
}

// All texts below a folder that may hold policies, in the order of the files' names; empty if there is no such folder.
std::vector<std::string> texts_below(const std::filesystem::path& folder) {
  std::vector<std::string> texts;
  if (!std::filesystem::exists(folder)) return texts;
  using Files = std::filesystem::recursive_directory_iterator;
  std::vector<std::filesystem::path> files(Files(folder), Files{});
  std::ranges::sort(files);
  for (const std::filesystem::path& file : files) {
    const std::string ending = file.extension();
    if (ending == ".assay") texts.push_back(text_of(file));
    if (ending != ".test" && ending != ".md" && ending != ".txt") continue;
    for (std::string& part : parts_of(text_of(file))) texts.push_back(std::move(part));
  }
  return texts;
}

std::filesystem::path acceptance_cases() {
  const char* named = std::getenv("ASSAY_SHARED");
  return std::filesystem::path(named ? named : "../shared") / "acceptance";
}

TEST(LineParser, ReadsEveryTextAsTheGrammarDoes) {
  std::size_t texts = 0;
  for (const std::filesystem::path& folder : {std::filesystem::path("tests"), std::filesystem::path("docs"),
                                              std::filesystem::path("examples"), std::filesystem::path("stdlib"), acceptance_cases()}) {
    for (const std::string& text : texts_below(folder)) {
      ++texts;
      const std::string difference = difference_from_grammar(text);
      EXPECT_EQ(difference, "") << text.substr(0, 2000);
      if (!difference.empty()) return;
    }
  }
  EXPECT_GT(texts, 1000U);
}

// The words of right policies; comments are left out, texts are one word.
std::vector<std::string> words_of(const std::string& policy) {
  source::Sources sources;
  diag::Sink sink;
  const source::Source& source = sources.add("policy.assay", policy);
  std::vector<std::string> words;
  for (const Token& token : parse(source, sink).tokens) {
    if (token.kind == Token::Kind::Comment) continue;
    const bool starts_row = !words.empty() && source.line_of(token.begin) != source.line_of(token.begin - 1);
    words.push_back((starts_row ? "\n" : " ") + std::string(source.text({source.id(), token.begin, token.end})));
  }
  return words;
}

// Lines of right policies cut and joined in the middle, with words left out, repeated and taken from elsewhere: most are wrong by a word,
// many right in a way that nobody has thought of.
TEST(LineParser, ReadsMixedUpLinesAsTheGrammarDoes) {
  std::vector<std::string> words;
  for (const char* folder : {"tests/golden", "examples", "stdlib"}) {
    for (const std::string& text : texts_below(folder)) {
      const testing_support::Reading reading = testing_support::read_with(parse, text);
      if (reading.tree.empty() || !reading.messages.empty()) continue;
      for (std::string& word : words_of(text)) words.push_back(std::move(word));
    }
  }
  ASSERT_GT(words.size(), 10'000U);
  std::mt19937 random(7 + static_cast<unsigned>(::testing::UnitTest::GetInstance()->random_seed()));  // --gtest_random_seed=N for others
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
  for (int trial = 0; trial < 1500; ++trial) {
    std::string policy;
    for (std::size_t piece = 0; piece < 12; ++piece) {
      const std::size_t begin = below(words.size() - 12), length = 1 + below(12);
      for (std::size_t at = begin; at < begin + length; ++at) {
        if (below(25) == 0) policy += words[below(words.size())];
        if (below(25) != 0) policy += words[at];
      }
    }
    ASSERT_EQ(difference_from_grammar(policy), "") << policy;
  }
}

// A line that only ANTLR reads makes the start of every program that uses it slower by milliseconds.
TEST(LineParser, LeavesNoRightLineToAntlr) {
  std::size_t policies = 0;
  for (const char* folder : {"tests/golden", "examples", "stdlib"}) {
    for (const std::string& text : texts_below(folder)) {
      const testing_support::Reading reading = testing_support::read_with(parse, text);
      if (reading.tree.empty() || !reading.messages.empty()) continue;
      ++policies;
      EXPECT_EQ(reading.lines_by_antlr, 0U) << text.substr(0, 2000);
    }
  }
  EXPECT_GT(policies, 200U);
}

}  // namespace
}  // namespace assay::syntax

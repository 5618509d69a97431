#include "compiler/syntax/parse.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/diag/render.h"
#include "compiler/syntax/print.h"

namespace assay::syntax {
namespace {

struct Parsed {
  explicit Parsed(std::string text) : ast(parse(sources.add("test.assay", std::move(text)), sink)) {}
  std::string messages() const { return diag::render_text(sink, sources); }
  std::string codes() const {
    std::string out;
    for (const diag::Diagnostic& diagnostic : sink.sorted()) {
      const source::Position at = sources[diagnostic.primary.span.file].position(diagnostic.primary.span.begin);
      out += fmt::format("{}:{} {}\n", at.line, at.column, diag::row(diagnostic.code).words);
    }
    return out;
  }
  source::Sources sources;
  diag::Sink sink;
  Ast ast;
};

// The tree of `define x: …`.
std::string tree(const std::string& expression) {
  Parsed parsed("define x: " + expression);
  if (!parsed.sink.empty() || parsed.ast.statements.size() != 1) return parsed.messages();
  return print(parsed.ast, std::get<Define>(parsed.ast.statements[0]).value);
}

TEST(Expressions, PrecedenceLoosestFirst) {
  EXPECT_EQ(tree("a or b and not c = d else 1 + 2 * -x"), "(or a (and b (not (= c (else d (1 + (2 * (neg x))))))))");
  EXPECT_EQ(tree("- a - b"), "((neg a) - b)");
  EXPECT_EQ(tree("length of x / 50"), "((part length x) / 50)");
  EXPECT_EQ(tree("a - b - c + d"), "(a - b - c + d)");
}

TEST(Expressions, Comparisons) {
  EXPECT_EQ(tree("a ≥ 1 and b ≠ 2"), "(and (>= a 1) (!= b 2))");
  EXPECT_EQ(tree("title = exactly \"CMO\""), "(=exactly title \"CMO\")");
  EXPECT_EQ(tree("source is not inbound"), "(is-not source inbound)");
  EXPECT_EQ(tree("title is missing or has email"), "(or (missing title) (has email))");
  EXPECT_EQ(tree("title is not missing"), "(has title)");
  EXPECT_EQ(tree("n between 1 and 5 and m not between a and b"), "(and (between n 1 5) (not-between m a b))");
}

TEST(Expressions, ListsOfValues) {
  EXPECT_EQ(tree("n in 1..5"), "(in n [1..5])");
  EXPECT_EQ(tree("c not in (\"DE\", \"AT\")"), "(not-in c [\"DE\" \"AT\"])");
  EXPECT_EQ(tree("t starts with \"a\", \"b\""), "(starts-with t [\"a\" \"b\"])");
  EXPECT_EQ(tree("t matches /a\\/b+/"), "(matches t [/a/b+/])");
  EXPECT_EQ(tree("at least 2 of (c in \"a\", b, n > 1)"), "(at-least-of 2 (in c [\"a\"]) b (> n 1))");
  EXPECT_EQ(tree("at least 1 of ((c in \"a\", \"b\"), d)"), "(at-least-of 1 (in c [\"a\" \"b\"]) d)");
  EXPECT_EQ(tree("max(-100, min(a / 7, 20))"), "(call max -100 (call min (a / 7) 20))");
}

TEST(Expressions, Literals) {
  EXPECT_EQ(tree("1_000_000"), "1000000");
  EXPECT_EQ(tree("30%"), "0.3#percent");
  EXPECT_EQ(tree("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(tree("2026-11-22T09:30:00+02:00"), "2026-11-22T09:30:00+120min");
  EXPECT_EQ(tree("now - 30 days"), "(#now - (30 day))");
  EXPECT_EQ(tree("now - wait days"), "(#now - (wait day))");
  EXPECT_EQ(tree(R"("a\"b\\\n\u{1F600}")"), "\"a\\\"b\\\\\\n\xF0\x9F\x98\x80\"");
}

TEST(Phrases, ObjectsConditionsCountsWindows) {
  EXPECT_EQ(tree("visited"), "visited");
  EXPECT_EQ(tree("visited pricing"), "(phrase visited pricing)");
  EXPECT_EQ(tree("called \"a\", hot at least 3 times in last 30 days"), "(phrase called \"a\" hot (at-least 3 times) (in-last 30 day))");
  EXPECT_EQ(tree("visited on more than 4 days since 2026-01-01"), "(phrase visited (more-than 4 days) (since 2026-01-01))");
  EXPECT_EQ(tree("visited more than 3 times more than 30 days ago"), "(phrase visited (more-than 3 times) (more-than-ago 30 day))");
  EXPECT_EQ(tree("visited at least 3 different pages since last returned"),
            "(phrase visited (at-least 3 different pages) (since-last returned))");
  EXPECT_EQ(tree("visited \"/x\" between 2026-01-01 and today"), "(phrase visited \"/x\" (between 2026-01-01 #today))");
  EXPECT_EQ(tree("visited between 2026-01-01 and 2026-02-01"), "(between visited 2026-01-01 2026-02-01)");
  EXPECT_EQ(tree("not active in this quarter"), "(not (phrase active (in-this quarter)))");
}

TEST(Phrases, CommasAfterWith) {
  EXPECT_EQ(tree("attended with minutes >= 30, webinar contains \"a\", \"b\", not late and x"),
            "(and (phrase attended (with (>= minutes 30) (contains webinar [\"a\" \"b\"]) (not late))) x)");
  EXPECT_EQ(tree("v with p in pages, s = 5 between 2026-01-02 and 2026-02-02"),
            "(phrase v (with (in p [pages]) (= s 5)) (between 2026-01-02 2026-02-02))");
  EXPECT_EQ(tree("v with n between 2 and 30 in last 2 days"), "(phrase v (with (between n 2 30)) (in-last 2 day))");
}

TEST(Phrases, ChainsAndNumbers) {
  EXPECT_EQ(tree("visited pricing then attended same webinar with minutes >= 3 within 7 days today"),
            "(phrase visited pricing then attended (same webinar) (with (>= minutes 3)) (within 7 day) (today))");
  EXPECT_EQ(tree("times visited pricing >= 3"), "(>= (times (phrase visited pricing)) 3)");
  EXPECT_EQ(tree("days since first visited"), "(days-since-first visited)");
  EXPECT_EQ(tree("sum of minutes of attended \"x\" > 1"), "(> (sum minutes (phrase attended \"x\")) 1)");
  EXPECT_EQ(tree("time of last visited = now"), "(= (time-of-last (phrase visited)) #now)");
  EXPECT_EQ(tree("last outcome of called is ready"), "(is (last outcome (phrase called)) ready)");
  EXPECT_EQ(tree("times entered MQL + days since entered MQL"), "((times-entered MQL) + (days-since-entered MQL))");
  EXPECT_EQ(tree("reached MQL"), "(reached MQL)");
}

TEST(Rules, TextAfterANameInPointsIsTheReason) {
  Parsed parsed("when a: + fit \"reason\"\nalways: + times called \"x\"\nwhen b: +1, at most 10 \"why\" as named\n");
  EXPECT_EQ(print(parsed.ast),
            "when a\n  points fit\n  reason \"reason\"\n"
            "always\n  points (times (phrase called \"x\"))\n"
            "when b\n  points 1\n  at-most 10\n  reason \"why\"\n  as named\n");
}

TEST(Rules, LineBreaksNeverMatter) {
  const std::string text =
      "policy \"a\" version 2 lead id: text list: integer from \"x\" on called outcome ready: + times visited later: +1 \"x\" \"c d\": tag "
      "\"t\" when a: +1";
  std::string broken = text;
  for (char& letter : broken) letter = letter == ' ' ? '\n' : letter;
  broken.replace(broken.find("\"c\nd\""), 5, "\"c d\"");
  EXPECT_EQ(print(Parsed(text).ast), print(Parsed(broken).ast));
  EXPECT_TRUE(Parsed(text).sink.empty()) << Parsed(text).messages();
}

TEST(Names, ReservedWordsWhereOnlyANameCanStand) {
  Parsed parsed("lead\n  stage: text\n  when: date\nactivity met (from: time, to: time)\ndefine x: met with from > 2026-01-01, not to\n");
  EXPECT_TRUE(parsed.sink.empty()) << parsed.messages();
  EXPECT_EQ(tree("`stage` = `größe x`"), "(= `stage` `größe x`)");
}

TEST(Mistakes, EachIsToldOnceAndReadingGoesOn) {
  Parsed parsed("score a\n  when x: 1\n  wehn y: +2\n  when z == 1: +5\nlist b: \"x\",, \"y\"\ndefine stage: z\nwhen q: +1\n");
  EXPECT_EQ(parsed.codes(), "2:11 missing-sign\n3:3 unknown-statement\n4:10 foreign-sign\n5:13 stray-comma\n6:8 keyword-as-name\n");
  EXPECT_EQ(parsed.ast.broken.size(), 2u);
  EXPECT_EQ(parsed.ast.statements.size(), 3u);
}

TEST(Mistakes, ABrokenHeadSpoilsNoneOfItsLines) {
  EXPECT_EQ(Parsed("stage : x\n  enter when a\n  enter from b when c\n").sink.error_count(), 1u);
  EXPECT_EQ(Parsed("lead\n  a text\n  b: int\n  c: text\n").codes(), "2:5 missing-colon\n3:6 unknown-type\n");
  EXPECT_EQ(Parsed("lead\n  id: text\n\nif title = \"CMO\": +20\nif a: +1\nwhen b: +1\n").codes(),
            "4:1 unknown-statement\n5:1 unknown-statement\n");
  EXPECT_EQ(Parsed("test today\n  given a 1\n  expect b 2\n").sink.error_count(), 1u);
}

TEST(Bytes, EncodingIsToldOnce) {
  Parsed parsed("list a: \"Verk\xE4ufer\", \"K\xF6nig\"\nwhen x: +1\n");
  EXPECT_EQ(parsed.codes(), "1:14 not-utf-8\n");
  EXPECT_EQ(Parsed("list a: \"x\x01y\"\n").codes(), "1:11 control-character\n");
  EXPECT_TRUE(Parsed("\xEF\xBB\xBFwhen x: +1\r\n").sink.empty());
}

TEST(Limits, NestingIsRefusedAtOnce) {
  EXPECT_TRUE(Parsed("define x: " + std::string(200, '(') + "a" + std::string(200, ')')).sink.empty());
  EXPECT_EQ(Parsed("define x: " + std::string(201, '(') + "a" + std::string(201, ')')).codes(), "1:211 too-deep\n");
  EXPECT_EQ(Parsed("define x: " + std::string(1'000'000, '(')).sink.error_count(), 1u);
  for (const std::string part : {"not ", "-", "length of ", "a between (", "max(", "at least 1 of (", "a in (", "a with\nwhen = ("}) {
    std::string text = "define x: ";
    while (text.size() < 300'000) text += part;
    EXPECT_GE(Parsed(text).sink.error_count(), 1u) << part;
  }
}

TEST(Limits, LongChainsAreNoNesting) {
  std::string text = "define x: a";
  for (int count = 0; count < 20'000; ++count) text += " or a";
  EXPECT_TRUE(Parsed(text).sink.empty());
}

TEST(Limits, SixteenMebibytes) { EXPECT_EQ(Parsed(std::string((16u << 20) + 1, '#')).codes(), "1:1 file-too-large\n"); }

TEST(Limits, HundredThousandRules) {
  std::string text;
  for (int count = 0; count <= 100'000; ++count) text += "always: +1\n";
  EXPECT_EQ(Parsed(text).codes(), "100001:1 too-many-rules\n");
}

TEST(Robustness, RandomBytesAndWordsNeverCrash) {
  static constexpr const char* snippets[] = {"when ", "(",     ")",           ":",     "+",      "5 ",       "\"x\" ", "of ",      "not ",
                                             "with ", "in ",   "on ",         "a ",    ", ",     "- ",       "| ",     "lead ",    "`",
                                             "each ", "for ",  "2026-01-01 ", "\n",    "/x/ ",   "matches ", "is ",    "missing ", "then ",
                                             "last ", "days ", "score ",      "test ", "given ", "between ", "and "};
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string bytes, words;
    for (int count = 0; count < 200; ++count) {
      bytes += static_cast<char>(random() % 256);
      words += snippets[random() % std::size(snippets)];
    }
    Parsed of_bytes(bytes);
    Parsed of_words(words);
    EXPECT_FALSE(of_bytes.sink.empty());
    print(of_words.ast);
  }
}

TEST(Speed, TenThousandRulesAndASmallPolicy) {
  std::string rule =
      "  when title in buyers and employees >= 50 and visited pricing at least 3 times in last 30 days: +20, at most 40 \"why\"\n";
  std::string large = "score a\n", small = large;
  for (int count = 0; count < 10'000; ++count) large += rule;
  for (int count = 0; count < 30; ++count) small += rule;
  const auto milliseconds = [](const std::string& text) {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(Parsed(text).sink.empty());
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  };
  const double first = milliseconds(small), second = milliseconds(small), all = milliseconds(large);
  std::printf("30 rules: %.1f ms, then %.1f ms; 10,000 rules: %.0f ms\n", first, second, all);
  EXPECT_LT(all, 30'000);  // far from what it takes, and far from what a quadratic step would
}

// Policies beside the project, where they are: all of them are right.
TEST(Policies, OfTheAcceptanceCasesParse) {
  const char* named = std::getenv("ASSAY_SHARED");
  const std::filesystem::path folder = std::filesystem::path(named ? named : "../shared") / "acceptance";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " does not exist";
  std::size_t policies = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const bool wrong = entry.path().parent_path().filename() == "wrong";
    if (entry.path().extension() != ".assay" || wrong) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    Parsed parsed(text.str());
    EXPECT_TRUE(parsed.sink.empty()) << entry.path() << "\n" << parsed.messages();
    ++policies;
  }
  EXPECT_GT(policies, 0u);
}

}  // namespace
}  // namespace assay::syntax

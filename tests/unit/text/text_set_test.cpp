#include "runtime/text/text_set.h"

#include <random>

#include <gtest/gtest.h>

#include "runtime/text/gram_index.h"
#include "runtime/text/hash.h"
#include "runtime/text/literal_table.h"
#include "runtime/text/prefix_table.h"

namespace assay::text {
namespace {

std::vector<std::uint32_t> matched(const TextSet& set, std::string_view value) {
  MatchScratch scratch;
  std::vector<std::uint32_t> atoms{99};
  set.match(value, scratch, atoms);
  return atoms;
}

TEST(TextSet, AnswersAllModesAtOnce) {
  const std::vector<TextAtom> atoms = {
      {TextMode::equals, {"CMO", "Chief Marketing Officer"}},
      {TextMode::exactly, {"CMO"}},
      {TextMode::pattern, {"head of *", "*boss"}},
      {TextMode::url_pattern, {"/pricing*"}},
      {TextMode::contains, {"market"}},
      {TextMode::starts_with, {"vice", "head"}},
      {TextMode::ends_with, {"sales"}},
      {TextMode::mentions, {"of sales", "VP*"}},
      {TextMode::regex, {"^h", "z$"}},
  };
  const TextSet set(atoms);
  using Ids = std::vector<std::uint32_t>;
  EXPECT_EQ(matched(set, "cmo"), (Ids{0}));
  EXPECT_EQ(matched(set, " CMO "), (Ids{0, 1}));
  EXPECT_EQ(matched(set, "Head of Sales"), (Ids{2, 5, 6, 7, 8}));
  EXPECT_EQ(matched(set, "VP-Marketing"), (Ids{4, 7}));
  EXPECT_EQ(matched(set, "/pricing/de"), (Ids{3}));
  EXPECT_EQ(matched(set, ""), Ids{});
}

TEST(TextSet, TellsUnknownFromFalseForAddresses) {
  const std::vector<TextAtom> atoms = {{TextMode::url_pattern, {"*"}}};
  const TextSet set(atoms);
  MatchScratch scratch;
  std::vector<std::uint32_t> ids;
  set.match("not a url", scratch, ids);
  EXPECT_TRUE(ids.empty());
  EXPECT_FALSE(scratch.url.well_formed);
  EXPECT_FALSE(is_comparable(TextMode::url_pattern, "not a url"));
  set.match("https://x.com", scratch, ids);
  EXPECT_EQ(ids.size(), 1u);
  EXPECT_TRUE(scratch.url.well_formed);
  EXPECT_TRUE(is_comparable(TextMode::equals, "not a url"));
}

TEST(TextSet, MayBeEmpty) {
  const TextSet set(std::vector<TextAtom>{});
  EXPECT_TRUE(matched(set, "x").empty());
  const std::vector<TextAtom> nothing = {{TextMode::equals, {}}, {TextMode::regex, {"("}}};
  EXPECT_TRUE(matched(TextSet(nothing), "(").empty());
}

// Texts that fold, compose, overlap and repeat in unpleasant ways.
class Texts {
 public:
  explicit Texts(unsigned seed) : random_(seed) {}

  std::string text(std::size_t most_pieces) {
    static const std::vector<std::string> pieces = {
        "a",        "A",         "b",      "aa", "ab",      "ba",     " ",      " ",        "-",      "ß",    "SS",       "ss",
        "é",        "E\u0301",   "\u0301", "İ",  "i\u0307", "Σ",      "ς",      "σ",        "\u0345", "ガ",   "ｶﾞ",       "가",
        "\u1100",   "\u1161",    "한국",   "ﬁ",  "fi",      "①",      "1",      "٣",        "x",      "head", "Head of",  "sales",
        "VP",       "marketing", "co",     "op", "\u00AD",  "\u200D", "\u3000", "/",        ".",      "www.", "https://", "x.com",
        "/pricing", "?",         "#",      "😀", "हि",      "न्दी",    "\xFF",   "12345678", "_"};
    std::string text;
    for (std::size_t i = below(most_pieces + 1); i > 0; --i) text += pieces[below(pieces.size())];
    return text;
  }

  // A text with some `*` in it.
  std::string pattern() {
    std::string text = this->text(2);
    for (std::size_t i = below(3); i > 0; --i) {
      text += "*";
      text += this->text(2);
    }
    return below(4) == 0 ? "*" + text : text;
  }

  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }

 private:
  std::mt19937 random_;
};

std::string random_text_for(TextMode mode, Texts& texts) {
  static const std::vector<std::string> expressions = {"a",       "^a", "b$", "(?-i)A",  "s{2}", "\\bco",
                                                       "[a-c]+$", ".",  "^$", "x\\.com", "ガ",   "\\d+"};
  switch (mode) {
    case TextMode::regex: return expressions[texts.below(expressions.size())];
    case TextMode::equals:
    case TextMode::exactly:
    case TextMode::contains:
    case TextMode::starts_with:
    case TextMode::ends_with: return texts.text(3);
    case TextMode::pattern:
    case TextMode::url_pattern:
    case TextMode::mentions: return texts.pattern();
  }
  return {};
}

TEST(TextSet, AgreesWithTheSimpleFunctions) {
  Texts texts(2026);
  int hits = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::vector<std::string>> storage;
    std::vector<TextAtom> atoms;
    for (std::size_t i = 1 + texts.below(round % 2 == 0 ? 8 : 150); i > 0; --i) {
      const auto mode = static_cast<TextMode>(texts.below(9));
      storage.emplace_back();
      for (std::size_t k = 1 + texts.below(4); k > 0; --k) storage.back().push_back(random_text_for(mode, texts));
      atoms.push_back({mode, {}});
    }
    for (std::size_t i = 0; i < atoms.size(); ++i) atoms[i].texts.assign(storage[i].begin(), storage[i].end());
    const TextSet set(atoms);
    MatchScratch scratch;
    std::vector<std::uint32_t> got;
    for (int sample = 0; sample < 120; ++sample) {
      const std::string value = texts.text(8);
      std::vector<std::uint32_t> wanted;
      for (std::uint32_t i = 0; i < atoms.size(); ++i) {
        if (matches_one(atoms[i], value)) wanted.push_back(i);
      }
      set.match(value, scratch, got);
      ASSERT_EQ(got, wanted) << "value '" << value << "' in round " << round;
      hits += static_cast<int>(wanted.size());
    }
  }
  EXPECT_GT(hits, 20'000);
}

// Values made from the texts themselves, so that long ones are hit, too.
TEST(TextSet, AgreesOnLongListsOfTexts) {
  Texts texts(7);
  for (const TextMode mode :
       {TextMode::equals, TextMode::pattern, TextMode::contains, TextMode::starts_with, TextMode::ends_with, TextMode::mentions}) {
    std::vector<std::string> storage;
    for (int i = 0; i < 1500; ++i)
      storage.push_back(texts.text(3) + std::to_string(texts.below(300)) + (mode == TextMode::pattern ? "*" : "") + texts.text(2));
    std::vector<TextAtom> atoms;
    for (std::size_t i = 0; i < storage.size(); ++i) atoms.push_back({mode, {storage[i]}});
    const TextSet set(atoms);
    for (int sample = 0; sample < 15; ++sample) {
      const std::string value = texts.text(1) + storage[texts.below(storage.size())] + texts.text(1);
      std::vector<std::uint32_t> wanted;
      for (std::uint32_t i = 0; i < atoms.size(); ++i) {
        if (matches_one(atoms[i], value)) wanted.push_back(i);
      }
      ASSERT_EQ(matched(set, value), wanted) << value;
    }
  }
}

TEST(TextSet, LeavesNothingOfAMatchForTheNext) {
  std::vector<std::string> storage;
  for (int i = 0; i < 130; ++i) storage.push_back("t" + std::to_string(i));
  std::vector<TextAtom> atoms;
  for (const std::string& text : storage) atoms.push_back({TextMode::contains, {text}});
  const TextSet set(atoms);
  MatchScratch scratch;
  std::vector<std::uint32_t> got;
  set.match("T129 t129", scratch, got);
  EXPECT_EQ(got, (std::vector<std::uint32_t>{1, 12, 129}));
  set.match("t5", scratch, got);
  EXPECT_EQ(got, (std::vector<std::uint32_t>{5}));
}

TEST(LiteralTable, HoldsManyTexts) {
  LiteralTable table;
  constexpr std::uint32_t count = 100'000;
  for (std::uint32_t i = 0; i < count; ++i) table.add("domain" + std::to_string(i * 7) + ".com", i);
  std::uint32_t found = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    table.visit("domain" + std::to_string(i * 7) + ".com", [&](std::uint32_t goal) { found += goal == i; });
    table.visit("domain" + std::to_string(i * 7 + 1) + ".com", [&](std::uint32_t) { ADD_FAILURE(); });
  }
  EXPECT_EQ(found, count);
}

TEST(PrefixTable, FindsEveryBeginning) {
  PrefixTable table;
  const std::vector<std::string> keys = {"",  "a",   "ab", "abcdefgh", "abcdefghi", "abcdefghiz", "abcdefghA", std::string("ab\0", 3),
                                         "b", "\xFF"};
  for (std::uint32_t i = 0; i < keys.size(); ++i) table.add(keys[i], i);
  table.finish();
  for (const std::string& value : {std::string("abcdefghij"), std::string("abcdefghAB"), std::string("ab\0c", 4), std::string(""),
                                   std::string("\xFF\xFF"), std::string("aa"), std::string("c"), std::string("abcdefg")}) {
    std::vector<std::uint32_t> got, wanted;
    table.visit(value, [&](std::uint32_t goal) { got.push_back(goal); });
    std::sort(got.begin(), got.end());
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
      if (value.starts_with(keys[i])) wanted.push_back(i);
    }
    EXPECT_EQ(got, wanted) << value;
  }
}

TEST(GramIndex, FindsNeedlesAtBothEnds) {
  GramIndex index;
  const std::vector<std::string> needles = {"a", "ab", "abc", "abcd", "xabcd", "abcdefghij"};
  for (std::uint32_t i = 0; i < needles.size(); ++i) index.add(needles[i], i);
  index.finish();
  std::vector<int> hits(needles.size());
  index.visit("abcdefghij xabcd", [&](std::uint32_t goal) { ++hits[goal]; });
  EXPECT_EQ(hits, (std::vector<int>{2, 2, 2, 2, 1, 1}));
}

// Few and many needles, whose grams are filtered in different ways, in values of less and more than 64 places.
TEST(GramIndex, FindsNeedlesOfAnyNumberAtAnyPlace) {
  std::mt19937 random(5);
  const auto word = [&](std::size_t size) {
    std::string made;
    while (made.size() < size) made += "aeiklmnostu \xC3\xA4"[random() % 14];
    return made;
  };
  for (const std::size_t count : {1u, 60u, 200u, 900u, 3'000u}) {
    GramIndex index;
    std::vector<std::string> needles;
    for (std::uint32_t i = 0; i < count; ++i) index.add(needles.emplace_back(word(1 + i % 9)), i);
    index.finish();
    for (std::size_t size = 0; size < 200; size += 3) {
      std::string value = word(size) + needles[random() % count] + word(size % 7);
      value.shrink_to_fit();
      std::vector<bool> got(count), wanted(count);
      index.visit(value, [&](std::uint32_t goal) { got[goal] = true; });
      for (std::size_t i = 0; i < count; ++i) wanted[i] = value.find(needles[i]) != std::string::npos;
      ASSERT_EQ(got, wanted) << value;
    }
  }
}

TEST(Hash, OfRoutesIsFnv1a) {
  EXPECT_EQ(fnv1a(""), 0xCBF29CE484222325u);
  EXPECT_EQ(fnv1a("a"), 0xAF63DC4C8601EC8Cu);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171F73967E8u);
  EXPECT_EQ(fnv1a("\xFF"), 0xAF64724C8602EB6Eu);
}

}  // namespace
}  // namespace assay::text

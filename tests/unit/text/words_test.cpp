#include "runtime/text/words.h"

#include <gtest/gtest.h>

#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace assay::text {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  const std::string folded = fold(text);
  std::vector<std::string> words;
  std::size_t position = 0;
  for (std::string_view word = next_word(folded, position); !word.empty(); word = next_word(folded, position)) words.emplace_back(word);
  return words;
}

bool mentions(std::string_view value, std::string_view phrase) { return Phrase(phrase).is_in(fold(value)); }

TEST(Words, AreRunsOfLettersMarksAndDigits) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(words_of("VP, Marketing & Sales/EMEA-2"), (Words{"vp", "marketing", "sales", "emea", "2"}));
  EXPECT_EQ(words_of("हिन्दी"), (Words{"हिन्दी"}));
  EXPECT_EQ(words_of("x_y"), (Words{"x", "y"}));
  EXPECT_EQ(words_of("٣ ½ ① Ⅳ"), (Words{"٣", "1", "2", "1", "iv"}));
  EXPECT_EQ(words_of("😀 boss"), (Words{"boss"}));
  EXPECT_EQ(words_of("chef d’équipe"), (Words{"chef", "d", "équipe"}));
  EXPECT_EQ(words_of(" -- "), Words{});
  EXPECT_EQ(words_of(""), Words{});
}

TEST(Words, AreSplitAtOnceAsOneByOne) {
  std::string text = "a";
  for (int i = 0; i < 300; ++i) {
    text += std::string_view("ab1 -Z9@[`{/:é\x7F")[static_cast<std::size_t>(i * 7 % 17)];
    for (std::size_t start = 0; start < 3; ++start) {
      const std::string_view part = std::string_view(text).substr(start * text.size() / 3);
      std::vector<std::string_view> at_once, one_by_one;
      split_words(part, at_once);
      std::size_t position = 0;
      for (std::string_view word = next_word(part, position); !word.empty(); word = next_word(part, position)) one_by_one.push_back(word);
      ASSERT_EQ(at_once, one_by_one) << part;
    }
  }
  std::vector<std::string_view> words{"old"};
  split_words(std::string(63, 'x'), words);
  EXPECT_EQ(words.size(), 1u);
  split_words("", words);
  EXPECT_TRUE(words.empty());
}

TEST(Words, HaveTheCharactersOfTheirClasses) {
  for (const char32_t c : {U'a', U'é', U'ʰ', U'ガ', U'\u0301', U'\u0903', U'\u20DD', U'٣', U'9'}) EXPECT_TRUE(is_word_character(c));
  for (const char32_t c : {U' ', U'_', U'-', U'Ⅳ', U'½', U'\u200D', U'😀', U'\n'}) EXPECT_FALSE(is_word_character(c));
  EXPECT_FALSE(is_word_character(invalid_code_point));
}

TEST(Mentions, FindsWordsNextToEachOther) {
  EXPECT_TRUE(mentions("VP-Marketing", "vp marketing"));
  EXPECT_TRUE(mentions("Senior VP, Marketing (EMEA)", "VP-Marketing"));
  EXPECT_FALSE(mentions("VP of Marketing", "VP Marketing"));
  EXPECT_TRUE(mentions("head  of sales", "head of"));
  EXPECT_FALSE(mentions("internal", "intern"));
  EXPECT_FALSE(mentions("sales", "head of sales"));
  EXPECT_TRUE(mentions("a a b", "a b"));
}

TEST(Mentions, TakesAStarAtTheEndOfAWordForItsRest) {
  EXPECT_TRUE(mentions("Marketing Manager", "market*"));
  EXPECT_TRUE(mentions("market", "market*"));
  EXPECT_FALSE(mentions("supermarket", "market*"));
  EXPECT_TRUE(mentions("head of international sales", "inter* sales"));
  EXPECT_FALSE(mentions("head of international big sales", "inter* sales"));
  EXPECT_TRUE(mentions("हिन्दी", "हि*"));
}

TEST(Mentions, TakesAnyOtherStarForASeparator) {
  EXPECT_TRUE(mentions("the boss", "*boss"));
  EXPECT_FALSE(mentions("big-bosses", "*boss"));
  EXPECT_TRUE(mentions("head of", "head of *"));
  EXPECT_FALSE(mentions("coop", "co*op"));
  EXPECT_TRUE(mentions("corp op", "co*op"));
}

TEST(Mentions, OfNothingIsFalse) {
  for (const std::string_view phrase : {"", " ", "*", "-", "&"}) {
    EXPECT_FALSE(mentions("anything", phrase));
    EXPECT_FALSE(mentions("", phrase));
  }
}

}  // namespace
}  // namespace assay::text

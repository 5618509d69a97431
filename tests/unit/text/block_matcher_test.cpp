#include "runtime/text/block_matcher.h"

#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "runtime/text/fold.h"
#include "runtime/text/text_set.h"
#include "runtime/text/wide_text.h"

namespace assay::text {
namespace {

// Texts one behind the other, as a column has them.
struct Column {
  std::string bytes;
  std::vector<std::int32_t> offsets{0};

  void add(std::string_view text) {
    bytes += text;
    offsets.push_back(static_cast<std::int32_t>(bytes.size()));
  }
  TextRun run(std::size_t first) const { return {bytes.data(), offsets.data() + first, offsets.size() - 1 - first}; }
};

class Random {
 public:
  explicit Random(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }

  // Trimmed, as the texts of columns are; of few letters, so that much is found.
  std::string text(std::size_t most_pieces) {
    static const std::vector<std::string> pieces = {"a",     "A",       "b", "B", "ab", "Ba", " ", "-",
                                                    "sales", "Head of", "z", "Z", "[",  "`",  "{", "@"};
    static const std::vector<std::string> others = {"é", "K" /* Kelvin */, "ﬁ", "ｈead", "\xFF", "İ"};
    std::string text;
    for (std::size_t i = below(most_pieces + 1); i > 0; --i)
      text += below(60) == 0 ? others[below(others.size())] : pieces[below(pieces.size())];
    return std::string(trim(text));
  }

 private:
  std::mt19937 random_;
};

bool is_set(const std::vector<std::uint64_t>& bits, std::size_t i) { return (bits[i / 64] >> i % 64 & 1) != 0; }

class Blocks : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_wide_texts()) GTEST_SKIP() << "this processor, or this build, matches texts one by one";
  }

  // What the block says of each text is what `match` says of it alone.
  void expect_like_one_by_one(const TextSet& set, const Column& column, std::size_t first) {
    const TextRun run = column.run(first);
    std::vector<std::uint64_t> asked(run.count / 64 + 1);
    for (std::size_t i = 0; i < run.count; ++i) asked[i / 64] |= std::uint64_t{unasked_ == 0 || (i + first) % unasked_ != 0} << i % 64;
    set.for_blocks()->match(run, asked.data(), found_);
    std::map<std::size_t, std::vector<std::uint32_t>> atoms_of_hits;
    for (const BlockMatches::Hit& hit : found_.hits) atoms_of_hits[hit.text].push_back(hit.atom);
    MatchScratch scratch;
    std::vector<std::uint32_t> wanted;
    for (std::size_t i = 0; i < run.count; ++i) {
      auto& atoms = atoms_of_hits[i];
      if (!is_set(asked, i)) {
        ASSERT_FALSE(is_set(found_.known, i) || is_set(found_.other, i));
        continue;
      }
      if (is_set(found_.other, i)) {
        ++others_;
        ASSERT_TRUE(atoms.empty() && !is_set(found_.known, i));
        continue;
      }
      set.match(run.at(i), scratch, wanted);
      if (is_set(found_.known, i)) {
        ++known_;
        ASSERT_TRUE(atoms.empty());
        const auto [met, is_new] = folded_of_number_.emplace(found_.numbers[i], fold(run.at(i)));
        ASSERT_EQ(met->second, fold(run.at(i)));
        ASSERT_FALSE(wanted.empty());
        continue;
      }
      std::ranges::sort(atoms);
      ASSERT_EQ(atoms, wanted) << run.at(i);
      hits_ += atoms.size();
    }
  }

  BlockMatches found_;
  std::size_t unasked_ = 0;  // each so many-th text is not asked for; 0: all are
  std::map<std::uint32_t, std::string> folded_of_number_;
  std::size_t known_ = 0, others_ = 0, hits_ = 0;
};

TEST_F(Blocks, SayWhatIsSaidOneByOne) {
  Random random(5);
  for (int round = 0; round < 150; ++round) {
    folded_of_number_.clear();
    unasked_ = static_cast<std::size_t>(round) % 14;
    std::vector<std::vector<std::string>> storage;
    std::vector<TextAtom> atoms;
    const std::size_t sorts = random.below(3);  // only equals, only contains, both
    for (std::size_t i = 1 + random.below(round % 5 == 0 ? 400 : 12); i > 0; --i) {
      const bool contains = sorts == 1 || (sorts == 2 && random.below(2) == 0);
      const bool is_pattern = random.below(3) == 0;
      atoms.push_back({is_pattern ? TextMode::pattern : contains ? TextMode::contains : TextMode::equals, {}});
      storage.emplace_back();
      for (std::size_t k = 1 + random.below(3); k > 0; --k) {
        std::string text = random.text(contains ? 3 : 4);
        if (contains && fold(text).empty()) text = "a";
        storage.back().push_back(contains && is_pattern ? "*" + text + "*" : text);
      }
    }
    for (std::size_t i = 0; i < atoms.size(); ++i) atoms[i].texts.assign(storage[i].begin(), storage[i].end());
    const TextSet set(atoms);
    ASSERT_NE(set.for_blocks(), nullptr);
    Column column;
    for (std::size_t i = random.below(700) + 1; i > 0; --i) column.add(random.text(random.below(8) == 0 ? 60 : 6));
    expect_like_one_by_one(set, column, random.below(column.offsets.size() - 1));
  }
  EXPECT_GT(known_, 1000u);
  EXPECT_GT(others_, 1000u);
  EXPECT_GT(hits_, 10'000u);
}

TEST_F(Blocks, FindNoNeedleAcrossTwoTexts) {
  const std::vector<TextAtom> atoms = {{TextMode::contains, {"sales"}}, {TextMode::contains, {"le"}}, {TextMode::contains, {"x"}}};
  const TextSet set(atoms);
  Column column;
  for (const char* text : {"x sa", "les", "", "sal", "", "ES", "SaLeS x"}) column.add(text);
  expect_like_one_by_one(set, column, 0);
  EXPECT_EQ(hits_, 5u);  // x; le; sales, le and x
}

TEST_F(Blocks, LeaveLongTextsToOthersAndSearchTheRest) {
  const std::vector<TextAtom> atoms = {{TextMode::contains, {"needle"}}, {TextMode::equals, {"short"}}};
  const TextSet set(atoms);
  Column column;
  for (int i = 0; i < 40; ++i) {
    column.add(std::string(9000, 'n') + (i % 3 == 0 ? "NEEDLE" : ""));
    column.add("Short");
    if (i % 7 == 0) column.add(std::string(200'000, 'e') + "needle");
  }
  expect_like_one_by_one(set, column, 0);
  EXPECT_EQ(hits_, 14u);
  EXPECT_EQ(known_, 40u);
  EXPECT_EQ(others_, 6u);
}

TEST(IsAscii, WhereverTheByteStands) {
  for (const std::size_t size : {0, 1, 7, 8, 9, 63, 64, 65, 128, 200}) {
    std::string text(size, '\x7F');
    EXPECT_TRUE(is_ascii(text));
    for (std::size_t at = 0; at < size; ++at) {
      text[at] = '\x80';
      EXPECT_FALSE(is_ascii(text)) << at << " of " << size;
      text[at] = '\x7F';
    }
  }
}

TEST_F(Blocks, AreNotForEveryComparison) {
  const auto has = [](TextMode mode, const char* text) {
    const std::vector<TextAtom> atoms = {{TextMode::equals, {"a"}}, {mode, {text}}};
    return TextSet(atoms).for_blocks() != nullptr;
  };
  EXPECT_TRUE(has(TextMode::contains, "a"));
  EXPECT_FALSE(has(TextMode::contains, ""));
  EXPECT_FALSE(has(TextMode::starts_with, "a"));
  EXPECT_TRUE(has(TextMode::pattern, "a"));
  EXPECT_TRUE(has(TextMode::pattern, "*a*"));
  EXPECT_FALSE(has(TextMode::pattern, "a*"));
  EXPECT_FALSE(has(TextMode::pattern, "*a*b*"));
  EXPECT_FALSE(has(TextMode::exactly, "a"));
  EXPECT_FALSE(has(TextMode::equals, std::string(65, 'a').c_str()));
}

}  // namespace
}  // namespace assay::text

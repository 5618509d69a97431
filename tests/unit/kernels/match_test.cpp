#include "runtime/kernels/match.h"

#include <map>
#include <random>

#include "runtime/kernels/value_numbers.h"
#include "tests/unit/kernels/frame_fixture.h"

namespace assay::kernels {
namespace {

using tests::Cell;

class Match : public FrameTest {
 protected:
  AtomSet atoms() {
    AtomSet set;
    set.atoms = {{text::TextMode::equals, {"cmo"}}, {text::TextMode::contains, {"e"}}, {text::TextMode::pattern, {"head of *", "ceo"}}};
    set.build();
    return set;
  }

  // The bitmaps are what matching each row by itself gives.
  void expect_like_one_by_one(const std::vector<Cell>& cells, const AtomSet& set, Offset out) {
    for (std::size_t row = 0; row < cells.size(); ++row) {
      const auto* text = std::get_if<std::string>(&cells[row]);
      for (std::size_t i = 0; i < set.atoms.size(); ++i) {
        const text::TextAtom atom{set.atoms[i].mode, {set.atoms[i].texts.begin(), set.atoms[i].texts.end()}};
        EXPECT_EQ(truth(out + static_cast<Offset>(i * truth_bytes), row), text && text::matches_one(atom, *text)) << row << " " << i;
      }
    }
  }

  const std::vector<std::string> titles = {"CMO", "CEO", "Head of Sales", "cook", ""};
  std::vector<Cell> many_titles() {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < 500; ++i) cells.push_back(i % 11 == 0 ? Cell{} : Cell{titles[i * i % titles.size()]});
    return cells;
  }
};

TEST_F(Match, PlainTexts) {
  const std::vector<Cell> cells = many_titles();
  use_column(runtime::Storage::Text, cells);
  const MatchTexts step{
      .column = 0, .slot = {}, .part = TextPart::Whole, .set = atoms(), .asked = 3, .first_out = new_truths(3), .state = 0};
  run(step, block);
  expect_like_one_by_one(cells, step.set, step.first_out);
  run(step, block);  // from the cache
  expect_like_one_by_one(cells, step.set, step.first_out);
}

TEST_F(Match, Dictionaries) {
  const std::vector<Cell> cells = many_titles();
  use_column(runtime::Storage::Text, cells, true);
  const MatchTexts step{
      .column = 0, .slot = {}, .part = TextPart::Whole, .set = atoms(), .asked = 3, .first_out = new_truths(3), .state = 0};
  run(step, block);
  expect_like_one_by_one(cells, step.set, step.first_out);
}

TEST_F(Match, VerdictsOfABatchDictionaryEndWithTheBatch) {
  use_column(runtime::Storage::Text, {Cell{"CMO"}}, true);
  const MatchTexts step{
      .column = 0, .slot = {}, .part = TextPart::Whole, .set = atoms(), .asked = 3, .first_out = new_truths(3), .state = 0};
  run(step, block);
  EXPECT_TRUE(truth(step.first_out, 0));
  use_column(runtime::Storage::Text, {Cell{"cook"}}, true);
  ++block.batch;
  run(step, block);
  EXPECT_FALSE(truth(step.first_out, 0));
}

TEST_F(Match, TextsThatAreNearlyAllDistinct) {
  const MatchTexts step{
      .column = 0, .slot = {}, .part = TextPart::Whole, .set = atoms(), .asked = 3, .first_out = new_truths(3), .state = 0};
  for (std::size_t batch = 0; batch < 8; ++batch) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < 1024; ++i) cells.emplace_back("head of " + std::to_string(batch * 1024 + i));
    use_column(runtime::Storage::Text, cells);
    ++block.batch;
    run(step, block);
    expect_like_one_by_one(cells, step.set, step.first_out);
  }
}

// Of three atoms one has its bitmap; all give points to one of two sums.
class PointsOfTexts : public Match {
 protected:
  MatchTexts make_step() {
    MatchTexts step{.column = 0, .slot = {}, .part = TextPart::Whole, .set = atoms(), .asked = 1, .first_out = new_truths(3), .state = 0};
    step.points.push_back({{5, 0, -30}, new_values().values});
    step.points.push_back({{0, 700, 0}, new_values().values});
    return step;
  }

  void expect_points(const std::vector<Cell>& cells, const MatchTexts& step) {
    for (std::size_t row = 0; row < cells.size(); ++row) {
      const auto* text = std::get_if<std::string>(&cells[row]);
      for (const TextPoints& points : step.points) {
        runtime::Points expected = 0;
        for (std::size_t i = 0; i < step.set.atoms.size(); ++i) {
          const text::TextAtom atom{step.set.atoms[i].mode, {step.set.atoms[i].texts.begin(), step.set.atoms[i].texts.end()}};
          expected += text && text::matches_one(atom, *text) ? points.of_atom[i] : 0;
        }
        EXPECT_EQ(block.at<runtime::Points>(points.to)[row], expected) << row;
      }
    }
  }
};

TEST_F(PointsOfTexts, ArePlainOrOfADictionary) {
  const MatchTexts step = make_step();
  const std::vector<Cell> cells = many_titles();
  for (const bool dictionary : {false, true}) {
    use_column(runtime::Storage::Text, cells, dictionary);
    run(step, block);
    expect_points(cells, step);
    run(step, block);  // from the cache
    expect_points(cells, step);
  }
}

TEST_F(PointsOfTexts, OnlyAskedAtomsHaveABitmapUnlessTheRunExplains) {
  const MatchTexts step = make_step();
  const std::vector<Cell> cells = many_titles();
  use_column(runtime::Storage::Text, cells);
  set(step.first_out + truth_bytes, 7);
  run(step, block);
  EXPECT_TRUE(truth(step.first_out + truth_bytes, 7)) << "nobody looks there";
  EXPECT_TRUE(truth(step.first_out, 5));  // "CMO"
  run_settings.explain = true;
  StepStates other(1, 0);
  run_settings.states = &other;
  run(step, block);
  expect_like_one_by_one(cells, step.set, step.first_out);
  expect_points(cells, step);
}

TEST_F(PointsOfTexts, OfTextsThatAreNearlyAllDistinct) {
  const MatchTexts step = make_step();
  for (std::size_t batch = 0; batch < 8; ++batch) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < 1024; ++i) cells.emplace_back(i % 9 == 0 ? Cell{} : Cell{"head of " + std::to_string(batch * 1024 + i)});
    use_column(runtime::Storage::Text, cells);
    ++block.batch;
    run(step, block);
    expect_points(cells, step);
  }
}

TEST_F(PointsOfTexts, NothingIsKnown) {
  const MatchTexts step = make_step();
  for (const bool dictionary : {false, true}) {
    use_column(runtime::Storage::Text, {Cell{}, Cell{}, Cell{}}, dictionary);
    run(step, block);
    expect_points({Cell{}, Cell{}, Cell{}}, step);
  }
  columns[0] = {.storage = runtime::Storage::Text, .absent = true};
  run(step, block);
  expect_points({Cell{}, Cell{}, Cell{}}, step);
}

// Atoms of which a block is asked at once, where the processor can.
class BlocksOfTexts : public PointsOfTexts {
 protected:
  MatchTexts make_simple_step() {
    MatchTexts step = make_step();
    step.set.atoms = {{text::TextMode::equals, {"cmo", "ceo", "ärztin"}},
                      {text::TextMode::contains, {"sal", "head"}},
                      {text::TextMode::contains, {"e", "of s"}}};
    step.set.build();
    step.asked = 2;
    return step;
  }

  void expect_rows(const MatchTexts& step, const std::vector<Cell>& cells, bool dictionary = false) {
    use_column(runtime::Storage::Text, cells, dictionary);
    ++block.batch;
    run(step, block);
    expect_points(cells, step);
    AtomSet asked = step.set;
    asked.atoms.resize(step.asked);
    expect_like_one_by_one(cells, asked, step.first_out);
  }

  std::vector<Cell> rows_of(const std::vector<std::string>& texts, std::size_t count) {
    std::vector<Cell> cells(count);
    for (std::size_t i = 0; i < count; ++i) {
      if (i % 11 != 0) cells[i] = texts[i * i % texts.size()];
    }
    return cells;
  }
};

TEST_F(BlocksOfTexts, ArePlainOrOfADictionaryInTurn) {
  const MatchTexts step = make_simple_step();
  for (const bool dictionary : {false, true, false, false, true, true, false}) expect_rows(step, many_titles(), dictionary);
}

// Whatever was met decides how the next texts are matched, and never what comes out.
TEST_F(BlocksOfTexts, WhateverWasMetBefore) {
  const MatchTexts step = make_simple_step();
  const std::vector<std::string> many_hits = {"eeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "sales head of sales", "CMO"},
                                 odd = {"Ärztin", "hÉad", "Ｈead of sales"};
  std::vector<std::string> distinct;
  for (std::size_t i = 0; i < 5000; ++i) distinct.push_back("Head of " + std::to_string(i));
  expect_rows(step, many_titles());
  for (const auto& texts : {many_hits, odd, titles, distinct, distinct, distinct, distinct, distinct, many_hits, titles, odd, distinct}) {
    for (const std::size_t rows : {1024, 1, 64, 1000}) expect_rows(step, rows_of(texts, rows));
    expect_rows(step, many_titles(), true);
  }
}

TEST_F(Match, PartsOfAddresses) {
  use_column(runtime::Storage::Text, {Cell{"ada@CMO"}, Cell{"cmo"}, Cell{"a@b@c"}});
  const MatchTexts step{
      .column = 0, .slot = {}, .part = TextPart::Domain, .set = atoms(), .asked = 3, .first_out = new_truths(3), .state = 0};
  run(step, block);
  EXPECT_TRUE(truth(step.first_out, 0));
  EXPECT_FALSE(truth(step.first_out, 1));
  EXPECT_FALSE(truth(step.first_out, 2));
}

TEST_F(Match, SomeElementOfAList) {
  use_column(runtime::Storage::TextList, {Cell{std::vector<std::string>{"cook", "CMO"}}, Cell{std::vector<std::string>{}}, Cell{},
                                          Cell{std::vector<std::string>{"ceo"}}});
  const MatchLists step{.column = 0, .slot = {}, .set = atoms(), .first_out = new_truths(3), .state = 0};
  run(step, block);
  EXPECT_TRUE(truth(step.first_out, 0));
  EXPECT_FALSE(truth(step.first_out, 3));
  EXPECT_TRUE(truth(step.first_out + 2 * truth_bytes, 3));
  EXPECT_FALSE(truth(step.first_out + 2 * truth_bytes, 1));
}

TEST_F(Match, Labels) {
  use_column(runtime::Storage::Label, {Cell{std::int64_t{0}}, Cell{std::int64_t{2}}, Cell{}});
  const MatchLabels step{
      .column = 0, .slot = {}, .atoms_of_code = {{}, {0}, {0, 1}}, .atom_count = 2, .first_out = new_truths(2), .state = 0};
  run(step, block);
  EXPECT_FALSE(truth(step.first_out, 0));
  EXPECT_TRUE(truth(step.first_out, 1));
  EXPECT_TRUE(truth(step.first_out + truth_bytes, 1));
  EXPECT_FALSE(truth(step.first_out, 2));
}

// Texts of any length, some of which differ in one byte only; met one by one, together, and after the table has grown.
TEST(ValueNumbersTest, EqualTextsHaveEqualNumbers) {
  std::mt19937 random(8);
  std::vector<std::string> owned;
  for (int i = 0; i < 3'000; ++i) {
    std::string text(random() % 130, 'x');
    if (!text.empty()) text[random() % text.size()] = "abc\0"[random() % 4];
    owned.push_back(std::move(text));
  }
  const std::vector<std::string_view> texts(owned.begin(), owned.end());
  ValueNumbers values;
  std::map<std::string_view, std::uint32_t> known;
  const auto check = [&](std::string_view text, std::uint32_t number) {
    const auto [at, is_new] = known.try_emplace(text, number);
    EXPECT_EQ(at->second, number);
    if (is_new) {
      EXPECT_EQ(number + std::size_t{1}, known.size());  // in the order in which they are met
    }
  };
  for (std::size_t i = 0; i < 100; ++i) check(texts[i], values.number(texts[i]));
  std::vector<std::uint32_t> numbers(texts.size());
  values.number_all(texts, numbers.data());
  for (std::size_t i = 0; i < texts.size(); ++i) check(texts[i], numbers[i]);
  for (const std::string_view text : texts) check(text, values.number(text));
  EXPECT_EQ(values.bound(), known.size());
}

}  // namespace
}  // namespace assay::kernels

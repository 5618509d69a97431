#include "compiler/plan/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/ir/builder.h"
#include "compiler/plan/comparison.h"

namespace assay::plan {
namespace {

using ir::ExprId;
using ir::Op;
using ir::Type;
using testing::HasSubstr;
using testing::Not;

class Plans : public testing::Test {
 protected:
  Plans() {
    policy.result.stages = {"lead"};
    policy.result.sections.push_back({.name = "fit"});
    policy.sections.emplace_back();
  }

  ExprId field(const std::string& name, runtime::Type type, Type value_type) {
    runtime::FieldSpec spec;
    spec.name = name;
    spec.type = type;
    policy.schema.fields.push_back(spec);
    return build.leaf(Op::Field, value_type, static_cast<std::int32_t>(policy.schema.fields.size() - 1));
  }

  void rule(ExprId condition, std::int64_t points) {
    const auto index = static_cast<std::int32_t>(policy.rules.size());
    policy.rules.push_back({.condition = condition, .points = build.integer(points), .section = 0});
    policy.sections[0].rules.push_back(index);
    policy.result.rules.push_back({.id = "rule " + std::to_string(index), .section = 0, .has_points = true});
  }

  template <typename Step>
  std::vector<Step> steps(const Plan& plan) const {
    std::vector<Step> found;
    for (const kernels::Step& step : plan.program.lists[kernels::BlockProgram::per_block]) {
      if (const auto* each = std::get_if<Step>(&step)) found.push_back(*each);
    }
    return found;
  }

  ir::Policy policy;
  ir::Builder build{policy};
};

TEST_F(Plans, ComparisonsOfAColumnShareThresholds) {
  const ExprId employees = field("employees", runtime::Type::Integer, Type::Integer);
  rule(build.compare(Op::LessOrEqual, build.integer(100), employees), 5);
  rule(build.compare(Op::Less, employees, build.integer(100)), -5);
  rule(build.compare(Op::Equal, employees, build.integer(99)), 1);
  const Plan made = plan(policy);
  const auto compares = steps<kernels::CompareValues>(made);
  ASSERT_EQ(compares.size(), 1u);
  EXPECT_EQ(compares[0].integers, (std::vector<std::int64_t>{99, 100}));
  EXPECT_EQ(steps<kernels::GatherValues>(made).size(), 1u);
}

TEST_F(Plans, OneMatcherPerTextColumn) {
  const ExprId title = field("title", runtime::Type::Text, Type::Text);
  const ExprId buyer = build.text_match(title, {text::TextMode::pattern, {"cmo", "head of *"}, "buyers"});
  rule(buyer, 20);
  rule(build.text_match(title, {text::TextMode::mentions, {"intern"}, ""}), -10);
  rule(build.negation(buyer), -1);
  const auto matches = steps<kernels::MatchTexts>(plan(policy));
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].set.atoms.size(), 2u);
}

TEST_F(Plans, RulesThatOnlyGivePointsForATextNeedNoBitmap) {
  const ExprId title = field("title", runtime::Type::Text, Type::Text);
  const auto mentions = [&](const char* word) { return build.text_match(title, {text::TextMode::mentions, {word}, ""}); };
  const ExprId intern = mentions("intern"), boss = mentions("boss"), buyer = mentions("buyer");
  rule(intern, -10);
  rule(boss, 7);
  rule(boss, 1);
  rule(buyer, 20);
  rule(build.negation(buyer), -1);
  rule(mentions("spam"), 3);
  policy.result.tags = {"spam"};
  policy.rules.back().tags = {0};
  const Plan made = plan(policy);
  const auto matches = steps<kernels::MatchTexts>(made);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].asked, 2u) << "buyer and spam";
  EXPECT_EQ(matches[0].set.atoms[2].texts[0], "intern");
  ASSERT_EQ(matches[0].points.size(), 1u);
  EXPECT_EQ(matches[0].points[0].of_atom, (std::vector<runtime::Points>{0, 0, -100'000, 80'000}));
  const auto sums = steps<kernels::SumWeights>(made);
  ASSERT_EQ(sums.size(), 1u);
  EXPECT_EQ(sums[0].weights.size(), 3u);
  EXPECT_EQ(sums[0].added, std::vector<Offset>{matches[0].points[0].to});
}

TEST_F(Plans, PointsBeyondOneWordKeepTheirRules) {
  const ExprId title = field("title", runtime::Type::Text, Type::Text);
  for (int i = 0; i < 3; ++i)
    rule(build.text_match(title, {text::TextMode::contains, {std::string(1, static_cast<char>('a' + i))}, ""}), 200'000'000'000'000);
  const auto matches = steps<kernels::MatchTexts>(plan(policy));
  EXPECT_EQ(matches.at(0).asked, 3u);
  EXPECT_TRUE(matches.at(0).points.empty());
}

TEST_F(Plans, OnePassOverActivitiesAndAnotherAfterWhatItAsks) {
  policy.schema.activities = {{.name = "visited"}, {.name = "returned"}};
  const auto count = [&](std::int32_t phrase) { return build.over_phrase(Op::Count, Type::Integer, phrase); };
  const auto at_least = [&](std::int64_t n, ExprId value) { return build.compare(Op::LessOrEqual, build.integer(n), value); };
  const std::int32_t visits = build.phrase({0, {}, {}}), returns = build.phrase({1, {}, {}});
  rule(at_least(1, count(visits)), 1);
  rule(at_least(3, count(visits)), 1);
  rule(at_least(1, count(returns)), 1);
  EXPECT_EQ(steps<kernels::ActivityPass>(plan(policy)).size(), 1u);
  const ExprId last_return = build.over_phrase(Op::LatestTime, Type::Time, returns);
  rule(at_least(2, count(build.phrase({0, {}, {{ir::Bound::Side::After, last_return, false, true}}}))), 1);
  const auto passes = steps<kernels::ActivityPass>(plan(policy));
  ASSERT_EQ(passes.size(), 2u);
  EXPECT_EQ(passes[0].phrases.size(), 2u);
  EXPECT_EQ(passes[1].phrases.size(), 1u);
}

TEST_F(Plans, CountsThatAreOnlyComparedHaveNoColumn) {
  policy.schema.activities = {{.name = "visited"}};
  const ExprId visits = build.over_phrase(Op::Count, Type::Integer, build.phrase({0, {}, {}}));
  rule(build.compare(Op::LessOrEqual, build.integer(3), visits), 1);
  auto passes = steps<kernels::ActivityPass>(plan(policy));
  EXPECT_FALSE(passes[0].phrases[0].aggregates[0].to.valid());
  EXPECT_EQ(passes[0].phrases[0].aggregates[0].thresholds.size(), 1u);
  policy.total = build.to_number(visits);
  passes = steps<kernels::ActivityPass>(plan(policy));
  EXPECT_TRUE(passes[0].phrases[0].aggregates[0].to.valid());
}

TEST_F(Plans, WhatIsTheSameForAllLeadsIsComputedOnce) {
  const ExprId seen = field("seen", runtime::Type::Time, Type::Time);
  const ExprId edge = build.add_duration(build.leaf(Op::AsOf, Type::Time), {.months = -1, .microseconds = 0});
  rule(build.compare(Op::Less, edge, seen), 1);
  const Plan made = plan(policy);
  EXPECT_EQ(made.program.lists[kernels::BlockProgram::once].size(), 2u);
  EXPECT_TRUE(steps<kernels::MapDates>(made).empty());
}

TEST_F(Plans, PrintsSharedAtoms) {
  const ExprId employees = field("employees", runtime::Type::Integer, Type::Integer);
  rule(build.compare(Op::LessOrEqual, build.integer(1000), employees), 5);
  rule(build.conjunction(build.compare(Op::LessOrEqual, build.integer(50), employees),
                         build.compare(Op::Less, employees, build.integer(1000))),
       3);
  const std::string text = print(policy, plan(policy, SlotNames::ForDumps));
  EXPECT_THAT(text, HasSubstr("compare employees with 2 thresholds:\n    50 1000\n"));
  EXPECT_THAT(text, HasSubstr("5 when"));
  EXPECT_THAT(text, Not(HasSubstr("?")));
}

TEST(Comparisons, AreRangesOfOneLine) {
  ir::Policy policy;
  ir::Builder build(policy);
  const ExprId value = build.leaf(Op::Field, Type::Integer, 0);
  const auto range = [&](Op op, ExprId a, ExprId b) { return *range_of(policy, policy[build.compare(op, a, b)]); };
  const Range equal = range(Op::Equal, value, build.integer(7));
  EXPECT_EQ(equal.from, 7);
  EXPECT_EQ(equal.to, 8);
  EXPECT_TRUE(range(Op::NotEqual, value, build.integer(7)).outside);
  const Range above = range(Op::Less, build.integer(INT64_MAX), value);
  EXPECT_TRUE(above.empty);
  const Range below = range(Op::LessOrEqual, value, build.integer(INT64_MAX));
  EXPECT_FALSE(below.from || below.to || below.empty);
}

}  // namespace
}  // namespace assay::plan

#include "compiler/ir/builder.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compiler/ir/print.h"
#include "compiler/ir/sweep.h"
#include "compiler/ir/verify.h"

namespace assay::ir {
namespace {

class BuilderTest : public testing::Test {
 protected:
  BuilderTest() : build(policy) {
    for (const char* name : {"a", "b", "c"}) policy.schema.fields.push_back({.name = name, .type = runtime::Type::Integer});
    policy.schema.fields.push_back({.name = "t", .type = runtime::Type::Text});
    policy.schema.activities.push_back({.name = "visited", .attributes = {{.name = "page"}, {.name = "seconds"}}});
    policy.result.stages = {"lead"};
  }

  ExprId field(std::int32_t index) { return build.leaf(Op::Field, Type::Integer, index); }
  ExprId text() { return build.leaf(Op::Field, Type::Text, 3); }
  ExprId above(std::int32_t index, std::int64_t bound) { return build.compare(Op::Less, build.integer(bound), field(index)); }
  std::string printed(ExprId id) { return print(policy, id); }

  Policy policy;
  Builder build;
};

TEST_F(BuilderTest, EqualExpressionsHaveEqualIds) {
  EXPECT_EQ(above(0, 5), above(0, 5));
  EXPECT_NE(above(0, 5), above(0, 6));
  EXPECT_EQ(build.conjunction(above(0, 1), above(1, 2)), build.conjunction(above(1, 2), above(0, 1)));
  EXPECT_EQ(build.compare(Op::Equal, field(0), field(1)), build.compare(Op::Equal, field(1), field(0)));
}

TEST_F(BuilderTest, JunctionsDropWhatSaysNothing) {
  const ExprId a = above(0, 1), b = above(1, 1);
  EXPECT_EQ(build.conjunction(a, build.truth(true)), a);
  EXPECT_TRUE(build.is_truth(build.conjunction(a, build.truth(false)), false));
  EXPECT_TRUE(build.is_truth(build.disjunction({}), false));
  EXPECT_TRUE(build.is_truth(build.conjunction({}), true));
  EXPECT_TRUE(build.is_truth(build.disjunction(a, build.negation(a)), true));
  EXPECT_TRUE(build.is_truth(build.conjunction({a, b, build.negation(a)}), false));
  EXPECT_EQ(build.conjunction(build.conjunction(a, b), a), build.conjunction(a, b));
  EXPECT_EQ(build.negation(build.negation(a)), a);
}

TEST_F(BuilderTest, AtLeastCountsEachTimeItIsGiven) {
  const ExprId a = above(0, 1), b = above(1, 1);
  EXPECT_TRUE(build.is_truth(build.at_least(0, {a}), true));
  EXPECT_TRUE(build.is_truth(build.at_least(3, {a, b}), false));
  EXPECT_EQ(build.at_least(1, {a, b}), build.disjunction(a, b));
  EXPECT_EQ(build.at_least(2, {a, b}), build.conjunction(a, b));
  EXPECT_EQ(build.at_least(2, {a, b, build.truth(true)}), build.disjunction(a, b));
  EXPECT_EQ(build[build.at_least(2, {a, a, b})].op, Op::AtLeast);
}

TEST_F(BuilderTest, ConstantsAreComputedAsEnginesDo) {
  const auto integer = [&](Op op, std::int64_t a, std::int64_t b) {
    return build[build.arithmetic(op, build.integer(a), build.integer(b))].integer;
  };
  EXPECT_EQ(integer(Op::Add, INT64_MAX, 1), INT64_MAX);
  EXPECT_EQ(integer(Op::Subtract, INT64_MIN, 1), INT64_MIN);
  EXPECT_EQ(integer(Op::Multiply, INT64_MAX, 2), INT64_MAX);
  EXPECT_EQ(build[build.unary(Op::Negate, build.integer(INT64_MIN))].integer, INT64_MAX);
  EXPECT_EQ(build[build.arithmetic(Op::Divide, build.number(1), build.number(0))].op, Op::Missing);
  EXPECT_EQ(build[build.arithmetic(Op::Multiply, build.number(1e300), build.number(1e300))].op, Op::Missing);
  EXPECT_EQ(build[build.unary(Op::Round, build.number(-2.5))].number, -3);
  EXPECT_FALSE(std::signbit(build[build.number(-0.0)].number));
  EXPECT_TRUE(build.is_truth(build.compare(Op::Less, build.integer(1), build.integer(2)), true));
}

TEST_F(BuilderTest, MissingValuesMakeComparisonsFalse) {
  const ExprId nothing = build.missing(Type::Integer);
  EXPECT_TRUE(build.is_truth(build.compare(Op::Equal, nothing, field(0)), false));
  EXPECT_TRUE(build.is_truth(build.compare(Op::NotEqual, nothing, field(0)), false));
  EXPECT_TRUE(build.is_truth(build.has(nothing), false));
  EXPECT_EQ(build.otherwise(nothing, field(1)), field(1));
  EXPECT_EQ(build.otherwise(build.integer(3), field(1)), build.integer(3));
}

TEST_F(BuilderTest, EqualListsShareAnAtom) {
  const ExprId one = build.text_match(text(), {text::TextMode::equals, {"CMO", "CFO"}, "buyers"});
  EXPECT_EQ(one, build.text_match(text(), {text::TextMode::equals, {"cfo", "CMO ", "cmo"}, ""}));
  EXPECT_NE(one, build.text_match(text(), {text::TextMode::exactly, {"CMO", "CFO"}, ""}));
  EXPECT_EQ(policy.text_atoms.size(), 2u);
  EXPECT_TRUE(build.is_truth(build.text_match(text(), {text::TextMode::equals, {}, "empty"}), false));
}

TEST_F(BuilderTest, YesNoGoesThereAndBack) {
  const ExprId yes = above(0, 1), no = above(1, 1);
  const ExprId value = build.yes_no(yes, no);
  EXPECT_EQ(build.is_yes(value), yes);
  EXPECT_EQ(build.is_no(value), no);
  EXPECT_EQ(build.has(value), build.disjunction(yes, no));
}

TEST_F(BuilderTest, PhrasesAreSharedAndTellTheirBounds) {
  const ExprId from = build.add_duration(build.leaf(Op::AsOf, Type::Time), {0, -30 * calendar::microseconds_per_day});
  const Phrase phrase{.activity = 0, .filter = {}, .bounds = {{.side = Bound::Side::After, .time = from}}};
  const std::int32_t index = build.phrase(phrase);
  EXPECT_EQ(index, build.phrase(phrase));
  EXPECT_EQ(printed(build.over_phrase(Op::Count, Type::Integer, index)), "count(visited, after (as-of plus -30 days))");
}

TEST_F(BuilderTest, SweepKeepsWhatIsAskedForAndNumbersItAnew) {
  const std::int32_t unused = build.phrase({.activity = 0, .filter = above(2, 9), .bounds = {}});
  (void)unused;
  const ExprId seconds = build.attribute(0, 1, Type::Integer);
  const std::int32_t phrase = build.phrase({.activity = 0, .filter = build.compare(Op::Less, build.integer(3), seconds), .bounds = {}});
  build.text_match(text(), {text::TextMode::equals, {"never asked"}, ""});
  Rule rule;
  rule.condition = build.compare(Op::Less, build.integer(0), build.over_phrase(Op::Count, Type::Integer, phrase));
  rule.points = build.integer(5);
  policy.rules.push_back(rule);
  policy.result.rules.emplace_back();
  const std::string before = printed(rule.condition);
  sweep(policy);
  EXPECT_EQ(verify(policy), std::vector<std::string>{});
  EXPECT_EQ(print(policy, policy.rules[0].condition), before);
  EXPECT_EQ(policy.phrases.size(), 1u);
  EXPECT_TRUE(policy.text_atoms.empty());
  EXPECT_FALSE(policy.schema.fields[2].used);
  EXPECT_TRUE(policy.schema.activities[0].attributes[1].used);
  EXPECT_FALSE(policy.schema.activities[0].attributes[0].used);
}

TEST_F(BuilderTest, VerifyFindsWhatIsWrong) {
  Rule rule;
  rule.condition = above(0, 1);
  policy.rules.push_back(rule);
  EXPECT_EQ(verify(policy), std::vector<std::string>{"rules and their results differ in number"});
  policy.result.rules.emplace_back();
  policy.nodes[rule.condition.index].op = Op::And;
  EXPECT_EQ(verify(policy).size(), 1u);
}

}  // namespace
}  // namespace assay::ir

// Native code by itself; that it agrees with the interpreter on everything is what tests/agree shows.
#include "compiler/emit/llvm/emit.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/ir/builder.h"
#include "tests/support/columns.h"

namespace assay::emit {
namespace {

using ir::ExprId;
using ir::Op;
using ir::Type;
using runtime::Points;
using tests::Cell;

constexpr Points unit = runtime::points_per_unit;

class Native : public testing::Test {
 protected:
  Native() {
    policy.result.stages = {"lead"};
    policy.result.sections.push_back({.name = "fit"});
    policy.sections.emplace_back();
  }

  ExprId field(runtime::Type type, Type value_type) {
    runtime::FieldSpec spec;
    spec.name = "field " + std::to_string(policy.schema.fields.size());
    spec.type = type;
    policy.schema.fields.push_back(spec);
    return build.leaf(Op::Field, value_type, static_cast<std::int32_t>(policy.schema.fields.size() - 1));
  }

  void rule(ExprId condition, ExprId points) {
    const auto index = static_cast<std::int32_t>(policy.rules.size());
    policy.rules.push_back({.condition = condition, .points = points, .section = 0});
    policy.sections[0].rules.push_back(index);
    policy.result.rules.push_back({.id = "rule", .section = 0, .has_points = true});
  }

  runtime::Result score(const std::vector<tests::Lead>& leads) {
    const auto program = emit(policy, plan::plan(policy));
    const auto batch = tests::make_batch(policy.schema, leads);
    runtime::Result result;
    program->start({.as_of = 0, .explain = true})->score(batch, nullptr, result);
    return result;
  }

  // One lead per cell of the only field.
  std::vector<Points> scores(const std::vector<Cell>& cells) {
    std::vector<tests::Lead> leads;
    for (const Cell& cell : cells) leads.push_back({.id = "x", .fields = {cell}, .activities = {}});
    return score(leads).score.values;
  }

  ir::Policy policy;
  ir::Builder build{policy};
};

TEST_F(Native, EveryRowOfSeveralBlocks) {
  const ExprId employees = field(runtime::Type::Integer, Type::Integer);
  rule(build.compare(Op::LessOrEqual, build.integer(100), employees), build.integer(3));
  rule(build.compare(Op::Less, employees, build.integer(2000)), build.integer(-1));
  std::vector<Cell> cells;
  for (std::int64_t i = 0; i < 2500; ++i) cells.push_back(i % 10 == 3 ? Cell{} : Cell{i});
  const std::vector<Points> given = scores(cells);
  for (std::int64_t i = 0; i < 2500; ++i) {
    const Points expected = i % 10 == 3 ? 0 : ((i >= 100 ? 3 : 0) - (i < 2000 ? 1 : 0)) * unit;
    EXPECT_EQ(given[static_cast<std::size_t>(i)], expected) << i;
  }
}

TEST_F(Native, ArithmeticOfIntegersSaturates) {
  const ExprId value = field(runtime::Type::Integer, Type::Integer);
  const ExprId more = build.arithmetic(Op::Add, value, value);
  rule(build.compare(Op::Equal, more, build.integer(std::numeric_limits<std::int64_t>::max())), build.integer(1));
  rule(build.compare(Op::Equal, build.unary(Op::Negate, value), build.integer(std::numeric_limits<std::int64_t>::max())), build.integer(2));
  EXPECT_EQ(scores({Cell{std::numeric_limits<std::int64_t>::max()}, Cell{std::numeric_limits<std::int64_t>::min()}, Cell{std::int64_t{1}}}),
            (std::vector<Points>{unit, 2 * unit, 0}));
}

TEST_F(Native, NumbersThatAreNoneAreMissing) {
  const ExprId value = field(runtime::Type::Number, Type::Number);
  const ExprId ratio = build.arithmetic(Op::Divide, build.number(1), value);
  rule(build.has(ratio), ratio);
  EXPECT_EQ(scores({Cell{0.0}, Cell{4.0}, Cell{}, Cell{1e-320}, Cell{-3.0}}), (std::vector<Points>{0, 2500, 0, 0, -3333}));
}

TEST_F(Native, RoundingIsHalfAwayFromZero) {
  const ExprId value = field(runtime::Type::Number, Type::Number);
  rule(build.truth(true), build.unary(Op::Round, value));
  EXPECT_EQ(scores({Cell{2.5}, Cell{-2.5}, Cell{0.49999999999999994}, Cell{-0.2}}), (std::vector<Points>{3 * unit, -3 * unit, 0, 0}));
}

TEST_F(Native, AtLeastSoManyOf) {
  std::vector<ExprId> conditions;
  const ExprId value = field(runtime::Type::Integer, Type::Integer);
  for (std::int64_t i = 1; i <= 11; ++i) conditions.push_back(build.compare(Op::LessOrEqual, build.integer(i), value));
  for (std::int64_t n = 1; n <= 11; ++n) rule(build.at_least(n, conditions), build.integer(1));
  for (std::int64_t i = 0; i <= 12; ++i) EXPECT_EQ(scores({Cell{i}})[0], std::min<std::int64_t>(i, 11) * unit) << i;
}

TEST_F(Native, JunctionsOfHundreds) {
  std::vector<ExprId> conditions;
  const ExprId value = field(runtime::Type::Integer, Type::Integer);
  for (std::int64_t i = 1; i <= 300; ++i) conditions.push_back(build.compare(Op::LessOrEqual, build.integer(i), value));
  rule(build.at_least(150, conditions), build.integer(1));
  std::vector<ExprId> equal;
  for (std::int64_t i = 1; i <= 300; ++i) equal.push_back(build.compare(Op::NotEqual, value, build.integer(2 * i)));
  rule(build.conjunction(equal), build.integer(10));
  rule(build.negation(build.disjunction(conditions)), build.integer(100));
  const auto of = [&](std::int64_t i) { return scores({Cell{i}})[0] / unit; };
  EXPECT_EQ(of(149), 10);
  EXPECT_EQ(of(150), 1);
  EXPECT_EQ(of(301), 11);
  EXPECT_EQ(of(0), 110);
}

TEST_F(Native, OneProgramForManySessions) {
  rule(build.compare(Op::LessOrEqual, build.integer(1), field(runtime::Type::Integer, Type::Integer)), build.integer(1));
  std::shared_ptr<runtime::Program> program = emit(policy, plan::plan(policy));
  const auto batch = tests::make_batch(policy.schema, {{.id = "x", .fields = {Cell{std::int64_t{1}}}, .activities = {}}});
  const auto first = program->start({}), second = program->start({});
  runtime::Result result;
  for (const auto* session : {&first, &second, &first}) {
    (*session)->score(batch, nullptr, result);
    EXPECT_EQ(result.score.values[0], unit);
  }
}

// Sums that may leave int64 take another way than counters per slice of time; its results are the same.
TEST_F(Native, SumsOverActivitiesSaturate) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  runtime::ActivitySpec visited{.name = "visited", .attributes = {{.name = "seconds", .type = runtime::Type::Integer, .used = true}}};
  policy.schema.activities = {visited};
  runtime::assign_attribute_slots(policy.schema);
  const std::int32_t phrase = build.phrase({0, {}, {{ir::Bound::Side::After, build.constant(Type::Time, -100), true, false}}});
  const ExprId sum = build.over_phrase(Op::SumOf, Type::Integer, phrase, 0);
  rule(build.compare(Op::LessOrEqual, build.integer(most), sum), build.integer(1));
  rule(build.compare(Op::LessOrEqual, build.integer(30), sum), build.integer(10));
  const auto lead = [most](const std::vector<std::int64_t>& seconds) {
    tests::Lead made{.id = "x", .fields = {}, .activities = {}};
    made.activities.push_back({.kind = 0, .time = -101, .attributes = {Cell{most}}});  // before the window
    for (const std::int64_t each : seconds) made.activities.push_back({.kind = 0, .time = -50, .attributes = {Cell{each}}});
    return made;
  };
  const std::vector<tests::Lead> leads = {lead({most, most, -5}), lead({most, 7}), lead({10, 20}), lead({29}), lead({})};
  const auto batch = tests::make_batch(policy.schema, leads);
  const auto activities = tests::make_activities(policy.schema, leads);
  const auto program = emit(policy, plan::plan(policy));
  runtime::Result result;
  program->start({.as_of = 0, .explain = false})->score(batch, &activities, result);
  EXPECT_EQ(result.score.values, (std::vector<Points>{10 * unit, 11 * unit, 10 * unit, 0, 0}));
}

TEST_F(Native, TextsOfTheCodeAreStable) {
  const ExprId a = field(runtime::Type::Integer, Type::Integer), b = field(runtime::Type::Integer, Type::Integer);
  rule(build.compare(Op::Less, a, b), build.integer(1));
  const plan::Plan planned = plan::plan(policy);
  const std::string text = llvm_text(policy, planned);
  EXPECT_THAT(text, testing::HasSubstr("icmp slt <8 x i64>"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("fast")));
  EXPECT_EQ(text, llvm_text(policy, planned));
  EXPECT_THAT(assembly_text(policy, planned), testing::HasSubstr("assay_0"));
}

}  // namespace
}  // namespace assay::emit

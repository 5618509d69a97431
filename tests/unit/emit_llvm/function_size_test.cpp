// No function that LLVM gets grows with the policy: its time to compile one is far from linear, and nobody can stop it on the way.
#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/emit/llvm/emit.h"
#include "compiler/ir/builder.h"
#include "tests/support/columns.h"

namespace assay::emit {
namespace {

using ir::ExprId;
using ir::Op;
using ir::Type;
using tests::Cell;

constexpr std::size_t most_lines = 2'000;
constexpr runtime::Points unit = runtime::points_per_unit;

class FunctionSizes : public testing::Test {
 protected:
  FunctionSizes() {
    policy.result.stages = {"lead"};
    policy.result.sections.push_back({.name = "fit"});
    policy.sections.emplace_back();
    employees = field("employees"), visits = field("visits");
  }

  ExprId field(const std::string& name) {
    runtime::FieldSpec spec;
    spec.name = name;
    spec.type = runtime::Type::Integer;
    policy.schema.fields.push_back(spec);
    return build.leaf(Op::Field, Type::Integer, static_cast<std::int32_t>(policy.schema.fields.size() - 1));
  }

  ExprId is(ExprId value, std::int64_t number) { return build.compare(Op::Equal, value, build.integer(number)); }

  void rule(ExprId condition, ExprId points) {
    const auto index = static_cast<std::int32_t>(policy.rules.size());
    policy.rules.push_back({.condition = condition, .points = points, .section = 0});
    policy.sections[0].rules.push_back(index);
    policy.result.rules.push_back({.id = "rule", .section = 0, .has_points = true});
  }

  // The lines of LLVM IR of the longest function.
  std::size_t largest() const {
    std::istringstream text(llvm_text(policy, plan::plan(policy)));
    std::size_t most = 0, lines = 0;
    for (std::string line; std::getline(text, line); ++lines) {
      if (line.starts_with("define")) lines = 0;
      if (line == "}") most = std::max(most, lines);
    }
    return most;
  }

  std::vector<runtime::Points> scores(const std::vector<std::pair<std::int64_t, std::int64_t>>& leads) {
    std::vector<tests::Lead> all;
    for (const auto& [first, second] : leads) all.push_back({.id = "x", .fields = {Cell{first}, Cell{second}}, .activities = {}});
    runtime::Result result;
    emit(policy, plan::plan(policy))->start({.as_of = 0, .explain = true})->score(tests::make_batch(policy.schema, all), nullptr, result);
    return result.score.values;
  }

  // Rules c1; c2 and not c1; c3 and not (c1 or c2); …, as the checker makes them, with points 1, 2, 3, …
  void chain(const std::vector<ExprId>& conditions) {
    std::vector<std::pair<std::size_t, ExprId>> taken;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      std::vector<ExprId> any;
      for (const auto& each : taken) any.push_back(each.second);
      const ExprId none = build.negation(build.disjunction(any));
      rule(i == 0 ? conditions[i] : build.conjunction(conditions[i], none), build.integer(static_cast<std::int64_t>(i) + 1));
      taken.emplace_back(1, conditions[i]);
      while (taken.size() >= 2 && taken.back().first == taken[taken.size() - 2].first) {
        const auto last = taken.back();
        taken.pop_back();
        taken.back() = {last.first * 2, build.disjunction(taken.back().second, last.second)};
      }
    }
  }

  ir::Policy policy;
  ir::Builder build{policy};
  ExprId employees, visits;
};

TEST_F(FunctionSizes, OfTables) {
  std::vector<ExprId> rows;
  for (std::int64_t row = 0; row < 50; ++row) {
    std::vector<ExprId> columns;
    for (std::int64_t column = 0; column < 300; ++column) {
      columns.push_back(is(visits, column));
      columns.push_back(build.integer(row * 1000 + column));
    }
    rows.push_back(is(employees, row));
    rows.push_back(build.choose(std::move(columns)));
  }
  rule(build.truth(true), build.choose(std::move(rows)));
  EXPECT_LT(largest(), most_lines);
  EXPECT_EQ(scores({{0, 0}, {49, 299}, {7, 12}, {50, 1}, {1, 300}}), (std::vector<runtime::Points>{0, 49'299 * unit, 7'012 * unit, 0, 0}));
}

TEST_F(FunctionSizes, OfTablesWithRowsThatDiffer) {
  std::vector<ExprId> rows;
  for (std::int64_t row = 0; row < 40; ++row) {
    rows.push_back(is(employees, row));
    rows.push_back(row % 2 ? build.integer(row) : build.choose({is(visits, row), build.integer(1000 + row)}));
  }
  rule(build.truth(true), build.choose(std::move(rows)));
  EXPECT_LT(largest(), most_lines);
  EXPECT_EQ(scores({{3, 0}, {4, 4}, {4, 5}, {40, 0}}), (std::vector<runtime::Points>{3 * unit, 1004 * unit, 0, 0}));
}

TEST_F(FunctionSizes, OfChainsOfOtherwise) {
  std::vector<ExprId> conditions;
  for (std::int64_t i = 0; i < 1000; ++i)
    conditions.push_back(i % 3 ? is(employees, i) : build.conjunction(is(employees, i), build.negation(is(visits, i))));
  for (std::int64_t i = 0; i < 1000; ++i) conditions.push_back(is(visits, i));
  conditions.push_back(build.truth(true));
  chain(conditions);
  const plan::Plan made = plan::plan(policy);
  EXPECT_LT(made.functions.size(), 2001u / 20);  // not a disjunction of all before for each rule
  EXPECT_LT(largest(), most_lines);
  EXPECT_EQ(scores({{0, 5}, {0, 0}, {3, 3}, {4, 4}, {5000, 999}, {5000, 5000}}),
            (std::vector<runtime::Points>{1 * unit, 1001 * unit, 1004 * unit, 5 * unit, 2000 * unit, 2001 * unit}));
}

// What looks like `otherwise` and is not: the second rule's condition stands in none of those that follow.
TEST_F(FunctionSizes, OfRulesThatAreNoChain) {
  const ExprId first = is(employees, 0);
  rule(first, build.integer(1));
  for (std::int64_t i = 1; i < 20; ++i) {
    const ExprId own = build.conjunction({is(visits, i % 2), is(employees, 30), build.negation(first)});
    rule(i % 2 ? own : build.conjunction(is(visits, 1), build.negation(first)), build.integer(100));
  }
  EXPECT_EQ(scores({{0, 1}, {30, 1}, {5, 1}}), (std::vector<runtime::Points>{1 * unit, 1900 * unit, 900 * unit}));
}

TEST_F(FunctionSizes, OfConditionsInConditions) {
  std::vector<ExprId> level;
  for (std::int64_t i = 0; i < 3'000; ++i) level.push_back(is(i % 2 ? employees : visits, i));
  // Two of 30 hold; then some of them does, and, said otherwise, not all of them fail.
  for (std::size_t depth = 0; level.size() > 1; ++depth) {
    std::vector<ExprId> next;
    for (std::size_t i = 0; i < level.size(); i += 30) {
      std::vector<ExprId> part(level.begin() + static_cast<std::ptrdiff_t>(i),
                               level.begin() + static_cast<std::ptrdiff_t>(std::min(level.size(), i + 30)));
      if (depth == 0) {
        next.push_back(build.at_least(2, part));
      } else if (depth % 2) {
        next.push_back(build.disjunction(part));
      } else {
        for (ExprId& each : part) each = build.negation(each);
        next.push_back(build.negation(build.conjunction(part)));
      }
    }
    level = std::move(next);
  }
  rule(level[0], build.integer(1));
  EXPECT_LT(largest(), most_lines);
  EXPECT_EQ(scores({{31, 32}, {31, 2}}), (std::vector<runtime::Points>{1 * unit, 0}));
}

TEST_F(FunctionSizes, OfSums) {
  ExprId sum = employees;
  for (std::int64_t i = 0; i < 1000; ++i) sum = build.arithmetic(Op::Add, sum, build.arithmetic(Op::Subtract, visits, build.integer(i)));
  rule(build.truth(true), sum);
  EXPECT_LT(largest(), most_lines);
  EXPECT_EQ(scores({{5, 1000}}), (std::vector<runtime::Points>{(5 + 1000 * 1000 - 999 * 500) * unit}));
}

TEST_F(FunctionSizes, OfTheBestOfManyRules) {
  policy.sections[0].match = ir::Section::Match::Best;
  for (std::int64_t i = 0; i < 2000; ++i) rule(build.compare(Op::LessOrEqual, build.integer(i), employees), build.integer(i % 100));
  EXPECT_LT(largest(), most_lines);
  EXPECT_EQ(scores({{0, 0}, {50, 0}, {1999, 0}}), (std::vector<runtime::Points>{0, 50 * unit, 99 * unit}));
}

}  // namespace
}  // namespace assay::emit

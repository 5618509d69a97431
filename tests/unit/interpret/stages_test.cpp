#include <gmock/gmock.h>

#include "tests/unit/interpret/lead_case.h"

namespace assay::interpret {
namespace {

using ir::Op;
using ir::Type;
using testing::ElementsAre;

class Stages : public LeadCase {
 protected:
  Stages() { policy.result.stages = {"lead", "MQL", "SAL", "SQL"}; }
  void transition(std::vector<int> from, int to, bool holds) {
    ir::Transition& added = policy.transitions.emplace_back();
    added.from.resize(4);
    for (const int state : from) added.from[static_cast<std::size_t>(state)] = true;
    added.to = to;
    added.condition = build.truth(holds);
  }
  void starts_as(tests::Cell stage) {
    text_field("current_stage", std::move(stage));
    policy.schema.current_stage_field = 0;
  }
};

TEST_F(Stages, TheStepGoesOnUntilNothingHolds) {
  transition({1}, 2, true);
  transition({0}, 1, true);
  transition({2}, 0, true);  // where the lead started is visited
  transition({2}, 3, false);
  EXPECT_EQ(score().stages[0], 2);
  EXPECT_EQ(value_of(build.leaf(Op::InStage, Type::Truth, 2)), "yes");
  EXPECT_EQ(value_of(build.leaf(Op::InStage, Type::Truth, 1)), "no");
  EXPECT_EQ(value_of(build.leaf(Op::EnteredStage, Type::Truth, 1)), "yes");
  EXPECT_EQ(value_of(build.leaf(Op::EnteredStage, Type::Truth, 0)), "no");
}

TEST_F(Stages, TheFirstInTheFileIsTaken) {
  transition({0}, 3, true);
  transition({0}, 1, true);
  EXPECT_EQ(score().stages[0], 3);
}

TEST_F(Stages, CurrentStageIsMatchedFolded) {
  transition({2}, 3, true);
  starts_as(std::string("  sal "));
  EXPECT_EQ(score().stages[0], 3);
  lead.fields[0] = std::string("no such stage");
  EXPECT_EQ(score().stages[0], 0);
  lead.fields[0] = tests::Cell{};
  EXPECT_EQ(score().stages[0], 0);
}

TEST_F(Stages, WhatIsMissingIsNotedInOrderAndOnce) {
  policy.result.missing = {"title", "name"};
  const auto has = build.has(text_field("title", tests::Cell{}));
  transition({0}, 1, true);
  policy.transitions.back().required = {{1, has}, {0, has}};
  transition({0}, 2, false);
  policy.transitions.back().required = {{0, has}};
  transition({0}, 3, true);
  transition({0, 3}, 1, true);
  policy.transitions.back().required = {{0, has}};
  const auto result = score();
  EXPECT_EQ(result.stages[0], 3);
  EXPECT_THAT(result.missing_fields, ElementsAre(1, 0));
  EXPECT_THAT(result.missing_offsets, ElementsAre(0, 2));
}

TEST_F(Stages, AnExcludedLeadTakesNoStepAndNoRoute) {
  transition({0}, 1, true);
  policy.segments = {build.leaf(Op::Excluded, Type::Truth)};
  policy.result.segments = {"out"};
  policy.routes = {build.truth(false), build.truth(true)};
  policy.result.routes = {{{"a"}}, {{"b"}}};
  EXPECT_EQ(score().routes[0], 1);
  exclude(build.truth(true));
  const auto result = score();
  EXPECT_EQ(result.stages[0], runtime::Result::excluded_stage);
  EXPECT_EQ(result.routes[0], runtime::Result::no_route);
  EXPECT_TRUE(runtime::bit(result.excluded[0].data(), 0));
  EXPECT_TRUE(runtime::bit(result.segments[0].data(), 0));
  EXPECT_EQ(value_of(build.leaf(Op::InStage, Type::Truth, 0)), "no");
}

TEST_F(Stages, LeadsWithoutActivitiesNeedNoActivityBatch) {
  rule(section(), build.compare(Op::Equal, count(phrase(activity("visited"))), build.integer(0)), build.integer(1));
  prepare();
  runtime::Result result;
  const auto batch = tests::make_batch(policy.schema, {lead, lead, lead});
  interpret(std::make_shared<const ir::Policy>(policy))->start({.as_of = as_of})->score(batch, nullptr, result);
  EXPECT_EQ(result.score.values, (std::vector<runtime::Points>{10'000, 10'000, 10'000}));
  EXPECT_TRUE(result.fired.empty());
}

}  // namespace
}  // namespace assay::interpret

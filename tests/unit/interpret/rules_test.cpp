#include <limits>

#include "tests/unit/interpret/lead_case.h"

namespace assay::interpret {
namespace {

using ir::Op;
using ir::Type;
using Kind = ir::Rule::Kind;
using Decay = ir::Decay;

constexpr runtime::Points unit = runtime::points_per_unit;

class Rules : public LeadCase {
 protected:
  ir::ExprId yes() { return build.truth(true); }
  ir::ExprId no() { return build.truth(false); }
};

TEST_F(Rules, WhenGivesItsPointsOnceAndRoundsOnce) {
  const auto s = section();
  rule(s, yes(), build.integer(20));
  rule(s, yes(), build.number(0.00005));  // binary64 of it lies above the half
  rule(s, yes(), build.number(0.125));
  rule(s, no(), build.integer(100));
  const auto result = score();
  EXPECT_EQ(result.sections[0].values[0], 20 * unit + 1 + 1250);
  EXPECT_EQ(result.score.values[0], result.sections[0].values[0]);
  EXPECT_EQ(result.points[0][0], 20 * unit);
  EXPECT_TRUE(runtime::bit(result.fired[0].data(), 0));
  EXPECT_FALSE(runtime::bit(result.fired[3].data(), 0));
}

TEST_F(Rules, MissingPointsDoNotFire) {
  const auto s = section();
  policy.result.tags = {"t"};
  rule(s, yes(), integer_field("none", tests::Cell{})).tags = {0};
  const auto result = score();
  EXPECT_FALSE(runtime::bit(result.fired[0].data(), 0));
  EXPECT_FALSE(runtime::bit(result.tags[0].data(), 0));
}

TEST_F(Rules, BoundsTakeTheUpperFirst) {
  const auto s = section();
  auto& bounded = rule(s, yes(), build.integer(20));
  bounded.at_most = 5 * unit;
  bounded.at_least = 7 * unit;
  EXPECT_EQ(score_of(s), 7 * unit);
  policy.sections[0].at_most = 6 * unit;
  EXPECT_EQ(score_of(s), 6 * unit);
}

TEST_F(Rules, SectionBoundsHoldWhenNoRuleFires) {
  const auto s = section();
  auto& silent = rule(s, no(), build.integer(20));
  silent.at_least = 3 * unit;
  EXPECT_EQ(score_of(s), 0);
  policy.sections[0].at_least = 2 * unit;
  EXPECT_EQ(score_of(s), 2 * unit);
}

TEST_F(Rules, SumsAreExactAndSaturateAtTheEnd) {
  const auto s = section();
  rule(s, yes(), build.number(9e14));
  rule(s, yes(), build.number(9e14));
  rule(s, yes(), build.number(-9e14));
  EXPECT_EQ(score_of(s), 9'000'000'000'000'000'000);
  rule(s, yes(), build.number(1e300));
  EXPECT_EQ(score_of(s), std::numeric_limits<runtime::Points>::max());
}

TEST_F(Rules, ForEachActivityDayWeekMonthAndValue) {
  const auto visited = activity("visited", {{"page", runtime::Type::Text}});
  const auto all = phrase(visited);
  happened_untimed(visited, {std::string("a")});
  happened(visited, as_of - 40 * day, {std::string("A")});
  happened(visited, as_of - hour, {std::string("b")});
  happened(visited, as_of);
  for (const Kind kind : {Kind::ForEachActivity, Kind::ForEachDay, Kind::ForEachWeek, Kind::ForEachMonth, Kind::ForEachDistinct}) {
    for_each(section(), kind, all, build.integer(1)).attribute = 0;
  }
  const auto result = score();
  EXPECT_EQ(result.sections[0].values[0], 4 * unit);
  EXPECT_EQ(result.sections[1].values[0], 2 * unit);
  EXPECT_EQ(result.sections[2].values[0], 2 * unit);
  EXPECT_EQ(result.sections[3].values[0], 2 * unit);
  EXPECT_EQ(result.sections[4].values[0], 2 * unit);
}

TEST_F(Rules, ForEachWithoutActivitiesDoesNotFire) {
  for_each(section(), Kind::ForEachActivity, phrase(activity("visited")), build.integer(1)).at_least = unit;
  const auto result = score();
  EXPECT_EQ(result.sections[0].values[0], 0);
  EXPECT_FALSE(runtime::bit(result.fired[0].data(), 0));
}

TEST_F(Rules, OnceEveryCountsFromTheOldestOn) {
  const auto visited = activity("visited");
  const auto s = section();
  for_each(s, Kind::ForEachActivity, phrase(visited), build.integer(1)).once_every = ir::Duration{.microseconds = 7 * day};
  happened_untimed(visited);
  for (const std::int64_t age : {20, 15, 14, 13, 6}) happened(visited, as_of - age * day);  // counts: 20, 13, 6
  EXPECT_EQ(score_of(s), 3 * unit);
}

TEST_F(Rules, DecaysAtTheirEdges) {
  const auto visited = activity("visited");
  const auto period = ir::Duration{.microseconds = 30 * day};
  const auto given = [&](Decay::Kind kind, double share) {
    for_each(section(), Kind::ForEachActivity, phrase(visited), build.integer(8)).decay = {kind, period, share};
    return score().sections.back().values[0];
  };
  happened_untimed(visited);  // has no age: gives nothing
  happened(visited, as_of - 30 * day);
  EXPECT_EQ(given(Decay::Kind::Halving, 0), 4 * unit);
  EXPECT_EQ(given(Decay::Kind::Fading, 0), 0);
  EXPECT_EQ(given(Decay::Kind::Losing, 0.25), 6 * unit);
  EXPECT_EQ(given(Decay::Kind::Expiring, 0), 0);
  lead.activities.back().time += 1;
  EXPECT_EQ(given(Decay::Kind::Losing, 0.25), 8 * unit);
  EXPECT_EQ(given(Decay::Kind::Expiring, 0), 8 * unit);
  lead.activities.back().time = as_of - 999 * day;
  EXPECT_EQ(given(Decay::Kind::Losing, 0.25), 0);
}

TEST_F(Rules, DecayInWhenNeedsItsActivity) {
  const auto s = section();
  const auto seen = field("seen", runtime::Type::Time, Type::Time, as_of - 15 * day);
  const auto none = field("none", runtime::Type::Time, Type::Time, tests::Cell{});
  rule(s, yes(), build.integer(10)).decay = {Decay::Kind::Fading, {.microseconds = 30 * day}, 0};
  policy.rules.back().decay_time = seen;
  rule(s, yes(), build.integer(100)).decay = {Decay::Kind::Fading, {.microseconds = 30 * day}, 0};
  policy.rules.back().decay_time = none;
  const auto result = score();
  EXPECT_EQ(result.sections[0].values[0], 5 * unit);
  EXPECT_FALSE(runtime::bit(result.fired[1].data(), 0));
}

TEST_F(Rules, CalendarStepsExpireAtTheSameLocalTime) {
  policy.schema.timezone = "Europe/Berlin";
  const auto visited = activity("visited");
  const auto s = section();
  for_each(s, Kind::ForEachActivity, phrase(visited), build.integer(1)).decay = {Decay::Kind::Expiring, {.months = 6}, 0};
  happened(visited, as_of - 184 * day + hour);  // 2026-03-21 16:13:20 in winter time
  EXPECT_EQ(score_of(s), 0);
  lead.activities.back().time += 1;
  EXPECT_EQ(score_of(s), unit);
}

TEST_F(Rules, FirstMatchIsWonWithoutPointsToo) {
  const auto s = section(ir::Section::Match::First);
  policy.result.tags = {"t0", "t1", "t2"};
  rule(s, no(), build.integer(1)).tags = {0};
  rule(s, yes(), build.integer(0));
  rule(s, yes(), build.integer(5)).tags = {1};
  rule(s, yes(), {}).tags = {2};  // without points: not part of the contest
  const auto result = score();
  EXPECT_EQ(result.sections[0].values[0], 0);
  EXPECT_FALSE(runtime::bit(result.tags[0].data(), 0));
  EXPECT_FALSE(runtime::bit(result.tags[1].data(), 0));
  EXPECT_TRUE(runtime::bit(result.tags[2].data(), 0));
  EXPECT_TRUE(runtime::bit(result.fired[1].data(), 0));
  EXPECT_FALSE(runtime::bit(result.fired[2].data(), 0));
}

TEST_F(Rules, BestMatchTakesTheFirstOfEquals) {
  const auto s = section(ir::Section::Match::Best);
  rule(s, yes(), build.integer(-5));
  rule(s, no(), build.integer(9));
  rule(s, yes(), build.integer(3));
  rule(s, yes(), build.integer(3)).excludes = {0};
  policy.result.excluded = {"r"};
  const auto result = score();
  EXPECT_EQ(result.sections[0].values[0], 3 * unit);
  EXPECT_TRUE(runtime::bit(result.fired[2].data(), 0));
  EXPECT_EQ(result.stages[0], 0);  // the veto lost
}

TEST_F(Rules, TotalAndWhatIsMadeOfIt) {
  const auto s = section();
  rule(s, yes(), build.number(2.5));
  const auto value = build.leaf(Op::SectionValue, Type::Number, s);
  policy.total = build.arithmetic(Op::Multiply, value, build.number(3));
  const auto total = build.leaf(Op::ScoreValue, Type::Number);
  policy.grades.push_back(
      {total, {build.compare(Op::LessOrEqual, build.number(8), total), build.compare(Op::LessOrEqual, build.number(7.5), total)}});
  policy.result.grades.push_back({"fit", {"A", "B"}});
  auto result = score();
  EXPECT_EQ(result.score.values[0], 7 * unit + 5000);
  EXPECT_EQ(result.grades[0][0], 1);
  policy.total = number_field("none", tests::Cell{});
  result = score();
  EXPECT_FALSE(runtime::bit(result.score.known.data(), 0));
  EXPECT_EQ(result.grades[0][0], runtime::Result::no_grade);
}

}  // namespace
}  // namespace assay::interpret

#include "tests/unit/interpret/lead_case.h"

namespace assay::interpret {
namespace {

using ir::Op;
using ir::Type;
using Side = ir::Bound::Side;

class Activities : public LeadCase {};

TEST_F(Activities, WindowsHoldToTheMicrosecond) {
  const auto visited = activity("visited");
  const ir::Bound after{Side::After, ago(30 * day), false, false}, upto{Side::Before, ago(0), true, false};
  const ir::Bound from{Side::After, ago(30 * day), true, false}, before{Side::Before, ago(0), false, false};
  happened(visited, as_of - 30 * day - 1);
  happened(visited, as_of - 30 * day);
  happened(visited, as_of - 30 * day + 1);
  happened(visited, as_of);
  EXPECT_EQ(value_of(count(phrase(visited, {}, {after, upto}))), "2");
  EXPECT_EQ(value_of(count(phrase(visited, {}, {from, upto}))), "3");
  EXPECT_EQ(value_of(count(phrase(visited, {}, {from, before}))), "2");
}

TEST_F(Activities, UntimedCountOnlyWhereNoTimeIsAsked) {
  const auto visited = activity("visited", {{"page", runtime::Type::Text}});
  const auto none = field("since", runtime::Type::Time, Type::Time, tests::Cell{});
  happened_untimed(visited, {std::string("a")});
  happened(visited, as_of - day, {std::string("A")});
  const auto all = phrase(visited);
  EXPECT_EQ(value_of(count(all)), "2");
  EXPECT_EQ(value_of(count(phrase(visited, {}, {{Side::After, none, false, true}}))), "2");   // `since last …` without such an activity
  EXPECT_EQ(value_of(count(phrase(visited, {}, {{Side::After, none, false, false}}))), "0");  // `since FIELD` with a missing field
  EXPECT_EQ(value_of(count(phrase(visited, {}, {{Side::After, ago(9 * day), false, true}}))), "1");
  EXPECT_EQ(value_of(build.over_phrase(Op::CountDays, Type::Integer, all)), "1");
  EXPECT_EQ(value_of(build.over_phrase(Op::CountDistinct, Type::Integer, all, 0)), "1");
  EXPECT_EQ(value_of(build.over_phrase(Op::FirstTime, Type::Time, all)), "2026-09-20T14:13:20Z");
}

TEST_F(Activities, ActiveIsEveryKindThatIsNotIgnored) {
  const auto visited = activity("visited"), clicked = activity("clicked", {{"seconds", runtime::Type::Integer}});
  const auto seconds = build.attribute(clicked, 0, Type::Integer);
  policy.ignores.push_back({clicked, build.compare(Op::Less, seconds, build.integer(2)), "link scanner"});
  happened(visited, as_of);
  happened(clicked, as_of, {std::int64_t{1}});
  happened(clicked, as_of, {std::int64_t{2}});
  happened(clicked, as_of);
  happened(runtime::ActivityBatch::unknown_kind, as_of);
  EXPECT_EQ(value_of(count(phrase(-1))), "4");
  EXPECT_EQ(value_of(count(phrase(clicked))), "2");
}

TEST_F(Activities, FiltersSeeAttributesAndTheLead) {
  const auto attended = activity("attended", {{"webinar", runtime::Type::Text}, {"minutes", runtime::Type::Integer}});
  const auto limit = integer_field("limit", std::int64_t{30});
  const auto long_enough = build.compare(Op::LessOrEqual, limit, build.attribute(attended, 1, Type::Integer));
  happened(attended, as_of, {std::string("a"), std::int64_t{30}});
  happened(attended, as_of, {std::string("b"), std::int64_t{29}});
  happened(attended, as_of, {std::string("c")});
  EXPECT_EQ(value_of(count(phrase(attended, long_enough))), "1");
  EXPECT_EQ(value_of(count(phrase(attended, build.compare(Op::Less, limit, build.integer(99))))), "3");
}

TEST_F(Activities, DaysWeeksAndMonthsOfTheZone) {
  policy.schema.timezone = "America/New_York";
  const auto visited = activity("visited");
  const std::int64_t midnight = 1'790'049'600 * second;  // 2026-09-22 00:00 there, a Tuesday
  happened(visited, midnight - 1);
  happened(visited, midnight);
  happened(visited, midnight + day - 1);
  happened(visited, midnight + 9 * day);  // 1 October
  const auto all = phrase(visited);
  EXPECT_EQ(value_of(build.over_phrase(Op::CountDays, Type::Integer, all)), "3");
  EXPECT_EQ(value_of(build.over_phrase(Op::CountWeeks, Type::Integer, all)), "2");
  EXPECT_EQ(value_of(build.over_phrase(Op::CountMonths, Type::Integer, all)), "2");
}

TEST_F(Activities, NumbersOverThem) {
  const auto attended = activity("attended", {{"minutes", runtime::Type::Integer}, {"share", runtime::Type::Number}});
  const auto all = phrase(attended);
  EXPECT_EQ(value_of(build.over_phrase(Op::SumOf, Type::Integer, all, 0)), "0");
  EXPECT_EQ(value_of(build.over_phrase(Op::MaxOf, Type::Integer, all, 0)), "missing");
  EXPECT_EQ(value_of(build.over_phrase(Op::AverageOf, Type::Number, all, 0)), "missing");
  happened(attended, as_of - 2, {std::int64_t{10}, 1e16});
  happened(attended, as_of - 1, {tests::Cell{}, 1.0});
  happened(attended, as_of, {std::int64_t{5}, 1.0});
  EXPECT_EQ(value_of(build.over_phrase(Op::SumOf, Type::Integer, all, 0)), "15");
  EXPECT_EQ(value_of(build.over_phrase(Op::SumOf, Type::Number, all, 1)), "10000000000000000");  // oldest first: each 1 is lost
  EXPECT_EQ(value_of(build.over_phrase(Op::MaxOf, Type::Integer, all, 0)), "10");
  EXPECT_EQ(value_of(build.over_phrase(Op::MinOf, Type::Integer, all, 0)), "5");
  EXPECT_EQ(value_of(build.over_phrase(Op::AverageOf, Type::Number, all, 0)), "7.5");
}

TEST_F(Activities, FirstAndLastValueWithTies) {
  const auto called = activity("called", {{"who", runtime::Type::Text}});
  const auto all = phrase(called);
  const auto last = build.over_phrase(Op::LastValue, Type::Text, all, 0), first = build.over_phrase(Op::FirstValue, Type::Text, all, 0);
  happened_untimed(called, {std::string("never")});
  EXPECT_EQ(value_of(last), "missing");
  happened(called, as_of, {std::string("a")});
  happened(called, as_of, {std::string("b")});
  EXPECT_EQ(value_of(last), "\"b\"");
  EXPECT_EQ(value_of(first), "\"a\"");
  happened(called, as_of);
  EXPECT_EQ(value_of(last), "missing");  // the latest has none
  EXPECT_EQ(value_of(build.over_phrase(Op::LatestTime, Type::Time, all)), "2026-09-21T14:13:20Z");
}

class Chains : public LeadCase {
 protected:
  Chains() {
    registered = activity("registered", {{"webinar", runtime::Type::Text}});
    attended = activity("attended", {{"webinar", runtime::Type::Text}});
  }
  bool holds(ir::Chain chain) { return value_of(build.over_chain(Op::ChainHolds, build.chain(std::move(chain)))) == "yes"; }
  std::string latest(ir::Chain chain) { return value_of(build.over_chain(Op::ChainLatest, build.chain(std::move(chain)))); }

  std::int32_t registered = 0, attended = 0;
  const ir::Duration week{.microseconds = 7 * day};
};

TEST_F(Chains, OrderAndSpan) {
  const ir::Chain chain{{{registered, {}, false}, {attended, {}, false}}, week, {}};
  happened_untimed(registered);
  happened(attended, as_of - 8 * day);
  happened(registered, as_of - 7 * day);
  EXPECT_FALSE(holds(chain));
  happened(attended, as_of - 7 * day);  // at the same time: not later
  EXPECT_FALSE(holds(chain));
  happened(attended, as_of + 1);  // a microsecond too late
  EXPECT_FALSE(holds(chain));
  happened(attended, as_of);
  EXPECT_TRUE(holds(chain));
  EXPECT_EQ(latest(chain), "2026-09-21T14:13:20Z");
  EXPECT_FALSE(holds({chain.parts, week, {{Side::After, ago(7 * day), false, false}}}));  // the window holds for all parts
}

TEST_F(Chains, OneActivityIsNotTwoParts) {
  const ir::Chain twice{{{registered, {}, false}, {registered, {}, false}}, std::nullopt, {}};
  happened(registered, as_of - day);
  happened(registered, as_of - day);
  EXPECT_FALSE(holds(twice));
  happened(registered, as_of);
  EXPECT_TRUE(holds(twice));
}

TEST_F(Chains, WithinSpansFirstToLast) {
  const ir::Chain three{{{registered, {}, false}, {attended, {}, false}, {registered, {}, false}}, week, {}};
  happened(registered, as_of - 10 * day);
  happened(attended, as_of - 5 * day);
  happened(registered, as_of);
  EXPECT_FALSE(holds(three));
  happened(registered, as_of - 6 * day);
  EXPECT_TRUE(holds(three));
}

TEST_F(Chains, SameComparesFoldedKnownValues) {
  const ir::Chain chain{{{registered, {}, false}, {attended, {}, true}}, std::nullopt, {}};
  happened(registered, as_of - 3, {std::string("Pricing 101")});
  happened(registered, as_of - 3);
  happened(attended, as_of - 2, {std::string("other")});
  happened(attended, as_of - 2);
  EXPECT_FALSE(holds(chain));
  happened(attended, as_of - 1, {std::string("PRICING 101")});
  EXPECT_TRUE(holds(chain));
}

TEST_F(Chains, ALaterBeginningDoesNotHideAnEarlierOneOfAnotherValue) {
  const ir::Chain chain{{{registered, {}, false}, {attended, {}, true}}, week, {}};
  happened(registered, as_of - 2 * day, {std::string("a")});
  happened(registered, as_of - day, {std::string("b")});
  happened(attended, as_of, {std::string("a")});
  EXPECT_TRUE(holds(chain));
}

TEST_F(Chains, LongLeadsEnd) {
  const ir::Chain chain{{{registered, {}, false}, {attended, {}, true}, {registered, {}, true}}, week, {}};
  for (int i = 0; i < 50'000; ++i) {
    happened(registered, as_of - 100 * day + i, {std::to_string(i)});
    happened(attended, as_of - 90 * day + i, {std::to_string(i)});
  }
  EXPECT_FALSE(holds(chain));
}

}  // namespace
}  // namespace assay::interpret

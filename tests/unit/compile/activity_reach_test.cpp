// How far back policies look at activities, whichever engine says so.
#include "runtime/activity_reach.h"

#include <gmock/gmock.h>

#include "compiler/compile/compile.h"

namespace assay::compile {
namespace {

using testing::ElementsAre;

constexpr std::int64_t day = 86'400'000'000;
constexpr std::int64_t nothing = runtime::ActivityReach::nothing, whole_history = runtime::ActivityReach::whole_history;

// Of the two activities that a policy with these rules declares.
std::vector<std::int64_t> reach_with(const std::string& rules) {
  const std::string text =
      "activity poured (what: text, cups: integer)\nactivity spilled (what: text)\nlead\n  due: date\nscore thirst\n" + rules;
  const object_cache::ObjectCache no_cache("");
  std::vector<std::int64_t> reach;
  for (const Engine engine : {Engine::Interpreter, Engine::Native, Engine::Tiered}) {
    source::Sources sources;
    diag::Sink sink;
    CompileOptions options;
    options.engine = engine;
    options.cache = &no_cache;
    const Compiled compiled = compile(sources.add("policy.assay", text), sources, options, sink);
    EXPECT_TRUE(compiled.program) << text;
    if (!compiled.program) return {};
    const auto of_kind = compiled.program->activity_reach().of_kind;
    const runtime::Schema& schema = compiled.program->schema();
    const auto of = [&](const char* activity) { return of_kind.at(static_cast<std::size_t>(schema.activity(activity)) + 1); };
    const std::vector<std::int64_t> mine = {of("poured"), of("spilled"), of_kind.front()};
    EXPECT_TRUE(reach.empty() || reach == mine);
    reach = mine;
  }
  return reach;
}

TEST(ActivityReach, IsThatOfTheWidestWindow) {
  EXPECT_THAT(reach_with("  when poured in last 30 days: +1\n  when poured \"tea\" in last 90 days: +1\n"),
              ElementsAre(90 * day, nothing, nothing));
  EXPECT_THAT(reach_with("  when (sum of cups of poured in last 12 hours) >= 2: +1\n"), ElementsAre(day / 2, nothing, nothing));
  EXPECT_THAT(reach_with("  when poured in last 30 days: +1\n  when poured: +1\n  when spilled in last 1 day: -1\n"),
              ElementsAre(whole_history, day, nothing));
}

// Months, weeks and days have no fixed length: never too short.
TEST(ActivityReach, OfTheCalendarIsLongEnough) {
  EXPECT_THAT(reach_with("  when poured in last 2 months: +1\n  when spilled today: -1\n"),
              ElementsAre(testing::AllOf(testing::Ge(63 * day), testing::Lt(66 * day)),
                          testing::AllOf(testing::Ge(day + day / 12), testing::Lt(5 * day)), nothing));
  EXPECT_THAT(reach_with("  when poured in this year: +1\n"),
              ElementsAre(testing::AllOf(testing::Ge(367 * day), testing::Lt(372 * day)), nothing, nothing));
}

TEST(ActivityReach, IsTheWholeHistoryWhereNoDistanceIsKnown) {
  EXPECT_THAT(reach_with("  when poured since 2026-01-01: +1\n"), ElementsAre(whole_history, nothing, nothing));
  EXPECT_THAT(reach_with("  when poured more than 30 days ago: +1\n"), ElementsAre(whole_history, nothing, nothing));
  EXPECT_THAT(reach_with("  when poured since last spilled: +1\n"), ElementsAre(whole_history, whole_history, nothing));
  EXPECT_THAT(reach_with("  when poured \"tea\" then spilled within 1 day: +1\n"), ElementsAre(whole_history, whole_history, nothing));
  EXPECT_THAT(reach_with("  when poured since due: +1\n"), ElementsAre(whole_history, nothing, nothing));
}

// `active` means kinds that the policy does not know, too.
TEST(ActivityReach, OfAnyActivityIsThatOfAllKinds) {
  EXPECT_THAT(reach_with("  when active in last 7 days: +1\n  when spilled in last 9 days: -1\n"), ElementsAre(7 * day, 9 * day, 7 * day));
}

TEST(ActivityReach, BecomesTimesThatDoNotOverflow) {
  const runtime::ActivityReach reach{{nothing, 5, whole_history}};
  EXPECT_THAT(reach.first_times(100, 4), ElementsAre(INT64_MAX, 95, INT64_MIN, INT64_MIN));
  EXPECT_THAT(reach.first_times(INT64_MIN + 2, 3), ElementsAre(INT64_MAX, INT64_MIN, INT64_MIN));
}

}  // namespace
}  // namespace assay::compile

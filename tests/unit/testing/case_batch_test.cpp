#include "compiler/testing/case_batch.h"

#include <gtest/gtest.h>

#include "compiler/testing/case_expectation.h"

namespace assay::testing {
namespace {

using runtime::AttributeSpec;
using runtime::FieldSpec;
using runtime::Type;

constexpr std::int64_t minute = 60'000'000, hour = 60 * minute;

ir::Policy attendance_policy() {
  ir::Policy policy;
  policy.schema.activities.push_back({.name = "attended", .merging_overlaps = true});
  auto& attributes = policy.schema.activities.back().attributes;
  attributes.push_back({.name = "webinar", .type = Type::Text, .used = true});
  attributes.push_back({.name = "from", .type = Type::Time, .used = true});
  attributes.push_back({.name = "to", .type = Type::Time, .used = true});
  attributes.push_back({.name = "minutes", .type = Type::Integer, .used = true});
  runtime::assign_attribute_slots(policy.schema);
  return policy;
}

ir::GivenActivity attendance(const char* webinar, std::int64_t from, std::int64_t to) {
  return {.activity = 0, .time = from, .attributes = {{0, std::string(webinar)}, {1, from}, {2, to}}};
}

std::int64_t minutes_of(const ir::GivenActivity& activity) {
  for (const auto& [attribute, value] : activity.attributes) {
    if (attribute == 3) return std::get<std::int64_t>(value);
  }
  return -1;
}

TEST(MergeOverlaps, RejoiningOnTheSameDayIsOneAttendance) {
  std::vector<ir::GivenActivity> activities{attendance("A", 10 * hour, 10 * hour + 30 * minute),
                                            attendance("a ", 9 * hour, 9 * hour + 10 * minute),
                                            attendance("A", 10 * hour + 20 * minute, 11 * hour)};
  merge_overlaps(attendance_policy(), activities);
  ASSERT_EQ(activities.size(), 1u);
  EXPECT_EQ(activities[0].time, 9 * hour);
  EXPECT_EQ(minutes_of(activities[0]), 70);
}

TEST(MergeOverlaps, AnotherDayOrAnotherWebinarStaysAlone) {
  std::vector<ir::GivenActivity> activities{attendance("A", 10 * hour, 11 * hour), attendance("B", 10 * hour, 11 * hour),
                                            attendance("A", 34 * hour, 35 * hour)};
  merge_overlaps(attendance_policy(), activities);
  EXPECT_EQ(activities.size(), 3u);
  for (const ir::GivenActivity& activity : activities) EXPECT_EQ(minutes_of(activity), 60);
}

TEST(CaseBatch, ActivitiesAreInOrderAndNotAfterAsOf) {
  ir::Policy policy;
  policy.schema.activities.push_back({.name = "visited"});
  policy.schema.activities.push_back({.name = "opened"});
  ir::TestCase test;
  test.as_of = 100;
  test.activities = {
      {.activity = 0, .time = 90}, {.activity = 1}, {.activity = 1, .time = 20}, {.activity = 0, .time = 101}, {.activity = 1, .time = 90}};
  const CaseBatch made = make_case_batch(policy, test);
  ASSERT_EQ(made.activities.size(), 4u);
  const std::vector<std::int64_t> times(made.activities.times, made.activities.times + 4);
  EXPECT_EQ(times, (std::vector<std::int64_t>{runtime::ActivityBatch::untimed, 20, 90, 90}));
  EXPECT_EQ(made.activities.kinds[2], 0);
  EXPECT_EQ(made.activities.kinds[3], 1);
}

TEST(CaseBatch, FieldsOfEveryTypeAndTheStage) {
  ir::Policy policy;
  for (const Type type : {Type::Text, Type::Integer, Type::Number, Type::YesNo, Type::Label, Type::TextList, Type::Text, Type::Text}) {
    policy.schema.fields.push_back({.name = "f", .type = type, .labels = {"red", "green"}});
  }
  policy.schema.id_field = 0;
  policy.schema.current_stage_field = 6;
  ir::TestCase test;
  test.stage = "MQL";
  test.fields = {{0, std::string("x17")},
                 {1, std::int64_t{7}},
                 {2, 2.5},
                 {3, true},
                 {4, std::string("green")},
                 {5, std::vector<std::string>{"a", "b"}}};
  const CaseBatch made = make_case_batch(policy, test);
  const auto& columns = made.batch.columns;
  EXPECT_EQ(made.id, "x17");
  EXPECT_EQ(made.batch.ids.value(0), "x17");
  EXPECT_EQ(columns[1].integers[0], 7);
  EXPECT_EQ(columns[2].numbers[0], 2.5);
  EXPECT_TRUE(runtime::bit(columns[3].truths, 0));
  EXPECT_EQ(columns[4].labels[0], 1);
  EXPECT_EQ(columns[5].list_offsets[1], 2);
  EXPECT_EQ(columns[5].text.value(1), "b");
  EXPECT_EQ(columns[6].text.at_row(0), "MQL");
  EXPECT_FALSE(columns[7].known(0));
}

ir::Policy policy_with_results() {
  ir::Policy policy;
  policy.result.sections.push_back({.name = "profile"});
  policy.result.grades.push_back({.name = "fit", .labels = {"A", "B"}});
  policy.result.stages = {"lead", "MQL"};
  policy.result.tags = {"x", "y"};
  return policy;
}

TEST(CaseExpectations, ColumnsNameWhatThePolicyHas) {
  const ir::Policy policy = policy_with_results();
  EXPECT_EQ(expectation_column(policy, "score")->expectation.kind, ir::Expectation::Kind::Score);
  EXPECT_EQ(expectation_column(policy, "profile")->expectation.kind, ir::Expectation::Kind::Section);
  EXPECT_EQ(expectation_column(policy, "fit")->expectation.kind, ir::Expectation::Kind::Grade);
  EXPECT_TRUE(expectation_column(policy, "not MQL")->is_yes_no);
  EXPECT_FALSE(expectation_column(policy, "profil").has_value());
}

TEST(CaseExpectations, CellsAreReadForTheirColumn) {
  const ir::Policy policy = policy_with_results();
  EXPECT_EQ(cell_expectations(policy, *expectation_column(policy, "score"), "-2.5").expectations.front().points, -25'000);
  EXPECT_FALSE(cell_expectations(policy, *expectation_column(policy, "score"), "many").problem.empty());
  EXPECT_EQ(cell_expectations(policy, *expectation_column(policy, "fit"), "b").expectations.front().label, 1);
  EXPECT_FALSE(cell_expectations(policy, *expectation_column(policy, "fit"), "C").problem.empty());
  EXPECT_EQ(cell_expectations(policy, *expectation_column(policy, "tag"), "x; y").expectations.size(), 2u);
  EXPECT_TRUE(cell_expectations(policy, *expectation_column(policy, "MQL"), "no").expectations.front().negated);
  EXPECT_FALSE(cell_expectations(policy, *expectation_column(policy, "not MQL"), "no").expectations.front().negated);
  EXPECT_EQ(cell_expectations(policy, *expectation_column(policy, "stage"), "mql").expectations.front().index, 1);
}

}  // namespace
}  // namespace assay::testing

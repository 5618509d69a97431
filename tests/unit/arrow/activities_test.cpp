// Activities from Arrow columns into a store.
#include "runtime/arrow/activities.h"

#include <gmock/gmock.h>

#include "tests/unit/arrow/test_arrays.h"

namespace assay::arrow {
namespace {

using runtime::Type;
using testing::ElementsAre;
using testing::HasSubstr;

runtime::AttributeSpec attribute(const char* name, Type type) {
  runtime::AttributeSpec spec;
  spec.name = name;
  spec.type = type;
  spec.used = true;
  return spec;
}

runtime::Schema schema_of_activities() {
  runtime::Schema schema;
  schema.activities.push_back({"visited", {attribute("page", Type::Url), attribute("seconds", Type::Integer)}, {"Visit Webpage"}});
  schema.activities.push_back({"attended", {attribute("webinar", Type::Text), attribute("minutes", Type::Integer)}, {}});
  runtime::assign_attribute_slots(schema);
  schema.needs_activities = true;
  return schema;
}

struct Loaded {
  std::string failure;
  io::DataReport report;
  std::string kinds, times;
  std::vector<std::string> slots;
};

// The activities of these leads, in this order.
Loaded load(const runtime::Schema& schema, TestColumn table, const std::vector<std::string>& ids = {"a", "b"}) {
  Loaded loaded;
  std::vector<TestColumn> batches;
  batches.push_back(std::move(table));
  io::ActivityStore store(schema, INT64_MAX, loaded.report);
  if (auto why = load_activities(stream_of(std::move(batches)), "test", {}, store)) {
    loaded.failure = why->message;
    return loaded;
  }
  store.finish();
  std::vector<std::int32_t> offsets{0};
  std::string bytes;
  for (const std::string& id : ids) {
    bytes += id;
    offsets.push_back(static_cast<std::int32_t>(bytes.size()));
  }
  runtime::Batch leads;
  leads.rows = ids.size();
  leads.ids = {offsets.data(), bytes.data(), nullptr, ids.size(), 0};
  runtime::ActivityBatch activities;
  store.join(leads, activities);
  for (std::size_t i = 0; i < activities.size(); ++i) {
    loaded.kinds += (i > 0 ? " " : "") + std::to_string(activities.kinds[i]);
    loaded.times +=
        (i > 0 ? " " : "") + (activities.times[i] == runtime::ActivityBatch::untimed ? "-" : std::to_string(activities.times[i]));
  }
  for (const runtime::Column& slot : activities.attributes) loaded.slots.push_back(io::words_of(slot, activities.size()));
  return loaded;
}

TEST(ArrowActivities, ColumnsOfEveryKind) {
  const runtime::Schema schema = schema_of_activities();
  const Loaded loaded =
      load(schema, record("", {texts("lead", {"b", "a", "a", "x"}),
                               dictionary<std::int8_t>("c", {0, 0, 1, 2}, texts("activity", {"visit_webpage", "ATTENDED", "danced"})),
                               fixed<std::int64_t>("time", "tsu:UTC", {5, 9, 7, 1}, "1111"), texts("page", {"/b", "/a", "/ignored", ""}),
                               fixed<std::int32_t>("seconds", "i", {1, 2, 3, 4}, "0111"), texts("object", {"", "", "Pricing", ""}),
                               fixed<double>("minutes", "g", {0, 0, 30, 0})}));
  EXPECT_EQ(loaded.failure, "");
  EXPECT_EQ(loaded.kinds, "1 0 0");
  EXPECT_EQ(loaded.times, "7 9 5");
  EXPECT_THAT(loaded.slots, ElementsAre("Pricing /a /b", "30 2 -"));
  EXPECT_EQ(loaded.report.unknown_kinds.at("danced"), 1u);
  EXPECT_EQ(loaded.report.activity_rows, 4u);
}

TEST(ArrowActivities, IdsThatAreIntegers) {
  const std::vector<std::int64_t> leads = {100'000'000, 0, -7, 99'999'999, 7, INT64_MIN, 12};
  const std::vector<std::string> ids = {"0", "7", "-7", "12", "99999999", "100000000", "-9223372036854775808"};
  const Loaded loaded = load(schema_of_activities(),
                             record("", {fixed("lead", "l", leads, "1111110"), texts("activity", std::vector<std::string>(7, "visited")),
                                         fixed<std::int64_t>("time", "tsu:UTC", {1, 2, 3, 4, 5, 6, 7})}),
                             ids);
  EXPECT_EQ(loaded.failure, "");
  EXPECT_EQ(loaded.times, "2 5 3 4 1 6");
  EXPECT_EQ(loaded.report.without_lead_id.count, 1u);
}

// Short ones and such as have white space, at the end of the bytes, too.
TEST(ArrowActivities, TextsThatAreLookedAt) {
  const Loaded loaded =
      load(schema_of_activities(),
           record("", {texts("lead", {"a", "a", "a", "b", "b"}), texts("activity", std::vector<std::string>(5, "visited")),
                       fixed<std::int64_t>("time", "tsu:UTC", {1, 2, 3, 4, 5}),
                       texts("page", {"/a page of some length", "/x", " /x ", "  ", "/"}, "11111")}));
  EXPECT_EQ(loaded.slots.at(0), "/a page of some length /x /x - /");
}

TEST(ArrowActivities, AttributesInStructsAndJson) {
  const runtime::Schema schema = schema_of_activities();
  const Loaded in_struct =
      load(schema, record("", {texts("lead", {"a"}), texts("activity", {"visited"}),
                               record("attributes", {texts("Page", {"/p"}), fixed<std::int8_t>("seconds", "c", {3})})}));
  EXPECT_THAT(in_struct.slots, ElementsAre("/p", "3"));
  const Loaded in_json =
      load(schema, record("", {texts("lead", {"a", "a"}), texts("activity", {"visited", "visited"}), texts("page", {"/own", ""}),
                               texts("attributes", {R"({"page": "/json", "seconds": 3})", R"({"page": "/json"})"})}));
  EXPECT_EQ(in_json.failure, "");
  EXPECT_THAT(in_json.slots, ElementsAre("/own /json", "3 -"));
}

TEST(ArrowActivities, WhatIsBadIsReported) {
  const runtime::Schema schema = schema_of_activities();
  const Loaded loaded = load(schema, record("", {texts("lead", {"a", "", "a"}), texts("activity", {"visited", "visited", ""}),
                                                 texts("seconds", {"many", "2", "2"})}));
  EXPECT_EQ(loaded.kinds, "0");
  EXPECT_EQ(loaded.times, "-");
  EXPECT_EQ(loaded.report.without_lead_id.count, 1u);
  EXPECT_EQ(loaded.report.without_kind.count, 1u);
  ASSERT_EQ(loaded.report.bad_activities.size(), 1u);
  EXPECT_EQ(loaded.report.bad_activities[0].cells.samples[0].found, "many");
  EXPECT_EQ(loaded.report.bad_activities[0].cells.samples[0].place.row, 1u);
}

TEST(ArrowActivities, NeededColumns) {
  EXPECT_THAT(load(schema_of_activities(), record("", {texts("activity", {"x"})})).failure, HasSubstr("has no column for the lead's id"));
  EXPECT_THAT(load(schema_of_activities(), record("", {texts("lead", {"x"})})).failure,
              HasSubstr("has no column for the kind of activity"));
}

TEST(ArrowActivities, MalformedColumnsAreRefused) {
  EXPECT_THAT(load(schema_of_activities(), record("", {texts("lead", {"a"}), texts("activity", {"\xFF"})})).failure,
              HasSubstr("malformed"));
}

}  // namespace
}  // namespace assay::arrow

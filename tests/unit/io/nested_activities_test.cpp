// Activities inside leads come to the same as those of a file.
#include "runtime/io/nested_activities.h"

#include <gmock/gmock.h>

#include "runtime/calendar/zone.h"
#include "runtime/io/leads.h"
#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using runtime::Type;

constexpr std::int64_t day = std::int64_t{86'400} * calendar::microseconds_per_second;
constexpr std::int64_t as_of = 20'000 * day;

class Nested : public testing::Test {
 protected:
  Nested() {
    schema.fields = {field("id", Type::Text)};
    schema.id_field = 0;
    runtime::ActivitySpec visited;
    visited.name = "visited";
    visited.from = {"Visit Webpage"};
    visited.attributes = {attribute("page", Type::Url), attribute("seconds", Type::Integer)};
    schema.activities = {visited, attended_webinar()};
    assign_attribute_slots(schema);
  }

  // Kind, time and attributes of all activities, lead by lead.
  std::string words(const runtime::Batch& batch, const runtime::ActivityBatch& activities) const {
    std::string out;
    std::vector<std::vector<std::string>> columns;
    for (std::size_t row = 0; row < batch.rows; ++row) {
      out += std::string(batch.ids.value(row)) + ":";
      for (auto i = static_cast<std::size_t>(activities.offsets[row]); i < static_cast<std::size_t>(activities.offsets[row + 1]); ++i) {
        out += " " + std::to_string(activities.kinds[i]);
        out += activities.times[i] == runtime::ActivityBatch::untimed ? "@-" : "@" + std::to_string(activities.times[i] / (day / 24));
        for (const runtime::Column& column : activities.attributes) {
          if (!column.known(i)) continue;
          out += column.storage == runtime::Storage::Integer ? "," + std::to_string(column.integers[i])
                                                             : "," + std::string(column.text.at_row(i));
        }
      }
      out += "\n";
    }
    return out;
  }

  // Scores would see this: `leads` with what they hold, beside the files of activities.
  std::string read(const std::string& leads, const std::vector<std::string>& files, std::size_t chunk_bytes = 1000) {
    report = {};
    ActivityStore store(schema, as_of, report);
    for (const std::string& file : files) EXPECT_TRUE(store.load(file, {})) << store.failure()->message;
    store.finish(true);
    const NestedOptions nested{as_of, {}, files.empty() ? nullptr : &store};
    LeadOptions options;
    options.nested = &nested;
    options.batch_rows = 2;
    options.input.chunk_bytes = chunk_bytes;
    LeadReader reader(schema, {leads}, options, report);
    std::string out;
    LeadBatch batch;
    runtime::ActivityBatch joined;
    EXPECT_TRUE(reader.open());
    while (reader.next(batch)) {
      if (!batch.has_activities) store.join(batch.batch, joined);
      out += words(batch.batch, batch.has_activities ? batch.activities : joined);
    }
    EXPECT_FALSE(reader.failure());
    if (!files.empty()) store.count_unasked(report);
    return out;
  }

  TemporaryFolder folder;
  runtime::Schema schema;
  DataReport report;
};

// The same activities in the four ways; the order of the file is theirs.
TEST_F(Nested, AreTheSameAsThoseOfAFile) {
  const std::vector<std::pair<std::string, std::string>> activities = {
      {"a", R"("activity": "Visit Webpage", "time": "2024-10-01T10:00:00Z", "page": "/pricing", "seconds": 12)"},
      {"a", R"("activity": "visited", "time": "2024-09-01", "object": "/a\u00e4", "activity_id": "x")"},
      {"a", R"("activity": "visited", "time": "2024-08-01", "activity_id": "x")"},
      {"c", R"("activity": "attended", "webinar": "P", "from": "2024-10-01T10:00:00Z", "to": "2024-10-01T11:00:00Z")"},
      {"c", R"("activity": "attended", "attributes": {"webinar": "p", "from": "2024-10-01T10:30:00Z", "to": "2024-10-01T11:30:00Z"})"},
      {"c", R"("activity": "called", "time": "2024-10-02")"},
      {"c", R"("activity": "visited", "time": "2031-01-01")"},
      {"c", R"("activity": "visited", "time": "no time", "seconds": "many")"},
      {"c", R"("time": "2024-10-02")"},
  };
  // Where both are, the nested ones come first.
  const auto in_lead = [](std::size_t i) { return i == 0 || i == 1 || i == 3 || i == 5; };
  std::string all, some, nested, mixed, plain;
  for (const std::string id : {"a", "b", "c"}) {
    std::string own, half;
    for (std::size_t i = 0; i < activities.size(); ++i) {
      const auto& [lead, text] = activities[i];
      if (lead != id) continue;
      all += "{\"lead\": \"" + lead + "\", " + text + "}\n";
      own += (own.empty() ? "{" : ", {") + text + "}";
      if (in_lead(i)) half += (half.empty() ? "{" : ", {") + text + "}";
    }
    plain += "{\"id\": \"" + id + "\"}\n";
    nested += "{\"id\": \"" + id + "\", \"activities\": [" + own + "]}\n";
    mixed += "{\"activities\": [" + half + "], \"id\": \"" + id + "\"}\n";
  }
  for (std::size_t i = 0; i < activities.size(); ++i)
    some += in_lead(i) ? "" : "{\"lead\": \"" + activities[i].first + "\", " + activities[i].second + "}\n";
  const std::string expected = read(folder.file("plain.ndjson", plain), {folder.file("all.ndjson", all)});
  const DataReport of_file = report;
  EXPECT_EQ(expected.substr(0, 2), "a:");
  EXPECT_THAT(expected, testing::HasSubstr("/pricing"));
  EXPECT_THAT(expected, testing::HasSubstr(",90"));
  for (const std::size_t chunk : {1UL, 100UL, 100'000UL}) {
    for (const auto& [leads, files] : {std::pair(nested, ""), {mixed, "some"}, {plain, "all"}}) {
      std::vector<std::string> paths;
      if (*files != '\0') paths.push_back(folder.file("activities.ndjson", files == std::string("all") ? all : some));
      EXPECT_EQ(read(folder.file("leads.ndjson", leads), paths, chunk), expected) << files;
      EXPECT_EQ(report.activity_rows, of_file.activity_rows);
      EXPECT_EQ(report.repeated_activities, of_file.repeated_activities);
      EXPECT_EQ(report.merged_activities, of_file.merged_activities);
      EXPECT_EQ(report.after_as_of, of_file.after_as_of);
      EXPECT_EQ(report.without_time, of_file.without_time);
      EXPECT_EQ(report.without_kind.count, of_file.without_kind.count);
      EXPECT_EQ(report.unknown_kinds, of_file.unknown_kinds);
      EXPECT_EQ(report.bad_count(), of_file.bad_count());
      EXPECT_EQ(report.without_lead, 0U);
    }
  }
}

TEST_F(Nested, AreLocatedByTheirLead) {
  const std::string leads =
      "{\"id\": 1, \"activities\": null}\n{\"id\": 2, \"activities\": 7}\n{\"id\": 3, \"activities\": [[], {\"kind\": \"visited\", "
      "\"seconds\": \"many\"}, {\"activity\": \"visited\", \"SECONDS\": 5}]}\n{\"id\": 4, \"activities\": [[]]}\n";
  EXPECT_EQ(read(folder.file("leads.ndjson", leads), {}), "1:\n2:\n3: 0@- 0@-,5\n4:\n");
  ASSERT_EQ(report.bad_leads.size(), 1U);
  EXPECT_EQ(report.bad_leads[0].expected, "a list of objects");
  EXPECT_EQ(report.bad_leads[0].cells.samples[0].place.row, 2U);
  ASSERT_EQ(report.bad_activities.size(), 1U);
  EXPECT_EQ(report.bad_activities[0].column, "seconds");
  EXPECT_EQ(report.bad_activities[0].cells.samples[0].place.row, 3U);
  EXPECT_EQ(report.bad_activities[0].cells.samples[0].place.line, 3U);
  EXPECT_EQ(report.without_kind.count, 2U);
  ASSERT_EQ(report.activities.size(), 1U);
  EXPECT_EQ(report.activities[0].rows, 4U);
}

}  // namespace
}  // namespace assay::io

// Streams of leads under LeadReader: ids, several arrays, nested activities.
#include "runtime/arrow/leads.h"

#include <gmock/gmock.h>

#include "runtime/io/lead_converter.h"
#include "runtime/io/nested_activities.h"
#include "tests/unit/arrow/test_arrays.h"

namespace assay::arrow {
namespace {

using io::field;
using runtime::Type;
using testing::ElementsAre;
using testing::HasSubstr;

// A reader of one stream, as those who embed Assay make it.
struct StreamReader {
  io::ReaderFormat format{"stream", {}};
  OwnedStream stream;
  std::unique_ptr<io::LeadReader> reader;

  StreamReader(const runtime::Schema& schema, std::vector<TestColumn> batches, io::LeadOptions options, io::DataReport& report)
      : stream(stream_of(std::move(batches))) {
    format.nests = true;
    format.open_leads = [this](const io::LeadRequest& request) { return std::make_unique<LeadStream>(std::move(stream), request); };
    options.input.format = &format;
    reader = std::make_unique<io::LeadReader>(schema, std::vector<std::string>{"the leads"}, options, report);
  }
};

TEST(ArrowLeads, RowNumbersStandForIds) {
  runtime::Schema schema;
  schema.fields = {field("title", Type::Text)};
  std::vector<TestColumn> batches;
  batches.push_back(record("", {texts("Title", {"a", "b"})}));
  batches.push_back(record("", {texts("Title", {})}));
  batches.push_back(record("", {texts("Title", {"c"})}));
  io::DataReport report;
  StreamReader leads(schema, std::move(batches), {}, report);
  ASSERT_TRUE(leads.reader->open());
  io::LeadBatch batch;
  std::vector<std::string> ids;
  while (leads.reader->next(batch)) {
    for (std::size_t row = 0; row < batch.batch.rows; ++row) ids.emplace_back(batch.batch.ids.value(row));
  }
  EXPECT_THAT(ids, ElementsAre("1", "2", "3"));
  EXPECT_TRUE(report.leads.at(0).row_numbers_as_ids);
  EXPECT_EQ(report.leads.at(0).rows, 3u);
  EXPECT_EQ(report.lead_rows, 3u);
}

TEST(ArrowLeads, EmptyAndRepeatedIdsAreReported) {
  runtime::Schema schema;
  schema.fields = {field("id", Type::Text)};
  schema.id_field = 0;
  std::vector<TestColumn> batches;
  batches.push_back(record("", {texts("id", {"a", "", "a"})}));
  io::DataReport report;
  StreamReader leads(schema, std::move(batches), {}, report);
  ASSERT_TRUE(leads.reader->open());
  io::LeadBatch batch;
  ASSERT_TRUE(leads.reader->next(batch));
  EXPECT_FALSE(leads.reader->next(batch));
  EXPECT_EQ(report.empty_ids.count, 1u);
  EXPECT_EQ(report.empty_ids.samples[0].place.row, 2u);
  EXPECT_EQ(report.repeated_ids.count, 1u);
}

// Pieces that two threads have converted, the last one first, are settled as if one had done it.
TEST(ArrowLeads, AreConvertedInAnyOrder) {
  runtime::Schema schema;
  schema.fields = {field("n", Type::Integer)};
  std::vector<TestColumn> batches;
  for (const std::vector<std::string>& values : {std::vector<std::string>{"1", "x", "3"}, {"y", "5"}, {"z"}})
    batches.push_back(record("", {texts("n", values)}));
  io::DataReport report;
  StreamReader leads(schema, std::move(batches), {}, report);
  ASSERT_TRUE(leads.reader->open());
  std::vector<io::LeadPiece> pieces;
  for (io::LeadPiece piece; leads.reader->take(piece);) pieces.push_back(std::move(piece));
  const auto first = leads.reader->make_converter(), second = leads.reader->make_converter();
  std::vector<io::LeadBatch> converted(pieces.size());
  for (std::size_t i = pieces.size(); i-- > 0;) (i % 2 == 0 ? first : second)->convert(pieces[i], converted[i]);
  std::string values;
  for (io::LeadBatch& batch : converted) {
    ASSERT_TRUE(leads.reader->settle(batch));
    if (batch.batch.rows > 0) values += io::words_of(batch.batch.columns[0], batch.batch.rows) + "|";
  }
  EXPECT_EQ(values, "1 - 3|- 5|-|");
  EXPECT_EQ(report.leads.at(0).rows, 6u);
  ASSERT_EQ(report.bad_leads.size(), 1u);
  EXPECT_EQ(report.bad_leads[0].cells.count, 3u);
  EXPECT_EQ(report.bad_leads[0].cells.samples[0].place.row, 2u);
  EXPECT_EQ(report.bad_leads[0].cells.samples[2].place.row, 6u);
}

TEST(ArrowLeads, NestedActivities) {
  runtime::Schema schema;
  runtime::AttributeSpec page;
  page.name = "page";
  page.type = Type::Url;
  page.used = true;
  schema.activities.push_back({"visited", {page}, {}});
  runtime::assign_attribute_slots(schema);
  schema.needs_activities = true;
  schema.fields = {field("id", Type::Text)};
  schema.id_field = 0;
  TestColumn activities = record("item", {texts("activity", {"visited", "visited", "visited", "danced"}),
                                          fixed<std::int64_t>("time", "tsu:UTC", {9, 3, 5, 1}), texts("page", {"/a", "/b", "/c", ""})});
  activities.type.name = "activities";
  for (const std::size_t batch_rows : {1u, 2u, 10u}) {
    std::vector<TestColumn> batches;
    batches.push_back(record("", {texts("id", {"x", "y", "z", "x"}), list({0, 2, 2, 3, 4}, activities, "1101")}));
    io::DataReport report;
    const io::NestedOptions nested{.as_of = 100};
    io::LeadOptions options;
    options.batch_rows = batch_rows;
    options.nested = &nested;
    StreamReader leads(schema, std::move(batches), options, report);
    ASSERT_TRUE(leads.reader->open());
    io::LeadBatch batch;
    std::string read;
    while (leads.reader->next(batch)) {
      for (std::size_t row = 0; row < batch.batch.rows; ++row) {
        read += "|";
        for (std::int64_t i = batch.activities.offsets.empty() ? 0 : batch.activities.offsets[row];
             batch.has_activities && i < batch.activities.offsets[row + 1]; ++i) {
          const auto at = static_cast<std::size_t>(i);
          read += std::to_string(batch.activities.times[at]);
          if (batch.activities.attributes[0].known(at)) read += batch.activities.attributes[0].text.at_row(at);
        }
      }
    }
    EXPECT_EQ(read, "|3/b9/a|||1") << batch_rows;
    EXPECT_EQ(report.activity_rows, 3u);
    EXPECT_EQ(report.unknown_kinds.at("danced"), 1u);
    ASSERT_EQ(report.activities.size(), 1u);
    EXPECT_EQ(report.activities[0].file, "the leads (activities of its leads)");
  }
}

TEST(ArrowLeads, AMalformedArrayIsAFailureOfTheReader) {
  runtime::Schema schema;
  schema.fields = {field("f", Type::Text)};
  std::vector<TestColumn> batches;
  batches.push_back(record("", {texts("f", {"\xFF"})}));
  io::DataReport report;
  StreamReader leads(schema, std::move(batches), {}, report);
  io::LeadBatch batch;
  ASSERT_TRUE(leads.reader->open());
  EXPECT_FALSE(leads.reader->next(batch));
  EXPECT_THAT(leads.reader->failure()->message, HasSubstr("the leads: the Arrow column \"f\" is malformed"));
}

}  // namespace
}  // namespace assay::arrow

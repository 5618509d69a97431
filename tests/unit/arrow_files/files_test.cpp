// Parquet and Arrow files through the readers and writers of files. Skipped in a build without Arrow C++.
#include <fstream>

#include <gmock/gmock.h>

#include "runtime/arrow_files/formats.h"
#include "runtime/arrow_files/load.h"
#include "runtime/arrow_files/read.h"
#include "runtime/io/activities.h"
#include "runtime/io/nested_activities.h"
#include "runtime/io/readers.h"
#include "runtime/io/writers.h"
#include "tests/unit/arrow/test_arrays.h"

namespace assay::arrow_files {
namespace {

using arrow::ReadLeads;
using arrow::TestColumn;
using io::field;
using runtime::Type;
using testing::ElementsAre;
using testing::HasSubstr;

class ArrowFiles : public testing::Test {
 protected:
  void SetUp() override {
    add_formats();
    if (arrow_version().empty()) GTEST_SKIP() << "built without Arrow C++";
  }

  // Writes batches with the module.
  std::string write(const std::string& name, AssayFileKind kind, const std::vector<TestColumn>& batches) {
    const AssayArrowFiles& module = *load_module().functions;
    std::string bytes;
    ArrowSchema schema{};
    give(batches.front().type, &schema);
    AssayArrowWriter* writer = nullptr;
    const auto sink = [](void* to, const char* from, std::size_t size) { static_cast<std::string*>(to)->append(from, size); };
    EXPECT_STREQ(module.write(kind, &schema, sink, &bytes, &writer), nullptr);
    for (const TestColumn& batch : batches) {
      ArrowArray array{};
      give(batch.rows, &array);
      EXPECT_STREQ(module.add(writer, &array), nullptr);
    }
    EXPECT_STREQ(module.finish(writer), nullptr);
    module.drop(writer);
    return folder.file(name, bytes);
  }

  ReadLeads read(const runtime::Schema& schema, const std::string& path, io::LeadOptions options = {}) {
    ReadLeads read;
    read.columns.resize(schema.fields.size());
    io::LeadReader reader(schema, {path}, options, read.report);
    io::LeadBatch batch;
    bool more = reader.open();
    read.kept.resize(reader.kept_names().size());
    while (more && reader.next(batch)) {
      read.batches.push_back(batch.batch.rows);
      for (std::size_t row = 0; row < batch.batch.rows; ++row)
        read.ids += (read.ids.empty() ? "" : "|") + std::string(batch.batch.ids.value(row));
      for (std::size_t i = 0; i < schema.fields.size(); ++i)
        read.columns[i] += (read.columns[i].empty() ? "" : " ") + io::words_of(batch.batch.columns[i], batch.batch.rows);
    }
    if (reader.failure()) read.failure = reader.failure()->message;
    return read;
  }

  io::TemporaryFolder folder;
};

runtime::Schema lead_schema() {
  runtime::Schema schema;
  schema.fields = {field("id", Type::Text), field("title", Type::Text), field("employees", Type::Integer), field("seen", Type::Time)};
  schema.id_field = 0;
  return schema;
}

std::vector<TestColumn> lead_batches() {
  std::vector<TestColumn> batches;
  for (const char* id : {"a", "b"}) {
    batches.push_back(arrow::record(
        "", {arrow::texts("unused", {"x", "y"}), arrow::texts("ID", {id, "z"}), arrow::texts("Title", {"CMO", ""}, "11"),
             arrow::fixed<std::int32_t>("employees", "i", {12, 0}, "10"), arrow::fixed<std::int64_t>("seen", "tsu:UTC", {1, 2})}));
  }
  return batches;
}

TEST_F(ArrowFiles, TheSameLeadsInEveryFormat) {
  const std::string csv =
      folder.file("leads.csv",
                  "unused,ID,Title,employees,seen\nx,a,CMO,12,1970-01-01T00:00:00.000001Z\ny,z,,,1970-01-01T00:00:00.000002Z\n"
                  "x,b,CMO,12,1970-01-01T00:00:00.000001Z\ny,z,,,1970-01-01T00:00:00.000002Z\n");
  const ReadLeads expected = read(lead_schema(), csv);
  EXPECT_THAT(expected.columns, ElementsAre("a z b z", "CMO - CMO -", "12 - 12 -", "1 2 1 2"));
  for (const std::string& path :
       {write("leads.parquet", ASSAY_FILE_PARQUET, lead_batches()), write("leads.arrow", ASSAY_FILE_ARROW, lead_batches())}) {
    const ReadLeads found = read(lead_schema(), path);
    EXPECT_EQ(found.failure, "") << path;
    EXPECT_EQ(found.ids, expected.ids) << path;
    EXPECT_EQ(found.columns, expected.columns) << path;
    EXPECT_EQ(found.report.leads.at(0).unused_columns, expected.report.leads.at(0).unused_columns);
    EXPECT_EQ(found.report.leads.at(0).rows, 4u);
    EXPECT_EQ(found.report.repeated_ids.count, 1u);
  }
}

TEST_F(ArrowFiles, OnlyNeededColumnsAreOpened) {
  for (const AssayFileKind kind : {ASSAY_FILE_PARQUET, ASSAY_FILE_ARROW}) {
    const auto records = records_of_file(write("leads.bin", kind, lead_batches()), kind, 1);
    arrow::DataType all, some;
    ASSERT_FALSE(records->type(all));
    EXPECT_EQ(all.children.size(), 5u);
    std::vector<std::size_t> columns{1, 3};
    arrow::OwnedStream stream;
    ASSERT_FALSE(records->open(columns, stream));
    ASSERT_FALSE(arrow::read_record_type(stream, "test", some));
    ASSERT_EQ(some.children.size(), 2u);
    EXPECT_EQ(some.children[0].name, "ID");
    EXPECT_EQ(some.children[1].name, "employees");
  }
}

TEST_F(ArrowFiles, TextsOfParquetComeAsDictionaries) {
  const auto records = records_of_file(write("leads.parquet", ASSAY_FILE_PARQUET, lead_batches()), ASSAY_FILE_PARQUET, 1);
  arrow::DataType all, some;
  ASSERT_FALSE(records->type(all));
  std::vector<std::size_t> columns{2};
  arrow::OwnedStream stream;
  ASSERT_FALSE(records->open(columns, stream));
  ASSERT_FALSE(arrow::read_record_type(stream, "test", some));
  EXPECT_NE(some.children[0].dictionary, nullptr);
}

TEST_F(ArrowFiles, NoColumnNeededStillCountsRows) {
  runtime::Schema schema;
  schema.fields = {field("nowhere", Type::Text)};
  for (const std::string& path :
       {write("a.parquet", ASSAY_FILE_PARQUET, lead_batches()), write("a.arrow", ASSAY_FILE_ARROW, lead_batches())}) {
    std::vector<TestColumn> batches;
    const ReadLeads found = read(schema, path);
    EXPECT_EQ(found.failure, "") << path;
    EXPECT_EQ(found.report.lead_rows, 4u) << path;
  }
}

TEST_F(ArrowFiles, ActivitiesInsideLeadsAndInFilesOfTheirOwn) {
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
  const auto events = [](std::vector<TestColumn> more) {
    more.push_back(arrow::texts("activity", {"visited", "visited", "visited"}));
    more.push_back(arrow::texts("page", {"/a", "/b", "/c"}));
    more.push_back(arrow::fixed<std::int64_t>("time", "tsu:UTC", {3, 2, 1}));
    return arrow::record("activities", std::move(more));
  };
  for (const AssayFileKind kind : {ASSAY_FILE_PARQUET, ASSAY_FILE_ARROW}) {
    const std::string ending = kind == ASSAY_FILE_PARQUET ? ".parquet" : ".arrow";
    TestColumn lists = arrow::list({0, 2, 2}, events({}));
    lists.rows.children[0].length = 3;
    const std::string leads = write("leads" + ending, kind, {arrow::record("", {arrow::texts("id", {"x", "y"}), std::move(lists)})});
    const std::string others = write("events" + ending, kind, {events({arrow::texts("lead", {"x", "y", "z"})})});
    io::DataReport report;
    io::ActivityStore store(schema, 100, report);
    ASSERT_TRUE(store.load(others, {})) << store.failure()->message;
    store.finish(true);
    const io::NestedOptions nested{.as_of = 100, .beside = &store};
    io::LeadOptions options;
    options.nested = &nested;
    io::LeadReader reader(schema, {leads}, options, report);
    io::LeadBatch batch;
    ASSERT_TRUE(reader.open() && reader.next(batch)) << (reader.failure() ? reader.failure()->message : "");
    ASSERT_TRUE(batch.has_activities);
    EXPECT_THAT(batch.activities.offsets, ElementsAre(0, 3, 4));
    EXPECT_EQ(io::words_of(batch.activities.attributes[0], 4), "/b /a /a /b");
  }
}

TEST_F(ArrowFiles, WhatIsNoSuchFileIsRefused) {
  const runtime::Schema schema = lead_schema();
  EXPECT_THAT(read(schema, folder.path("missing.parquet")).failure, HasSubstr("missing.parquet"));
  for (const char* name : {"text.parquet", "text.arrow", "text.feather"}) {
    EXPECT_THAT(read(schema, folder.file(name, "id,title\n1,CMO\n")).failure, HasSubstr(name)) << name;
    EXPECT_THAT(read(schema, folder.file(name, "")).failure, HasSubstr(name)) << name;
  }
  EXPECT_THAT(read(schema, folder.file("old.feather", "FEA1 and more")).failure, HasSubstr("Feather of version 1"));
}

// Every byte of a small file may be wrong: read or refused, never a crash.
TEST_F(ArrowFiles, DamagedFiles) {
  for (const AssayFileKind kind : {ASSAY_FILE_PARQUET, ASSAY_FILE_ARROW}) {
    const std::string name = kind == ASSAY_FILE_PARQUET ? "damaged.parquet" : "damaged.arrow";
    const std::string whole = io::text_of_file(write(name, kind, lead_batches()));
    std::size_t refused = 0;
    for (std::size_t at = 0; at < whole.size(); at += 7) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
      refused += !read(lead_schema(), folder.file(name, damaged)).failure.empty();
      refused += !read(lead_schema(), folder.file(name, whole.substr(0, at))).failure.empty();
    }
    EXPECT_GT(refused, whole.size() / 7);
  }
}

TEST(ArrowFilesOff, AParquetFileIsRefusedWithWords) {
  add_formats();
  if (!arrow_version().empty()) GTEST_SKIP() << "built with Arrow C++";
  io::DataReport report;
  const runtime::Schema schema = lead_schema();
  io::LeadReader reader(schema, {"leads.parquet"}, {}, report);
  EXPECT_FALSE(reader.open());
  EXPECT_THAT(reader.failure()->message, HasSubstr("built without Parquet and Arrow files"));
}

}  // namespace
}  // namespace assay::arrow_files

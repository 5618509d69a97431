#include "runtime/io/writers.h"

#include <gmock/gmock.h>

#include "runtime/io/output.h"
#include "runtime/io/route_target.h"
#include "runtime/points.h"
#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr runtime::Points point = runtime::points_per_unit;

runtime::ResultSchema whole_schema() {
  runtime::ResultSchema schema;
  schema.sections = {{"profile", true, false, 15 * point, 0, 4}, {"", false, false, 0, 0, 0}, {"actions", false, true, 0, -5 * point, 9}};
  schema.rules = {{"title_in_buyers", "title in buyers", 0, 5, "p.assay", true},
                  {"free_mail", "free-mail", 2, 10, "p.assay", true},
                  {"enterprise", "enterprise", 0, 6, "p.assay", true},
                  {"veto", "competitor", -1, 12, "p.assay", false}};
  schema.grades = {{"fit", {"A", "B+"}}};
  schema.stages = {"lead", "MQL"};
  schema.excluded = {"student", "competitor"};
  schema.missing = {"last_name", "title"};
  schema.segments = {"hot, enterprise", "cold"};
  schema.tags = {"=risk"};
  schema.routes = {{{"DACH"}}, {{"Team A", "Team B", "Team C"}}};
  schema.has_stages = schema.has_exclude = schema.has_require = schema.has_segments = schema.has_tags = schema.has_routes = true;
  return schema;
}

class Writers : public testing::Test {
 protected:
  Writers() : schema(whole_schema()) {
    leads.batch.rows = 2;
    leads.batch.ids = text_column(ids, id_offsets);
    result.reset(schema, 2, true);
    result.score.values = {255000, 0};
    result.score.known = {1};
    result.sections[0].values = {15 * point, 0};
    result.sections[2].values = {-5 * point, 0};
    result.points[0] = {20 * point, 0};
    result.points[1] = {-75'000, 0};
    result.points[2] = {10 * point, 0};
    result.grades[0] = {1, runtime::Result::no_grade};
    result.stages = {1, runtime::Result::excluded_stage};
    result.routes = {1, runtime::Result::no_route};
    result.excluded[0] = {2};
    result.excluded[1] = {2};
    result.segments[0] = {1};
    result.segments[1] = {1};
    result.tags[0] = {1};
    result.missing_offsets = {0, 2, 2};
    result.missing_fields = {1, 0};
  }

  static runtime::TextColumn text_column(const std::string& bytes, const std::vector<std::int32_t>& offsets) {
    runtime::TextColumn column;
    column.offsets = offsets.data();
    column.bytes = bytes.data();
    column.values = offsets.size() - 1;
    return column;
  }

  std::string write(const char* name, const WriterOptions& options) {
    std::string out;
    const auto formatter = writer_named(name)->make(schema, options);
    formatter->head(out);
    formatter->rows(leads, result, out);
    formatter->foot(out);
    return out;
  }

  runtime::ResultSchema schema;
  std::string ids = "x1-2";
  std::vector<std::int32_t> id_offsets = {0, 2, 4};
  LeadBatch leads;
  runtime::Result result;
};

TEST_F(Writers, SpellCsvAsTheContractSays) {
  EXPECT_EQ(write("csv", {}),
            "id,score,profile,actions,fit,stage,excluded,missing,segments,tags,route\n"
            "x1,25.5,15,-5,B+,MQL,,title; last_name,\"hot, enterprise; cold\",=risk,Team A\n"
            "-2,,0,0,,excluded,student; competitor,,,,\n");
  EXPECT_EQ(route_target("x1", 3), 0U);
}

TEST_F(Writers, ReasonsAddUpToTheirSections) {
  WriterOptions options;
  options.explain = true;
  EXPECT_THAT(
      write("csv", options),
      HasSubstr(",Team A,+20 title in buyers; +10 enterprise; -15 profile: at most 15; -7.5 free-mail; +2.5 actions: at least -5\n"));
  EXPECT_THAT(write("ndjson", options),
              HasSubstr("\"reasons\":[{\"rule\":\"title_in_buyers\",\"points\":20,\"reason\":\"title in buyers\",\"line\":5},"
                        "{\"rule\":\"enterprise\",\"points\":10,\"reason\":\"enterprise\",\"line\":6},"
                        "{\"rule\":\"profile\",\"points\":-15,\"reason\":\"profile: at most 15\",\"line\":4},"));
}

TEST_F(Writers, SpellNdjsonWithNullsAndLists) {
  EXPECT_EQ(write("ndjson", {}),
            "{\"id\":\"x1\",\"score\":25.5,\"profile\":15,\"actions\":-5,\"fit\":\"B+\",\"stage\":\"MQL\",\"excluded\":[],"
            "\"missing\":[\"title\",\"last_name\"],\"segments\":[\"hot, enterprise\",\"cold\"],\"tags\":[\"=risk\"],\"route\":\"Team A\"}\n"
            "{\"id\":\"-2\",\"score\":null,\"profile\":0,\"actions\":0,\"fit\":null,\"stage\":\"excluded\","
            "\"excluded\":[\"student\",\"competitor\"],\"missing\":[],\"segments\":[],\"tags\":[],\"route\":null}\n");
}

TEST_F(Writers, GuardCellsThatASpreadsheetWouldRun) {
  WriterOptions options;
  options.spreadsheet = true;
  const std::string out = write("csv", options);
  EXPECT_THAT(out, HasSubstr(",'=risk,"));
  EXPECT_THAT(out, HasSubstr("\n'-2,"));
  EXPECT_THAT(out, HasSubstr(",15,-5,"));  // numbers are not run
}

TEST_F(Writers, AppendKeptColumns) {
  const std::string bytes = "a,b\"c\n";
  const std::vector<std::int32_t> offsets = {0, 6, 6};
  leads.kept = {text_column(bytes, offsets)};
  WriterOptions options;
  options.kept_names = {"score"};
  EXPECT_EQ(write("csv", options),
            "id,score,profile,actions,fit,stage,excluded,missing,segments,tags,route,lead.score\n"
            "x1,25.5,15,-5,B+,MQL,,title; last_name,\"hot, enterprise; cold\",=risk,Team A,\"a,b\"\"c\n\"\n"
            "-2,,0,0,,excluded,student; competitor,,,,,\n");
  EXPECT_THAT(write("ndjson", options), HasSubstr("\"lead.score\":\"a,b\\\"c\\n\"}"));
}

TEST_F(Writers, AlignTables) {
  schema.has_exclude = schema.has_require = schema.has_segments = schema.has_tags = schema.has_routes = false;
  EXPECT_EQ(write("table", {}),
            "id  score  profile  actions  fit  stage\n"
            "x1   25.5       15       -5  B+   MQL\n"
            "-2               0        0       excluded\n");
}

TEST(WriterTable, TellsTheFormatByName) {
  EXPECT_EQ(writer_for_file("a/b.csv")->name, "csv");
  EXPECT_EQ(writer_for_file("a.ndjson")->name, "ndjson");
  EXPECT_EQ(writer_for_file("a.txt"), nullptr);
  EXPECT_EQ(writer_named("table")->name, "table");
  EXPECT_EQ(writer_named("pdf"), nullptr);
}

TEST(Output, AFileAppearsWholeOrNotAtAll) {
  const TemporaryFolder folder;
  const std::string path = folder.file("out.csv", "before");
  const auto count_files = [&] {
    return std::distance(std::filesystem::directory_iterator(folder.path()), std::filesystem::directory_iterator());
  };
  {
    const OpenedOutput opened = open_output(path);
    ASSERT_TRUE(opened.output);
    opened.output->write("half");
    EXPECT_EQ(text_of_file(path), "before");
  }
  EXPECT_EQ(text_of_file(path), "before");
  EXPECT_EQ(count_files(), 1);
  {
    const OpenedOutput opened = open_output(path);
    opened.output->write("whole");
    EXPECT_TRUE(opened.output->commit());
  }
  EXPECT_EQ(text_of_file(path), "whole");
  EXPECT_EQ(count_files(), 1);
  const OpenedOutput interrupted = open_output(folder.path("new.csv"));
  interrupted.output->write("half");
  EXPECT_EQ(count_files(), 2);
  remove_unfinished_outputs();
  EXPECT_EQ(count_files(), 1);
}

TEST(Output, KeepsLinksAndWritesDevicesStraightAway) {
  const TemporaryFolder folder;
  const std::string target = folder.file("target.csv", "before");
  std::filesystem::create_symlink(target, folder.path("link.csv"));
  const OpenedOutput opened = open_output(folder.path("link.csv"));
  opened.output->write("after");
  opened.output->commit();
  EXPECT_EQ(text_of_file(target), "after");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path("link.csv")));
  const OpenedOutput null = open_output("/dev/null");
  ASSERT_TRUE(null.output);
  EXPECT_TRUE(null.output->write("x") && null.output->commit());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  EXPECT_THAT(open_output(folder.path("no/such/folder.csv")).failure->message, HasSubstr("cannot write"));
  EXPECT_THAT(open_output(folder.path()).failure->message, HasSubstr("folder"));
}

TEST(Output, EndsQuietlyWhenThePipeIsClosed) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  const OpenedOutput opened = open_output("/dev/fd/" + std::to_string(ends[1]));
  if (!opened.output) GTEST_SKIP() << "this system does not open a pipe that nobody reads";
  EXPECT_FALSE(opened.output->write("x"));
  EXPECT_TRUE(opened.output->closed_by_reader());
  EXPECT_FALSE(opened.output->failure());
  ::close(ends[1]);
}

}  // namespace
}  // namespace assay::io

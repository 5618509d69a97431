// Results as Arrow arrays, and what was exported read again.
#include "runtime/arrow/export.h"

#include <gmock/gmock.h>

#include "tests/unit/arrow/test_arrays.h"

namespace assay::arrow {
namespace {

using io::field;
using runtime::Type;
using testing::ElementsAre;

runtime::ResultSchema small_schema() {
  runtime::ResultSchema schema;
  schema.sections.push_back({"fit", false, false, 0, 0, 3});
  schema.rules.push_back({"r1", "a buyer", 0, 4, "p.assay", true});
  schema.grades.push_back({"interest", {"A", "B"}});
  schema.stages = {"lead", "MQL"};
  schema.missing = {"title"};
  schema.tags = {"hot", "large"};
  schema.routes.push_back({{"x"}});
  schema.routes.push_back({{"Team A", "Team B"}});
  schema.has_stages = schema.has_require = schema.has_tags = schema.has_routes = true;
  return schema;
}

// Three leads: one of everything, one excluded without a score, one that has nothing.
struct Scored {
  runtime::ResultSchema schema = small_schema();
  io::LeadBatch leads;
  runtime::Result result;
  std::vector<std::int32_t> offsets{0, 1, 2, 2};

  Scored() {
    leads.batch.rows = 3;
    leads.batch.ids = {offsets.data(), "ab", nullptr, 3, 0};
    leads.kept.push_back(leads.batch.ids);
    result.reset(schema, 3, true);
    result.score.values = {125'000, 0, 0};
    result.score.known = {0b101};
    result.sections[0].values = {200'000, 0, 0};
    result.sections[0].known = {0b111};
    result.grades[0] = {1, 0, runtime::Result::no_grade};
    result.stages = {1, runtime::Result::excluded_stage, 0};
    result.routes = {1, 0, runtime::Result::no_route};
    result.tags[0] = {0b011};
    result.tags[1] = {0b001};
    result.missing_offsets = {0, 0, 1, 1};
    result.missing_fields = {0};
    result.fired[0] = {0b001};
    result.points[0] = {200'000, 0, 0};
  }

  OwnedStream stream() {
    io::WriterOptions options;
    options.explain = true;
    options.kept_names = {"id"};
    auto exporter = std::make_shared<ResultExporter>(schema, options);
    StreamSource source;
    source.schema = [exporter](ArrowSchema* out) {
      exporter->schema(out);
      return "";
    };
    source.next = [this, exporter, done = false](ArrowArray* out) mutable {
      if (!std::exchange(done, true)) exporter->batch(leads, result, out);
      return "";
    };
    return make_stream(std::move(source));
  }
};

TEST(ArrowExport, ColumnsAreReadBackAsTheyWere) {
  Scored scored;
  runtime::Schema schema;
  schema.fields = {field("score", Type::Number), field("fit", Type::Number),       field("interest", Type::Text),
                   field("stage", Type::Text),   field("missing", Type::TextList), field("tags", Type::TextList),
                   field("route", Type::Text)};
  io::LeadOptions options;
  options.keep = {"lead.id"};
  const ReadLeads read = read_leads(schema, scored.stream(), options);
  EXPECT_EQ(read.failure, "");
  EXPECT_EQ(read.ids, "a|b|");
  EXPECT_THAT(read.columns, ElementsAre("12.5 - 0", "20 0 0", "B A -", "MQL excluded lead", "[] [title] []", "[hot|large] [hot] []",
                                        testing::AnyOf("Team A x -", "Team B x -")));
  EXPECT_THAT(read.kept, ElementsAre("a|b|"));
}

TEST(ArrowExport, ReasonsAreListsOfStructs) {
  Scored scored;
  const OwnedStream stream = scored.stream();
  OwnedStream moved = std::move(const_cast<OwnedStream&>(stream));
  ArrowSchema schema{};
  ArrowArray array{};
  ASSERT_EQ(moved->get_schema(moved.get(), &schema), 0);
  ASSERT_EQ(moved->get_next(moved.get(), &array), 0);
  const OwnedSchema owned_schema(&schema);
  const OwnedArray owned_array(&array);
  DataType type;
  ASSERT_FALSE(parse_type(*owned_schema.get(), "test", type));
  ArrayView all;
  ASSERT_FALSE(view_of(*owned_array.get(), type, "test", true, all));
  const auto reasons =
      std::find_if(type.children.begin(), type.children.end(), [](const DataType& each) { return each.name == "reasons"; });
  ASSERT_NE(reasons, type.children.end());
  const ArrayView& lists = all.children[static_cast<std::size_t>(reasons - type.children.begin())];
  EXPECT_EQ(lists.value<std::int32_t>(1, 1), 1);
  EXPECT_EQ(lists.value<std::int32_t>(1, 3), 1);
  const ArrayView& reason = lists.children[0];
  EXPECT_EQ(reason.children[1].value<double>(1, 0), 20);
  EXPECT_EQ(reason.children[3].value<std::int32_t>(1, 0), 4);
}

TEST(ArrowExport, NoRowsAreARecordWithoutRows) {
  const runtime::ResultSchema schema = small_schema();
  const ResultExporter exporter(schema, {});
  runtime::Result result;
  result.reset(schema, 0, false);
  ArrowArray array{};
  exporter.batch({}, result, &array);
  const OwnedArray owned(&array);
  EXPECT_EQ(owned->length, 0);
  EXPECT_EQ(owned->n_children, 8);
}

// A consumer may move a column out and release the rest.
TEST(ArrowExport, ChildrenOutliveWhatTheyWereMovedFrom) {
  Scored scored;
  const ResultExporter exporter(scored.schema, {});
  ArrowArray array{};
  exporter.batch(scored.leads, scored.result, &array);
  OwnedArray stage(array.children[4]);
  array.release(&array);
  EXPECT_EQ(stage->length, 3);
  EXPECT_EQ(static_cast<const std::int32_t*>(stage->buffers[1])[1], 2);
}

}  // namespace
}  // namespace assay::arrow

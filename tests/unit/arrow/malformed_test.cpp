// Arrays and schemas that break the rules of the interface are refused with words.
#include <gmock/gmock.h>

#include "tests/unit/arrow/test_arrays.h"

namespace assay::arrow {
namespace {

using io::field;
using runtime::Type;
using testing::HasSubstr;

std::string failure(Type type, TestColumn column) { return read_field(field("f", type), std::move(column)).failure; }

// A stream whose one array is changed after it was made.
template <class Change>
std::string failure_after(TestColumn column, const Change& change) {
  runtime::Schema schema;
  schema.fields = {field("f", Type::Text)};
  column.type.name = "f";
  std::vector<TestColumn> batches;
  batches.push_back(record("", {std::move(column)}));
  auto inner = std::make_shared<OwnedStream>(stream_of(std::move(batches)));
  StreamSource source;
  source.schema = [inner](ArrowSchema* out) { return inner->get()->get_schema(inner->get(), out) == 0 ? "" : "no"; };
  source.next = [inner, &change](ArrowArray* out) {
    inner->get()->get_next(inner->get(), out);
    if (out->release != nullptr) change(*out, *out->children[0]);
    return "";
  };
  return read_leads(schema, make_stream(std::move(source))).failure;
}

TEST(ArrowMalformed, Lengths) {
  const TestColumn column = texts("f", {"a", "b"});
  EXPECT_THAT(failure_after(column, [](ArrowArray&, ArrowArray& each) { each.length = -1; }), HasSubstr("malformed: its length is -1"));
  EXPECT_THAT(failure_after(column, [](ArrowArray&, ArrowArray& each) { each.offset = -3; }), HasSubstr("offset -3"));
  EXPECT_THAT(failure_after(column, [](ArrowArray&, ArrowArray& each) { each.length = INT64_MAX; }), HasSubstr("malformed"));
  EXPECT_THAT(failure_after(column, [](ArrowArray& all, ArrowArray&) { all.length = 3; }), HasSubstr("2 rows where 3 are needed"));
  EXPECT_THAT(failure_after(column, [](ArrowArray& all, ArrowArray&) { all.offset = 1; }), HasSubstr("2 rows where 3 are needed"));
}

TEST(ArrowMalformed, BuffersAndChildren) {
  const TestColumn column = texts("f", {"a", "b"});
  EXPECT_THAT(failure_after(column, [](ArrowArray&, ArrowArray& each) { each.n_buffers = 2; }), HasSubstr("it has 2 buffers"));
  EXPECT_THAT(failure_after(column, [](ArrowArray&, ArrowArray& each) { each.buffers = nullptr; }), HasSubstr("it has no buffers"));
  EXPECT_THAT(failure_after(column, [](ArrowArray&, ArrowArray& each) { each.buffers[1] = nullptr; }), HasSubstr("values is not there"));
  EXPECT_THAT(failure_after(column, [](ArrowArray&, ArrowArray& each) { each.buffers[2] = nullptr; }), HasSubstr("malformed"));
  EXPECT_THAT(failure_after(column, [](ArrowArray&, ArrowArray& each) { each.null_count = 1; }), HasSubstr("1 nulls and no validity"));
  EXPECT_THAT(failure_after(column, [](ArrowArray&, ArrowArray& each) { each.n_children = 1; }), HasSubstr("1 children instead of 0"));
  EXPECT_THAT(failure_after(list({0, 1}, texts("f", {"a"})), [](ArrowArray&, ArrowArray& each) { each.n_children = 0; }),
              HasSubstr("0 children"));
}

// The text whose offsets fall is in no list, so only that the first ends behind the last offset tells that it is wrong.
TEST(ArrowMalformed, ATextThatEndsBehindTheLastOffset) {
  TestColumn column = texts("f", {"a", "b"});
  ArrayNode rows;
  rows.length = 2;
  rows.buffers.push_back(nullptr);
  rows.own(std::vector<std::int32_t>{0, 129, 2});
  rows.own(std::vector<char>(130, 'a'));
  column.rows = rows;
  EXPECT_THAT(failure(Type::TextList, list({0, 1}, column)), HasSubstr("malformed"));
}

TEST(ArrowMalformed, Offsets) {
  for (const std::vector<std::int32_t>& offsets : {std::vector<std::int32_t>{0, 2, 1}, {-1, 0, 1}, {2, 1, 0}}) {
    TestColumn column = texts("f", {"a", "b"});
    ArrayNode rows;
    rows.length = 2;
    rows.buffers.push_back(nullptr);
    rows.own(offsets);
    rows.buffers.push_back(column.rows.buffers[2]);
    rows.owners.insert(rows.owners.end(), column.rows.owners.begin(), column.rows.owners.end());
    column.rows = rows;
    EXPECT_THAT(failure(Type::Text, column), HasSubstr("malformed in the rows 1 to 2"));
    EXPECT_THAT(failure(Type::Integer, column), HasSubstr("malformed"));
  }
  EXPECT_THAT(failure(Type::TextList, list({0, 3}, texts("f", {"a"}))), HasSubstr("malformed"));
  EXPECT_THAT(failure(Type::TextList, list({0, 1, 0}, texts("f", {"a"}))), HasSubstr("malformed"));
  EXPECT_THAT(failure(Type::TextList, list({-1, 1}, texts("f", {"a"}))), HasSubstr("malformed"));
}

TEST(ArrowMalformed, Indices) {
  for (const std::int32_t index : {-1, 2, INT32_MAX}) {
    EXPECT_THAT(failure(Type::Text, dictionary<std::int32_t>("i", {0, index}, texts("f", {"a", "b"}))), HasSubstr("malformed")) << index;
    EXPECT_THAT(failure(Type::Integer, dictionary<std::int32_t>("i", {0, index}, texts("f", {"1", "2"}))), HasSubstr("malformed")) << index;
  }
  EXPECT_THAT(failure(Type::Text, dictionary<std::uint64_t>("L", {UINT64_MAX}, texts("f", {"a"}))), HasSubstr("malformed"));
  EXPECT_THAT(failure(Type::Text, dictionary<std::int32_t>("i", {0}, texts("f", {}))), HasSubstr("malformed"));
}

TEST(ArrowMalformed, TextsThatAreNotUtf8) {
  EXPECT_THAT(failure(Type::Text, texts("f", {"a", "\xFF"})), HasSubstr("not UTF-8"));
  EXPECT_THAT(failure(Type::Text, dictionary<std::int8_t>("c", {0}, texts("f", {"\xC3"}))), HasSubstr("not UTF-8"));
  // Each half of a character by itself is none, though both together are.
  EXPECT_THAT(failure(Type::Text, texts("f", {"\xC3", "\xA4"})), HasSubstr("not UTF-8"));
  const ReadLeads bytes = read_field(field("f", Type::Text), texts("f", {"a", "\xFF"}, "", "z"));
  EXPECT_EQ(bytes.failure, "");
  EXPECT_EQ(bytes.columns[0], "a -");
  EXPECT_EQ(bytes.report.bad_leads[0].expected, "UTF-8 text");
}

TEST(ArrowMalformed, Views) {
  const std::string large = "Geschäftsführerin mit Prokura";
  const auto broken = [&](std::size_t byte, std::int32_t value) {
    TestColumn column = text_views("f", {large});
    const auto* views = static_cast<const char*>(column.rows.buffers[1]);
    std::vector<char> changed(views, views + 16);
    std::memcpy(changed.data() + byte, &value, 4);
    auto owner = std::make_shared<std::vector<char>>(changed);
    column.rows.buffers[1] = owner->data();
    column.rows.owners.push_back(owner);
    return failure(Type::Text, std::move(column));
  };
  EXPECT_THAT(broken(0, -1), HasSubstr("malformed"));
  EXPECT_THAT(broken(0, 1000), HasSubstr("malformed"));
  EXPECT_THAT(broken(8, 1), HasSubstr("malformed"));
  EXPECT_THAT(broken(8, -1), HasSubstr("malformed"));
  EXPECT_THAT(broken(12, 5), HasSubstr("malformed"));
  EXPECT_THAT(broken(12, -5), HasSubstr("malformed"));
}

TEST(ArrowMalformed, Runs) {
  for (const std::vector<std::int32_t>& ends : {std::vector<std::int32_t>{1, 2}, {}, {-4, -2}}) {
    TestColumn runs{{"+r", "f", true, {}, {}}, {}};
    TestColumn run_ends = fixed<std::int32_t>("run_ends", "i", ends), values = texts("values", {"a", "b"});
    runs.type.children = {run_ends.type, values.type};
    runs.rows.children = {run_ends.rows, values.rows};
    runs.rows.length = 4;
    EXPECT_THAT(failure(Type::Text, std::move(runs)), HasSubstr("malformed"));
  }
}

std::string schema_failure(const SchemaNode& node) {
  ArrowSchema schema{};
  give(node, &schema);
  const OwnedSchema owned(&schema);
  DataType type;
  const auto why = parse_type(*owned.get(), "test", type);
  return why ? why->message : "";
}

TEST(ArrowMalformed, Schemas) {
  EXPECT_THAT(schema_failure({"?", "f"}), HasSubstr("the unknown format \"?\""));
  EXPECT_THAT(schema_failure({"d:x", "f"}), HasSubstr("unknown format"));
  EXPECT_THAT(schema_failure({"d:10,2,100", "f"}), HasSubstr("unknown format"));
  EXPECT_THAT(schema_failure({"w:-1", "f"}), HasSubstr("unknown format"));
  EXPECT_THAT(schema_failure({"+l", "f"}), HasSubstr("has 0 children"));
  EXPECT_THAT(schema_failure({"u", "f", true, {}, {{"u", ""}}}), HasSubstr("not asked by integers"));
  SchemaNode deep{"u", "f"};
  for (int i = 0; i < 100; ++i) {
    SchemaNode outer{"+l", "f"};
    outer.children.push_back(std::move(deep));
    deep = std::move(outer);
  }
  EXPECT_THAT(schema_failure(deep), HasSubstr("nested more than 64 deep"));
}

TEST(ArrowMalformed, Streams) {
  runtime::Schema schema;
  schema.fields = {field("f", Type::Text)};
  EXPECT_THAT(read_leads(schema, OwnedStream()).failure, HasSubstr("not an Arrow stream"));
  StreamSource source;
  source.schema = [](ArrowSchema*) { return "the disk is gone"; };
  EXPECT_THAT(read_leads(schema, make_stream(source)).failure, HasSubstr("the disk is gone"));
  source.schema = [](ArrowSchema* out) {
    give(SchemaNode{"l", "f"}, out);
    return "";
  };
  EXPECT_THAT(read_leads(schema, make_stream(source)).failure, HasSubstr("stream of records is needed"));
}

TEST(ArrowMalformed, TwoColumnsEquallyGoodAreNamed) {
  runtime::Schema schema;
  schema.fields = {field("job title", Type::Text)};
  std::vector<TestColumn> batches;
  batches.push_back(record("", {texts("Job_Title", {"a"}), texts("JobTitle", {"b"})}));
  EXPECT_THAT(read_leads(schema, stream_of(std::move(batches))).failure, HasSubstr("fit equally well"));
}

// An array is released once the last batch that looks at it is gone, and only then.
TEST(ArrowOwnership, ArraysAreReleasedOnce) {
  static int released = 0;
  released = 0;
  runtime::Schema schema;
  schema.fields = {field("f", Type::Text)};
  StreamSource source;
  source.schema = [](ArrowSchema* out) {
    SchemaNode all{"+s", ""};
    all.children.push_back({"u", "f"});
    give(std::move(all), out);
    return "";
  };
  source.next = [given = 0](ArrowArray* out) mutable {
    if (given++ == 2) return "";
    give(record("", {texts("f", {"a", "b"})}).rows, out);
    static void (*const inner)(ArrowArray*) = out->release;
    out->release = [](ArrowArray* array) {
      ++released;
      inner(array);
    };
    return "";
  };
  io::DataReport report;
  const calendar::Zone zone;
  const io::LeadOptions options;
  io::LeadBatch first, second;
  {
    LeadStream leads(make_stream(std::move(source)), {"test", schema, options, zone, report});
    LeadBatches batches(leads, report);
    ASSERT_TRUE(batches.open() && batches.next(first, 10) && batches.next(second, 10));
    EXPECT_EQ(released, 0);
    io::LeadBatch last;
    EXPECT_FALSE(batches.next(last, 10));
  }
  EXPECT_EQ(released, 0);
  EXPECT_EQ(first.batch.columns[0].text.at_row(1), "b");
  first = {};
  EXPECT_EQ(released, 1);
  second = {};
  EXPECT_EQ(released, 2);
}

}  // namespace
}  // namespace assay::arrow

// Columns of every Arrow type as fields of every type.
#include <gmock/gmock.h>

#include "tests/unit/arrow/test_arrays.h"

namespace assay::arrow {
namespace {

using io::field;
using runtime::Type;
using testing::ElementsAre;
using testing::HasSubstr;

std::string words(Type type, TestColumn column) { return read_field(field("f", type), std::move(column)).columns[0]; }

runtime::FieldSpec labels(std::vector<std::string> names) {
  runtime::FieldSpec spec = field("f", Type::Label);
  spec.labels = std::move(names);
  return spec;
}

TEST(ArrowConvert, IntegersOfEveryWidth) {
  EXPECT_EQ(words(Type::Integer, fixed<std::int8_t>("f", "c", {-1, 2, 3}, "101")), "-1 - 3");
  EXPECT_EQ(words(Type::Integer, fixed<std::uint8_t>("f", "C", {255, 0})), "255 0");
  EXPECT_EQ(words(Type::Integer, fixed<std::int16_t>("f", "s", {-300})), "-300");
  EXPECT_EQ(words(Type::Integer, fixed<std::uint16_t>("f", "S", {65535})), "65535");
  EXPECT_EQ(words(Type::Integer, fixed<std::int32_t>("f", "i", {-70000})), "-70000");
  EXPECT_EQ(words(Type::Integer, fixed<std::uint32_t>("f", "I", {4000000000u})), "4000000000");
  EXPECT_EQ(words(Type::Integer, fixed<std::int64_t>("f", "l", {INT64_MIN, 7}, "11")), "-9223372036854775808 7");
  EXPECT_EQ(words(Type::Number, fixed<std::uint64_t>("f", "L", {1ull << 60})), "1.15292e+18");
}

TEST(ArrowConvert, AnIntegerBeyondInt64IsABadCell) {
  const ReadLeads read = read_field(field("f", Type::Integer), fixed<std::uint64_t>("f", "L", {5, UINT64_MAX}));
  EXPECT_EQ(read.columns[0], "5 -");
  ASSERT_EQ(read.report.bad_leads.size(), 1u);
  EXPECT_EQ(read.report.bad_leads[0].cells.samples[0].found, "18446744073709551615");
  EXPECT_EQ(read.report.bad_leads[0].cells.samples[0].place.row, 2u);
}

TEST(ArrowConvert, NumbersThatAreNoneAreMissing) {
  const double nan = std::nan("");
  EXPECT_EQ(words(Type::Number, fixed<double>("f", "g", {1.5, nan, HUGE_VAL, -0.0})), "1.5 - - 0");
  EXPECT_EQ(words(Type::Number, fixed<double>("f", "g", {1.5, -2, 1e300}, "101")), "1.5 - 1e+300");
  EXPECT_EQ(words(Type::Number, fixed<float>("f", "f", {0.5f, std::nanf("")})), "0.5 -");
  EXPECT_EQ(words(Type::Number, fixed<std::uint16_t>("f", "e", {0x3C00, 0xC000, 0x7C00, 0x0001})), "1 -2 - 5.96046e-08");
  EXPECT_EQ(words(Type::Integer, fixed<double>("f", "g", {3.0, nan})), "3 -");
}

TEST(ArrowConvert, FractionsAreBadIntegers) {
  const ReadLeads read = read_field(field("f", Type::Integer), fixed<double>("f", "g", {3.5, 1e30, 4}));
  EXPECT_EQ(read.columns[0], "- - 4");
  ASSERT_EQ(read.report.bad_leads.size(), 1u);
  EXPECT_EQ(read.report.bad_leads[0].cells.count, 2u);
  EXPECT_EQ(read.report.bad_leads[0].cells.samples[0].found, "3.5");
}

TEST(ArrowConvert, Decimals) {
  std::vector<std::int64_t> wide = {1250, 0, -7, -1};  // 12.50 and -0.07, each in 128 bits
  EXPECT_EQ(words(Type::Number, fixed<std::int64_t>("f", "d:10,2,64", {1250, -7})), "12.5 -0.07");
  EXPECT_EQ(words(Type::Integer, fixed<std::int32_t>("f", "d:5,-2,32", {12})), "1200");
  TestColumn decimals = fixed("f", "d:20,2", wide);
  decimals.rows.length = 2;
  EXPECT_EQ(words(Type::Text, std::move(decimals)), "12.50 -0.07");
  TestColumn widest = fixed<std::int64_t>("f", "d:76,0,256", {0, 0, 1, 0});
  widest.rows.length = 1;
  EXPECT_EQ(words(Type::Text, std::move(widest)), "340282366920938463463374607431768211456");
}

TEST(ArrowConvert, YesAndNo) {
  EXPECT_EQ(words(Type::YesNo, truths("f", "101")), "yes no yes");
  EXPECT_EQ(words(Type::YesNo, truths("f", "101", "011")), "- no yes");
  EXPECT_EQ(words(Type::YesNo, fixed<std::int32_t>("f", "i", {1, 0, 1}, "110")), "yes no -");
  EXPECT_EQ(words(Type::YesNo, texts("f", {"Ja", " nein ", ""})), "yes no -");
  EXPECT_EQ(words(Type::Text, truths("f", "10")), "true false");
}

TEST(ArrowConvert, AnEmptyCellMayMeanNo) {
  runtime::FieldSpec spec = field("f", Type::YesNo);
  spec.format = "x/";
  EXPECT_EQ(read_field(spec, texts("f", {"X", "", "x"}, "101")).columns[0], "yes no yes");
}

TEST(ArrowConvert, DatesAndTimes) {
  EXPECT_EQ(words(Type::Date, fixed<std::int32_t>("f", "tdD", {0, 20'000, 3'000'000})), "0 20000 -");
  EXPECT_EQ(words(Type::Date, fixed<std::int64_t>("f", "tdm", {86'400'000, -1})), "1 -1");
  EXPECT_EQ(words(Type::Time, fixed<std::int64_t>("f", "tss:", {1, -1})), "1000000 -1000000");
  EXPECT_EQ(words(Type::Time, fixed<std::int64_t>("f", "tsm:UTC", {1})), "1000");
  EXPECT_EQ(words(Type::Time, fixed<std::int64_t>("f", "tsn:UTC", {1'999, -1})), "1 -1");
  EXPECT_EQ(words(Type::Time, fixed<std::int64_t>("f", "tss:UTC", {INT64_MAX})), "-");
  EXPECT_EQ(words(Type::Time, fixed<std::int32_t>("f", "tdD", {1})), "86400000000");
  EXPECT_EQ(words(Type::Text, fixed<std::int64_t>("f", "tsu:UTC", {1'500'000})), "1970-01-01T00:00:01.500Z");
  EXPECT_EQ(words(Type::Text, fixed<std::int32_t>("f", "tts", {3'661})), "01:01:01");
  EXPECT_EQ(words(Type::Text, fixed<std::int32_t>("f", "tdD", {1})), "1970-01-02");
}

TEST(ArrowConvert, ALocalTimeIsInThePolicysZone) {
  const std::int64_t noon = 1'000 * std::int64_t{86'400} + 43'200;
  EXPECT_EQ(read_field(field("f", Type::Time), fixed<std::int64_t>("f", "tss:", {noon}), {}, "Europe/Berlin").columns[0],
            std::to_string((noon - 3'600) * 1'000'000));
  EXPECT_EQ(read_field(field("f", Type::Date), fixed<std::int64_t>("f", "tss:UTC", {86'399}), {}, "Europe/Berlin").columns[0], "1");
}

TEST(ArrowConvert, TimesOfDayAreNoTimes) {
  const ReadLeads read = read_field(field("f", Type::Time), fixed<std::int64_t>("f", "tDs", {60}));
  EXPECT_EQ(read.columns[0], "-");
  ASSERT_EQ(read.report.bad_leads.size(), 1u);
  EXPECT_EQ(read.report.bad_leads[0].cells.samples[0].found, "60 s");
}

TEST(ArrowConvert, TextsOfEveryLayout) {
  const std::vector<std::string> values = {"CMO", " Head of Sales ", "", "Geschäftsführerin mit Prokura"};
  const std::string expected = "CMO Head of Sales - Geschäftsführerin mit Prokura";
  for (const std::string format : {"u", "U", "z", "Z"}) EXPECT_EQ(words(Type::Text, texts("f", values, "", format)), expected) << format;
  EXPECT_EQ(words(Type::Text, text_views("f", values)), expected);
  TestColumn fixed_width = fixed<char>("f", "w:3", {'C', 'M', 'O', ' ', 'x', ' '});
  fixed_width.rows.length = 2;
  EXPECT_EQ(words(Type::Text, std::move(fixed_width)), "CMO x");
  EXPECT_EQ(words(Type::Text, texts("f", {"a", "b"}, "01")), "- b");
}

TEST(ArrowConvert, PlainTextsAreNotCopied) {
  TestColumn column = texts("f", {"CMO", "CTO"});
  const void* bytes = column.rows.buffers[2];
  runtime::Schema schema;
  schema.fields = {field("f", Type::Text)};
  std::vector<TestColumn> batches;
  batches.push_back(record("", {std::move(column)}));
  io::DataReport report;
  const calendar::Zone zone;
  const io::LeadOptions options;
  LeadStream leads(stream_of(std::move(batches)), {"test", schema, options, zone, report});
  io::LeadBatch batch;
  LeadBatches batches_of(leads, report);
  ASSERT_TRUE(batches_of.open() && batches_of.next(batch, 10));
  EXPECT_EQ(batch.batch.columns[0].text.bytes, bytes);
  EXPECT_EQ(batch.batch.columns[0].text.indices, nullptr);
}

TEST(ArrowConvert, Dictionaries) {
  EXPECT_EQ(words(Type::Text, dictionary<std::int8_t>("c", {1, 0, 1, 2}, texts("f", {"a", " b ", ""}))), "b a b -");
  EXPECT_EQ(words(Type::Text, dictionary<std::int32_t>("i", {1, 77, 0}, texts("f", {"a", "b"}), "101")), "b - a");
  EXPECT_EQ(words(Type::Text, dictionary<std::uint64_t>("L", {1, 0}, texts("f", {"a", "b"}, "01", "U"))), "b -");
  EXPECT_EQ(words(Type::Integer, dictionary<std::int16_t>("s", {1, 0, 1}, texts("f", {"12.0", "007"}))), "7 12 7");
  EXPECT_EQ(words(Type::Number, dictionary<std::int16_t>("s", {1, 1}, fixed<double>("f", "g", {1.5, 2.5}))), "2.5 2.5");
}

TEST(ArrowConvert, EachRowOfABadDictionaryValueIsReported) {
  const ReadLeads read = read_field(field("f", Type::Integer), dictionary<std::int8_t>("c", {0, 1, 1, 1}, texts("f", {"1", "many"})));
  EXPECT_EQ(read.columns[0], "1 - - -");
  ASSERT_EQ(read.report.bad_leads.size(), 1u);
  EXPECT_EQ(read.report.bad_leads[0].cells.count, 3u);
  EXPECT_EQ(read.report.bad_leads[0].cells.samples[2].place.row, 4u);
  EXPECT_EQ(read.report.bad_leads[0].expected, "an integer like 12");
}

TEST(ArrowConvert, ADictionaryThatComesAgainKeepsItsNumber) {
  runtime::Schema schema;
  schema.fields = {field("f", Type::Text)};
  std::vector<TestColumn> batches;
  for (const std::vector<std::string>& values : {std::vector<std::string>{"a", "b"}, {"a", "b"}, {"a", "c"}})
    batches.push_back(record("", {dictionary<std::int32_t>("i", {0, 1}, texts("f", values))}));
  io::DataReport report;
  const calendar::Zone zone;
  const io::LeadOptions options;
  LeadStream leads(stream_of(std::move(batches)), {"test", schema, options, zone, report});
  io::LeadBatch batch;
  std::vector<std::uint64_t> numbers;
  LeadBatches batches_of(leads, report);
  ASSERT_TRUE(batches_of.open());
  while (batches_of.next(batch, 10)) numbers.push_back(batch.batch.columns[0].text.dictionary);
  ASSERT_EQ(numbers.size(), 3u);
  EXPECT_EQ(numbers[0], numbers[1]);
  EXPECT_NE(numbers[1], numbers[2]);
}

TEST(ArrowConvert, LabelsAndMissingWords) {
  EXPECT_EQ(read_field(labels({"inbound", "Paid Search"}), texts("f", {"INBOUND", "paid search", "tv"})).columns[0], "#0 #1 -");
  runtime::FieldSpec spec = field("f", Type::Text);
  spec.missing = {"Select", "-1"};
  EXPECT_EQ(read_field(spec, texts("f", {"select", "x"})).columns[0], "- x");
  EXPECT_EQ(read_field(spec, dictionary<std::int8_t>("c", {0, 1}, texts("f", {"SELECT", "x"}))).columns[0], "- x");
  spec.type = Type::Number;
  EXPECT_EQ(read_field(spec, fixed<double>("f", "g", {-1, 2})).columns[0], "- 2");
  spec.type = Type::Integer;
  EXPECT_EQ(read_field(spec, fixed<std::int64_t>("f", "l", {-1, 2})).columns[0], "- 2");
}

TEST(ArrowConvert, Lists) {
  EXPECT_EQ(words(Type::TextList, list({0, 2, 2, 3}, texts("f", {"a", " b ", ""}))), "[a|b] [] []");
  EXPECT_EQ(words(Type::TextList, list({0, 1, 2}, texts("f", {"a", "b"}), "01")), "- [b]");
  EXPECT_EQ(words(Type::TextList, texts("f", {"a; b", "[\"c\"]"})), "[a|b] [c]");
  EXPECT_EQ(words(Type::TextList, list({0, 2}, fixed<std::int32_t>("f", "i", {1, 2}))), "[1|2]");
  TestColumn pairs{{"+w:2", "f", true, {}, {}}, {}};
  TestColumn elements = texts("item", {"a", "b", "c", "d"});
  pairs.rows.length = 2;
  pairs.rows.buffers.push_back(nullptr);
  pairs.type.children.push_back(elements.type);
  pairs.rows.children.push_back(elements.rows);
  EXPECT_EQ(words(Type::TextList, std::move(pairs)), "[a|b] [c|d]");
  const ReadLeads read = read_field(field("f", Type::Text), list({0, 1}, texts("f", {"a"})));
  EXPECT_EQ(read.columns[0], "-");
  EXPECT_EQ(read.report.bad_leads[0].cells.samples[0].found, "a list");
}

TEST(ArrowConvert, NestedColumnsPassThroughAsJson) {
  io::LeadOptions options;
  options.keep = {"all"};
  runtime::Schema schema;
  std::vector<TestColumn> batches;
  TestColumn structs = record("item", {texts("rule", {"a \"b\"", "c"}), fixed<double>("points", "g", {1.5, 2}, "10")});
  structs.type.name = "reasons";
  batches.push_back(record("", {list({0, 2, 2}, std::move(structs)), list({0, 0, 1}, texts("tags", {"x"}))}));
  const ReadLeads read = read_leads(schema, stream_of(std::move(batches)), options);
  EXPECT_THAT(read.kept, ElementsAre(R"([{"rule":"a \"b\"","points":1.5},{"rule":"c","points":null}]|[])", R"([]|["x"])"));
}

TEST(ArrowConvert, NullsAndRuns) {
  TestColumn nothing{{"n", "f", true, {}, {}}, {}};
  nothing.rows.length = 2;
  EXPECT_EQ(words(Type::Integer, nothing), "- -");
  EXPECT_EQ(words(Type::Text, nothing), "- -");
  TestColumn runs{{"+r", "f", true, {}, {}}, {}};
  TestColumn ends = fixed<std::int32_t>("run_ends", "i", {2, 5}), values = texts("values", {"a", "b"});
  runs.type.children = {ends.type, values.type};
  runs.rows.children = {ends.rows, values.rows};
  runs.rows.length = 4;
  EXPECT_EQ(words(Type::Text, std::move(runs)), "a a b b");
}

TEST(ArrowConvert, StructsByTheirPath) {
  runtime::Schema schema;
  schema.fields = {field("city", Type::Text, {"address.city"})};
  std::vector<TestColumn> batches;
  batches.push_back(record("", {record("address", {texts("city", {"Berlin", "Bonn"})}, "10")}));
  EXPECT_EQ(read_leads(schema, stream_of(std::move(batches))).columns[0], "Berlin -");
}

TEST(ArrowConvert, SlicesThatBeginAnywhere) {
  std::vector<std::int64_t> values(200);
  std::string known;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<std::int64_t>(i);
    known += i % 3 == 0 ? '0' : '1';
  }
  std::string expected;
  for (std::size_t i = 5; i < 195; ++i) expected += (expected.empty() ? "" : " ") + (i % 3 == 0 ? "-" : std::to_string(i));
  for (const std::size_t batch_rows : {1u, 3u, 64u, 100u, 1000u}) {
    TestColumn column = fixed("f", "l", values, known);
    column.rows.length = 190;
    io::LeadOptions options;
    options.batch_rows = batch_rows;
    runtime::Schema schema;
    schema.fields = {field("f", Type::Integer)};
    std::vector<TestColumn> batches;
    TestColumn all = record("", {std::move(column)});
    all.rows.children[0].length = 200;
    all.rows.length = 190;
    batches.push_back(std::move(all));
    auto stream = stream_of(std::move(batches));
    // The struct begins at row 5 of its children.
    ReadLeads read;
    const calendar::Zone zone;
    StreamSource shifted;
    auto inner = std::make_shared<OwnedStream>(std::move(stream));
    shifted.schema = [inner](ArrowSchema* out) { return inner->get()->get_schema(inner->get(), out) == 0 ? "" : "no"; };
    shifted.next = [inner](ArrowArray* out) {
      inner->get()->get_next(inner->get(), out);
      if (out->release) out->offset = 5;
      return "";
    };
    EXPECT_EQ(read_leads(schema, make_stream(std::move(shifted)), options).columns[0], expected) << batch_rows;
  }
}

TEST(ArrowConvert, IdsAreTextsOfAnyColumn) {
  runtime::Schema schema;
  schema.fields = {field("id", Type::Text)};
  schema.id_field = 0;
  io::LeadOptions options;
  options.keep = {"id"};
  for (const bool as_dictionary : {false, true}) {
    std::vector<TestColumn> batches;
    TestColumn values = fixed<std::int64_t>("id", "l", {17, 18});
    batches.push_back(record("", {as_dictionary ? dictionary<std::int8_t>("c", {0, 1}, std::move(values)) : std::move(values)}));
    const ReadLeads read = read_leads(schema, stream_of(std::move(batches)), options);
    EXPECT_EQ(read.ids, "17|18");
    EXPECT_THAT(read.kept, ElementsAre("17|18"));
  }
}

}  // namespace
}  // namespace assay::arrow

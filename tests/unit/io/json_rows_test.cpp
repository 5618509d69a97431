// Leads from NDJSON and JSON, and the public suite of JSON texts (not part of the project: skipped where it is not at hand).
#include "runtime/io/json_rows.h"

#include <gmock/gmock.h>

#include "runtime/io/leads.h"
#include "runtime/io/report.h"
#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using runtime::Type;
using testing::ElementsAre;
using testing::HasSubstr;

struct ReadJson {
  std::string ids;
  std::vector<std::string> columns, kept, kept_names;
  std::string failure;
  DataReport report;
};

ReadJson read_leads(const runtime::Schema& schema, const std::string& file, std::size_t chunk_bytes, std::vector<std::string> keep = {}) {
  ReadJson read;
  read.columns.resize(schema.fields.size());
  LeadOptions options;
  options.input.chunk_bytes = chunk_bytes;
  options.keep = std::move(keep);
  LeadReader reader(schema, {file}, options, read.report);
  LeadBatch batch;
  bool more = reader.open();
  read.kept_names = reader.kept_names();
  while (more && reader.next(batch)) {
    for (std::size_t row = 0; row < batch.batch.rows; ++row) read.ids += std::string(batch.batch.ids.value(row)) + "|";
    for (std::size_t i = 0; i < schema.fields.size(); ++i) read.columns[i] += words_of(batch.batch.columns[i], batch.batch.rows) + " ";
    for (const runtime::TextColumn& kept : batch.kept) {
      for (std::size_t row = 0; row < batch.batch.rows; ++row) read.kept.emplace_back(kept.value(row));
    }
  }
  if (reader.failure()) read.failure = reader.failure()->message;
  return read;
}

class Json : public testing::Test {
 protected:
  Json() {
    schema.fields = {field("id", Type::Text), field("title", Type::Text, {"Job Title"}), field("employees", Type::Integer),
                     field("interests", Type::TextList)};
    schema.id_field = 0;
  }
  ReadJson read(const std::string& name, const std::string& text, std::size_t chunk_bytes = 1000, std::vector<std::string> keep = {}) {
    return read_leads(schema, folder.file(name, text), chunk_bytes, std::move(keep));
  }
  TemporaryFolder folder;
  runtime::Schema schema;
};

TEST_F(Json, MatchesTheKeysOfEachObjectByThemselves) {
  const std::string lines =
      "{\"id\": 1, \"jobTitle\": \" CMO \", \"employees\": 12.0, \"interests\": [\"a\", 2]}\n\n"
      "{\"title\": \"x\", \"Job Title\": \"\\\"VP\\\"\", \"ID\": \"b\"}\r\n"
      "{\"id\": \"c\", \"title\": null, \"employees\": true}";
  for (const std::size_t chunk : {1UL, 7UL, 1000UL}) {
    const ReadJson got = read("leads.ndjson", lines, chunk);
    EXPECT_EQ(got.failure, "");
    EXPECT_EQ(got.ids, "1|b|c|");
    EXPECT_EQ(got.columns[1], "CMO \"VP\" - ");
    EXPECT_EQ(got.columns[2], "12 - - ");
    EXPECT_EQ(got.columns[3], "[a|2] - - ");
    ASSERT_EQ(got.report.bad_leads.size(), 1U);
    EXPECT_EQ(got.report.bad_leads[0].column, "employees");
    EXPECT_EQ(got.report.bad_leads[0].cells.samples[0].place.line, 4U);
    EXPECT_EQ(got.report.leads[0].blank_lines, 1U);
  }
}

TEST_F(Json, KeepsARowForWhatIsNoObject) {
  const std::string lines =
      "{\"id\": 1}\n{broken\n[1]\n{\"employees\": {\"a\": 1}, \"title\": [1]}\n{\"id\": 5} {\"id\": 6}\n{\"id\":\n7}\n{\"id\": 8}\n"
      "{\"id\": \"no \xFF text\"}\n{\"id\": \"9";
  for (const std::size_t chunk : {1UL, 40UL, 1000UL}) {
    const ReadJson got = read("leads.jsonl", lines, chunk);
    EXPECT_EQ(got.ids, "1|||||||8|||");
    EXPECT_EQ(got.report.bad_records.count, 7U);
    EXPECT_EQ(got.report.bad_records.samples[0].place.row, 2U);
    EXPECT_EQ(got.report.bad_records.samples[1].found, "[1]");
    EXPECT_EQ(got.report.bad_records.samples[4].place.line, 7U);
    EXPECT_EQ(got.report.bad_leads.size(), 2U);
    EXPECT_EQ(got.report.lead_rows, 10U);
    EXPECT_EQ(got.report.bad_count(), 9U);  // and two cells
  }
}

TEST_F(Json, ReadsAnArrayElementByElement) {
  const std::string array = " [ {\"id\": \"a,]\"} ,\n{\"id\": \"b\\\"]}\", \"x\": [[{}]]}, {\"id\": \"}\"} ] \n";
  for (const std::size_t chunk : {1UL, 10UL, 30UL, 1000UL}) {
    for (const char* name : {"leads.json", "leads.ndjson", "leads.unknown"}) {
      const ReadJson got = read(name, array, chunk);
      EXPECT_EQ(got.failure, "");
      EXPECT_EQ(got.ids, "a,]|b\"]}|}|") << name << chunk;
    }
  }
}

// What is broken behind the first object takes no names from it: whatever is read at once, two keys for one kept column come first.
TEST_F(Json, TakesNamesFromTheFirstObjectOfADocumentThatIsBrokenLater) {
  for (const char* rest : {"{\"id\": \"\x01\"}", "{\"id\": \"\xFF\"}", "{\"id\": \"", "nothing", ""}) {
    const std::string text = std::string("{\"id\": 1, \"a\": 5, \" a\": 6}\n") + rest;
    for (const std::size_t chunk : {1UL, 30UL, 1000UL}) {
      EXPECT_THAT(read("leads.json", text, chunk, {"all"}).failure, HasSubstr("line 1: keys \"a\" and \" a\" fit equally well"))
          << rest << chunk;
    }
  }
}

TEST_F(Json, SaysWhereADocumentIsWrong) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"[{\"id\": 1}", "line 1, column 11: the array is not closed"},
      {"[{\"id\": 1},]", "line 1, column 12: a value is missing"},
      {"[\n{\"id\": 1}\n{\"id\": 2}]", "line 3, column 1: a comma"},
      {"[{\"id\": 1}] x", "line 1, column 13: something stands behind"},
      {"[{\"id\": 1},\n {\"id\": ä}]", "line 2, column 9: what stands here"},
      {"[{\"id\": \"a\nb\"}]", "line 1, column 11: this is not UTF-8"},
      {"[{\"id\": \"a}]", "line 1, column 9: a text begins here"},
      {"{\"id\": 1} 2", "line 1, column 11: something stands behind"},
      {"7", "holds no JSON array"},
      {" ", "is empty"},
  };
  for (const auto& [text, message] : wrong) {
    for (const std::size_t chunk : {1UL, 1000UL}) EXPECT_THAT(read("leads.json", text, chunk).failure, HasSubstr(message)) << text;
  }
}

// The first mistake is the one that is named, however much of the file is seen at once.
TEST_F(Json, OfTwoMistakesInADocumentTheFirstIsNamed) {
  const std::string good = "[{\"id\": 1},\n{\"id\": 2},\n";
  const std::vector<std::string> mistakes = {
      "{\"id\": tru},\n", "{\"id\": \"\xFF\"},\n", "{\"id\": \"a\nb\"},\n", "{\"id\": 3} {},\n", ",\n", "{\"id: 4},\n", "12\xFF,\n"};
  for (const std::string& first : mistakes) {
    for (const std::string& second : mistakes) {
      const std::string text = good + first + good.substr(1) + second + "{\"id\": 9}]";
      const std::string wanted = read("leads.json", text, 1 << 20).failure;
      EXPECT_THAT(wanted, HasSubstr("is no valid JSON: line ")) << text;
      for (const std::size_t chunk : {1, 7, 20, 64}) EXPECT_EQ(read("leads.json", text, chunk).failure, wanted) << text;
    }
  }
}

TEST_F(Json, AllColumnsAreThoseOfTheFirstObjectsWhateverStandsBetweenThem) {
  for (const std::string before : {"", "{\"x\":\"y\"}n\":1,\"z\":\"\n", "not JSON\n\n[1]\n{\"x\": 1} {}\n", "{\"x\": \"\xFF\"}\n"}) {
    const std::string text = before + "{\"id\": 1, \"b\": 2}\n{\"id\": 3, \"c\": 4}\n";
    for (const std::size_t chunk : {1, 10, 64, 1000}) {
      const ReadJson got = read("leads.ndjson", text, chunk, {"all"});
      ASSERT_EQ(got.kept_names, (std::vector<std::string>{"id", "b", "c"})) << before << " in chunks of " << chunk;
      EXPECT_TRUE(got.ids.ends_with("1|3|")) << got.ids;
    }
  }
}

TEST_F(Json, AllColumnsOfADocumentAreThoseOfItsFirstObjects) {
  for (const std::string text : {R"({"id":1,"b":null,"c":{"d":[1,{"e":null}]}})", R"([{"id":1,"b":"a,]}","c":true},{"x":1}])",
                                 R"([ {"id": 1, "b": [true, false], "c": 1.5} ,{}])"}) {
    const ReadJson wanted = read("leads.json", text, 1000, {"all"});
    EXPECT_GE(wanted.kept_names.size(), 3) << text;
    for (const std::size_t chunk : {1, 5, 16, 30}) {
      const ReadJson got = read("leads.json", text, chunk, {"all"});
      EXPECT_EQ(got.kept_names, wanted.kept_names) << text << " in chunks of " << chunk;
      EXPECT_EQ(got.failure, wanted.failure);
    }
  }
}

TEST_F(Json, AnObjectAloneIsALead) {
  EXPECT_EQ(read("leads.json", "{\n \"id\": 1,\n \"title\": \"x\"\n}\n").ids, "1|");
  EXPECT_EQ(read("leads.json", "{\"id\": 1}\n{\"id\":\n2}\n").ids, "1|2|");
}

TEST_F(Json, TwoKeysThatFitEquallyWellAreAFailure) {
  EXPECT_THAT(read("leads.ndjson", "{\"id\": 1, \"job_title\": 1, \"JOB TITLE\": 2}").failure, HasSubstr("fit equally well"));
}

TEST_F(Json, OfAKeyThatComesTwiceTheLastCounts) {
  const ReadJson got =
      read("leads.ndjson", "{\"id\": 1, \"title\": \"a\", \"title\": \"b\"}\n{\"id\": 2, \"title\": {}, \"title\": \"c\"}\n");
  EXPECT_EQ(got.columns[1], "b c ");
  EXPECT_EQ(got.report.repeated_keys.count, 2U);
  EXPECT_EQ(got.report.repeated_keys.samples[1].found, "title");
  EXPECT_TRUE(got.report.bad_leads.empty());
}

// The line that all others are expected to be like.
const std::string usual_line = R"({"id":1,"title":"a","note":"n","employees":5,"score":1.25,"open":true,"ref":null})"
                               "\n";

TEST_F(Json, ObjectsUnlikeTheOnesBeforeAreReadAsWell) {
  const std::string others = R"({"title":"b","id":2,"employees":6,"note":"n","open":false,"score":-1e3,"ref":12345678901})"
                             "\n"
                             R"({"id":3,"employees":7})"
                             "\n"
                             R"({"id":4,"title":"c","title":"d","note":"n","note":"n","employees":8})"
                             "\n"
                             R"({"id":5,"t\u0069tle":"e","note":"\"title\":\"no\",","employees":9})"
                             "\n"
                             R"({"id":6,"title":"f\\","note":"\\","employees":10,"score":1.25})"
                             "\n"
                             R"({"id":7,"titles":"g","title ":"h","employees" : 11 ,"score": 0 })"
                             "\n"
                             R"({"id":8,"title":null,"employees":12,"score":{"id":0},"open":[1,{"title":0}]})"
                             "\n";
  const ReadJson got = read("leads.ndjson", usual_line + usual_line + others + usual_line);
  EXPECT_EQ(got.ids, "1|1|2|3|4|5|6|7|8|1|");
  EXPECT_EQ(got.columns[1], "a a b - d e f\\ h - a ");
  EXPECT_EQ(got.columns[2], "5 5 6 7 8 9 10 11 12 5 ");
  EXPECT_EQ(got.report.repeated_keys.count, 1U);
  EXPECT_EQ(got.report.bad_records.count, 0U);
}

TEST_F(Json, WhatNobodyAsksForIsCheckedToo) {
  for (const std::string wrong :
       {"01",         "1.",   ".5",      "1.5.", "1.25x", "12 3",  "12345678901.", "00000000", "1e",      "-",         "+1",
        "nul",        "nule", "nulll",   "True", "trux",  "falsy", "fals",         "falsex",   "\"\\x\"", "\"\\u12\"", "\"a\"b",
        "\"a\"\"b\"", "[1,]", "{\"a\"}", "",     ",",     "1,,",   "\"\x01\"",     "\"\xff\"", "\"a"}) {
    const std::string line = R"({"id":2,"title":"b","note":)" + wrong +
                             R"(,"employees":5,"score":1.25,"open":true,"ref":null})"
                             "\n";
    const ReadJson got = read("leads.ndjson", usual_line + usual_line + line + usual_line);
    EXPECT_EQ(got.ids, "1|1||1|") << wrong;
    EXPECT_EQ(got.report.bad_records.count, 1U) << wrong;
  }
}

// Whatever came before, each object is read as it is read alone.
TEST_F(Json, KeysThatWereExpectedChangeNothing) {
  const std::vector<std::string> members = {R"("id":7)",
                                            R"("title":"CMO")",
                                            R"("title" : "a\tb")",
                                            R"("Job Title":null)",
                                            R"("employees":250)",
                                            R"("employees": 1.5e1)",
                                            R"("interests":["a","b"])",
                                            R"("x":12.75)",
                                            R"("y":"")",
                                            R"("\u0078":1)",
                                            R"("":false)",
                                            R"("employees_of_u":2)",
                                            R"("employees_of_us":"3")",
                                            R"("employees_of_all":90000000)"};
  std::uint32_t state = 20261122;
  const auto below = [&](std::size_t count) { return (state = state * 1664525U + 1013904223U) % 65521U % count; };
  std::string lines = usual_line;
  std::vector<std::string> alone(schema.fields.size());
  std::size_t repeated = 0;
  for (int line = 0; line < 150; ++line) {
    std::string object = R"({"id":1)";
    for (std::size_t left = below(7); left > 0; --left) object += (below(4) == 0 ? " , " : ",") + members[1 + below(members.size() - 1)];
    object += "}\n";
    const ReadJson one = read("one.ndjson", object);
    if (!one.failure.empty()) continue;
    lines += object;
    for (std::size_t i = 0; i < alone.size(); ++i) alone[i] += one.columns[i];
    repeated += one.report.repeated_keys.count;
  }
  const ReadJson all = read("all.ndjson", lines, 1 << 20);
  EXPECT_EQ(all.failure, "");
  EXPECT_EQ(all.columns[1], "a " + alone[1]);
  EXPECT_EQ(all.columns[2], "5 " + alone[2]);
  EXPECT_EQ(all.columns[3], "- " + alone[3]);
  EXPECT_EQ(all.report.repeated_keys.count, repeated);
  EXPECT_GT(repeated, 0U);
}

TEST_F(Json, ReachesMembersOfObjectsByTheirPath) {
  schema.fields[1].from = {"company.name"};
  const ReadJson got = read("leads.ndjson",
                            "{\"id\": 1, \"company\": {\"name\": \"A\\u00e4\", \"size\": 3}}\n{\"id\": 2, \"company\": null}\n"
                            "{\"id\": 3, \"Company Name\": \"C\", \"company\": {\"x\": {\"name\": 1}}}\n",
                            1000, {"company"});
  EXPECT_EQ(got.columns[1], "Aä - C ");
  EXPECT_THAT(got.kept, ElementsAre("{\"name\": \"A\\u00e4\", \"size\": 3}", "", "{\"x\": {\"name\": 1}}"));
}

TEST_F(Json, ReadsEscapes) {
  const ReadJson got = read("leads.ndjson", R"({"id": "\u0061\/\\\"\n\ud83d\ude00\ud83d\u0020b", "t\u0069tle": "\t x \u00A0"})");
  EXPECT_EQ(got.ids, "a/\\\"\n😀\uFFFD b|");
  EXPECT_EQ(got.columns[1], "x ");
}

TEST_F(Json, PassesColumnsThroughAsTheyStand) {
  const ReadJson got = read("leads.ndjson", R"({"id": 1, "a": [1, "x"], "b": null, "c": "\"q\""})", 1000, {"all"});
  EXPECT_THAT(got.kept, ElementsAre("1", "[1, \"x\"]", "", "\"q\""));
}

TEST_F(Json, NumbersAreReadAsTheirTextWouldBe) {
  const ReadJson got =
      read("leads.ndjson",
           "{\"id\":1,\"employees\":9223372036854775807}\n{\"id\":2,\"employees\":9223372036854775808}\n"
           "{\"id\":12345678901234567890123,\"employees\":1e3}\n{\"id\":4,\"employees\":-0}\n{\"id\":5,\"employees\":NaN}\n");
  EXPECT_EQ(got.ids, "1|2|12345678901234567890123|4||");
  EXPECT_EQ(got.columns[2], "9223372036854775807 - - 0 - ");
  EXPECT_EQ(got.report.bad_records.count, 1U);
}

TEST_F(Json, DeepNestingIsRefusedAndNotFollowed) {
  const std::string deep(100'000, '[');
  EXPECT_EQ(read("leads.ndjson", "{\"id\": 1, \"x\": " + deep + "}\n{\"id\": 2}\n").ids, "|2|");
  EXPECT_THAT(read("leads.json", deep).failure, HasSubstr("200 levels"));
  EXPECT_EQ(read("leads.ndjson", "{\"id\": 1, \"x\": " + std::string(150, '[') + std::string(150, ']') + "}").ids, "1|");
}

// Far behind the start nothing is asked any more, so that rows can be told before a file has been read.
TEST_F(Json, NamesBehindTheFirstBytesAreNotLookedFor) {
  const std::string far = "{\"title\": \"" + std::string(std::size_t{1} << 20, 'x') + "\"}";
  for (const auto& [text, file] :
       {std::pair(far + "\n{\"id\": 7}\n", "leads.ndjson"), std::pair("[" + far + ", {\"id\": 7}]", "leads.json")}) {
    for (const std::size_t chunk : {1000UL, 4UL << 20}) {
      const ReadJson got = read(file, text, chunk, {"all"});
      EXPECT_EQ(got.ids, "1|2|") << file;
      EXPECT_EQ(got.kept_names, std::vector<std::string>{"title"}) << file;
    }
  }
}

TEST_F(Json, AnObjectWithoutAnIdDoesNotMakeRowNumbersTheIdsOfTheOthers) {
  for (const std::size_t chunk : {1UL, 1000UL}) {
    EXPECT_EQ(read("leads.ndjson", "{\"title\": \"a\"}\n{\"id\": \"b\"}\n", chunk).ids, "|b|");
    EXPECT_EQ(read("leads.json", "[{\"title\": \"a\"}, {\"Id\": \"b\"}]", chunk).ids, "|b|");
  }
}

TEST_F(Json, RowNumbersAreIdsWhereNoObjectHasOne) {
  EXPECT_EQ(read("leads.ndjson", "{\"title\": \"a\"}\n{\"title\": \"b\"}\n").ids, "1|2|");
  EXPECT_EQ(read("leads.json", "[]").ids, "");
  EXPECT_EQ(read("leads.ndjson", "").ids, "");
}

TEST_F(Json, LongValuesAndLongLinesAreReadInSmallChunks) {
  const std::string title(300'000, 'x');
  const std::string line = "{\"id\": \"a\", \"title\": \"" + title + "\"}";
  for (const char* name : {"leads.ndjson", "leads.json"}) {
    const ReadJson got = read(name, name == std::string("leads.json") ? "[" + line + "," + line + "]" : line + "\n" + line, 100);
    EXPECT_EQ(got.columns[1], title + " " + title + " ") << name;
  }
}

TEST_F(Json, Suite) {
  if (shared_data().empty()) GTEST_SKIP() << "no shared data here";
  std::size_t good = 0, bad = 0;
  for (const auto& entry : std::filesystem::directory_iterator(shared_data() / "conformance/JSONTestSuite/test_parsing")) {
    const std::string name = entry.path().filename().string();
    const std::string text = text_of_file(entry.path());
    const ReadJson document = read("suite.json", text);
    const ReadJson lines = read("suite.ndjson", text, 16);
    if (name.starts_with("y_")) {
      EXPECT_TRUE(is_json(text)) << name;
      EXPECT_THAT(document.failure, testing::AnyOf("", HasSubstr("holds no JSON array"))) << name;
      ++good;
    } else if (name.starts_with("n_")) {
      EXPECT_FALSE(is_json(text)) << name;
      EXPECT_NE(document.failure, "") << name;
      EXPECT_TRUE(!lines.failure.empty() || lines.report.bad_records.count > 0 || lines.report.lead_rows == 0) << name;
      ++bad;
    }
  }
  EXPECT_EQ(good, 95U);
  EXPECT_EQ(bad, 188U);
}

}  // namespace
}  // namespace assay::io

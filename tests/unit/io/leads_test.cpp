#include "runtime/io/leads.h"

#include <gmock/gmock.h>

#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using runtime::Type;
using testing::ElementsAre;
using testing::HasSubstr;

// What a reader makes of files, over all batches.
struct ReadLeads {
  std::string ids;                   // joined by |
  std::vector<std::string> columns;  // words_of per field
  std::vector<std::size_t> batches;  // rows of each
  std::vector<std::uint64_t> first_rows;
  std::vector<std::string> kept;
  std::string failure;
  DataReport report;
};

void append(std::string& all, const std::string& more, const char* between) { all += (all.empty() ? "" : between) + more; }

ReadLeads read_leads(const runtime::Schema& schema, const std::vector<std::string>& files, LeadOptions options = {}) {
  ReadLeads read;
  read.columns.resize(schema.fields.size());
  LeadReader reader(schema, files, options, read.report);
  LeadBatch batch;
  bool more = reader.open();
  read.kept.resize(reader.kept_names().size());
  while (more && reader.next(batch)) {
    const runtime::Batch& leads = batch.batch;
    read.batches.push_back(leads.rows);
    read.first_rows.push_back(leads.first_row);
    for (std::size_t row = 0; row < leads.rows; ++row) append(read.ids, std::string(leads.ids.value(row)), "|");
    for (std::size_t i = 0; i < schema.fields.size(); ++i) append(read.columns[i], words_of(leads.columns[i], leads.rows), " ");
    for (std::size_t i = 0; i < read.kept.size(); ++i) {
      for (std::size_t row = 0; row < leads.rows; ++row) append(read.kept[i], std::string(batch.kept[i].value(row)), "|");
    }
  }
  if (reader.failure()) read.failure = reader.failure()->message;
  return read;
}

class Leads : public testing::Test {
 protected:
  ReadLeads read(const std::string& text, LeadOptions options = {}) {
    return read_leads(schema, {folder.file("leads.csv", text)}, std::move(options));
  }

  // The words of one column of type `type`, whose cells are the lines of `cells`.
  std::string convert(runtime::FieldSpec spec, const std::string& cells) {
    schema.fields = {field("id", Type::Text), std::move(spec)};
    schema.id_field = 0;
    std::string text = "id;f\n";
    std::istringstream lines(cells);
    for (std::string line; std::getline(lines, line);) text += "x;" + line + "\n";
    last = read(text);
    return last.columns[1];
  }

  TemporaryFolder folder;
  runtime::Schema schema;
  ReadLeads last;
};

TEST_F(Leads, ReadsTheColumnsThatThePolicyUses) {
  schema.fields = {field("title", Type::Text, {"Job Title"}), field("employees", Type::Integer), field("id", Type::Text, {"Record ID"}),
                   field("revenue", Type::Number)};
  schema.id_field = 2;
  const ReadLeads read = this->read("Record ID,job title,Employees,Other\n7, CMO ,12,x\n8,\"VP, Sales\",,y\n");
  EXPECT_EQ(read.failure, "");
  EXPECT_EQ(read.ids, "7|8");
  EXPECT_EQ(read.columns[0], "CMO VP, Sales");
  EXPECT_EQ(read.columns[1], "12 -");
  EXPECT_EQ(read.columns[3], "- -");
  ASSERT_EQ(read.report.leads.size(), 1U);
  EXPECT_THAT(read.report.leads[0].unmatched_fields, ElementsAre("revenue"));
  EXPECT_THAT(read.report.leads[0].unused_columns, ElementsAre("Other"));
  EXPECT_EQ(read.report.leads[0].rows, 2U);
}

// Integers are read up to sixteen digits at a time, whatever stands in front of them.
TEST_F(Leads, ConvertsIntegersOfAnyLength) {
  std::string cells, wanted;
  for (std::string digits = "7"; digits.size() < 20; digits += std::to_string(digits.size() % 10)) {
    cells += digits + "\n";
    wanted += (wanted.empty() ? "" : " ") + (digits.size() < 20 && digits <= "7" + std::string(19, '9') ? digits : "-");
  }
  EXPECT_EQ(convert(field("f", Type::Integer), cells + "1234567\"\n/2345678\n:\n1:345678\n12345678:\n12345678/2345678\n\"42\"\n\" 42 \""),
            wanted + " - - - - - - 42 42");
}

// Cells in quotes, and such as only begin or end like them; those of more than 64 bytes are copied in another way than the others.
TEST_F(Leads, TakesTextsOutOfTheirQuotes) {
  const std::string much(70, 'm');
  EXPECT_EQ(convert(field("f", Type::Text),
                    "\"plain\"\n\" spaces \"\n\"a \"\"b\"\" c\"\n\"\"\"\"\n\"\"\n\"x\"y\n\"x\"y\"\nx\"y\"\n\"x;y\"\n" + much),
            "plain spaces a \"b\" c \" - xy xy\" x\"y\" x;y " + much);
}

TEST_F(Leads, ConvertsIntegersAndNumbers) {
  EXPECT_EQ(convert(field("f", Type::Integer), "12\n+5\n007\n12.0\n-3\n1e3\n12.5\n9223372036854775807\n9223372036854775808\nx"),
            "12 5 7 12 -3 - - 9223372036854775807 - -");
  ASSERT_EQ(last.report.bad_leads.size(), 1U);
  EXPECT_EQ(last.report.bad_leads[0].cells.count, 4U);
  EXPECT_EQ(last.report.bad_leads[0].expected, "an integer like 12");
  EXPECT_EQ(last.report.bad_leads[0].cells.samples[0].place.row, 6U);
  EXPECT_EQ(last.report.bad_leads[0].cells.samples[0].place.line, 7U);
  EXPECT_EQ(last.report.bad_leads[0].cells.samples[0].found, "1e3");
  EXPECT_EQ(convert(field("f", Type::Number), "1e3\n.5\n5.\n-2.25\nNaN\ninf\n-0.0\n1_000"), "1000 0.5 5 -2.25 - - 0 -");
  runtime::FieldSpec grouped = field("f", Type::Integer);
  grouped.format = "1.000,5";
  EXPECT_EQ(convert(grouped, "1.234.567\n12.5\n1000\n99"), "1234567 - 1000 99");
}

TEST_F(Leads, ConvertsYesAndNo) {
  EXPECT_EQ(convert(field("f", Type::YesNo), "yes\nJA\nfalse\n0\n\nmaybe\noui"), "yes yes no no - - yes");
  runtime::FieldSpec marked = field("f", Type::YesNo);
  marked.format = "x/";
  EXPECT_EQ(convert(marked, "x\n\nX\nyes"), "yes no yes -");
}

TEST_F(Leads, ConvertsDatesAndTimesInTheZoneOfThePolicy) {
  schema.timezone = "Europe/Berlin";
  EXPECT_EQ(convert(field("f", Type::Date), "1970-01-02\n1970-01-01T23:30:00Z\n02.01.1970"), "1 1 -");
  EXPECT_EQ(convert(field("f", Type::Time), "1970-01-01T00:00:01Z\n1970-01-01 01:00\n1970-01-02"), "1000000 0 82800000000");
  runtime::FieldSpec german = field("f", Type::Date);
  german.format = "DD.MM.YYYY";
  EXPECT_EQ(convert(german, "02.01.1970\n1970-01-02"), "1 -");
  EXPECT_EQ(last.report.bad_leads[0].expected, "a date in the format \"DD.MM.YYYY\"");
}

TEST_F(Leads, ConvertsLabelsAndLists) {
  runtime::FieldSpec label = field("f", Type::Label);
  label.labels = {"inbound", "Paid Search"};
  EXPECT_EQ(convert(label, "INBOUND\n paid search \noutbound\n\npaid search"), "#0 #1 - - #1");
  EXPECT_EQ(last.report.bad_leads[0].expected, "one of inbound, Paid Search");
  EXPECT_EQ(convert(field("f", Type::TextList), "\"a; b;;c \"\n\"[\"\"x\"\", 2.50, null, true]\"\n[]\n\n[1,\n"),
            "[a|b|c] [x|2.50|true] [] - [[1,]");
  runtime::FieldSpec commas = field("f", Type::TextList);
  commas.separator = ",";
  EXPECT_EQ(convert(commas, "a, b\n[oops]"), "[a|b] -");
}

TEST_F(Leads, TakesMissingWordsAsTextsAre) {
  runtime::FieldSpec text = field("f", Type::Text);
  text.missing = {"Select", "größe"};
  EXPECT_EQ(convert(text, "SELECT\nGRÖSSE\nselected\n select \n\xEF\xBC\xB3\x65lect"), "- - selected - -");
  runtime::FieldSpec number = field("f", Type::Integer);
  number.missing = {"-1", "n/a"};
  EXPECT_EQ(convert(number, "-1\nN/A\n1\n-01"), "- - 1 -1");
  EXPECT_TRUE(last.report.bad_leads.empty());
}

TEST_F(Leads, ReportsCellsThatAreNotUtf8) {
  EXPECT_EQ(convert(field("f", Type::Text),
                    "good\nb\xFF"
                    "d\nM\xC3\xBCnchen\n\"\xC3\"\n"),
            "good - M\xC3\xBCnchen -");
  ASSERT_EQ(last.report.bad_leads.size(), 1U);
  EXPECT_EQ(last.report.bad_leads[0].expected, "UTF-8 text");
  EXPECT_EQ(last.report.bad_leads[0].cells.count, 2U);
}

TEST_F(Leads, TakesACellOf17MegabytesAsBad) {
  EXPECT_EQ(convert(field("f", Type::Text), std::string(std::size_t{17} << 20, 'x') + "\nshort"), "- short");
  EXPECT_EQ(last.report.bad_leads[0].expected, "a text of at most 16 MiB");
  EXPECT_LT(last.report.bad_leads[0].cells.samples[0].found.size(), 100U);
}

TEST_F(Leads, NumbersRowsWhereThereIsNoId) {
  schema.fields = {field("title", Type::Text)};
  const ReadLeads read = this->read("title\nCMO\n\nCEO\n");
  EXPECT_EQ(read.ids, "1|2");
  EXPECT_TRUE(read.report.leads[0].row_numbers_as_ids);
}

TEST_F(Leads, ReportsRepeatedAndEmptyIds) {
  schema.fields = {field("id", Type::Text)};
  schema.id_field = 0;
  const ReadLeads read = this->read("id,x\n a ,1\nb,2\na,3\n,4\n,5\nA,6\n");
  EXPECT_EQ(read.ids, "a|b|a|||A");
  EXPECT_EQ(read.columns[0], "a b a - - A");
  ASSERT_EQ(read.report.repeated_ids.count, 1U);
  EXPECT_EQ(read.report.repeated_ids.samples[0].found, "a");
  EXPECT_EQ(read.report.repeated_ids.samples[0].place.row, 3U);
  EXPECT_EQ(read.report.empty_ids.count, 2U);
}

TEST_F(Leads, ReportsRepeatedIdsOfAllFilesWithAnyMemory) {
  schema.fields = {field("id", Type::Text)};
  schema.id_field = 0;
  const std::string first = folder.file("a.csv", "id\n1\n2\n1\n");
  const std::string second = folder.file("b.csv", "id\n7\n2\n");
  for (const std::size_t memory : {1, 1'000'000}) {
    LeadOptions options;
    options.id_memory = memory;
    const ReadLeads read = read_leads(schema, {first, second}, options);
    ASSERT_EQ(read.report.repeated_ids.count, 2U);
    EXPECT_EQ(read.report.repeated_ids.samples[0].place.file, first);
    EXPECT_EQ(read.report.repeated_ids.samples[0].place.row, 3U);
    EXPECT_EQ(read.report.repeated_ids.samples[1].place.file, second);
    EXPECT_EQ(read.report.repeated_ids.samples[1].place.row, 2U);
  }
}

TEST_F(Leads, ReadsSeveralFilesOneAfterTheOther) {
  schema.fields = {field("id", Type::Text), field("title", Type::Text), field("city", Type::Text)};
  schema.id_field = 0;
  const std::string first = folder.file("a.csv", "id,title\n1,CMO\n2,CEO\n");
  const std::string second = folder.file("b.csv", "city;id\nBerlin;3\n");
  const ReadLeads read = read_leads(schema, {first, second});
  EXPECT_EQ(read.ids, "1|2|3");
  EXPECT_EQ(read.columns[1], "CMO CEO -");
  EXPECT_EQ(read.columns[2], "- - Berlin");
  EXPECT_THAT(read.batches, ElementsAre(2U, 1U));
  EXPECT_THAT(read.first_rows, ElementsAre(1U, 1U));
}

TEST_F(Leads, MapsColumnsByNumberWithoutAHeader) {
  schema.fields = {field("id", Type::Text), field("title", Type::Text)};
  schema.id_field = 0;
  LeadOptions options;
  options.input.header = false;
  options.input.map = {{"id", "2"}, {"title", "1"}};
  const ReadLeads read = this->read("CMO,a\nCEO,b\n", options);
  EXPECT_EQ(read.ids, "a|b");
  EXPECT_EQ(read.columns[1], "CMO CEO");
  options.input.map = {{"id", "3"}};
  EXPECT_THAT(this->read("CMO,a\n", options).failure, HasSubstr("has no column \"3\""));
  options.input.map = {{"nobody", "1"}};
  EXPECT_THAT(this->read("CMO,a\n", options).failure, HasSubstr("the policy asks for no field 'nobody'"));
  options.input.map = {{"titel", "1"}};
  EXPECT_THAT(this->read("CMO,a\n", options).failure, HasSubstr("no field 'titel'; did you mean 'title'?"));
}

TEST_F(Leads, PassesKeptColumnsThrough) {
  schema.fields = {field("id", Type::Text)};
  schema.id_field = 0;
  LeadOptions options;
  options.keep = {"City", "2"};
  const ReadLeads read = this->read("id,note,City\n1,\"a \"\"b\"\"\", Paris \n2,,\xFFx\n", options);
  EXPECT_THAT(read.kept, ElementsAre(" Paris |\xEF\xBF\xBDx", "a \"b\"|"));
  options.keep = {"all"};
  EXPECT_EQ(this->read("id,note\n1,x\n", options).kept.size(), 2U);
  options.keep = {"notes"};
  EXPECT_THAT(this->read("id,note\n1,x\n", options).failure, HasSubstr("no single column \"notes\" to keep; did you mean 'note'?"));
  options.keep = {"note"};
  EXPECT_THAT(this->read("id,note,note\n1,x,y\n", options).failure, HasSubstr("several columns called \"note\"; --keep takes a number"));
}

TEST_F(Leads, KeptColumnsAreUsed) {
  schema.fields = {field("id", Type::Text)};
  schema.id_field = 0;
  LeadOptions options;
  options.keep = {"note"};
  EXPECT_THAT(this->read("id,note,City\n1,x,y\n", options).report.leads.at(0).unused_columns, ElementsAre("City"));
  options.keep = {"all"};
  EXPECT_THAT(this->read("id,note\n1,x\n", options).report.leads.at(0).unused_columns, ElementsAre("note"));
}

TEST_F(Leads, StopsAtTheLimit) {
  schema.fields = {field("id", Type::Text)};
  schema.id_field = 0;
  LeadOptions options;
  options.limit = 2;
  EXPECT_EQ(this->read("id\na\nb\nc\n", options).ids, "a|b");
  options.batch_rows = 1;
  EXPECT_EQ(this->read("id\na\nb\nc\n", options).ids, "a|b");
}

TEST_F(Leads, SaysWhyAFileCannotBeRead) {
  schema.fields = {field("title", Type::Text)};
  EXPECT_THAT(read_leads(schema, {folder.path("none.csv")}).failure, HasSubstr("cannot open"));
  EXPECT_THAT(read_leads(schema, {folder.path()}).failure, HasSubstr("folder"));
  EXPECT_THAT(this->read("").failure, HasSubstr("empty"));
  EXPECT_THAT(this->read("title,Title\nx,y\n").failure, testing::Eq(""));  // the exact name wins
  EXPECT_THAT(this->read("TITLE,Title\nx,y\n").failure,
              testing::AllOf(HasSubstr("TITLE"), HasSubstr("Title"), HasSubstr("--map lead.title=")));
  EXPECT_THAT(this->read("title,title\nx,y\n").failure, HasSubstr("both called"));
}

// Enough rows that texts stop being a dictionary, with every sort of column.
TEST_F(Leads, DoesNotDependOnBatchOrChunkSizes) {
  schema.fields = {field("id", Type::Text),   field("few", Type::Text), field("many", Type::Text),
                   field("n", Type::Integer), field("ok", Type::YesNo), field("tags", Type::TextList)};
  schema.id_field = 0;
  std::string text = "id,few,many,n,ok,tags\r\n";
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(i);
    text += number + ",\"value " + std::to_string(i % 7) + "\",unlike any other " + number + "," + (i % 11 == 0 ? "" : number) + "," +
            (i % 2 ? "yes" : "no") + ",\"a;b" + std::to_string(i % 3) + "\"\r\n";
  }
  const ReadLeads wanted = this->read(text);
  EXPECT_EQ(wanted.batches.front(), 5000U);
  for (const std::size_t batch_rows : {1, 2, 3, 7, 64, 1000, 4096}) {
    for (const std::size_t chunk : {50, 1000, 100000}) {
      LeadOptions options;
      options.batch_rows = batch_rows;
      options.input.chunk_bytes = chunk;
      const ReadLeads read = this->read(text, options);
      EXPECT_EQ(read.ids, wanted.ids);
      EXPECT_EQ(read.columns, wanted.columns) << batch_rows << " rows, chunks of " << chunk;
    }
  }
}

TEST_F(Leads, CountsABadIdOnceWhereItIsAFieldToo) {
  schema.fields = {field("id", Type::Text)};
  schema.id_field = 0;
  const ReadLeads read = this->read("id\n2\n\xFE\n2\n\xFE\n");
  EXPECT_EQ(read.report.bad_count(), 2U);
  EXPECT_EQ(read.ids, "2||2|");
}

TEST_F(Leads, ReportsTheSameWithBatchesAndChunksOfAnySize) {
  schema.fields = {field("id", Type::Text), field("late", Type::Integer), field("early", Type::Integer)};
  schema.id_field = 0;
  std::string text = "id,late,early\n";
  for (int i = 0; i < 200; ++i) text += std::to_string(i) + (i < 90 ? ",1" : ",x") + (i < 20 ? ",1\n" : ",y\n");
  const DataReport report = this->read(text).report;
  EXPECT_EQ(DataReport::in_file_order(report.bad_leads, report.leads).front()->field, "early");
  const std::string wanted = report_as_json(report);
  for (const std::size_t batch_rows : {1, 7, 64}) {
    LeadOptions options;
    options.batch_rows = batch_rows;
    options.input.chunk_bytes = 50;
    EXPECT_EQ(report_as_json(this->read(text, options).report), wanted) << batch_rows << " rows";
  }
}

// Batches that are held keep their values while the reader goes on.
TEST_F(Leads, BatchesOutliveTheNextOnes) {
  schema.fields = {field("id", Type::Text), field("city", Type::Text)};
  schema.id_field = 0;
  std::string text = "id,city\n";
  for (int i = 0; i < 3000; ++i) text += std::to_string(i) + ",city number " + std::to_string(i % 900) + "\n";
  DataReport report;
  LeadOptions options;
  options.batch_rows = 100;
  options.input.chunk_bytes = 1000;
  LeadReader reader(schema, {folder.file("leads.csv", text)}, options, report);
  ASSERT_TRUE(reader.open());
  std::vector<LeadBatch> batches(1);
  while (reader.next(batches.back())) batches.emplace_back();
  EXPECT_GT(batches.size(), 20U);
  std::size_t i = 0;
  for (const LeadBatch& each : batches) {
    for (std::size_t row = 0; row < each.batch.rows; ++row, ++i) {
      EXPECT_EQ(each.batch.ids.value(row), std::to_string(i));
      EXPECT_EQ(each.batch.columns[1].text.at_row(row), "city number " + std::to_string(i % 900));
    }
  }
  EXPECT_EQ(i, 3000U);
}

}  // namespace
}  // namespace assay::io

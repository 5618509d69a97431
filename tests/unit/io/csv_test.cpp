#include "runtime/io/csv.h"

#include <gmock/gmock.h>

#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Rows rows_of(std::string_view text) { return read_csv(text).rows; }

TEST(Csv, ReadsQuotesDelimitersAndLineEnds) {
  EXPECT_EQ(rows_of("a,b\n1,2\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("a,b\r\n1,2\r\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("a,b\n1,2"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("a,b\n,\n"), (Rows{{"a", "b"}, {"", ""}}));
  EXPECT_EQ(rows_of("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n"), (Rows{{"a", "b"}, {"x,y", "say \"hi\""}}));
  EXPECT_EQ(rows_of("a,b\n\"one\ntwo\",3\n"), (Rows{{"a", "b"}, {"one\ntwo", "3"}}));
  EXPECT_EQ(rows_of("a,b\n\"one\r\ntwo\",\"3\"\r\n"), (Rows{{"a", "b"}, {"one\r\ntwo", "3"}}));
  EXPECT_EQ(rows_of("a,b\n\"\",\"\"\"\"\n"), (Rows{{"a", "b"}, {"", "\""}}));
  EXPECT_EQ(rows_of("\"a\",\"b\"\n1,2\n"), (Rows{{"a", "b"}, {"1", "2"}}));
}

TEST(Csv, DropsTheByteOrderMark) {
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a,b\n1,2\n"),
            (Rows{{"a", "b"}, {"1", "2"}}));
}

TEST(Csv, TakesQuotesInsideUnquotedCellsAsTheyAre) {
  EXPECT_EQ(rows_of("a,b\n5\" disk,x\ny,z\n"), (Rows{{"a", "b"}, {"5\" disk", "x"}, {"y", "z"}}));
  EXPECT_EQ(rows_of("a,b\n \"x,y\n"), (Rows{{"a", "b"}, {" \"x", "y"}}));
  // Text behind a closing quote belongs to the cell, quotes in it as well.
  EXPECT_EQ(rows_of("a,b\n\"x\"yz,\"1\"2\"3\"\n"), (Rows{{"a", "b"}, {"xyz", "12\"3\""}}));
}

TEST(Csv, TellsTheDelimiterFromTheFirstLine) {
  EXPECT_EQ(rows_of("a;b\n1,5;2\n"), (Rows{{"a", "b"}, {"1,5", "2"}}));
  EXPECT_EQ(rows_of("a\tb\n1\t2\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("a|b\n1|2\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("\"a,x\";b;c\n1;2;3\n"), (Rows{{"a,x", "b", "c"}, {"1", "2", "3"}}));
  EXPECT_EQ(rows_of("one\n1;2\n"), (Rows{{"one"}, {"1;2"}}));
  CsvOptions given;
  given.delimiter = ',';
  EXPECT_EQ(read_csv("a;b,c\n1,2\n", given).rows, (Rows{{"a;b", "c"}, {"1", "2"}}));
}

TEST(Csv, TakesTheDelimiterFromTheLineThatExcelWrites) {
  for (const std::string first : {"sep=;\r\n", "SEP=;\n", "\xEF\xBB\xBFsep=;\r\n", "\"sep=;\"\n", "\nsep=;\n\n"}) {
    for (const std::size_t chunk : {1UL, 1000UL}) {
      CsvOptions options;
      options.chunk_bytes = chunk;
      EXPECT_EQ(read_csv(first + "a,b;c\n1,5;2\n", options).rows, (Rows{{"a,b", "c"}, {"1,5", "2"}})) << first << chunk;
    }
  }
  EXPECT_EQ(rows_of("sep=\t\na,b,c\td\n1\t2\n"), (Rows{{"a,b,c", "d"}, {"1", "2"}}));
  EXPECT_EQ(rows_of("sep=;;x\n1;2;3\n"), (Rows{{"sep=", "", "x"}, {"1", "2", "3"}}));
  EXPECT_EQ(read_csv("sep=;\na;b\n1;2;3\n").report.long_rows.samples[0].place.line, 3U);
  EXPECT_THAT(read_csv("sep=;").failure, HasSubstr("is empty"));
  CsvOptions given;
  given.delimiter = ',';
  EXPECT_EQ(read_csv("sep=;\na,b\n1,2\n", given).rows, (Rows{{"a", "b"}, {"1", "2"}}));
}

TEST(Csv, SkipsAndCountsBlankLines) {
  const ReadCsv read = read_csv("\n\r\na,b\n\n1,2\n\r\n3,4\n\n");
  EXPECT_EQ(read.rows, (Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
  EXPECT_EQ(read.blank_lines, 5U);
  // In a file of one column an empty value is written in quotes.
  EXPECT_EQ(rows_of("a\nx\n\n\"\"\ny\n"), (Rows{{"a"}, {"x"}, {""}, {"y"}}));
}

TEST(Csv, KeepsRowsOfAnyLength) {
  const ReadCsv read = read_csv("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\nx,\"y\n1\",z\n5\n");
  EXPECT_EQ(read.rows, (Rows{{"a", "b", "c"}, {"1", "2", ""}, {"1", "2", "3"}, {"1", "2", "3"}, {"x", "y\n1", "z"}, {"5", "", ""}}));
  EXPECT_EQ(read.report.short_rows.count, 2U);
  EXPECT_EQ(read.report.short_rows.samples[0].place.row, 1U);
  EXPECT_EQ(read.report.short_rows.samples[1].place.row, 5U);
  EXPECT_EQ(read.report.short_rows.samples[1].place.line, 7U);
  ASSERT_EQ(read.report.long_rows.count, 1U);
  EXPECT_EQ(read.report.long_rows.samples[0].place.row, 2U);
  EXPECT_EQ(read.report.long_rows.samples[0].found, "1,2,3,4");
}

TEST(Csv, SaysWhatIsNoTable) {
  EXPECT_THAT(read_csv("").failure, HasSubstr("is empty"));
  EXPECT_THAT(read_csv("\n\n").failure, HasSubstr("is empty"));
  EXPECT_THAT(read_csv(std::string_view("a\0,\0b\0\n\0", 8)).failure, HasSubstr("NUL"));
  EXPECT_THAT(read_csv(std::string_view("a,b\n1,\0\n", 8)).failure, HasSubstr("NUL"));
  EXPECT_EQ(rows_of("a,b\n"), (Rows{{"a", "b"}}));
  EXPECT_EQ(rows_of("a,b"), (Rows{{"a", "b"}}));
}

TEST(Csv, ReportsAQuoteThatIsNotClosed) {
  const ReadCsv read = read_csv("a,b\n1,\"2\n3,4\n");
  EXPECT_EQ(read.rows, (Rows{{"a", "b"}, {"1", "2\n3,4\n"}}));
  ASSERT_EQ(read.report.unclosed_quotes.count, 1U);
  EXPECT_EQ(read.report.unclosed_quotes.samples[0].place.row, 1U);
  EXPECT_EQ(read.report.unclosed_quotes.samples[0].place.line, 2U);
}

TEST(Csv, NumbersColumnsWithoutAHeader) {
  CsvOptions options;
  options.header = false;
  EXPECT_EQ(read_csv("x,1\ny,2\n", options).rows, (Rows{{"x", "1"}, {"y", "2"}}));
}

TEST(Csv, ReadsAMegabyteInOneCell) {
  const std::string large(1 << 20, 'x');
  const Rows rows = rows_of("a,b\n" + large + ",1\n\"" + large + "\n\",2\n");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1][0].size(), large.size());
  EXPECT_EQ(rows[2][0].size(), large.size() + 1);
  EXPECT_EQ(rows[2][1], "2");
}

// Every way in which chunks may cut a text, and every kernel, must give the same rows.
TEST(Csv, DoesNotDependOnChunksOrProcessors) {
  const std::string text =
      "id,name,note,last\r\n1,\"Doe, John\",\"said \"\"no\"\"\nand left\",x\r\n2,5\" pipe,plain \"mid\" "
      "quote,\"\"\r\n\r\n3,,\"\",\"a\"b\r\n4,short\n"
      "5,a,b,c,d\n\"6\",\"\"\"\",\",\",\"\r\n\"\n" +
      std::string(150, '7') + ",\"" + std::string(70, 'q') + "\"\"" + std::string(70, 'r') + "\",y,\"z\"\n8,ä,ö,ü";
  CsvOptions plain;
  plain.level = ScanLevel::portable;
  const ReadCsv wanted = read_csv(text, plain);
  ASSERT_EQ(wanted.rows.size(), 9U);
  EXPECT_THAT(wanted.rows[2], ElementsAre("2", "5\" pipe", "plain \"mid\" quote", ""));
  for (int level = 0; level <= static_cast<int>(best_scan_level()); ++level) {
    for (const std::size_t chunk : {1, 2, 3, 7, 63, 64, 65, 100, 128, 1000}) {
      for (const std::size_t at_most : {1, 2, 5, 64, 1000}) {
        CsvOptions options;
        options.level = static_cast<ScanLevel>(level);
        options.chunk_bytes = chunk;
        const ReadCsv read = read_csv(text, options, at_most);
        EXPECT_EQ(read.rows, wanted.rows) << "level " << level << ", chunk " << chunk << ", at most " << at_most;
        EXPECT_EQ(read.blank_lines, 1U);
        ASSERT_EQ(read.report.short_rows.samples.size(), 1U);
        EXPECT_EQ(read.report.short_rows.samples[0].place.line, 7U);
      }
    }
  }
}

// Blocks belong to who holds them: later ones may not write over them.
TEST(Csv, BlocksStayAsTheyAreWhileOthersAreRead) {
  std::string text = "id,note\n";
  for (int i = 0; i < 200; ++i) text += std::to_string(i) + ",\"note " + std::to_string(i * i) + "\"\n" + (i % 50 == 7 ? "short\n" : "");
  CsvOptions options;
  options.chunk_bytes = 100;
  const ReadCsv wanted = read_csv(text, options);
  CsvReader reader(bytes_of_text(text), "test.csv", options);
  ASSERT_TRUE(reader.open());
  std::vector<std::shared_ptr<const RowBlock>> blocks;
  while (auto block = reader.next()) blocks.push_back(std::move(block));
  EXPECT_GT(blocks.size(), 10U);
  Rows rows = {reader.headers()};
  std::string scratch;
  DataReport report;
  for (const auto& block : blocks) {
    EXPECT_EQ(block->first_row, rows.size());
    for (std::size_t row = 0; row < block->rows; ++row) {
      rows.push_back({std::string(unquoted(block->raw(row, 0), scratch)), std::string(unquoted(block->raw(row, 1), scratch))});
    }
    if (block->faults) report.append(*block->faults);
  }
  EXPECT_EQ(rows, wanted.rows);
  EXPECT_EQ(report_as_json(report), report_as_json(wanted.report));
}

// A generator of texts that are mostly quotes, delimiters and line ends.
std::string random_text(std::uint64_t seed) {
  constexpr std::string_view signs = "\"\",,\n\nab \r;";
  std::string text = "h1,h2,h3\n";
  std::uint64_t state = seed * 0x9E3779B97F4A7C15 + 1;
  for (int i = 0; i < 300; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    text += signs[state % signs.size()];
  }
  return text;
}

TEST(Csv, KernelsAgreeOnAnyText) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const std::string text = random_text(seed);
    CsvOptions plain;
    plain.level = ScanLevel::portable;
    const ReadCsv wanted = read_csv(text, plain);
    for (int level = 1; level <= static_cast<int>(best_scan_level()); ++level) {
      for (const std::size_t chunk : {5, 64, 4096}) {
        CsvOptions options;
        options.level = static_cast<ScanLevel>(level);
        options.chunk_bytes = chunk;
        const ReadCsv read = read_csv(text, options);
        ASSERT_EQ(read.rows, wanted.rows) << "seed " << seed << ", level " << level << ", chunk " << chunk;
        ASSERT_EQ(read.report.bad_count(), wanted.report.bad_count()) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace assay::io

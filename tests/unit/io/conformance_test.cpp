// Public sets of CSV files with what they hold as JSON. They are not part of the project: skipped where they are not at hand.
#include <set>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

// An array of objects (the header and the rows) or of arrays.
Rows rows_of_json(const std::filesystem::path& path, const std::vector<std::string>& header) {
  Rows rows;
  simdjson::dom::parser parser;
  const simdjson::dom::element document = parser.load(path.string());
  for (const simdjson::dom::element row : simdjson::dom::array(document)) {
    auto& cells = rows.emplace_back();
    if (row.is_array()) {
      for (const simdjson::dom::element cell : simdjson::dom::array(row)) cells.emplace_back(std::string_view(cell));
    } else {
      for (const std::string& key : header) cells.emplace_back(std::string_view(simdjson::dom::element(row[key])));
    }
  }
  return rows;
}

class Conformance : public testing::Test {
 protected:
  void SetUp() override {
    if (shared_data().empty()) GTEST_SKIP() << "no shared data here";
  }
};

TEST_F(Conformance, CsvSpectrum) {
  const std::filesystem::path folder = shared_data() / "conformance/csv-spectrum";
  std::size_t checked = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "csvs")) {
    const std::string name = entry.path().stem().string();
    if (name == "location_coordinates") continue;  // its JSON is wrong upstream
    Rows rows = read_csv(text_of_file(entry.path())).rows;
    ASSERT_FALSE(rows.empty()) << name;
    const std::vector<std::string> header = rows.front();
    rows.erase(rows.begin());
    EXPECT_EQ(rows, rows_of_json(folder / "json" / (name + ".json"), header)) << name;
    ++checked;
  }
  EXPECT_EQ(checked, 11U);
}

TEST_F(Conformance, CsvTestData) {
  const std::filesystem::path folder = shared_data() / "conformance/csv-test-data";
  // Blank lines are skipped, also in files of one column: these two hold nothing else, or some.
  const std::set<std::string> with_blank_lines = {"all-empty", "empty-one-column"};
  std::size_t checked = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "json")) {
    const std::string name = entry.path().stem().string();
    if (with_blank_lines.contains(name)) continue;
    CsvOptions options;
    options.header = name.starts_with("header-");
    options.delimiter = ',';
    Rows rows = read_csv(text_of_file(folder / "csv" / (name + ".csv")), options).rows;
    std::vector<std::string> header;
    if (options.header) {
      header = rows.front();
      rows.erase(rows.begin());
    }
    EXPECT_EQ(rows, rows_of_json(entry.path(), header)) << name;
    ++checked;
  }
  EXPECT_EQ(checked, 16U);
}

// Invalid files must yield something located, never a crash.
TEST_F(Conformance, DamagedFilesAreRead) {
  const std::filesystem::path folder = shared_data() / "conformance/csv-test-data/csv";
  EXPECT_EQ(read_csv(text_of_file(folder / "bad-missing-quote.csv")).report.unclosed_quotes.count, 1U);
  EXPECT_EQ(read_csv(text_of_file(folder / "bad-header-less-fields.csv")).report.bad_count(), 1U);
  for (const char* name : {"bad-quotes-with-unescaped-quote", "bad-unescaped-quote", "bad-header-more-fields"}) {
    EXPECT_EQ(read_csv(text_of_file(folder / (std::string(name) + ".csv"))).failure, "") << name;
  }
}

// Real exports: all rows have as many cells as the header, and the counts are those of another reader.
TEST_F(Conformance, RealFiles) {
  const std::filesystem::path data = shared_data();
  const auto count = [&](const char* name) {
    const ReadCsv read = read_csv(text_of_file(data / name));
    EXPECT_EQ(read.failure, "") << name;
    EXPECT_EQ(read.report.bad_count(), 0U) << name;
    return std::pair(read.rows.size() - 1, read.rows.front().size());
  };
  EXPECT_EQ(count("x-education-leads/Leads.csv"), std::pair(9240UL, 38UL));
  EXPECT_EQ(count("uci-bank-marketing/bank-full.csv"), std::pair(45211UL, 17UL));
  EXPECT_EQ(count("hillstrom-email/hillstrom.csv"), std::pair(64000UL, 12UL));
  EXPECT_EQ(count("yammer-engagement/yammer_emails.csv").first, 90389UL);
}

}  // namespace
}  // namespace assay::io

#include "runtime/io/usual_cells.h"

#include <random>

#include <gtest/gtest.h>

#include "runtime/io/activity_rows.h"
#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using runtime::Type;

// One of each is drawn for a row: what is usual, and what only looks like it.
const std::vector<std::string> leads = {"7",   "1234567", "12345678", "123456789", "00Q5e00001abcDEF", "", " 12", "\"12\"",
                                        "a b", "é",       "a\"b",     "\x7F"};
const std::vector<std::string> kinds = {"visited", "called", "visited",     "VISITED", "Visit Webpage",
                                        "danced",  "",       "\"visited\"", " called", "a kind whose name is longer than thirty-two bytes"};
const std::vector<std::string> times = {"2026-11-22T09:30:00Z",
                                        "1970-01-01T00:00:00Z",
                                        "2099-12-31T23:59:59Z",
                                        "2100-01-01T00:00:00Z",
                                        "1969-12-31T23:59:59Z",
                                        "2024-02-29T12:00:00Z",
                                        "2026-02-29T12:00:00Z",
                                        "2026-13-01T00:00:00Z",
                                        "2026-11-22T24:00:00Z",
                                        "2026-11-22T09:60:00Z",
                                        "2026-11-22 09:30:00Z",
                                        "2026-11-22",
                                        "",
                                        "\"2026-11-22T09:30:00Z\"",
                                        "yesterday at midnight",
                                        "2026-11-22T09:30:60Z"};
const std::vector<std::string> pages = {"/a",
                                        "/pricing/plans",
                                        "/a page of exactly 32 bytes, yes!",
                                        "/a page that has more than 32 bytes!",
                                        "",
                                        "\"/quoted, it is\"",
                                        " /trimmed ",
                                        "/é",
                                        "/\xC3\xA4/thirty-two bytes with two!",
                                        "\"\""};
const std::vector<std::string> seconds = {"0",        "47", "12345678", "123456789",           "00000001", "-3", "4.5", "", "x",
                                          "1234567x", " 5", "\"6\"",    "12345678901234567890"};

class UsualCells : public testing::Test {
 protected:
  UsualCells() {
    runtime::ActivitySpec visited, called;
    visited.name = "visited";
    visited.attributes = {attribute("page", Type::Url), attribute("seconds", Type::Integer)};
    visited.from = {"Visit Webpage"};
    called.name = "called";
    called.attributes = {attribute("page", Type::Text), attribute("length", Type::Integer), attribute("object", Type::Text)};
    schema.activities = {visited, called};
    runtime::assign_attribute_slots(schema);
  }

  std::string rows_of(std::size_t count, const std::string& header) {
    std::mt19937 random(static_cast<std::mt19937::result_type>(count));
    // Mostly the usual, so that the two ways alternate.
    const auto one_of = [&](const std::vector<std::string>& values) {
      return values[random() % 3 == 0 ? random() % values.size() : random() % 2];
    };
    std::string text = header;
    for (std::size_t row = 0; row < count; ++row) {
      text +=
          one_of(leads) + "," + one_of(kinds) + "," + one_of(times) + "," + one_of(pages) + "," + one_of(seconds) + "," + one_of(seconds);
      text += random() % 50 == 0 ? ",more\n" : random() % 50 == 0 ? "\n\n" : "," + one_of(pages) + "\n";
    }
    return text;
  }

  // A line per row, then what was found. Without padding a block has no quick way.
  std::string read(const std::string& text, bool quick) {
    const ActivityPlan plan(schema);
    ActivityIntake intake(plan);
    CsvOptions options;
    options.chunk_bytes = 5'000;
    CsvReader reader(bytes_of_text(text, SIZE_MAX), "test.csv", options);
    EXPECT_TRUE(reader.open());
    MatchedActivities matched;
    EXPECT_FALSE(match_activities(plan, {}, reader.columns(), false, matched));
    ActivityRows rows(intake, matched, reader.columns());
    while (const std::shared_ptr<RowBlock> block = reader.cut()) {
      block->valid_utf8 = true;
      if (!quick) block->padding = 0;
      EXPECT_EQ(has_usual_cells(*block), quick);
      EXPECT_TRUE(rows.read(*block));
    }
    std::string out;
    for (std::size_t row = 0; row < intake.table.rows(); ++row) out += line_of(intake, row);
    DataReport found = intake.findings.take();
    return out + report_as_json(found);
  }

  std::string line_of(const ActivityIntake& intake, std::size_t row) {
    const ActivityTable& table = intake.table;
    const LeadId& lead = intake.lead_ids[row];
    std::string line = std::to_string(table.lead_of[row]) + " ";
    if (lead.bytes != nullptr) line += std::string(lead.text()) + (lead.key.hash == TextKey(lead.text()).hash ? "" : " with another hash");
    line += " " + std::to_string(table.kinds[row]) + " " + std::to_string(table.times[row]);
    for (const auto& slot : table.slots) {
      if (!slot->known(row)) {
        line += " -";
      } else {
        line += " " +
                (slot->storage() == runtime::Storage::Text ? std::string(slot->text(slot->code(row))) : std::to_string(slot->integer(row)));
      }
    }
    return line + "\n";
  }

  runtime::Schema schema;
};

TEST_F(UsualCells, AreWorthWhatTheyAreReadOneByOne) {
  for (const std::size_t count : {1, 7, 63, 64, 65, 200, 5'000}) {
    for (const std::string header : {"lead,activity,time,page,seconds,length,object\n", "lead,activity,time,title,seconds,length,object\n",
                                     "lead,activity,time,page,seconds,length,attributes\n"}) {
      const std::string text = rows_of(count, header);
      EXPECT_EQ(read(text, true), read(text, false)) << count << " rows under " << header;
    }
  }
}

// More different texts than are remembered, and texts that end or begin alike.
TEST_F(UsualCells, MayHaveAnyNumberOfTexts) {
  std::string text = "lead,activity,time,page\n";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i % 17) + ",visited,,/page/" + std::to_string(i % 9'000) + "/of/the/shop\n";
  EXPECT_EQ(read(text, true), read(text, false));
}

}  // namespace
}  // namespace assay::io

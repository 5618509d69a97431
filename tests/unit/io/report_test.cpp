#include "runtime/io/report.h"

#include <gtest/gtest.h>

namespace assay::io {
namespace {

DataReport sample_report() {
  DataReport report;
  report.lead_rows = 1000;
  FileReport& file = report.leads.emplace_back();
  file.file = "leads.csv";
  file.rows = 1000;
  file.matched = {{"id", "id"}, {"title", "Job Title"}};
  file.unmatched_fields = {"revenue"};
  file.unused_columns = {"Notes"};
  BadColumn& bad = DataReport::bad_column(report.bad_leads, "employees", "Number of Employees", "an integer like 12");
  for (std::uint64_t row = 1; row <= 7; ++row) bad.cells.add({"leads.csv", row, row + 1}, "about \"ten\"\n");
  DataReport::bad_column(report.bad_leads, "employees", "Number of Employees", "an integer like 12").cells.add({}, "");
  report.repeated_ids.add({"leads.csv", 9, 0}, "a");
  report.unknown_kinds = {{"Danced", 2}, {"Sang", 5}};
  report.without_lead = 3;
  report.unknown_leads = 1;
  report.unknown_lead_samples = {"z"};
  return report;
}

// Two readers share a file; what they found, added in the order of its rows, is what one finds.
TEST(Report, PartsAddUpToTheWhole) {
  DataReport whole, sum, readers[2];
  for (std::uint64_t row = 1; row <= 40; ++row) {
    DataReport& part = readers[row / 3 % 2];
    for (DataReport* report : {&whole, &part}) {
      const Place place{"leads.csv", row, row + 1};
      report->lead_rows += 1;
      if (row % 2 == 0) report->short_rows.add(place, std::to_string(row));
      if (row > 7)
        DataReport::bad_column(report->bad_leads, "employees", "Employees", row % 5 == 0 ? "an integer" : "a number").cells.add(place, "x");
      if (row % 9 == 0) report->unknown_kinds["Danced"] += 1;
      if (row == 33) DataReport::bad_column(report->bad_activities, "time", "When", "a time").cells.add(place, "");
    }
    if (row % 3 == 2) sum.append(part.take());
  }
  for (DataReport& part : readers) sum.append(part.take());
  EXPECT_EQ(report_as_json(sum), report_as_json(whole));
  EXPECT_EQ(report_as_json(readers[0].take()), report_as_json(DataReport())) << "nothing is given twice";
}

TEST(Report, TextIsShortAndLocated) {
  EXPECT_EQ(report_as_text(sample_report()),
            "leads.csv: 1000 rows\n"
            "  columns: id, title from \"Job Title\"\n"
            "  no column for: revenue (missing in every row)\n"
            "  not used: Notes\n"
            "employees (column \"Number of Employees\"): 8 bad cells, taken as missing; expected an integer like 12\n"
            "  leads.csv row 1 (line 2): \"about \"ten\" \"\n"
            "  leads.csv row 2 (line 3): \"about \"ten\" \"\n"
            "  leads.csv row 3 (line 4): \"about \"ten\" \"\n"
            "  leads.csv row 4 (line 5): \"about \"ten\" \"\n"
            "  leads.csv row 5 (line 6): \"about \"ten\" \"\n"
            "  and 3 more\n"
            "1 repeated lead id (each row is scored)\n"
            "  leads.csv row 9: \"a\"\n"
            "3 activities of 1 lead not in the lead files: z\n"
            "kinds that the policy does not know: \"Sang\" (5), \"Danced\" (2)\n");
}

TEST(Report, JsonHoldsEverything) {
  DataReport report;
  report.leads.push_back({"a\"b.csv", 1, 0, {{"id", "Id"}}, {"x"}, {}, false});
  report.short_rows.add({"a\"b.csv", 1, 2},
                        "\xFF"
                        "1");
  report.unknown_kinds = {{"Sang", 5}};
  EXPECT_EQ(report_as_json(report),
            "{\"leads\":[{\"file\":\"a\\\"b.csv\",\"rows\":1,\"blank_lines\":0,\"matched\":[{\"field\":\"id\",\"column\":\"Id\"}],"
            "\"unmatched_fields\":[\"x\"],\"unused_columns\":[],\"row_numbers_as_ids\":false}],\"activities\":[],\"lead_rows\":0,"
            "\"activity_rows\":0,\"bad\":1,\"bad_lead_cells\":[],\"bad_activity_cells\":[],"
            "\"short_rows\":{\"count\":1,\"samples\":[{\"file\":\"a\\\"b.csv\",\"row\":1,\"line\":2,\"found\":\"\xEF\xBF\xBD"
            "1\"}]},"
            "\"long_rows\":{\"count\":0,\"samples\":[]},\"unclosed_quotes\":{\"count\":0,\"samples\":[]},"
            "\"bad_records\":{\"count\":0,\"samples\":[]},\"repeated_keys\":{\"count\":0,\"samples\":[]},"
            "\"empty_ids\":{\"count\":0,\"samples\":[]},\"repeated_ids\":{\"count\":0,\"samples\":[]},"
            "\"unknown_stages\":{\"count\":0,\"samples\":[]},\"activities_without_kind\":{\"count\":0,\"samples\":[]},"
            "\"activities_without_lead_id\":{\"count\":0,\"samples\":[]},\"unknown_kinds\":{\"Sang\":5},\"other_unknown_kinds\":0,"
            "\"activities_without_time\":0,\"activities_after_as_of\":0,\"repeated_activities\":0,\"merged_activities\":0,"
            "\"activities_without_lead\":0,\"unknown_leads\":0,\"unknown_lead_samples\":[]}\n");
}

TEST(Report, CutsLongTextsBetweenCharacters) {
  Counted counted;
  std::string text(59, 'x');
  for (int i = 0; i < 10; ++i) text += "\xC3\xA4";
  counted.add({}, text);
  EXPECT_EQ(counted.samples[0].found, std::string(59, 'x') + "…");
}

}  // namespace
}  // namespace assay::io

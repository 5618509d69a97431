#include <algorithm>

#include <fmt/format.h>

#include "runtime/io/report.h"

namespace assay::io {
namespace {

constexpr std::size_t most_names = 20;

std::string plural(std::uint64_t count, const char* one, const char* many) { return fmt::format("{} {}", count, count == 1 ? one : many); }

// What is in a cell, on one line.
std::string quoted(const std::string& found) {
  std::string out = "\"";
  for (const char c : found) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return out + '"';
}

std::string names(const std::vector<std::string>& all) {
  std::string out;
  for (std::size_t i = 0; i < std::min(all.size(), most_names); ++i) out += (i > 0 ? ", " : "") + all[i];
  if (all.size() > most_names) out += fmt::format(" and {} more", all.size() - most_names);
  return out;
}

std::string where(const Place& place) {
  std::string out = fmt::format("{} row {}", place.file, place.row);
  if (place.line != 0) out += fmt::format(" (line {})", place.line);
  return out;
}

class TextReport {
 public:
  std::string write(const DataReport& report) {
    for (const FileReport& file : report.leads) write_file(file, true);
    for (const FileReport& file : report.activities) write_file(file, false);
    for (const BadColumn* column : DataReport::in_file_order(report.bad_leads, report.leads)) write_bad(*column);
    for (const BadColumn* column : DataReport::in_file_order(report.bad_activities, report.activities)) write_bad(*column);
    write_counted(report.short_rows, "row with fewer cells than the header (the rest is missing)",
                  "rows with fewer cells than the header (the rest is missing)");
    write_counted(report.long_rows, "row with more cells than the header (they are left out)",
                  "rows with more cells than the header (they are left out)");
    write_counted(report.unclosed_quotes, "quote that is not closed before the file ends",
                  "quotes that are not closed before the file ends");
    write_counted(report.bad_records, "row that is no JSON object (all of it is missing)",
                  "rows that are no JSON objects (all of each is missing)");
    for (const FileReport& file : report.leads) write_cut_off(file, report.bad_records);
    for (const FileReport& file : report.activities) write_cut_off(file, report.bad_records);
    write_counted(report.repeated_keys, "row with a key twice (the last counts)", "rows with a key twice (the last counts)");
    write_counted(report.repeated_ids, "repeated lead id (each row is scored)", "repeated lead ids (each row is scored)");
    write_counted(report.empty_ids, "lead without an id", "leads without an id");
    write_counted(report.unknown_stages, "current stage that the policy does not have (taken as lead)",
                  "current stages that the policy does not have (taken as lead)");
    write_activities(report);
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }

  void write_file(const FileReport& file, bool of_leads) {
    line(fmt::format("{}: {}", file.file, of_leads ? plural(file.rows, "row", "rows") : plural(file.rows, "activity", "activities")));
    std::vector<std::string> matched;
    for (const MatchedColumn& each : file.matched) {
      matched.push_back(each.field == each.column ? each.field : fmt::format("{} from \"{}\"", each.field, each.column));
    }
    if (!matched.empty()) line("  columns: " + names(matched));
    if (!file.unmatched_fields.empty()) line("  no column for: " + names(file.unmatched_fields) + " (missing in every row)");
    if (!file.unused_columns.empty()) line("  not used: " + names(file.unused_columns));
    if (file.row_numbers_as_ids) line("  no column for the id: row numbers are the ids");
    if (file.blank_lines > 0) line("  " + plural(file.blank_lines, "blank line skipped", "blank lines skipped"));
  }

  void write_bad(const BadColumn& column) {
    const std::string name = column.field == column.column ? column.field : fmt::format("{} (column \"{}\")", column.field, column.column);
    line(fmt::format("{}: {}, taken as missing; expected {}", name, plural(column.cells.count, "bad cell", "bad cells"), column.expected));
    write_samples(column.cells);
  }

  void write_counted(const Counted& counted, const char* one, const char* many) {
    if (counted.count == 0) return;
    line(plural(counted.count, one, many));
    write_samples(counted);
  }

  // A download that was broken off ends within an object.
  void write_cut_off(const FileReport& file, const Counted& bad_records) {
    for (const Sample& sample : bad_records.samples) {
      const bool last = sample.place.file == file.file && sample.place.row == file.rows;
      if (last && sample.found.starts_with('{') && !sample.found.ends_with('}'))
        line(fmt::format("  {} ends within an object: perhaps it was cut off", file.file));
    }
  }

  void write_samples(const Counted& counted) {
    for (const Sample& sample : counted.samples)
      line(fmt::format("  {}{}", where(sample.place), sample.found.empty() ? "" : ": " + quoted(sample.found)));
    if (counted.count > counted.samples.size()) line(fmt::format("  and {} more", counted.count - counted.samples.size()));
  }

  void write_activities(const DataReport& report) {
    write_counted(report.without_kind, "activity without a kind (skipped)", "activities without a kind (skipped)");
    write_counted(report.without_lead_id, "activity without a lead's id (skipped)", "activities without a lead's id (skipped)");
    if (report.without_lead > 0) {
      line(fmt::format("{} of {} not in the lead files: {}{}", plural(report.without_lead, "activity", "activities"),
                       plural(report.unknown_leads, "lead", "leads"), names(report.unknown_lead_samples),
                       report.unknown_leads > report.unknown_lead_samples.size() ? ", …" : ""));
    }
    if (report.after_as_of > 0)
      line(plural(report.after_as_of, "activity later than as-of (left out)", "activities later than as-of (left out)"));
    if (report.without_time > 0) line(plural(report.without_time, "activity without a time", "activities without a time"));
    if (report.repeated_activities > 0)
      line(plural(report.repeated_activities, "repeated activity (the first counts)", "repeated activities (the first counts)"));
    if (report.merged_activities > 0)
      line(plural(report.merged_activities, "activity merged into one that it overlaps", "activities merged into ones that they overlap"));
    write_kinds(report);
  }

  void write_kinds(const DataReport& report) {
    if (report.unknown_kinds.empty()) return;
    std::vector<std::pair<std::string, std::uint64_t>> kinds(report.unknown_kinds.begin(), report.unknown_kinds.end());
    std::stable_sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<std::string> counted;
    for (const auto& [kind, count] : kinds) counted.push_back(fmt::format("{} ({})", quoted(kind), count));
    line("kinds that the policy does not know: " + names(counted));
  }

  std::string out_;
};

}  // namespace

std::string report_as_text(const DataReport& report) { return TextReport().write(report); }

}  // namespace assay::io

#include "runtime/io/json.h"
#include "runtime/io/report.h"
#include "runtime/text/fold.h"

namespace assay::io {
namespace {

// Writes members and elements; the caller opens and closes.
class JsonReport {
 public:
  std::string write(const DataReport& report) {
    out_ = "{";
    list("leads", report.leads, [&](const FileReport& file) { write_file(file); });
    list("activities", report.activities, [&](const FileReport& file) { write_file(file); });
    number("lead_rows", report.lead_rows);
    number("activity_rows", report.activity_rows);
    number("bad", report.bad_count());
    const auto write_each = [&](const BadColumn* column) { write_bad(*column); };
    list("bad_lead_cells", DataReport::in_file_order(report.bad_leads, report.leads), write_each);
    list("bad_activity_cells", DataReport::in_file_order(report.bad_activities, report.activities), write_each);
    counted("short_rows", report.short_rows);
    counted("long_rows", report.long_rows);
    counted("unclosed_quotes", report.unclosed_quotes);
    counted("bad_records", report.bad_records);
    counted("repeated_keys", report.repeated_keys);
    counted("empty_ids", report.empty_ids);
    counted("repeated_ids", report.repeated_ids);
    counted("unknown_stages", report.unknown_stages);
    write_activities(report);
    close('}');
    out_.back() = '\n';
    return std::move(out_);
  }

 private:
  void write_activities(const DataReport& report) {
    counted("activities_without_kind", report.without_kind);
    counted("activities_without_lead_id", report.without_lead_id);
    key("unknown_kinds");
    out_ += '{';
    for (const auto& [kind, count] : report.unknown_kinds) number(kind, count);
    close('}');
    number("other_unknown_kinds", report.other_unknown_kinds);
    number("activities_without_time", report.without_time);
    number("activities_after_as_of", report.after_as_of);
    number("repeated_activities", report.repeated_activities);
    number("merged_activities", report.merged_activities);
    number("activities_without_lead", report.without_lead);
    number("unknown_leads", report.unknown_leads);
    list("unknown_lead_samples", report.unknown_lead_samples, [&](const std::string& id) { append_json_text(id, out_); });
  }

  void write_file(const FileReport& file) {
    out_ += '{';
    text("file", file.file);
    number("rows", file.rows);
    number("blank_lines", file.blank_lines);
    list("matched", file.matched, [&](const MatchedColumn& each) {
      out_ += '{';
      text("field", each.field);
      text("column", each.column);
      close('}');
    });
    list("unmatched_fields", file.unmatched_fields, [&](const std::string& each) { append_json_text(each, out_); });
    list("unused_columns", file.unused_columns, [&](const std::string& each) { append_json_text(each, out_); });
    truth("row_numbers_as_ids", file.row_numbers_as_ids);
    close('}');
  }

  void write_bad(const BadColumn& column) {
    out_ += '{';
    text("field", column.field);
    text("column", column.column);
    text("expected", column.expected);
    number("count", column.cells.count);
    samples(column.cells);
    close('}');
  }

  void counted(std::string_view name, const Counted& counted) {
    key(name);
    out_ += '{';
    number("count", counted.count);
    samples(counted);
    close('}');
  }

  void samples(const Counted& counted) {
    list("samples", counted.samples, [&](const Sample& sample) {
      out_ += '{';
      text("file", sample.place.file);
      number("row", sample.place.row);
      if (sample.place.line != 0) number("line", sample.place.line);
      text("found", sample.found);
      close('}');
    });
  }

  void key(std::string_view name) {
    append_json_text(name, out_);
    out_ += ':';
  }
  void number(std::string_view name, std::uint64_t value) {
    key(name);
    out_.append(std::to_string(value)) += ',';
  }
  void truth(std::string_view name, bool value) {
    key(name);
    out_ += value ? "true," : "false,";
  }
  void text(std::string_view name, const std::string& value) {
    key(name);
    // What was found in a file need not be UTF-8; JSON must be.
    std::string valid;
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t good = text::first_invalid_utf8(rest);
      valid += rest.substr(0, good);
      if (good == rest.size()) break;
      valid += "\xEF\xBF\xBD";
      rest.remove_prefix(good + 1);
    }
    append_json_text(valid, out_);
    out_ += ',';
  }
  template <class Items, class Write>
  void list(std::string_view name, const Items& items, const Write& write) {
    key(name);
    out_ += '[';
    for (const auto& item : items) {
      write(item);
      if (out_.back() != ',') out_ += ',';  // of a scalar
    }
    close(']');
  }
  // Ends an object or list, after the comma of its last member, and puts the comma behind it.
  void close(char bracket) {
    if (out_.back() == ',') out_.pop_back();
    out_ += bracket;
    out_ += ',';
  }

  std::string out_;
};

}  // namespace

std::string report_as_json(const DataReport& report) { return JsonReport().write(report); }

}  // namespace assay::io

// The data report: what was found in the data that is worth knowing. Collected while reading, shown at the end, written with --report.
//
// Invariants: everything in it is in the order of the files, so it does not depend on threads or batch sizes; memory stays bounded (first
// few samples, first names), counts are exact. Who reads a part of a file counts into a report of his own and takes from it what that part
// gave; added in the order of the parts, that is the report of the whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::io {

// A place in a text file: the row from 1 without the header, the line of the file that the row begins on from 1.
struct Place {
  std::string file;
  std::uint64_t row = 0;
  std::uint64_t line = 0;
};

struct Sample {
  Place place;
  std::string found;  // as in the file, cut after 60 characters
};

// Something counted, with the first few of it.
struct Counted {
  static constexpr std::size_t most_samples = 5;

  std::uint64_t count = 0;
  std::vector<Sample> samples;
  std::size_t taken_samples = 0;  // there were before these

  // Counts one; `place` and `found` are looked at only where wants_sample().
  void add(const Place& place, std::string_view found);
  bool wants_sample() const { return taken_samples + samples.size() < most_samples; }

  // What was counted since the last time.
  Counted take();
  // Counts what was found behind all that is here.
  void append(Counted later);
};

struct BadColumn {
  std::string field;     // name in the policy; "" for a fault of the row as a whole
  std::string column;    // header in the file
  std::string expected;  // "an integer", "a date like 2026-11-22"
  Counted cells;
};

struct MatchedColumn {
  std::string field;
  std::string column;
};

struct FileReport {
  std::string file;
  std::uint64_t rows = 0;
  std::uint64_t blank_lines = 0;              // skipped
  std::vector<MatchedColumn> matched;         // in the order of the policy's fields
  std::vector<std::string> unmatched_fields;  // declared by the policy, without a column: missing in every row
  std::vector<std::string> unused_columns;    // headers that no field took, nor --keep by name
  bool row_numbers_as_ids = false;
};

struct DataReport {
  std::vector<FileReport> leads, activities;
  std::vector<BadColumn> bad_leads, bad_activities;  // as they came; in_file_order for what people see
  Counted short_rows, long_rows, unclosed_quotes;    // of leads and activities
  Counted bad_records;                               // of NDJSON and JSON: lines that are no JSON, values that are no object
  Counted repeated_keys;                             // objects with a key twice; found is the key
  Counted empty_ids, repeated_ids;
  Counted unknown_stages;  // values of current_stage that name no stage

  std::uint64_t lead_rows = 0, activity_rows = 0;
  Counted without_kind, without_lead_id;
  std::map<std::string, std::uint64_t, std::less<>> unknown_kinds;
  std::uint64_t other_unknown_kinds = 0;  // those whose names no longer found room above
  std::uint64_t without_time = 0, after_as_of = 0, repeated_activities = 0, merged_activities = 0;
  std::uint64_t without_lead = 0, unknown_leads = 0;  // activities whose lead is in no lead file; how many such ids
  std::vector<std::string> unknown_lead_samples;      // the first few in the order of bytes

  // Counts rows of a kind that no activity has. Of many kinds the first in the order of bytes are known by name.
  void count_unknown_kind(std::string_view kind, std::uint64_t rows = 1);

  // Counts the activities of a lead that is in no lead file.
  void count_unknown_lead(std::string_view id, std::uint64_t activities);

  // What was found since the last time, but for the entries of files.
  DataReport take();
  // Adds what was found behind all that is here, but for the entries of files.
  void append(DataReport later);

  // The entry of a column in `bad_leads` or `bad_activities`, made where it is not there yet.
  static BadColumn& bad_column(std::vector<BadColumn>& columns, const std::string& field, const std::string& column,
                               const std::string& expected);

  // The entries by where the first bad cell of each stands, in one row in the order of the policy. As they came depends on how many rows
  // were read at a time.
  static std::vector<const BadColumn*> in_file_order(const std::vector<BadColumn>& columns, const std::vector<FileReport>& files);

  // Bad cells, rows that are no object, and rows with too few or too many cells: what --max-bad counts.
  std::uint64_t bad_count() const;
};

// --max-bad: a number of bad cells and rows, or a share of the rows read (leads and activities together).
struct BadLimit {
  std::optional<std::uint64_t> count;
  std::optional<double> share;  // 0.01 is 1 %

  bool passed_by(const DataReport& report) const;
};

// "100", "1%", "0.5%"; nullopt for anything else.
std::optional<BadLimit> bad_limit_of(const std::string& text);

// For people: short, only what is not as it should be, the first few of each located. Lines end with a line feed; empty when all is well.
std::string report_as_text(const DataReport& report);

// For machines: everything, one JSON object.
std::string report_as_json(const DataReport& report);

}  // namespace assay::io

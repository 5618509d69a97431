// Rows of activities, from a file of their own or out of leads, into an ActivityTable: finds the columns, converts, reports. Internal.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/io/activity_store.h"
#include "runtime/io/attribute_reader.h"
#include "runtime/io/cells.h"
#include "runtime/io/json_members.h"
#include "runtime/io/rows.h"
#include "runtime/io/values.h"

namespace assay::io {

class ActivityRows {
 public:
  // All must outlive this. The rows go into state.table; with `nested` their lead is known without a column.
  ActivityRows(ActivityStore::State& state, const InputOptions& options, ColumnIndex& index, bool nested)
      : state_(state), table_(state.table), options_(options), index_(index), nested_(nested) {}

  // Looks for the columns. False on failure (state.failure), as in all that follows.
  bool match();

  // Appends the rows of a block. Nested ones get their leads in `leads`, one per row.
  bool read(const RowBlock& block, const std::uint32_t* leads = nullptr);

  // Adds the columns that were found, and those that were not asked for.
  void report_columns(FileReport& report) const;

  bool has_ids() const { return column_of(ActivityColumn::activity_id).has_value(); }

 private:
  static constexpr std::size_t most_names = 1000;  // of kinds that are remembered

  // One attribute in the file that is being read.
  struct AttributeSource {
    AttributeReader reader;
    std::string name, loose_name;
    std::optional<std::size_t> column;  // of its own name
    bool is_first = false;              // may also come from `object`
  };

  // The attributes of one activity that somebody asks for.
  struct ActivitySource {
    std::vector<AttributeSource> attributes;
    std::vector<std::uint32_t> rows;  // of the block that is being read
  };

  bool check_map();
  bool match_structure();
  void match_attributes();
  void make_room(std::size_t rows);
  void read_leads(const RowBlock& block);
  void read_kinds(const RowBlock& block);
  std::int16_t kind_of(std::string_view text);
  void read_times(const RowBlock& block);
  void read_ids(const RowBlock& block);
  bool read_attributes(const RowBlock& block);
  bool read_attribute(const RowBlock& block, AttributeSource& attribute, std::uint32_t row);
  bool set(const RowBlock& block, AttributeSource& attribute, std::uint32_t row, std::string_view text, CellFaults& faults);
  std::optional<std::string_view> json_text(const RowBlock& block, std::uint32_t row, const AttributeSource& attribute);
  void parse_json(const RowBlock& block, std::uint32_t row);
  bool cell(const RowBlock& block, std::size_t row, ActivityColumn column, std::string_view& text);
  void count(Counted& counted, const RowBlock& block, std::size_t row, std::string_view found);
  bool fail(std::string message) {
    state_.failure = Failure{std::move(message)};
    return false;
  }
  const std::optional<std::size_t>& column_of(ActivityColumn column) const { return columns_[static_cast<std::size_t>(column)]; }
  CellFaults& faults_of(ActivityColumn column) { return *faults_[static_cast<std::size_t>(column)]; }

  ActivityStore::State& state_;
  ActivityTable& table_;
  const InputOptions& options_;
  ColumnIndex& index_;
  bool nested_;

  std::vector<std::pair<std::string, std::size_t>> asked_;  // names that look for a column, and theirs
  std::array<std::optional<std::size_t>, activity_columns> columns_;
  std::array<std::optional<CellFaults>, activity_columns> faults_;
  std::vector<ActivitySource> sources_;                // one per activity of the schema
  std::vector<std::optional<CellFaults>> own_faults_;  // per column of the file
  ValueParser time_parser_{{runtime::Type::Time, nullptr, "", ""}, state_.zone};

  TextDictionary kind_texts_;
  std::vector<std::int16_t> kind_of_text_;

  JsonMembers members_;
  std::int64_t json_row_ = -1;  // whose members are in members_

  CellScratch scratch_;
  std::vector<TextKey> keys_;
  std::vector<std::string_view> texts_;
  std::size_t base_ = 0;  // row of the table that the block's first row is
};

}  // namespace assay::io

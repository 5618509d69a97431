// Converts rows of activities, from a file of their own or out of leads, into the table of an intake, and reports. For one thread.
// Internal.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/io/activity_intake.h"
#include "runtime/io/activity_match.h"
#include "runtime/io/attribute_reader.h"
#include "runtime/io/cells.h"
#include "runtime/io/json_members.h"
#include "runtime/io/rows.h"
#include "runtime/io/usual_cells.h"
#include "runtime/io/values.h"

namespace assay::io {

class ActivityRows {
 public:
  // All must outlive this. Without a column for leads (nested activities) they are told to read().
  ActivityRows(ActivityIntake& intake, const MatchedActivities& matched, const ColumnIndex& index);

  // Appends the rows of a block. Nested ones get their leads in `leads`, one per row. False on failure (of the intake).
  bool read(const RowBlock& block, const std::uint32_t* leads = nullptr);

 private:
  static constexpr std::size_t most_names = 1000;  // of kinds that are remembered

  // One attribute in the file that is being read.
  struct AttributeSource {
    std::unique_ptr<AttributeReader> reader;
    std::string name, loose_name;
    std::optional<std::size_t> column;  // of its own name
    bool is_first = false;              // may also come from `object`
    bool takes_digits = false;
  };

  void find_usual();
  UsualAttribute& usual_for(std::size_t column, SlotColumn& slot);
  // No row of a block that has a quick way, all of another.
  void start_left(const RowBlock& block) { has_usual_cells(block) ? left_.start(block.rows) : left_.start_with_all(block.rows); }
  void leave_attributes(const RowBlock& block);
  void read_leads(const RowBlock& block);
  void read_kinds(const RowBlock& block);
  std::int16_t kind_of(std::string_view text, const TextKey& key);
  void remember_kind(std::string_view text, std::int16_t kind);
  void read_times(const RowBlock& block);
  void read_ids(const RowBlock& block);
  bool read_attributes(const RowBlock& block);
  bool read_attribute(const RowBlock& block, AttributeSource& attribute, std::size_t row);
  static bool set_digits(const RowBlock& block, const AttributeSource& attribute, std::size_t row, std::size_t into);
  bool set(const RowBlock& block, AttributeSource& attribute, std::size_t row, std::string_view text, CellFaults& faults);
  bool fail_for_room(const std::string& attributes);
  std::optional<std::string_view> json_text(const RowBlock& block, std::size_t row, const AttributeSource& attribute);
  void parse_json(const RowBlock& block, std::size_t row);
  bool cell(const RowBlock& block, std::size_t row, ActivityColumn column, std::string_view& text) {
    return take_cell(block, row, *matched_.column_of(column), scratch_, faults_of(column), text) && !text.empty();
  }
  void count(Counted& counted, const RowBlock& block, std::size_t row, std::string_view found);
  CellFaults& faults_of(ActivityColumn column) { return *faults_[static_cast<std::size_t>(column)]; }

  ActivityIntake& intake_;
  ActivityTable& table_;
  const MatchedActivities& matched_;
  const ColumnIndex& index_;

  std::array<std::optional<CellFaults>, activity_columns> faults_;
  std::vector<TextQueue> queues_;                      // per slot
  std::vector<std::vector<AttributeSource>> sources_;  // per activity: the attributes that somebody asks for
  std::vector<std::optional<CellFaults>> own_faults_;  // per column of the file
  ValueParser time_parser_{{runtime::Type::Time, nullptr, "", ""}, intake_.plan.zone};

  // Of the quick way.
  LeftRows left_;
  ShortTexts usual_kinds_;
  std::vector<UsualAttribute> usual_;
  std::vector<std::uint8_t> leaves_kind_;      // per kind, the first is that of unknown kinds
  std::vector<std::uint8_t> is_left_, keeps_;  // per row of a block

  TextDictionary kind_texts_;
  std::vector<std::int16_t> kind_of_text_;

  JsonMembers members_;
  std::optional<std::size_t> json_row_;  // whose members are in members_

  CellScratch scratch_;
  std::size_t base_ = 0;  // row of the table that the block's first row is
};

}  // namespace assay::io

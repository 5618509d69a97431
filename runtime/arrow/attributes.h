// Attributes of activities from Arrow columns into the slots of an intake. Used by ActivityImporter alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/arrow/cell_reader.h"
#include "runtime/arrow/columns.h"
#include "runtime/arrow/convert.h"
#include "runtime/arrow/usual_attributes.h"
#include "runtime/io/activity_intake.h"
#include "runtime/io/activity_match.h"
#include "runtime/io/attribute_reader.h"
#include "runtime/io/headers.h"
#include "runtime/io/json_members.h"

namespace assay::arrow {

// A column of the records, in the array that is being read.
struct SourceColumn {
  SourceColumn(const NamedColumn& column_, Faults faults_) : column(&column_), faults(std::move(faults_)) {}

  const NamedColumn* column;
  ArrayView view;
  Faults faults;
  std::optional<bool> is_plain;  // plain_texts of the rows that are being read, once somebody asked
};

class AttributeImporter {
 public:
  AttributeImporter(io::ActivityIntake& intake, const io::InputOptions& options, const std::string& source)
      : intake_(intake), options_(options), source_(source) {}

  // Finds the columns of all attributes that somebody asks for, and notes them in `file`. `json`, `object`: the columns of those names,
  // null where there is none.
  std::optional<io::Failure> match(io::HeaderIndex& index, const std::vector<NamedColumn>& columns, SourceColumn* json,
                                   SourceColumn* object, io::FileReport& file);

  // The columns that were found.
  const std::vector<std::size_t>& needed() const { return needed_; }

  std::optional<io::Failure> look_at(const ArrayView& record);

  // Sets the attributes of the rows, whose kinds are in the table; `base`: row of the table that the first one is.
  Malformed read(const std::shared_ptr<const void>& array, const Rows& rows, std::size_t base);

 private:
  // A column that values are converted from as they are.
  struct Typed {
    std::unique_ptr<SourceColumn> source;
    std::unique_ptr<Converter> converter;

    // The numbers that entries of its dictionary have among the texts of the slot; -1: not asked for yet.
    std::uint64_t dictionary = 0;
    std::shared_ptr<io::TextDictionary> texts = nullptr;
    io::TextCodes codes = {};
  };
  struct Attribute {
    std::unique_ptr<runtime::FieldSpec> spec;
    std::unique_ptr<io::TextQueue> queue;
    std::unique_ptr<io::AttributeReader> reader;  // of texts: JSON and `object`
    io::SlotColumn* slot = nullptr;
    std::string loose_name;
    std::vector<Typed> columns;  // of its own name, then inside a struct `attributes`
    bool is_first = false;
  };

  void find_usual();
  void leave_rows(const Rows& rows, std::size_t base);
  std::optional<io::Failure> match_attribute(const io::AttributeTarget& target, bool is_first, io::HeaderIndex& index,
                                             const std::vector<NamedColumn>& columns, Attribute& into);
  Malformed read_typed(Attribute& attribute, Typed& column, const Rows& rows, std::size_t base);
  static bool set_entry(io::SlotColumn& slot, std::size_t row, const runtime::TextColumn& texts, std::size_t i, Typed& column);
  bool read_plain(Attribute& attribute, SourceColumn& source, const Rows& rows, std::size_t base);
  Malformed read_texts(Attribute& attribute, const Rows& rows, std::size_t base);
  bool set_text(Attribute& attribute, SourceColumn& source, std::uint64_t number, std::string_view text, std::size_t row);

  io::ActivityIntake& intake_;
  const io::InputOptions& options_;
  const std::string& source_;
  io::FileReport* file_ = nullptr;
  std::vector<std::size_t> needed_;
  SourceColumn* json_ = nullptr;
  SourceColumn* object_ = nullptr;
  std::vector<std::vector<Attribute>> attributes_;  // per activity
  std::optional<UsualAttributes> usual_;
  std::vector<std::uint8_t> is_left_;                     // per row that is being read
  std::vector<std::vector<std::uint32_t>> rows_of_kind_;  // that are left, relative to those that are being read
  std::shared_ptr<const void> array_;
  std::vector<std::uint32_t> open_;  // rows whose value is still looked for
  CellReader cells_;
  io::JsonMembers members_;
};

}  // namespace assay::arrow

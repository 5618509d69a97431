// The quick way through the attributes of activities: a column is read once for all kinds that have it, whatever row is of which. Values
// are worth what they are worth read attribute by attribute (attributes.h); rows with any other are left, to be read so. Reports nothing.
// Internal.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/arrow/columns.h"
#include "runtime/arrow/convert.h"
#include "runtime/arrow/text_numbers.h"
#include "runtime/io/activity_columns.h"
#include "runtime/io/usual_cells.h"

namespace assay::arrow {

class UsualAttributes {
 public:
  // For activities of so many kinds.
  explicit UsualAttributes(std::size_t kinds) : leaves_kind_(kinds + 1, 0) {}

  // An attribute without words that mean "missing", of a type that has a quick way.
  static bool takes(const runtime::FieldSpec& attribute) {
    return attribute.missing.empty() && (attribute.type == runtime::Type::Integer || attribute.type == runtime::Type::Text);
  }
  // Activities of the kind have such an attribute in this column, whose rows are those of `view` whenever read() is called.
  void add(std::size_t kind, const NamedColumn& column, const ArrayView& view, io::SlotColumn& slot, io::CellUse use);
  // They have one that is none.
  void leave(std::size_t kind) { leaves_kind_[kind + 1] = 1; }

  // Sets the values of the rows, `kinds` and slots from row `base` on being theirs. is_left becomes 1 for rows that are left, else 0.
  void read(const std::shared_ptr<const void>& array, const Rows& rows, const std::int16_t* kinds, std::size_t base, std::uint8_t* is_left);

 private:
  struct Column {
    const NamedColumn* column;
    const ArrayView* view;
    io::SlotColumn* slot;
    std::vector<std::uint8_t> uses;  // io::CellUse per kind; the first is that of unknown kinds

    // Of texts: their numbers, and the dictionary that they are numbers of.
    std::unique_ptr<TextNumbers> numbers;
    std::shared_ptr<io::TextDictionary> texts;
  };

  Column& column_for(const NamedColumn& column, const ArrayView& view, io::SlotColumn& slot);
  bool read_integers(const Column& column, const Rows& rows, std::size_t base, std::uint8_t* is_left);
  bool read_texts(Column& column, const std::shared_ptr<const void>& array, const Rows& rows, std::size_t base, std::uint8_t* is_left);

  std::vector<std::unique_ptr<Column>> columns_;
  std::vector<std::uint8_t> leaves_kind_;  // the first is that of unknown kinds

  // Of the rows that are being read.
  std::vector<std::uint8_t> uses_, known_;
  std::vector<std::uint64_t> words_;
  std::vector<std::int64_t> integers_;
  std::vector<std::int32_t> codes_;
};

}  // namespace assay::arrow

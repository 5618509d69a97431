#include "runtime/arrow/usual_attributes.h"

#include "runtime/arrow/integers.h"
#include "runtime/arrow/known_bits.h"

namespace assay::arrow {
namespace {

constexpr auto no_use = static_cast<std::uint8_t>(io::CellUse::none);
constexpr auto left_if_empty = static_cast<std::uint8_t>(io::CellUse::value_or_left);

}  // namespace

UsualAttributes::Column& UsualAttributes::column_for(const NamedColumn& column, const ArrayView& view, io::SlotColumn& slot) {
  for (const auto& each : columns_) {
    if (each->column == &column && each->slot == &slot) return *each;
  }
  Column& added = *columns_.emplace_back(std::make_unique<Column>());
  added.column = &column;
  added.view = &view;
  added.slot = &slot;
  added.uses.assign(leaves_kind_.size(), no_use);
  if (slot.storage() != runtime::Storage::Text) return added;
  added.texts = slot.texts();
  added.numbers =
      std::make_unique<TextNumbers>([&added](TextNumbers::Texts texts, std::int32_t* numbers) { added.texts->codes_of(texts, numbers); });
  return added;
}

void UsualAttributes::add(std::size_t kind, const NamedColumn& column, const ArrayView& view, io::SlotColumn& slot, io::CellUse use) {
  column_for(column, view, slot).uses[kind + 1] = static_cast<std::uint8_t>(use);
}

void UsualAttributes::read(const std::shared_ptr<const void>& array, const Rows& rows, const std::int16_t* kinds, std::size_t base,
                           std::uint8_t* is_left) {
  const auto count = static_cast<std::size_t>(rows.count);
  const auto of_kinds = [&](const std::vector<std::uint8_t>& per_kind, std::uint8_t* into) {
    for (std::size_t row = 0; row < count; ++row) into[row] = per_kind[static_cast<std::size_t>(kinds[row] + 1)];
  };
  of_kinds(leaves_kind_, is_left);
  uses_.resize(count);
  for (const auto& column : columns_) {
    of_kinds(column->uses, uses_.data());
    if (column->numbers ? read_texts(*column, array, rows, base, is_left) : read_integers(*column, rows, base, is_left)) continue;
    for (std::size_t row = 0; row < count; ++row) is_left[row] |= static_cast<std::uint8_t>(uses_[row] != no_use);
  }
}

bool UsualAttributes::read_integers(const Column& column, const Rows& rows, std::size_t base, std::uint8_t* is_left) {
  const ArrayView& view = *column.view;
  integers_.resize(uses_.size());
  if (rows.selected != nullptr || !view.dictionary.empty() || !integers_of(view, rows, integers_.data())) return false;
  known_.assign(uses_.size(), 1);
  clear_unknown(view, rows.first, rows.count, words_, known_.data());
  std::int64_t* const values = column.slot->integers() + base;
  std::uint8_t* const flags = column.slot->known_flags() + base;
  for (std::size_t row = 0; row < uses_.size(); ++row) {
    const auto is_taken = static_cast<std::uint8_t>((uses_[row] != no_use) & (known_[row] != 0));
    values[row] = is_taken != 0 ? integers_[row] : values[row];
    flags[row] |= is_taken;
    is_left[row] |= static_cast<std::uint8_t>((known_[row] == 0) & (uses_[row] == left_if_empty));
  }
  return true;
}

bool UsualAttributes::read_texts(Column& column, const std::shared_ptr<const void>& array, const Rows& rows, std::size_t base,
                                 std::uint8_t* is_left) {
  // Numbers of another dictionary are nothing here.
  if (column.texts != column.slot->texts()) {
    column.texts = column.slot->texts();
    column.numbers->clear();
  }
  codes_.resize(uses_.size());
  if (!column.numbers->read(*column.view, array, rows, uses_.data(), codes_.data())) return false;
  std::int32_t* const values = column.slot->codes() + base;
  for (std::size_t row = 0; row < uses_.size(); ++row) {
    const std::int32_t code = codes_[row];
    values[row] = code >= 0 ? code : values[row];
    is_left[row] |= static_cast<std::uint8_t>((code == TextNumbers::left) | ((code < 0) & (uses_[row] == left_if_empty)));
  }
  return true;
}

}  // namespace assay::arrow

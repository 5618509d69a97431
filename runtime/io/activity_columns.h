// How the attributes of activities lie in the store: one column per slot, missing values as a value of their own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch.h"
#include "runtime/io/dictionary.h"
#include "runtime/schema.h"

namespace assay::io {

// What a batch's column is gathered into.
struct GatheredColumn {
  std::vector<std::int64_t> integers;
  std::vector<double> numbers;
  std::vector<std::int32_t> codes;  // labels, or indices of texts
  std::vector<std::int32_t> list_offsets;
  std::vector<std::uint64_t> truths, validity;
};

// One slot. Rows are added missing (resize) and set afterwards.
class SlotColumn {
 public:
  // The empty text is always in the dictionary, so that the index under a missing row is a valid one.
  explicit SlotColumn(runtime::Storage storage) : storage_(storage) { texts_.code_of({}); }

  runtime::Storage storage() const { return storage_; }
  void reserve(std::size_t rows);
  void resize(std::size_t rows);

  void set_integer(std::size_t row, std::int64_t value);
  void set_number(std::size_t row, double value) { numbers_[row] = value; }
  void set_code(std::size_t row, std::int32_t code) { codes_[row] = code; }  // label, 0 or 1 of a yes/no
  // False when there is no room for more distinct texts.
  bool set_text(std::size_t row, std::string_view text);
  bool set_list(std::size_t row, const std::vector<std::string>& elements);

  bool known(std::size_t row) const;
  std::int64_t integer(std::size_t row) const { return integers_[row]; }
  std::int32_t code(std::size_t row) const { return codes_[row]; }
  std::string_view text(std::int32_t code) const { return texts_.value(code); }
  // The value of another row of this column.
  void copy(std::size_t from, std::size_t to);

  // The value of a row of another column of the same storage. False when there is no room for more distinct texts.
  bool copy_from(const SlotColumn& other, std::size_t from, std::size_t to);
  // Takes all rows away and keeps the texts, so that the next rows share their dictionary.
  void clear();
  // Where there are no rows: the texts too. Batches that look at them keep them alive.
  void forget_texts();

  // A known value as bytes, and back: reads at `at` and goes behind it. False when there is no room for more distinct texts.
  void put_value(std::size_t row, std::string& out) const;
  bool take_value(std::size_t row, const char*& at);

  // Bytes of memory: of one row (lists have more), and of all texts and elements.
  std::size_t row_bytes() const;
  std::size_t text_bytes() const { return texts_.memory() + list_elements_.capacity() * sizeof list_elements_[0]; }

  // These rows, in their order, as a column of a batch.
  void gather(const std::vector<std::uint32_t>& rows, GatheredColumn& into, runtime::Column& column,
              std::vector<std::shared_ptr<const void>>& owners) const;

 private:
  template <class Value, class Known>
  void gather_values(const std::vector<Value>& from, const std::vector<std::uint32_t>& rows, std::vector<Value>& values,
                     GatheredColumn& into, runtime::Column& column, const Known& known) const;
  void gather_lists(const std::vector<std::uint32_t>& rows, GatheredColumn& into, runtime::Column& column) const;

  runtime::Storage storage_;
  std::vector<std::int64_t> integers_;
  std::vector<std::uint8_t> known_;  // of integers
  std::vector<double> numbers_;      // not a number: missing
  std::vector<std::int32_t> codes_;  // -1: missing; of a list, its index into list_starts_
  std::vector<std::size_t> list_starts_{0};
  std::vector<std::int32_t> list_elements_;
  TextDictionary texts_;
};

}  // namespace assay::io

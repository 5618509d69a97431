// How the attributes of activities lie in the store: one column per slot, missing values as a value of their own.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch.h"
#include "runtime/io/dictionary.h"
#include "runtime/io/uninitialized.h"
#include "runtime/schema.h"

namespace assay::io {

// What a batch's column is gathered into.
struct GatheredColumn {
  Values<std::int64_t> integers;
  Values<double> numbers;
  Values<std::int32_t> codes;  // labels, or indices of texts
  std::vector<std::int32_t> list_offsets;
  Values<std::uint8_t> known;  // of integers and lists
  std::vector<std::uint64_t> truths, validity;
};

// The numbers that texts of one dictionary have in another.
using TextCodes = std::vector<std::int32_t>;

// Adds to `codes` those of the texts of `from` that it does not have yet, adding the texts to `to`. False when there is no room for them.
inline bool append_codes(const TextDictionary& from, TextDictionary& to, TextCodes& codes) {
  while (codes.size() < from.size()) {
    const std::int32_t code = to.code_of(from.value(static_cast<std::int32_t>(codes.size())));
    if (code < 0) return false;
    codes.push_back(code);
  }
  return true;
}

// Appends the values of these rows.
template <class Value>
void append_values(const Values<Value>& from, std::span<const std::uint32_t> rows, Values<Value>& into) {
  const std::size_t base = into.size(), count = rows.size();
  into.resize(base + count);
  const std::uint32_t* const row = rows.data();
  const Value* const values = from.data();
  Value* const out = into.data() + base;
  for (std::size_t i = 0; i < count; ++i) out[i] = values[row[i]];
}

// One slot. Rows are added missing (resize) and set afterwards. Columns may share their texts; whoever adds texts then is alone.
class SlotColumn {
 public:
  explicit SlotColumn(runtime::Storage storage) : SlotColumn(storage, new_texts(storage)) {}
  // `texts` as of new_texts.
  SlotColumn(runtime::Storage storage, std::shared_ptr<TextDictionary> texts) : storage_(storage), texts_(std::move(texts)) {}

  // For columns that share their texts; null where the storage has none. The empty text is always in it, so that the index under a
  // missing row is a valid one.
  static std::shared_ptr<TextDictionary> new_texts(runtime::Storage storage);

  runtime::Storage storage() const { return storage_; }
  const std::shared_ptr<TextDictionary>& texts() const { return texts_; }
  void reserve(std::size_t rows);
  void resize(std::size_t rows);

  void set_integer(std::size_t row, std::int64_t value) {
    integers_[row] = value;
    known_[row] = 1;
  }
  void set_number(std::size_t row, double value) { numbers_[row] = value; }
  void set_code(std::size_t row, std::int32_t code) { codes_[row] = code; }  // label, 0 or 1 of a yes/no
  // False when there is no room for more distinct texts.
  bool set_text(std::size_t row, std::string_view text) { return set_text(row, text, TextKey(text)); }
  bool set_text(std::size_t row, std::string_view text, const TextKey& key) {
    codes_[row] = texts_->code_of(text, key);
    return codes_[row] >= 0;
  }
  bool set_list(std::size_t row, const std::vector<std::string>& elements);

  bool known(std::size_t row) const;
  // The values of all rows, as they lie: of integers with 1 where one is known, of labels, yes/no and texts.
  std::int64_t* integers() { return integers_.data(); }
  std::uint8_t* known_flags() { return known_.data(); }
  std::int32_t* codes() { return codes_.data(); }

  std::int64_t integer(std::size_t row) const { return integers_[row]; }
  std::int32_t code(std::size_t row) const { return codes_[row]; }
  std::string_view text(std::int32_t code) const { return texts_->value(code); }
  // The value of another row of this column.
  void copy(std::size_t from, std::size_t to);

  // The value of a row of another column of the same storage. False when there is no room for more distinct texts.
  bool copy_from(const SlotColumn& other, std::size_t from, std::size_t to);
  // Appends these rows of another column of the same storage, whose texts have the numbers `codes` here (empty: the same).
  void append_rows(const SlotColumn& other, std::span<const std::uint32_t> rows, const TextCodes& codes);
  // Exchanges the rows for those of another column, which have the same texts; each keeps its dictionary.
  void swap_rows(SlotColumn& other);
  // Takes all rows away and keeps the texts, so that the next rows share their dictionary.
  void clear();
  // Where there are no rows: the texts too. Batches that look at them keep them alive.
  void forget_texts();

  // A known value as bytes, and back: reads at `at` and goes behind it. False when there is no room for more distinct texts.
  void put_value(std::size_t row, std::string& out) const;
  bool take_value(std::size_t row, const char*& at);

  // Bytes of memory: of one row (lists have more), of its elements, and of its texts.
  std::size_t row_bytes() const;
  std::size_t element_bytes() const { return list_elements_.capacity() * sizeof list_elements_[0]; }
  std::size_t text_bytes() const { return texts_ ? texts_->memory() : 0; }

  // Rows as a column of a batch: room for `rows`, then ranges of rows of columns that share their texts, behind each other, then the column
  // of them all.
  void begin_gather(std::size_t rows, GatheredColumn& into) const;
  void gather(std::size_t begin, std::size_t end, std::size_t at, GatheredColumn& into) const;
  void finish_gather(std::size_t rows, GatheredColumn& into, runtime::Column& column,
                     std::vector<std::shared_ptr<const void>>& owners) const;
  // Brings what gather will look at first into the cache.
  void prefetch(std::size_t row) const;

 private:
  void append_lists(const SlotColumn& other, std::span<const std::uint32_t> rows, const TextCodes& codes);
  void gather_lists(std::size_t begin, std::size_t end, std::size_t at, GatheredColumn& into) const;

  runtime::Storage storage_;
  Values<std::int64_t> integers_;
  Values<std::uint8_t> known_;  // of integers
  Values<double> numbers_;      // not a number: missing
  Values<std::int32_t> codes_;  // -1: missing; of a list, its index into list_starts_
  std::vector<std::size_t> list_starts_ = {0};
  std::vector<std::int32_t> list_elements_;  // indices of texts
  std::shared_ptr<TextDictionary> texts_;
};

}  // namespace assay::io

#include "runtime/io/columns.h"

#include <algorithm>
#include <array>
#include <deque>
#include <string>

#include "runtime/io/bits.h"
#include "runtime/io/digits.h"
#include "runtime/io/recycler.h"
#include "runtime/io/text_values.h"
#include "runtime/io/uninitialized.h"
#include "runtime/io/values.h"
#include "runtime/io/verdict_cache.h"

namespace assay::io {
namespace {

using Owners = std::vector<std::shared_ptr<const void>>;
using Words = std::vector<std::uint64_t>;

ValueSpec spec_of(const runtime::FieldSpec& field) { return {field.type, &field.labels, field.format, field.separator}; }

// Which rows are known.
class Validity {
 public:
  void start() { bits_.clear(); }
  void push(bool known) { bits_.push(known); }
  // known(0) to known(count - 1).
  template <class Known>
  void append(std::size_t count, const Known& known) {
    bits_.append(count, known);
  }
  std::size_t count() const { return bits_.count(); }
  void finish(runtime::Column& column, Owners& owners) {
    if (bits_.all()) return bits_.clear();
    const std::shared_ptr<Words> words = recycler_.take();
    bits_.finish_into(*words);
    column.validity = words->data();
    owners.push_back(words);
  }

 private:
  BitBuilder bits_;
  Recycler<Words> recycler_;
};

class TextBuilder final : public ColumnBuilder {
 public:
  explicit TextBuilder(const runtime::FieldSpec& field) : missing_(field.missing), values_(TextValues::Shape::dictionary_while_it_pays) {}

  void start() override {
    validity_.start();
    values_.start();
  }

  void append(const CellRange& cells, CellFaults& faults) override {
    values_.make_room_for(cells.to - cells.from);
    if (cells.block.padding >= TextValues::copied_at_once) return append_padded(cells, faults);
    std::string_view text;
    validity_.append(cells.to - cells.from, [&](std::size_t i) {
      if (!take_cell(cells.block, cells.from + i, cells.column, scratch_, faults, text) || text.empty()) {
        push_missing();
        return false;
      }
      values_.push(text);
      return !missing_.any() || !is_missing(text);
    });
  }

  void finish(runtime::Column& column, Owners& owners) override {
    column.storage = runtime::Storage::Text;
    validity_.finish(column, owners);
    column.text = values_.finish(owners);
  }

 private:
  void push_missing() {
    if (values_.dictionary() && values_.dictionary()->size() > 0) return values_.push_code(0);
    values_.push({});
  }

  // Cells are found some at a time, then copied or numbered together.
  void append_padded(const CellRange& cells, CellFaults& faults) {
    std::array<std::string_view, 256> texts;
    for (std::size_t from = cells.from; from < cells.to; from += texts.size()) {
      const std::size_t count = std::min(texts.size(), cells.to - from);
      validity_.append(count, [&](std::size_t i) {
        std::string_view& text = texts[i];
        const bool read = take_cell(cells.block, from + i, cells.column, scratch_, faults, text);
        if (!read || text.empty()) text = no_text;
        if (scratch_.holds(text)) text = held(text);
        return !text.empty() && !(missing_.any() && is_missing(text));
      });
      values_.push_padded({texts.data(), count});
      held_.clear();
    }
  }

  // The text with its padding, until held_ is cleared.
  std::string_view held(std::string_view text) {
    std::string& copy = held_.emplace_back(text);
    copy.append(TextValues::copied_at_once, '\0');
    return std::string_view(copy).substr(0, text.size());
  }

  bool is_missing(std::string_view text) {
    return verdicts_.of(text, [&](std::string_view each) { return missing_.contain(each) ? 1 : 0; }) == 1;
  }

  static constexpr char nothing[TextValues::copied_at_once] = {};
  static constexpr std::string_view no_text{nothing, 0};

  MissingWords missing_;
  CellScratch scratch_;
  std::deque<std::string> held_;
  Validity validity_;
  TextValues values_;
  VerdictCache verdicts_;
};

// Reads no cell by itself.
struct NoQuickWay {
  template <class Value>
  bool operator()(const RowBlock&, RowBlock::Extent, Value&) const {
    return false;
  }
};

// The loop of all columns whose values have a fixed width. Convert is bool(std::string_view, Value&), false for a bad cell. Quick is
// bool(const RowBlock&, RowBlock::Extent, Value&) and reads usual cells as they lie there, empty ones as anything; false: look closer.
template <class Value>
class FixedBuilder : public ColumnBuilder {
 public:
  FixedBuilder(const runtime::FieldSpec& field, const calendar::Zone& zone) : missing_(field.missing), parser_(spec_of(field), zone) {}

  void start() override {
    validity_.start();
    values_ = recycler_.take();
    values_->clear();
  }

 protected:
  template <class Convert, class Quick = NoQuickWay>
  void append_with(const CellRange& cells, CellFaults& faults, const Convert& convert, const Quick& quick = {}) {
    std::string_view text;
    const std::size_t count = cells.to - cells.from;
    values_->resize(values_->size() + count);
    Value* values = values_->data() + values_->size() - count;
    validity_.append(count, [&](std::size_t i) {
      const std::size_t row = cells.from + i;
      Value value{};
      const RowBlock::Extent extent = cells.block.extent(row, cells.column);
      if (quick(cells.block, extent, value)) {
        values[i] = value;
        return extent.length > 0;
      }
      values[i] = Value{};
      if (!take_cell(cells.block, row, cells.column, scratch_, faults, text) || text.empty()) return false;
      if (missing_.any() && missing_.contain(text)) return false;
      if (!convert(text, value)) {
        faults.add(cells.block, row, text, parser_.expected());
        return false;
      }
      values[i] = value;
      return true;
    });
  }

  const Value* finish_values(runtime::Column& column, Owners& owners) {
    validity_.finish(column, owners);
    if (values_->empty()) values_->push_back(Value{});
    const Value* values = values_->data();
    owners.push_back(std::move(values_));
    return values;
  }

  MissingWords missing_;
  ValueParser parser_;

 private:
  CellScratch scratch_;
  Validity validity_;
  Recycler<Values<Value>> recycler_;
  std::shared_ptr<Values<Value>> values_;
};

class IntegerBuilder final : public FixedBuilder<std::int64_t> {
 public:
  using FixedBuilder::FixedBuilder;
  void append(const CellRange& cells, CellFaults& faults) override {
    const bool takes_digits = parser_.takes_digits() && !missing_.any();
    append_with(
        cells, faults, [&](std::string_view text, std::int64_t& value) { return parser_.integer(text, value); },
        [&](const RowBlock& block, RowBlock::Extent cell, std::int64_t& value) {
          const std::uint32_t end = cell.begin + cell.length;
          return takes_digits && end >= digits_read_before && digits_to_number(block.bytes + end, cell.length, value);
        });
  }
  void finish(runtime::Column& column, Owners& owners) override {
    column.storage = runtime::Storage::Integer;
    column.integers = finish_values(column, owners);
  }
};

class NumberBuilder final : public FixedBuilder<double> {
 public:
  using FixedBuilder::FixedBuilder;
  void append(const CellRange& cells, CellFaults& faults) override {
    append_with(cells, faults, [&](std::string_view text, double& value) {
      const auto parsed = parser_.number(text);
      value = parsed.value_or(0);
      return parsed.has_value();
    });
  }
  void finish(runtime::Column& column, Owners& owners) override {
    column.storage = runtime::Storage::Number;
    column.numbers = finish_values(column, owners);
  }
};

class LabelBuilder final : public FixedBuilder<std::int32_t> {
 public:
  using FixedBuilder::FixedBuilder;
  void append(const CellRange& cells, CellFaults& faults) override {
    append_with(cells, faults, [&](std::string_view text, std::int32_t& value) {
      value = verdicts_.of(text, [&](std::string_view each) { return parser_.label(each).value_or(VerdictCache::bad); });
      return value >= 0;
    });
  }
  void finish(runtime::Column& column, Owners& owners) override {
    column.storage = runtime::Storage::Label;
    column.labels = finish_values(column, owners);
  }

 private:
  VerdictCache verdicts_;
};

class TruthBuilder final : public ColumnBuilder {
 public:
  TruthBuilder(const runtime::FieldSpec& field, const calendar::Zone& zone) : missing_(field.missing), parser_(spec_of(field), zone) {
    const auto empty = parser_.empty_yes_no();
    of_empty_ = empty ? std::int32_t{*empty} : VerdictCache::missing;
  }

  void start() override {
    validity_.start();
    truths_.clear();
  }

  void append(const CellRange& cells, CellFaults& faults) override {
    std::string_view text;
    const std::size_t count = cells.to - cells.from;
    row_verdicts_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      std::int32_t verdict = VerdictCache::missing;
      const std::size_t row = cells.from + i;
      if (take_cell(cells.block, row, cells.column, scratch_, faults, text)) verdict = text.empty() ? of_empty_ : verdict_of(text);
      if (verdict == VerdictCache::bad) faults.add(cells.block, row, text, parser_.expected());
      row_verdicts_[i] = verdict;
    }
    validity_.append(count, [&](std::size_t i) { return row_verdicts_[i] >= 0; });
    truths_.append(count, [&](std::size_t i) { return row_verdicts_[i] == 1; });
  }

  void finish(runtime::Column& column, Owners& owners) override {
    column.storage = runtime::Storage::Truth;
    validity_.finish(column, owners);
    const std::shared_ptr<Words> words = recycler_.take();
    truths_.finish_into(*words);
    column.truths = words->data();
    owners.push_back(words);
  }

 private:
  std::int32_t verdict_of(std::string_view text) {
    return verdicts_.of(text, [&](std::string_view each) -> std::int32_t {
      if (missing_.contain(each)) return VerdictCache::missing;
      const auto parsed = parser_.yes_no(each);
      return parsed ? std::int32_t{*parsed} : VerdictCache::bad;
    });
  }

  MissingWords missing_;
  ValueParser parser_;
  std::int32_t of_empty_;
  CellScratch scratch_;
  VerdictCache verdicts_;
  std::vector<std::int32_t> row_verdicts_;
  Validity validity_;
  BitBuilder truths_;
  Recycler<Words> recycler_;
};

class ListBuilder final : public ColumnBuilder {
 public:
  ListBuilder(const runtime::FieldSpec& field, const calendar::Zone& zone)
      : missing_(field.missing), parser_(spec_of(field), zone), values_(TextValues::Shape::dictionary_while_it_pays) {}

  void start() override {
    validity_.start();
    values_.start();
    offsets_ = recycler_.take();
    offsets_->assign(1, 0);
  }

  void append(const CellRange& cells, CellFaults& faults) override {
    std::string_view text;
    for (std::size_t row = cells.from; row < cells.to; ++row) {
      elements_.clear();
      bool known = take_cell(cells.block, row, cells.column, scratch_, faults, text) && !text.empty() && !missing_.contain(text);
      if (known && !parser_.list(text, elements_)) {
        faults.add(cells.block, row, text, parser_.expected());
        elements_.clear();
        known = false;
      }
      for (const std::string& element : elements_) values_.push(element);
      validity_.push(known);
      offsets_->push_back(static_cast<std::int32_t>(values_.count()));
    }
  }

  void finish(runtime::Column& column, Owners& owners) override {
    column.storage = runtime::Storage::TextList;
    validity_.finish(column, owners);
    column.text = values_.finish(owners);
    column.list_offsets = offsets_->data();
    owners.push_back(std::move(offsets_));
  }

 private:
  MissingWords missing_;
  ValueParser parser_;
  CellScratch scratch_;
  std::vector<std::string> elements_;
  Validity validity_;
  TextValues values_;
  Recycler<std::vector<std::int32_t>> recycler_;
  std::shared_ptr<std::vector<std::int32_t>> offsets_;
};

}  // namespace

std::unique_ptr<ColumnBuilder> make_column_builder(const runtime::FieldSpec& field, const calendar::Zone& zone) {
  switch (runtime::storage_of(field.type)) {
    case runtime::Storage::Truth: return std::make_unique<TruthBuilder>(field, zone);
    case runtime::Storage::Integer: return std::make_unique<IntegerBuilder>(field, zone);
    case runtime::Storage::Number: return std::make_unique<NumberBuilder>(field, zone);
    case runtime::Storage::Text: return std::make_unique<TextBuilder>(field);
    case runtime::Storage::Label: return std::make_unique<LabelBuilder>(field, zone);
    case runtime::Storage::TextList: return std::make_unique<ListBuilder>(field, zone);
  }
  return nullptr;
}

}  // namespace assay::io

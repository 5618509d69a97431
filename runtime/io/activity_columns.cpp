#include "runtime/io/activity_columns.h"

#include <cmath>
#include <limits>

namespace assay::io {
namespace {

constexpr double missing_number = std::numeric_limits<double>::quiet_NaN();

template <class Value>
void reorder_values(std::vector<Value>& values, const std::vector<std::uint32_t>& order) {
  std::vector<Value> ordered(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) ordered[i] = values[order[i]];
  values.swap(ordered);
}

}  // namespace

void SlotColumn::reserve(std::size_t rows) {
  switch (storage_) {
    case runtime::Storage::Integer:
      integers_.reserve(rows);
      known_.reserve(rows);
      break;
    case runtime::Storage::Number: numbers_.reserve(rows); break;
    case runtime::Storage::Truth:
    case runtime::Storage::Text:
    case runtime::Storage::Label:
    case runtime::Storage::TextList: codes_.reserve(rows); break;
  }
}

void SlotColumn::resize(std::size_t rows) {
  switch (storage_) {
    case runtime::Storage::Integer:
      integers_.resize(rows, 0);
      known_.resize(rows, 0);
      break;
    case runtime::Storage::Number: numbers_.resize(rows, missing_number); break;
    case runtime::Storage::Truth:
    case runtime::Storage::Text:
    case runtime::Storage::Label:
    case runtime::Storage::TextList: codes_.resize(rows, -1); break;
  }
}

void SlotColumn::set_integer(std::size_t row, std::int64_t value) {
  integers_[row] = value;
  known_[row] = 1;
}

bool SlotColumn::set_text(std::size_t row, std::string_view text) {
  const std::int32_t code = texts_.code_of(text);
  codes_[row] = code;
  return code >= 0;
}

bool SlotColumn::set_list(std::size_t row, const std::vector<std::string>& elements) {
  for (const std::string& element : elements) {
    const std::int32_t code = texts_.code_of(element);
    if (code < 0 || list_elements_.size() >= INT32_MAX) return false;
    list_elements_.push_back(code);
  }
  codes_[row] = static_cast<std::int32_t>(list_starts_.size() - 1);
  list_starts_.push_back(list_elements_.size());
  return true;
}

bool SlotColumn::known(std::size_t row) const {
  switch (storage_) {
    case runtime::Storage::Integer: return known_[row] != 0;
    case runtime::Storage::Number: return !std::isnan(numbers_[row]);
    case runtime::Storage::Truth:
    case runtime::Storage::Text:
    case runtime::Storage::Label:
    case runtime::Storage::TextList: return codes_[row] >= 0;
  }
  return false;
}

void SlotColumn::copy(std::size_t from, std::size_t to) {
  if (!integers_.empty()) {
    integers_[to] = integers_[from];
    known_[to] = known_[from];
  }
  if (!numbers_.empty()) numbers_[to] = numbers_[from];
  if (!codes_.empty()) codes_[to] = codes_[from];
}

bool SlotColumn::copy_from(const SlotColumn& other, std::size_t from, std::size_t to) {
  if (!other.known(from)) return true;
  switch (storage_) {
    case runtime::Storage::Integer: set_integer(to, other.integers_[from]); return true;
    case runtime::Storage::Number: set_number(to, other.numbers_[from]); return true;
    case runtime::Storage::Truth:
    case runtime::Storage::Label: set_code(to, other.codes_[from]); return true;
    case runtime::Storage::Text: return set_text(to, other.text(other.codes_[from]));
    case runtime::Storage::TextList: break;
  }
  std::vector<std::string> elements;
  const auto list = static_cast<std::size_t>(other.codes_[from]);
  for (std::size_t i = other.list_starts_[list]; i < other.list_starts_[list + 1]; ++i) {
    elements.emplace_back(other.text(other.list_elements_[i]));
  }
  return set_list(to, elements);
}

void SlotColumn::clear() {
  integers_.clear();
  known_.clear();
  numbers_.clear();
  codes_.clear();
  list_starts_.assign(1, 0);
  list_elements_.clear();
}

void SlotColumn::reorder(const std::vector<std::uint32_t>& order) {
  if (!integers_.empty()) {
    reorder_values(integers_, order);
    reorder_values(known_, order);
  }
  if (!numbers_.empty()) reorder_values(numbers_, order);
  if (!codes_.empty()) reorder_values(codes_, order);
}

// Copies the values and notes which are known; unknown ones become zero, which is a valid index and label.
template <class Value, class Known>
void SlotColumn::gather_values(const std::vector<Value>& from, const std::vector<RowRange>& ranges, std::size_t count,
                               std::vector<Value>& values, GatheredColumn& into, runtime::Column& column, const Known& known) const {
  values.resize(count + 1);
  into.validity.assign(runtime::words_for(count) + 1, 0);
  std::size_t at = 0;
  std::size_t known_count = 0;
  for (const RowRange& range : ranges) {
    for (std::size_t row = range.begin; row < range.end; ++row, ++at) {
      const bool is_known = known(row);
      values[at] = is_known ? from[row] : Value{};
      into.validity[at >> 6] |= std::uint64_t{is_known} << (at & 63);
      known_count += is_known;
    }
  }
  if (known_count != count) column.validity = into.validity.data();
}

void SlotColumn::gather_lists(const std::vector<RowRange>& ranges, std::size_t count, GatheredColumn& into, runtime::Column& column) const {
  into.codes.clear();
  into.list_offsets.assign(1, 0);
  into.validity.assign(runtime::words_for(count) + 1, 0);
  std::size_t at = 0;
  for (const RowRange& range : ranges) {
    for (std::size_t row = range.begin; row < range.end; ++row, ++at) {
      if (codes_[row] >= 0) {
        const auto list = static_cast<std::size_t>(codes_[row]);
        into.codes.insert(into.codes.end(), list_elements_.begin() + static_cast<std::ptrdiff_t>(list_starts_[list]),
                          list_elements_.begin() + static_cast<std::ptrdiff_t>(list_starts_[list + 1]));
        runtime::set_bit(into.validity.data(), at);
      }
      into.list_offsets.push_back(static_cast<std::int32_t>(into.codes.size()));
    }
  }
  if (into.codes.empty()) into.codes.push_back(0);
  column.validity = into.validity.data();
  column.list_offsets = into.list_offsets.data();
}

void SlotColumn::gather(const std::vector<RowRange>& ranges, std::size_t count, GatheredColumn& into, runtime::Column& column,
                        std::vector<std::shared_ptr<const void>>& owners) const {
  column = runtime::Column{};
  column.storage = storage_;
  const auto known_code = [&](std::size_t row) { return codes_[row] >= 0; };
  switch (storage_) {
    case runtime::Storage::Integer:
      gather_values(integers_, ranges, count, into.integers, into, column, [&](std::size_t row) { return known_[row] != 0; });
      column.integers = into.integers.data();
      break;
    case runtime::Storage::Number:
      gather_values(numbers_, ranges, count, into.numbers, into, column, [&](std::size_t row) { return !std::isnan(numbers_[row]); });
      column.numbers = into.numbers.data();
      break;
    case runtime::Storage::Label:
      gather_values(codes_, ranges, count, into.codes, into, column, known_code);
      column.labels = into.codes.data();
      break;
    case runtime::Storage::Truth:
      gather_values(codes_, ranges, count, into.codes, into, column, known_code);
      into.truths.assign(runtime::words_for(count) + 1, 0);
      for (std::size_t i = 0; i < count; ++i) into.truths[i >> 6] |= static_cast<std::uint64_t>(into.codes[i] == 1) << (i & 63);
      column.truths = into.truths.data();
      break;
    case runtime::Storage::Text:
      gather_values(codes_, ranges, count, into.codes, into, column, known_code);
      column.text = texts_.view(owners);
      column.text.indices = into.codes.data();
      break;
    case runtime::Storage::TextList:
      gather_lists(ranges, count, into, column);
      column.text = texts_.view(owners);
      column.text.indices = into.codes.data();
      break;
  }
}

}  // namespace assay::io

#include "runtime/io/activity_columns.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "runtime/io/record_bytes.h"

namespace assay::io {
namespace {

constexpr double missing_number = std::numeric_limits<double>::quiet_NaN();

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

void SlotColumn::forget_texts() {
  texts_ = TextDictionary();
  texts_.code_of({});
}

std::size_t SlotColumn::row_bytes() const {
  switch (storage_) {
    case runtime::Storage::Integer: return sizeof integers_[0] + sizeof known_[0];
    case runtime::Storage::Number: return sizeof numbers_[0];
    case runtime::Storage::Truth:
    case runtime::Storage::Text:
    case runtime::Storage::Label: return sizeof codes_[0];
    case runtime::Storage::TextList: return sizeof codes_[0] + sizeof list_starts_[0];
  }
  return 0;
}

void SlotColumn::put_value(std::size_t row, std::string& out) const {
  const auto put_text = [&](std::int32_t code) {
    const std::string_view text = texts_.value(code);
    put(static_cast<std::uint32_t>(text.size()), out);
    out.append(text);
  };
  switch (storage_) {
    case runtime::Storage::Integer: return put(integers_[row], out);
    case runtime::Storage::Number: return put(numbers_[row], out);
    case runtime::Storage::Truth:
    case runtime::Storage::Label: return put(codes_[row], out);
    case runtime::Storage::Text: return put_text(codes_[row]);
    case runtime::Storage::TextList: break;
  }
  const auto list = static_cast<std::size_t>(codes_[row]);
  put(static_cast<std::uint32_t>(list_starts_[list + 1] - list_starts_[list]), out);
  for (std::size_t i = list_starts_[list]; i < list_starts_[list + 1]; ++i) put_text(list_elements_[i]);
}

bool SlotColumn::take_value(std::size_t row, const char*& at) {
  const auto take_text = [&] {
    const auto size = take<std::uint32_t>(at);
    at += size;
    return std::string_view(at - size, size);
  };
  switch (storage_) {
    case runtime::Storage::Integer: set_integer(row, take<std::int64_t>(at)); return true;
    case runtime::Storage::Number: set_number(row, take<double>(at)); return true;
    case runtime::Storage::Truth:
    case runtime::Storage::Label: set_code(row, take<std::int32_t>(at)); return true;
    case runtime::Storage::Text: return set_text(row, take_text());
    case runtime::Storage::TextList: break;
  }
  std::vector<std::string> elements(take<std::uint32_t>(at));
  for (std::string& element : elements) element = take_text();
  return set_list(row, elements);
}

// Copies the values and notes which are known; unknown ones become zero, which is a valid index and label.
template <class Value, class Known>
void SlotColumn::gather_values(const std::vector<Value>& from, const std::vector<std::uint32_t>& rows, std::vector<Value>& values,
                               GatheredColumn& into, runtime::Column& column, const Known& known) const {
  const std::size_t count = rows.size();
  values.resize(count + 1);
  into.validity.assign(runtime::words_for(count) + 1, 0);
  std::size_t known_count = 0;
  for (std::size_t begin = 0; begin < count; begin += 64) {
    const std::size_t end = std::min(begin + 64, count);
    std::uint64_t word = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t row = rows[i];
      const bool is_known = known(row);
      values[i] = is_known ? from[row] : Value{};
      word |= std::uint64_t{is_known} << (i - begin);
    }
    into.validity[begin / 64] = word;
    known_count += static_cast<std::size_t>(std::popcount(word));
  }
  if (known_count != count) column.validity = into.validity.data();
}

void SlotColumn::gather_lists(const std::vector<std::uint32_t>& rows, GatheredColumn& into, runtime::Column& column) const {
  into.codes.clear();
  into.list_offsets.assign(1, 0);
  into.validity.assign(runtime::words_for(rows.size()) + 1, 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (codes_[rows[i]] >= 0) {
      const auto list = static_cast<std::size_t>(codes_[rows[i]]);
      into.codes.insert(into.codes.end(), list_elements_.begin() + static_cast<std::ptrdiff_t>(list_starts_[list]),
                        list_elements_.begin() + static_cast<std::ptrdiff_t>(list_starts_[list + 1]));
      runtime::set_bit(into.validity.data(), i);
    }
    into.list_offsets.push_back(static_cast<std::int32_t>(into.codes.size()));
  }
  if (into.codes.empty()) into.codes.push_back(0);
  column.validity = into.validity.data();
  column.list_offsets = into.list_offsets.data();
}

void SlotColumn::gather(const std::vector<std::uint32_t>& rows, GatheredColumn& into, runtime::Column& column,
                        std::vector<std::shared_ptr<const void>>& owners) const {
  column = runtime::Column{};
  column.storage = storage_;
  const auto known_code = [&](std::size_t row) { return codes_[row] >= 0; };
  switch (storage_) {
    case runtime::Storage::Integer:
      gather_values(integers_, rows, into.integers, into, column, [&](std::size_t row) { return known_[row] != 0; });
      column.integers = into.integers.data();
      break;
    case runtime::Storage::Number:
      gather_values(numbers_, rows, into.numbers, into, column, [&](std::size_t row) { return !std::isnan(numbers_[row]); });
      column.numbers = into.numbers.data();
      break;
    case runtime::Storage::Label:
      gather_values(codes_, rows, into.codes, into, column, known_code);
      column.labels = into.codes.data();
      break;
    case runtime::Storage::Truth:
      gather_values(codes_, rows, into.codes, into, column, known_code);
      into.truths.assign(runtime::words_for(rows.size()) + 1, 0);
      for (std::size_t i = 0; i < rows.size(); ++i) into.truths[i >> 6] |= static_cast<std::uint64_t>(into.codes[i] == 1) << (i & 63);
      column.truths = into.truths.data();
      break;
    case runtime::Storage::Text:
      gather_values(codes_, rows, into.codes, into, column, known_code);
      column.text = texts_.view(owners);
      column.text.indices = into.codes.data();
      break;
    case runtime::Storage::TextList:
      gather_lists(rows, into, column);
      column.text = texts_.view(owners);
      column.text.indices = into.codes.data();
      break;
  }
}

}  // namespace assay::io

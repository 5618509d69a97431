#include "runtime/io/activity_columns.h"

#include <cmath>
#include <limits>

#include "runtime/io/record_bytes.h"

namespace assay::io {
namespace {

constexpr double missing_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::shared_ptr<TextDictionary> SlotColumn::new_texts(runtime::Storage storage) {
  if (storage != runtime::Storage::Text && storage != runtime::Storage::TextList) return nullptr;
  auto texts = std::make_shared<TextDictionary>();
  texts->code_of({});
  return texts;
}

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

bool SlotColumn::set_list(std::size_t row, const std::vector<std::string>& elements) {
  for (const std::string& element : elements) {
    const std::int32_t code = texts_->code_of(element);
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

void SlotColumn::append_rows(const SlotColumn& other, std::span<const std::uint32_t> rows, const TextCodes& codes) {
  switch (storage_) {
    case runtime::Storage::Integer:
      append_values(other.integers_, rows, integers_);
      append_values(other.known_, rows, known_);
      break;
    case runtime::Storage::Number: append_values(other.numbers_, rows, numbers_); break;
    case runtime::Storage::Truth:
    case runtime::Storage::Label: append_values(other.codes_, rows, codes_); break;
    case runtime::Storage::Text:
      append_values(other.codes_, rows, codes_);
      if (codes.empty()) break;
      for (std::size_t row = codes_.size() - rows.size(); row < codes_.size(); ++row) {
        if (codes_[row] >= 0) codes_[row] = codes[static_cast<std::size_t>(codes_[row])];
      }
      break;
    case runtime::Storage::TextList: append_lists(other, rows, codes); break;
  }
}

void SlotColumn::append_lists(const SlotColumn& other, std::span<const std::uint32_t> rows, const TextCodes& codes) {
  for (const std::uint32_t row : rows) {
    if (other.codes_[row] < 0) {
      codes_.push_back(-1);
      continue;
    }
    const auto list = static_cast<std::size_t>(other.codes_[row]);
    for (std::size_t i = other.list_starts_[list]; i < other.list_starts_[list + 1]; ++i) {
      const std::int32_t code = other.list_elements_[i];
      list_elements_.push_back(codes.empty() ? code : codes[static_cast<std::size_t>(code)]);
    }
    codes_.push_back(static_cast<std::int32_t>(list_starts_.size() - 1));
    list_starts_.push_back(list_elements_.size());
  }
}

void SlotColumn::swap_rows(SlotColumn& other) {
  integers_.swap(other.integers_);
  known_.swap(other.known_);
  numbers_.swap(other.numbers_);
  codes_.swap(other.codes_);
  list_starts_.swap(other.list_starts_);
  list_elements_.swap(other.list_elements_);
}

void SlotColumn::clear() {
  integers_.clear();
  known_.clear();
  numbers_.clear();
  codes_.clear();
  list_starts_.assign(1, 0);
  list_elements_.clear();
}

void SlotColumn::forget_texts() { texts_ = new_texts(storage_); }

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
    const std::string_view text = texts_->value(code);
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

}  // namespace assay::io

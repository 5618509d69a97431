// How rows of slots become columns of a batch.
#include <algorithm>
#include <bit>
#include <cmath>

#include "runtime/io/activity_columns.h"

namespace assay::io {
namespace {

// A bit for each of `rows` values that `is_known` says.
template <class IsKnown>
bool pack_validity(std::size_t rows, std::vector<std::uint64_t>& validity, const IsKnown& is_known) {
  validity.assign(runtime::words_for(rows) + 1, 0);
  std::size_t known = 0;
  for (std::size_t begin = 0; begin < rows; begin += 64) {
    std::uint64_t word = 0;
    for (std::size_t i = begin; i < std::min(begin + 64, rows); ++i) word |= std::uint64_t{is_known(i)} << (i - begin);
    validity[begin / 64] = word;
    known += static_cast<std::size_t>(std::popcount(word));
  }
  return known == rows;
}

}  // namespace

void SlotColumn::begin_gather(std::size_t rows, GatheredColumn& into) const {
  switch (storage_) {
    case runtime::Storage::Integer:
      into.integers.resize(rows + 1);
      into.known.resize(rows);
      break;
    case runtime::Storage::Number: into.numbers.resize(rows + 1); break;
    case runtime::Storage::Truth:
    case runtime::Storage::Label:
    case runtime::Storage::Text: into.codes.resize(rows + 1); break;
    case runtime::Storage::TextList:
      into.codes.clear();
      into.known.resize(rows);
      into.list_offsets.assign(rows + 1, 0);
      break;
  }
}

void SlotColumn::prefetch(std::size_t row) const {
  switch (storage_) {
    case runtime::Storage::Integer:
      __builtin_prefetch(integers_.data() + row);
      __builtin_prefetch(known_.data() + row);
      break;
    case runtime::Storage::Number: __builtin_prefetch(numbers_.data() + row); break;
    case runtime::Storage::Truth:
    case runtime::Storage::Label:
    case runtime::Storage::Text:
    case runtime::Storage::TextList: __builtin_prefetch(codes_.data() + row); break;
  }
}

void SlotColumn::gather(std::size_t begin, std::size_t end, std::size_t at, GatheredColumn& into) const {
  const std::size_t count = end - begin;
  switch (storage_) {
    case runtime::Storage::Integer:
      std::copy_n(integers_.data() + begin, count, into.integers.data() + at);
      std::copy_n(known_.data() + begin, count, into.known.data() + at);
      break;
    case runtime::Storage::Number: std::copy_n(numbers_.data() + begin, count, into.numbers.data() + at); break;
    case runtime::Storage::Truth:
    case runtime::Storage::Label:
    case runtime::Storage::Text: std::copy_n(codes_.data() + begin, count, into.codes.data() + at); break;
    case runtime::Storage::TextList: gather_lists(begin, end, at, into); break;
  }
}

void SlotColumn::gather_lists(std::size_t begin, std::size_t end, std::size_t at, GatheredColumn& into) const {
  for (std::size_t row = begin; row < end; ++row, ++at) {
    into.known[at] = codes_[row] >= 0;
    if (codes_[row] >= 0) {
      const auto list = static_cast<std::size_t>(codes_[row]);
      into.codes.insert(into.codes.end(), list_elements_.begin() + static_cast<std::ptrdiff_t>(list_starts_[list]),
                        list_elements_.begin() + static_cast<std::ptrdiff_t>(list_starts_[list + 1]));
    }
    into.list_offsets[at + 1] = static_cast<std::int32_t>(into.codes.size());
  }
}

// Unknown values become zero, which is a valid index and label.
void SlotColumn::finish_gather(std::size_t rows, GatheredColumn& into, runtime::Column& column,
                               std::vector<std::shared_ptr<const void>>& owners) const {
  column = runtime::Column{};
  column.storage = storage_;
  bool all_known = false;
  switch (storage_) {
    case runtime::Storage::Integer:
      all_known = pack_validity(rows, into.validity, [&](std::size_t i) { return into.known[i] != 0; });
      column.integers = into.integers.data();
      break;
    case runtime::Storage::Number:
      all_known = pack_validity(rows, into.validity, [&](std::size_t i) { return !std::isnan(into.numbers[i]); });
      for (double& number : into.numbers) number = std::isnan(number) ? 0 : number;
      column.numbers = into.numbers.data();
      break;
    case runtime::Storage::Truth:
    case runtime::Storage::Label:
    case runtime::Storage::Text:
      all_known = pack_validity(rows, into.validity, [&](std::size_t i) { return into.codes[i] >= 0; });
      for (std::int32_t& code : into.codes) code = std::max(code, 0);
      break;
    case runtime::Storage::TextList:
      all_known = pack_validity(rows, into.validity, [&](std::size_t i) { return into.known[i] != 0; });
      if (into.codes.empty()) into.codes.push_back(0);
      column.list_offsets = into.list_offsets.data();
      break;
  }
  if (!all_known) column.validity = into.validity.data();
  if (storage_ == runtime::Storage::Label) column.labels = into.codes.data();
  if (storage_ == runtime::Storage::Truth) {
    into.truths.assign(runtime::words_for(rows) + 1, 0);
    for (std::size_t i = 0; i < rows; ++i) into.truths[i >> 6] |= static_cast<std::uint64_t>(into.codes[i] == 1) << (i & 63);
    column.truths = into.truths.data();
  }
  if (!texts_) return;
  column.text = texts_->view(owners);
  column.text.indices = into.codes.data();
}

}  // namespace assay::io

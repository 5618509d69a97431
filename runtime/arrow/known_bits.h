// Which rows of a column are known: bits that are set one by one or taken from an array.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "runtime/arrow/convert.h"
#include "runtime/io/recycler.h"

namespace assay::arrow {

// Sets to 0 the flags of the rows that a view does not know; `words` is room for them as bits. The rows follow each other.
inline void clear_unknown(const ArrayView& view, std::int64_t first, std::int64_t count, std::vector<std::uint64_t>& words,
                          std::uint8_t* flags) {
  words.resize(runtime::words_for(static_cast<std::size_t>(count)) + 1);
  for (const Bits& each : view.validity) {
    copy_bits(each, first, count, words.data());
    for (std::int64_t i = 0; i < count; ++i) flags[i] &= static_cast<std::uint8_t>(words[static_cast<std::size_t>(i) >> 6] >> (i & 63) & 1);
  }
}

class KnownBits {
 public:
  // All unknown.
  void start(std::int64_t count) {
    count_ = static_cast<std::size_t>(count);
    words_ = recycler_.take();
    words_->assign(runtime::words_for(count_) + 1, 0);
  }
  void set(std::int64_t i) { (*words_)[static_cast<std::size_t>(i) >> 6] |= std::uint64_t{1} << (i & 63); }

  // Those that an array knows.
  void take(const ArrayView& view, std::int64_t first, std::int64_t count) {
    copy_bits({}, 0, count, words_->data());
    scratch_.resize(words_->size());
    for (const Bits& each : view.validity) {
      copy_bits(each, first, count, scratch_.data());
      for (std::size_t i = 0; i < runtime::words_for(count_); ++i) (*words_)[i] &= scratch_[i];
    }
  }

  // Those of the rows that an array knows.
  void take_rows(const ArrayView& view, const Rows& rows) {
    if (rows.selected == nullptr || view.validity.empty()) return take(view, rows.first, rows.count);
    for (std::int64_t i = 0; i < rows.count; ++i) {
      if (view.known(rows.at(i))) set(i);
    }
  }

  // No validity where all are known.
  void finish(runtime::Column& column, Owners& owners) {
    const std::size_t whole = count_ / 64, rest = count_ % 64;
    bool all = std::all_of(words_->begin(), words_->begin() + static_cast<std::ptrdiff_t>(whole),
                           [](std::uint64_t word) { return word == ~std::uint64_t{0}; });
    if (rest != 0) all &= (*words_)[whole] == (std::uint64_t{1} << rest) - 1;
    if (!all) {
      column.validity = words_->data();
      owners.push_back(words_);
    }
    words_.reset();
  }

 private:
  std::size_t count_ = 0;
  io::Recycler<std::vector<std::uint64_t>> recycler_;
  std::shared_ptr<std::vector<std::uint64_t>> words_;
  std::vector<std::uint64_t> scratch_;
};

}  // namespace assay::arrow

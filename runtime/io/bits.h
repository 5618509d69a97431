// Bits of a column of a batch, appended one by one.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay::io {

class BitBuilder {
 public:
  void clear() {
    words_.clear();
    word_ = 0;
    count_ = 0;
    zeros_ = 0;
  }
  void push(bool bit) {
    word_ |= std::uint64_t{bit} << (count_ & 63);
    zeros_ += !bit;
    if ((++count_ & 63) == 0) {
      words_.push_back(word_);
      word_ = 0;
    }
  }
  // Appends bit(0) to bit(count - 1), a word at a time.
  template <class Bit>
  void append(std::size_t count, const Bit& bit) {
    std::size_t done = 0;
    while (done < count) {
      const std::size_t position = count_ & 63;
      const std::size_t take = std::min<std::size_t>(64 - position, count - done);
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < take; ++i) bits |= std::uint64_t{bit(done + i)} << i;
      zeros_ += take - static_cast<std::size_t>(std::popcount(bits));
      word_ |= bits << position;
      count_ += take;
      done += take;
      if ((count_ & 63) == 0) {
        words_.push_back(word_);
        word_ = 0;
      }
    }
  }
  std::size_t count() const { return count_; }
  bool all() const { return zeros_ == 0; }

  // Moves the words into `out`, replacing what is there.
  void finish_into(std::vector<std::uint64_t>& out) {
    if ((count_ & 63) != 0) words_.push_back(word_);
    if (words_.empty()) words_.push_back(0);
    out.swap(words_);
    clear();
  }

 private:
  std::vector<std::uint64_t> words_;
  std::uint64_t word_ = 0;
  std::size_t count_ = 0;
  std::size_t zeros_ = 0;
};

}  // namespace assay::io

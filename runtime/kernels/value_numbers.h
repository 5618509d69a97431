// Small numbers for the values of a text column, so that what is known about a value can be looked up by its number.
//
// Of a dictionary-encoded column the numbers are its indices; texts of other columns are remembered and numbered in the order in which they
// are met. Numbers hold from batch to batch while the dictionary is the same; when they do not, `start` begins a new epoch and everything
// that was kept by number must be dropped.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "runtime/kernels/frame.h"

namespace assay::kernels {

class ValueNumbers {
 public:
  // Before the rows of a block of the column. True: a new epoch has begun.
  bool start(const runtime::TextColumn& column, std::uint64_t batch);
  // Before a block of texts that are in no column.
  bool start();

  // Numbers are below this bound until more texts are numbered.
  std::size_t bound() const { return dictionary_ ? dictionary_values_ : count_; }

  // The number of a text that is in no dictionary.
  std::uint32_t number(std::string_view text);

  // The same for many texts: what is to be looked at is fetched ahead, as the table soon outgrows the nearer caches.
  void number_all(std::span<const std::string_view> texts, std::uint32_t* numbers);

  // Whether most texts are new, so that remembering them costs more than it saves. Decided from epoch to epoch by what was met, but not by
  // what came first, of which all is new.
  bool mostly_distinct() const { return asked_ >= decided_after && (count_ - first_count_) * 2 > asked_ - first_asked_; }

  // Whether so many texts are remembered that finding one takes its time. Decided likewise.
  bool are_many() const { return asked_ >= decided_after && count_ > few_texts; }

 private:
  static constexpr std::size_t decided_after = 6144, few_texts = 512;
  static constexpr std::size_t most_texts = std::size_t{1} << 18;
  static constexpr std::size_t most_bytes = std::size_t{1} << 24;

  struct Entry {
    std::uint32_t hash = 0;
    std::uint32_t number = UINT32_MAX;
    std::uint32_t begin = 0, size = 0;  // in bytes_
  };

  void clear();
  void make_room(std::size_t texts);
  void number_wide(std::span<const std::string_view> texts, std::uint32_t* numbers);
  void fetch_ahead(std::size_t i, std::size_t count) const;  // for number i of `count` hashes
  std::uint32_t find_or_add(std::string_view text, std::uint64_t full_hash);

  bool dictionary_ = false;
  std::uint64_t dictionary_number_ = 0, batch_ = 0;
  std::size_t dictionary_values_ = 0;
  std::vector<char> bytes_;
  std::vector<Entry> table_;  // at least half of it is free
  std::size_t count_ = 0;
  std::vector<std::uint64_t> hashes_;  // while many are numbered
  std::size_t asked_ = 0;
  std::size_t first_asked_ = 0, first_count_ = 0;  // of the first half before the decision
};

}  // namespace assay::kernels

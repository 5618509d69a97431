// Texts of a slot that are numbered some at a time: what a dictionary has to look at lies all over memory, and is fetched for all of them
// before the first is looked for.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "runtime/io/activity_columns.h"

namespace assay::io {

class TextQueue {
 public:
  // The slot outlives the queue; only where it holds texts may any be added.
  explicit TextQueue(SlotColumn& slot) : slot_(&slot) {}

  SlotColumn& slot() const { return *slot_; }

  // Sets a row's text by the next finish() at the latest; till then the text stays where it is. False when there is no room for more
  // distinct texts.
  bool add(std::size_t row, std::string_view text, const TextKey& key) {
    rows_[count_] = row;
    waiting_[count_++] = {text, key};
    return count_ < waiting_.size() || finish();
  }

  // Sets those that wait.
  bool finish();

 private:
  SlotColumn* slot_;
  std::array<std::size_t, TextDictionary::most_at_once> rows_;
  std::array<TextDictionary::Keyed, TextDictionary::most_at_once> waiting_;
  std::size_t count_ = 0;
};

}  // namespace assay::io

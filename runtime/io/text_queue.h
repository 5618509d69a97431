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

  // Sets a row's text by the next finish() at the latest; till then the text stays where it is. False when there is no room for more
  // distinct texts.
  bool add(std::size_t row, std::string_view text) {
    const TextKey key(text);
    slot_->texts()->prefetch(key);
    waiting_[count_++] = {row, text, key};
    return count_ < waiting_.size() || finish();
  }

  // Sets those that wait.
  bool finish();

 private:
  struct Waiting {
    std::size_t row = 0;
    std::string_view text;
    TextKey key;
  };

  SlotColumn* slot_;
  std::array<Waiting, 32> waiting_;
  std::size_t count_ = 0;
};

}  // namespace assay::io

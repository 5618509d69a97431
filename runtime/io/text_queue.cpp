#include "runtime/io/text_queue.h"

#include <utility>

namespace assay::io {

bool TextQueue::finish() {
  if (count_ == 0) return true;
  const std::size_t count = std::exchange(count_, 0);
  TextDictionary& texts = *slot_->texts();
  std::array<std::int32_t, std::tuple_size_v<decltype(waiting_)>> likely{};
  for (std::size_t i = 0; i < count; ++i) likely[i] = texts.prefetch_place(waiting_[i].key);
  for (std::size_t i = 0; i < count; ++i) texts.prefetch_value(likely[i]);
  for (std::size_t i = 0; i < count; ++i) {
    const Waiting& each = waiting_[i];
    if (!slot_->set_text(each.row, each.text, each.key)) return false;
  }
  return true;
}

}  // namespace assay::io

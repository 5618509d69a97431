#include "runtime/io/text_queue.h"

#include <algorithm>
#include <utility>

namespace assay::io {

bool TextQueue::finish() {
  if (count_ == 0) return true;
  const std::size_t count = std::exchange(count_, 0);
  std::array<std::int32_t, TextDictionary::most_at_once> codes;
  slot_->texts()->codes_of({waiting_.data(), count}, codes.data());
  for (std::size_t i = 0; i < count; ++i) slot_->set_code(rows_[i], codes[i]);
  return std::all_of(codes.begin(), codes.begin() + count, [](std::int32_t code) { return code >= 0; });
}

}  // namespace assay::io

// Verdicts about texts that come again and again: what a parser made of them, kept by their bytes. Bounded; what no longer fits is judged
// each time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/io/dictionary.h"

namespace assay::io {

class VerdictCache {
 public:
  static constexpr std::int32_t missing = -1, bad = -2;

  // The verdict about `text`, made by `judge` (std::int32_t of a std::string_view) where it is not known yet.
  template <class Judge>
  std::int32_t of(std::string_view text, const Judge& judge) {
    const TextKey key(text);
    if (texts_.size() >= most_texts) {
      const std::int32_t known = texts_.find(text, key);
      return known >= 0 ? verdicts_[static_cast<std::size_t>(known)] : judge(text);
    }
    if (text.size() > longest_text) return judge(text);
    const std::int32_t code = texts_.code_of(text, key);
    if (static_cast<std::size_t>(code) == verdicts_.size()) verdicts_.push_back(judge(text));
    return verdicts_[static_cast<std::size_t>(code)];
  }

 private:
  static constexpr std::size_t most_texts = std::size_t{1} << 14;
  static constexpr std::size_t longest_text = 1000;

  TextDictionary texts_;
  std::vector<std::int32_t> verdicts_;
};

}  // namespace assay::io

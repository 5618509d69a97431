// Which of some texts that are known beforehand, if any, is each of many? A few bits of a hash say no to nearly all others; all of it stays
// in the nearest cache while the known texts are some hundreds. Case does not count; only ASCII is looked at, as folding other texts needs
// more than their bytes. Needs has_wide_texts() (wide_text.h): where the processor cannot, LiteralTable answers text by text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/text/wide_text.h"

namespace assay::text {

// Texts that stand one behind the other: text i has the bytes from offsets[i] to offsets[i + 1].
struct TextRun {
  const char* bytes = nullptr;
  const std::int32_t* offsets = nullptr;
  std::size_t count = 0;

  std::size_t size(std::size_t i) const { return static_cast<std::size_t>(offsets[i + 1] - offsets[i]); }
  std::string_view at(std::size_t i) const { return {bytes + offsets[i], size(i)}; }
  std::string_view whole() const { return {bytes + offsets[0], static_cast<std::size_t>(offsets[count] - offsets[0])}; }
};

class KnownTexts {
 public:
  // Folded and each once; of at most `wide_text` bytes.
  void build(std::span<const std::string_view> texts);

  std::size_t count() const { return known_.size(); }

  // Of the texts whose bits are set those bits stay that are of known texts, each with its place among those of `build`; other texts get 0,
  // up to the end of the last 64. What is said of texts that are not ASCII means nothing.
  void find(const TextRun& texts, std::uint64_t* asked, std::uint32_t* numbers) const;

 private:
  static constexpr std::uint32_t none = UINT32_MAX;

  struct Known {
    std::uint32_t hash;
    std::uint32_t begin, size;  // in bytes_
  };

  std::uint32_t number_of(std::string_view text, std::uint64_t hash) const;

  std::vector<Known> known_;
  std::vector<char> bytes_;
  std::vector<std::uint64_t> bits_;   // by the lowest bits of the hash: may it be a known one?
  std::vector<std::uint32_t> slots_;  // numbers; most of them are free, so that hardly any text stands behind another
};

}  // namespace assay::text

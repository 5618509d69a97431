#include "runtime/text/known_texts.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace assay::text {

#if defined(ASSAY_HAS_WIDE_TEXTS)
// Sixteen bits for each text at least, so that one of sixteen texts that are not known is looked up at most.
ASSAY_WIDE_TEXTS void KnownTexts::build(std::span<const std::string_view> texts) {
  constexpr std::size_t least_bits = 4096, bits_per_text = 16, slots_per_text = 4;
  bits_.assign(std::bit_ceil(std::max(least_bits, texts.size() * bits_per_text)) / 64, 0);
  slots_.assign(std::bit_ceil(std::max<std::size_t>(512, texts.size() * slots_per_text)), none);
  for (const std::string_view text : texts) {
    assert(text.size() <= wide_text);
    const std::uint64_t hash = hash_wide(text);
    bits_[hash / 64 & (bits_.size() - 1)] |= std::uint64_t{1} << hash % 64;
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at] != none) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = static_cast<std::uint32_t>(known_.size());
    known_.push_back(
        {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())});
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }
}

ASSAY_WIDE_TEXTS inline std::uint32_t KnownTexts::number_of(std::string_view text, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const std::uint32_t number = slots_[at];
    if (number == none) return none;
    const Known& known = known_[number];
    if (known.hash != hash >> 32 || known.size != text.size()) continue;
    const __m512i folded = lower_wide(load_wide(text.data(), text.size()));
    if (_mm512_cmpneq_epi8_mask(folded, load_wide(bytes_.data() + known.begin, known.size)) == 0) return number;
  }
}

// First all hashes, with nothing to guess for the processor; then those of which a bit is set are looked up.
ASSAY_WIDE_TEXTS void KnownTexts::find(const TextRun& texts, std::uint64_t* asked, std::uint32_t* numbers) const {
  constexpr std::size_t stretch = 64;
  const std::uint64_t* bits = bits_.data();
  const std::size_t mask = bits_.size() - 1;
  std::uint64_t hashes[stretch];
  std::fill_n(numbers, (texts.count + stretch - 1) / stretch * stretch, 0);
  for (std::size_t first = 0; first < texts.count; first += stretch) {
    std::uint64_t left = asked[first / stretch], possible = 0;
    if (texts.count - first < stretch) left &= (std::uint64_t{1} << (texts.count - first)) - 1;
    for (; left != 0; left &= left - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(left));
      const std::size_t size = texts.size(first + i);
      const std::uint64_t hash = hash_wide(lower_wide(load_wide(texts.bytes + texts.offsets[first + i], size)), size);
      hashes[i] = hash;
      possible |= (bits[hash / 64 & mask] >> hash % 64 & 1) << i;
    }
    std::uint64_t known = 0;
    for (; possible != 0; possible &= possible - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(possible));
      const std::uint32_t number = number_of(texts.at(first + i), hashes[i]);
      if (number == none) continue;
      numbers[first + i] = number;
      known |= std::uint64_t{1} << i;
    }
    asked[first / stretch] = known;
  }
}
#else
void KnownTexts::build(std::span<const std::string_view>) {}
void KnownTexts::find(const TextRun&, std::uint64_t*, std::uint32_t*) const {}
#endif

}  // namespace assay::text

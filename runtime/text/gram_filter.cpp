#include "runtime/text/gram_filter.h"

#include <algorithm>

#if defined(__x86_64__) && !defined(ASSAY_PORTABLE)
#define ASSAY_HAS_GRAM_FILTER
#include <immintrin.h>
#endif

namespace assay::text {

#if defined(ASSAY_HAS_GRAM_FILTER)
namespace {

bool can_look_up() {
  static const bool can = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi");
  return can;
}

constexpr std::size_t few_grams = 64, many_grams = 256, most_grams = 2048;

}  // namespace

// Neighbours in alphabetical order share a bucket: their first bytes are few.
void GramFilter::build(std::vector<std::uint32_t> grams, std::size_t width) {
  if (!can_look_up() || grams.empty() || grams.size() > most_grams) return;
  width_ = width;
  std::ranges::sort(grams, {}, [](std::uint32_t gram) { return __builtin_bswap32(gram); });
  const std::size_t sets = grams.size() <= few_grams ? 1 : grams.size() <= many_grams ? 2 : 4;
  tables_.resize(sets * width);
  for (std::size_t i = 0; i < grams.size(); ++i) {
    const std::size_t bucket = i * sets * buckets_per_set / grams.size();
    for (std::size_t byte = 0; byte < width; ++byte) {
      Table& table = tables_[bucket / buckets_per_set * width + byte];
      table.buckets_of[grams[i] >> byte * 8 & 0x7F] |= static_cast<std::uint8_t>(1u << bucket % buckets_per_set);
    }
  }
}

[[gnu::target("avx512f,avx512bw,avx512vbmi")]] std::uint64_t GramFilter::places(const char* text, std::size_t count) const {
  const __mmask64 all = ~std::uint64_t{0} >> (64 - count);
  std::uint64_t found = 0;
  for (const Table* set = tables_.data(); set != tables_.data() + tables_.size(); set += width_) {
    __m512i possible = _mm512_set1_epi8(-1);
    for (std::size_t byte = 0; byte < width_; ++byte) {
      const __m512i low = _mm512_load_si512(set[byte].buckets_of), high = _mm512_load_si512(set[byte].buckets_of + 64);
      const __m512i bytes = _mm512_maskz_loadu_epi8(all, text + byte);
      possible = _mm512_and_si512(possible, _mm512_permutex2var_epi8(low, bytes, high));
    }
    found |= _mm512_mask_test_epi8_mask(all, possible, possible);
  }
  return found;
}
#else
void GramFilter::build(std::vector<std::uint32_t>, std::size_t) {}
std::uint64_t GramFilter::places(const char*, std::size_t) const { return ~std::uint64_t{0}; }
#endif

}  // namespace assay::text

#include "runtime/text/gram_filter.h"

#include <algorithm>
#include <bit>

#include "runtime/text/wide_text.h"

namespace assay::text {

#if defined(ASSAY_HAS_WIDE_TEXTS)
namespace {

constexpr std::size_t few_grams = 64, many_grams = 256, most_grams = 2048;

}  // namespace

// Neighbours in alphabetical order share a bucket: their first bytes are few. Capitals stand for their small letters.
void GramFilter::build(std::vector<std::uint32_t> grams, std::size_t width) {
  if (!has_wide_texts() || grams.empty() || grams.size() > most_grams) return;
  width_ = width;
  std::ranges::sort(grams, {}, [](std::uint32_t gram) { return __builtin_bswap32(gram); });
  const std::size_t sets = grams.size() <= few_grams ? 1 : grams.size() <= many_grams ? 2 : 4;
  tables_.resize(sets * width);
  for (std::size_t i = 0; i < grams.size(); ++i) {
    const std::size_t bucket = i * sets * buckets_per_set / grams.size();
    for (std::size_t byte = 0; byte < width; ++byte) {
      Table& table = tables_[bucket / buckets_per_set * width + byte];
      const auto bit = static_cast<std::uint8_t>(1u << bucket % buckets_per_set);
      const std::uint32_t folded = grams[i] >> byte * 8 & 0x7F;
      table.buckets_of[folded] |= bit;
      if (folded >= 'a' && folded <= 'z') table.buckets_of[folded - 'a' + 'A'] |= bit;
    }
  }
}

namespace {

constexpr std::size_t table_bytes = 128;

// The tables of a filter: one for each byte of a gram, again and again.
struct TableSets {
  const std::uint8_t* begin;
  const std::uint8_t* end;
};

// The buckets that have the bytes at one place of their grams.
ASSAY_WIDE_TEXTS inline __m512i buckets_of(const std::uint8_t* table, __m512i bytes) {
  return _mm512_permutex2var_epi8(_mm512_load_si512(table), bytes, _mm512_load_si512(table + 64));
}

// Bits become numbers 32 at a time, however many there are, so that there is nothing to guess for the processor.
template <std::size_t width>
ASSAY_WIDE_TEXTS std::size_t list_of_width(TableSets sets, const char* text, std::size_t count, std::uint16_t* places) {
  alignas(64) std::uint16_t first_numbers[32];
  for (std::uint16_t i = 0; i < 32; ++i) first_numbers[i] = i;
  __m512i numbers = _mm512_load_si512(first_numbers);
  const std::uint16_t* start = places;
  for (std::size_t first = 0; first < count; first += 64) {
    const __mmask64 all = count - first < 64 ? ~std::uint64_t{0} >> (64 - (count - first)) : ~std::uint64_t{0};
    __m512i bytes[width];
    for (std::size_t byte = 0; byte < width; ++byte) bytes[byte] = _mm512_maskz_loadu_epi8(all, text + first + byte);
    std::uint64_t found = 0;
    for (const std::uint8_t* table = sets.begin; table != sets.end; table += width * table_bytes) {
      __m512i possible = buckets_of(table, bytes[0]);
      for (std::size_t byte = 1; byte < width; ++byte) {
        possible = _mm512_and_si512(possible, buckets_of(table + byte * table_bytes, bytes[byte]));
      }
      found |= _mm512_mask_test_epi8_mask(all, possible, possible);
    }
    for (int half = 0; half < 2; ++half, found >>= 32) {
      const auto of_half = static_cast<__mmask32>(found);
      _mm512_storeu_si512(places, _mm512_maskz_compress_epi16(of_half, numbers));
      places += std::popcount(of_half);
      numbers = _mm512_add_epi16(numbers, _mm512_set1_epi16(32));
    }
  }
  return static_cast<std::size_t>(places - start);
}

}  // namespace

ASSAY_WIDE_TEXTS std::uint64_t GramFilter::places(const char* text, std::size_t count) const {
  const __mmask64 all = ~std::uint64_t{0} >> (64 - count);
  std::uint64_t found = 0;
  for (const Table* set = tables_.data(); set != tables_.data() + tables_.size(); set += width_) {
    __m512i possible = _mm512_set1_epi8(-1);
    for (std::size_t byte = 0; byte < width_; ++byte) {
      possible = _mm512_and_si512(possible, buckets_of(set[byte].buckets_of, _mm512_maskz_loadu_epi8(all, text + byte)));
    }
    found |= _mm512_mask_test_epi8_mask(all, possible, possible);
  }
  return found;
}

std::size_t GramFilter::list_places(const char* text, std::size_t count, std::uint16_t* places) const {
  const auto* begin = tables_.data()->buckets_of;
  const TableSets sets{begin, begin + tables_.size() * table_bytes};
  if (width_ == 1) return list_of_width<1>(sets, text, count, places);
  if (width_ == 2) return list_of_width<2>(sets, text, count, places);
  return list_of_width<4>(sets, text, count, places);
}
#else
void GramFilter::build(std::vector<std::uint32_t>, std::size_t) {}
std::uint64_t GramFilter::places(const char*, std::size_t) const { return ~std::uint64_t{0}; }
std::size_t GramFilter::list_places(const char*, std::size_t, std::uint16_t*) const { return 0; }
#endif

}  // namespace assay::text

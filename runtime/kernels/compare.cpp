#include "runtime/kernels/compare.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <span>

#include "runtime/vector_clones.h"

#if defined(ASSAY_HAS_WIDE_KERNELS)
#include <immintrin.h>
#endif

namespace assay::kernels {
namespace {

// Less than every threshold: what stands for a missing value.
template <typename T>
constexpr T lowest() {
  return std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::min();
}

template <typename T>
struct alignas(64) Buffer {
  T values[block_rows];
};

template <typename T>
void compare_portably(const T* values, std::span<const T> thresholds, std::uint64_t* out) {
  for (const T threshold : thresholds) {
    for (std::size_t word = 0; word < block_words; ++word) {
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < 64; ++i) bits |= std::uint64_t{values[word * 64 + i] >= threshold} << i;
      *out++ = bits;
    }
  }
}

#if defined(ASSAY_HAS_WIDE_KERNELS)
bool has_avx512() {
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
  return has;
}

[[gnu::target("avx512f,avx512dq")]] void compare_avx512(const std::int64_t* values, std::span<const std::int64_t> thresholds,
                                                        std::uint64_t* out) {
  auto* bytes = reinterpret_cast<std::uint8_t*>(out);
  for (const std::int64_t threshold : thresholds) {
    const __m512i edge = _mm512_set1_epi64(threshold);
    for (std::size_t i = 0; i < block_rows; i += 8) *bytes++ = _mm512_cmpge_epi64_mask(_mm512_load_si512(values + i), edge);
  }
}

[[gnu::target("avx512f,avx512dq")]] void compare_avx512(const double* values, std::span<const double> thresholds, std::uint64_t* out) {
  auto* bytes = reinterpret_cast<std::uint8_t*>(out);
  for (const double threshold : thresholds) {
    const __m512d edge = _mm512_set1_pd(threshold);
    for (std::size_t i = 0; i < block_rows; i += 8) *bytes++ = _mm512_cmp_pd_mask(_mm512_load_pd(values + i), edge, _CMP_GE_OQ);
  }
}

// Values of eight bytes; where they are missing, these.
[[gnu::target("avx512f,avx512dq")]] void fill_missing_avx512(const void* values, const std::uint64_t* known, std::int64_t missing,
                                                             void* to) {
  const auto* known_bytes = reinterpret_cast<const std::uint8_t*>(known);
  const auto* from = static_cast<const std::int64_t*>(values);
  for (std::size_t i = 0; i < block_rows; i += 8) {
    const __m512i rows = _mm512_mask_mov_epi64(_mm512_set1_epi64(missing), known_bytes[i / 8], _mm512_load_si512(from + i));
    _mm512_store_si512(static_cast<std::int64_t*>(to) + i, rows);
  }
}

// Two thresholds at a time: the values are loaded once for both.
[[gnu::target("avx512f,avx512dq")]] void compare_narrow_avx512(const std::int32_t* values, std::span<const std::int64_t> thresholds,
                                                               std::uint64_t* out) {
  auto* words = reinterpret_cast<std::uint16_t*>(out);
  constexpr std::size_t words_per_mask = truth_bytes / sizeof *words;
  std::size_t k = 0;
  for (; k + 1 < thresholds.size(); k += 2, words += 2 * words_per_mask) {
    const __m512i first = _mm512_set1_epi32(static_cast<std::int32_t>(thresholds[k]));
    const __m512i second = _mm512_set1_epi32(static_cast<std::int32_t>(thresholds[k + 1]));
    for (std::size_t i = 0; i < words_per_mask; ++i) {
      const __m512i rows = _mm512_load_si512(values + i * 16);
      words[i] = _mm512_cmpge_epi32_mask(rows, first);
      words[words_per_mask + i] = _mm512_cmpge_epi32_mask(rows, second);
    }
  }
  if (k == thresholds.size()) return;
  const __m512i edge = _mm512_set1_epi32(static_cast<std::int32_t>(thresholds[k]));
  for (std::size_t i = 0; i < words_per_mask; ++i) words[i] = _mm512_cmpge_epi32_mask(_mm512_load_si512(values + i * 16), edge);
}

// Values beyond int32 become its ends, which lie on the same side of all thresholds.
[[gnu::target("avx512f,avx512dq")]] void narrow_avx512(const std::int64_t* values, const std::uint64_t* known, std::int32_t* to) {
  const auto* known_bytes = reinterpret_cast<const std::uint8_t*>(known);
  const __m512i missing = _mm512_set1_epi64(lowest<std::int64_t>());
  for (std::size_t i = 0; i < block_rows; i += 8) {
    const __m512i rows = _mm512_mask_mov_epi64(missing, known_bytes[i / 8], _mm512_load_si512(values + i));
    _mm256_store_si256(reinterpret_cast<__m256i*>(to + i), _mm512_maskz_cvtsepi64_epi32(0xFF, rows));
  }
}

bool compare_narrow(const std::int64_t* values, const std::uint64_t* known, std::span<const std::int64_t> thresholds, std::uint64_t* out) {
  using Limits = std::numeric_limits<std::int32_t>;
  if (!has_avx512() || thresholds.front() <= Limits::min() || thresholds.back() > Limits::max()) return false;
  Buffer<std::int32_t> narrow;
  narrow_avx512(values, known, narrow.values);
  compare_narrow_avx512(narrow.values, thresholds, out);
  return true;
}
#else
bool compare_narrow(const std::int64_t*, const std::uint64_t*, std::span<const std::int64_t>, std::uint64_t*) { return false; }
#endif

template <typename T>
void compare_wide(const T* values, const std::uint64_t* known, std::span<const T> thresholds, std::uint64_t* out) {
  Buffer<T> buffer;
#if defined(ASSAY_HAS_WIDE_KERNELS)
  if (has_avx512()) {
    fill_missing_avx512(values, known, std::bit_cast<std::int64_t>(lowest<T>()), buffer.values);
    return compare_avx512(buffer.values, thresholds, out);
  }
#endif
  for (std::size_t row = 0; row < block_rows; ++row) buffer.values[row] = runtime::bit(known, row) ? values[row] : lowest<T>();
  compare_portably<T>(buffer.values, thresholds, out);
}

// Nothing is less than the least integer: every known value reaches it.
void compare_integers(const std::int64_t* values, const std::uint64_t* known, std::span<const std::int64_t> thresholds,
                      std::uint64_t* out) {
  if (!thresholds.empty() && thresholds.front() == lowest<std::int64_t>()) {
    std::memcpy(out, known, truth_bytes);
    out += block_words;
    thresholds = thresholds.subspan(1);
  }
  if (thresholds.empty() || compare_narrow(values, known, thresholds, out)) return;
  compare_wide(values, known, thresholds, out);
}

}  // namespace

void run(const CompareValues& step, Block& block) {
  std::uint64_t* out = block.bits(step.first_out);
  const std::uint64_t* known = block.bits(step.from.known);
  if (step.is_number)
    compare_wide<double>(block.at<double>(step.from.values), known, step.numbers, out);
  else
    compare_integers(block.at<std::int64_t>(step.from.values), known, step.integers, out);
}

}  // namespace assay::kernels

#include "runtime/kernels/compare.h"

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace assay::kernels {
namespace {

template <typename T>
void compare_portably(const T* values, const std::vector<T>& thresholds, std::uint64_t* out) {
  for (const T threshold : thresholds) {
    for (std::size_t word = 0; word < block_words; ++word) {
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < 64; ++i) bits |= std::uint64_t{values[word * 64 + i] >= threshold} << i;
      *out++ = bits;
    }
  }
}

#if defined(__x86_64__)
bool has_avx512() {
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
  return has;
}

[[gnu::target("avx512f,avx512dq")]] void compare_avx512(const std::int64_t* values, const std::vector<std::int64_t>& thresholds, std::uint64_t* out) {
  auto* bytes = reinterpret_cast<std::uint8_t*>(out);
  for (const std::int64_t threshold : thresholds) {
    const __m512i edge = _mm512_set1_epi64(threshold);
    for (std::size_t i = 0; i < block_rows; i += 8) *bytes++ = _mm512_cmpge_epi64_mask(_mm512_load_si512(values + i), edge);
  }
}

[[gnu::target("avx512f,avx512dq")]] void compare_avx512(const double* values, const std::vector<double>& thresholds, std::uint64_t* out) {
  auto* bytes = reinterpret_cast<std::uint8_t*>(out);
  for (const double threshold : thresholds) {
    const __m512d edge = _mm512_set1_pd(threshold);
    for (std::size_t i = 0; i < block_rows; i += 8) *bytes++ = _mm512_cmp_pd_mask(_mm512_load_pd(values + i), edge, _CMP_GE_OQ);
  }
}
#endif

template <typename T>
void compare_all(const T* values, const std::vector<T>& thresholds, std::uint64_t* out) {
#if defined(__x86_64__)
  if (has_avx512()) return compare_avx512(values, thresholds, out);
#endif
  compare_portably(values, thresholds, out);
}

void keep_known(const std::uint64_t* known, std::size_t count, std::uint64_t* out) {
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t word = 0; word < block_words; ++word) *out++ &= known[word];
  }
}

}  // namespace

void run(const CompareValues& step, Block& block) {
  std::uint64_t* out = block.bits(step.first_out);
  const std::uint64_t* known = block.bits(step.from.known);
  step.is_number ? compare_all(block.at<double>(step.from.values), step.numbers, out)
                 : compare_all(block.at<std::int64_t>(step.from.values), step.integers, out);
  const bool all_known = std::all_of(known, known + block_words, [](std::uint64_t word) { return word == ~std::uint64_t{0}; });
  if (!all_known) keep_known(known, std::max(step.integers.size(), step.numbers.size()), out);
}

}  // namespace assay::kernels

#include "runtime/kernels/asked_activities.h"

#include <algorithm>
#include <cstring>

#include "runtime/vector_clones.h"

#if defined(ASSAY_HAS_WIDE_KERNELS)
#include <immintrin.h>
#endif

namespace assay::kernels {

using runtime::ActivityBatch;

void AskedActivities::set_up(std::vector<std::int64_t> first_times) {
  first_times_ = std::move(first_times);
  find_places();
}

void AskedActivities::find_places() {
  places_ = {};
  std::vector<std::int64_t> times{INT64_MAX};
  for (std::size_t i = 0; i < first_times_.size() && first_times_.size() <= Places::most_kinds; ++i) {
    const auto place = std::ranges::find(times, first_times_[i]) - times.begin();
    if (static_cast<std::size_t>(place) == times.size()) times.push_back(first_times_[i]);
    places_.of_kind[(i + Places::most_kinds - 1) % Places::most_kinds] = static_cast<std::int16_t>(place);
  }
  places_.suffice = first_times_.size() <= Places::most_kinds && times.size() <= Places::most_times;
  if (places_.suffice) std::ranges::copy(times, places_.first_time);
}

namespace {

// Activities are written whether they are kept or not and kept by moving on: nothing to guess for the processor.
std::size_t keep_portably(const ActivityBatch& activities, std::int64_t at, std::int64_t end, const std::int64_t* first_times,
                          std::uint32_t* kept) {
  std::size_t count = 0;
  for (; at < end; ++at) {
    kept[count] = static_cast<std::uint32_t>(at);
    count += std::size_t{activities.times[at] >= first_times[activities.kinds[at] + 1]};
  }
  return count;
}

#if defined(ASSAY_HAS_WIDE_KERNELS)
bool has_avx512() {
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                          __builtin_cpu_supports("popcnt");
  return has;
}

// Sixteen activities at a time, up to the last whole sixteen. Unknown kinds are -1, which looks up the last place. Where policies ask for
// few kinds, most times are not read at all.
[[gnu::target("avx512f,avx512bw,avx512vl,popcnt")]] std::size_t keep_avx512(const ActivityBatch& activities, std::int64_t at,
                                                                            std::int64_t end, const std::int16_t* place_of_kind,
                                                                            const std::int64_t* first_times, std::uint32_t* kept) {
  const __m512i low_kinds = _mm512_load_si512(place_of_kind), high_kinds = _mm512_load_si512(place_of_kind + 32);
  const __m512i low = _mm512_load_si512(first_times), high = _mm512_load_si512(first_times + 8);
  const auto asked = [&](__m128i places, std::int64_t first) __attribute__((target("avx512f,avx512bw,avx512vl"), always_inline)) {
    const __m512i edges = _mm512_permutex2var_epi64(low, _mm512_cvtepi16_epi64(places), high);
    return static_cast<unsigned>(_mm512_cmpge_epi64_mask(_mm512_loadu_si512(activities.times + first), edges));
  };
  const __m512i numbers = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  std::size_t count = 0;
  for (; at + 16 <= end; at += 16) {
    const __m256i kinds = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(activities.kinds + at));
    const __m256i places = _mm512_castsi512_si256(_mm512_permutex2var_epi16(low_kinds, _mm512_castsi256_si512(kinds), high_kinds));
    if (_mm256_testz_si256(places, places)) continue;
    const unsigned mask = asked(_mm256_castsi256_si128(places), at) | asked(_mm256_extracti128_si256(places, 1), at + 8) << 8;
    const __m512i of_sixteen = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(at)), numbers);
    _mm512_storeu_si512(kept + count, _mm512_maskz_compress_epi32(static_cast<__mmask16>(mask), of_sixteen));
    count += static_cast<std::size_t>(_mm_popcnt_u32(mask));
  }
  return count;
}
#endif

}  // namespace

std::size_t AskedActivities::keep(const ActivityBatch& activities, std::span<const std::int64_t> offsets, std::uint32_t* kept) const {
  std::int64_t at = offsets.front();
  std::size_t count = 0;
#if defined(ASSAY_HAS_WIDE_KERNELS)
  if (has_avx512() && places_.suffice) {
    count = keep_avx512(activities, at, offsets.back(), places_.of_kind, places_.first_time, kept);
    at += (offsets.back() - at) / 16 * 16;
  }
#endif
  return count + keep_portably(activities, at, offsets.back(), first_times_.data(), kept + count);
}

// Most leads have few activities: a store of fixed size writes into those of the next lead, which then overwrites it.
void spread_leads(std::span<const std::int64_t> offsets, std::uint8_t* leads) {
  constexpr std::size_t usual = 64;
  for (std::size_t lead = 0; lead + 1 < offsets.size(); ++lead) {
    std::uint8_t* to = leads + (offsets[lead] - offsets[0]);
    const auto count = static_cast<std::size_t>(offsets[lead + 1] - offsets[lead]);
    std::memset(to, static_cast<int>(lead), usual);
    if (count > usual) std::memset(to + usual, static_cast<int>(lead), count - usual);
  }
}

}  // namespace assay::kernels

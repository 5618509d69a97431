#include "runtime/kernels/sum_weights.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "runtime/vector_clones.h"

#if defined(ASSAY_HAS_WIDE_KERNELS)
#include <immintrin.h>
#endif

namespace assay::kernels {

// w * mask is, for a negative w, w + |w| * not mask: all inputs then count upwards. Without signs, as an image that is damaged may hold any
// numbers.
void SumWeights::build() {
  const auto size_of = [](runtime::Points points) {
    return points < 0 ? 0 - static_cast<std::uint64_t>(points) : static_cast<std::uint64_t>(points);
  };
  std::uint64_t divisor = 0;
  for (const Weight& weight : weights) divisor = std::gcd(divisor, size_of(weight.points));
  if (divisor == 0) divisor = 1;
  auto least = static_cast<std::uint64_t>(base);
  std::uint64_t most = 0;
  for (const Weight& weight : weights) {
    if (weight.points < 0) least += static_cast<std::uint64_t>(weight.points);
    const std::uint64_t count = size_of(weight.points) / divisor;
    most += count;
    for (std::uint64_t left = count; left; left &= left - 1) {
      const auto place = static_cast<std::size_t>(std::countr_zero(left));
      if (place >= places.size()) places.resize(place + 1);
      places[place].push_back({weight.mask, weight.points < 0});
    }
  }
  places.resize(static_cast<std::size_t>(std::bit_width(most)));
  start = static_cast<runtime::Points>(least);
  unit = static_cast<runtime::Points>(divisor);
}

namespace {

using Bits [[gnu::vector_size(64)]] = std::uint64_t;  // 512 rows
constexpr std::size_t vectors_per_block = truth_bytes / sizeof(Bits);
constexpr std::size_t most_places = 64;

// The type itself is only as aligned as the oldest processor needs, while the clones for newer ones ask for all of it.
struct AddedUp {
  alignas(sizeof(Bits)) Bits planes[vectors_per_block][most_places];  // what is left at each place
};

// What sums work in; each thread its own, as steps are shared.
struct alignas(sizeof(Bits)) Carry {
  Bits bits;
};
struct Carries {
  std::vector<Carry> in, out;
};

// By reference, as passing wide vectors is not the same for all processors.
[[gnu::always_inline]] inline void load(const SumWeights::Input& input, const std::byte* frame, Bits& to) {
  to = *reinterpret_cast<const Bits*>(frame + input.mask) ^ (Bits{} - static_cast<std::uint64_t>(input.complement));
}

}  // namespace

// Full adders: of three ones and zeros of a place, the sum stays and the carry goes to the next place.
ASSAY_VECTOR_CLONES void add_place(const SumWeights::Input* inputs, std::size_t count, const std::byte* frame, const Bits* carried,
                                   std::size_t carried_count, Bits* carries, Bits* plane) {
  Bits left = {};
  std::size_t i = 0;
  for (; i + 1 < count; i += 2) {
    Bits a, b;
    load(inputs[i], frame, a);
    load(inputs[i + 1], frame, b);
    *carries++ = (a & b) | (left & (a | b));
    left = left ^ a ^ b;
  }
  if (i < count) {
    Bits a;
    load(inputs[i], frame, a);
    *carries++ = left & a;
    left = left ^ a;
  }
  for (i = 0; i + 1 < carried_count; i += 2) {
    const Bits a = carried[i], b = carried[i + 1];
    *carries++ = (a & b) | (left & (a | b));
    left = left ^ a ^ b;
  }
  if (i < carried_count) {
    *carries++ = left & carried[i];
    left = left ^ carried[i];
  }
  *plane = left;
}

namespace {

void add_up(const SumWeights& step, const Block& block, AddedUp& sums) {
  static thread_local Carries carries;
  for (std::size_t vector = 0; vector < vectors_per_block; ++vector) {
    const std::byte* frame = block.frame + vector * sizeof(Bits);
    carries.in.clear();
    for (std::size_t place = 0; place < step.places.size(); ++place) {
      const auto& inputs = step.places[place];
      carries.out.resize((inputs.size() + 1) / 2 + (carries.in.size() + 1) / 2);
      add_place(inputs.data(), inputs.size(), frame, reinterpret_cast<const Bits*>(carries.in.data()), carries.in.size(),
                reinterpret_cast<Bits*>(carries.out.data()), &sums.planes[vector][place]);
      std::swap(carries.in, carries.out);
    }
  }
}

void spread_portably(const SumWeights& step, const AddedUp& sums, Points* to) {
  for (std::size_t row = 0; row < block_rows; ++row) {
    std::uint64_t sum = 0;
    for (std::size_t place = 0; place < step.places.size(); ++place) {
      const auto* words = reinterpret_cast<const std::uint64_t*>(&sums.planes[row / 512][place]);
      sum |= (words[row / 64 % 8] >> (row & 63) & 1) << place;
    }
    to[row] = step.start + step.unit * static_cast<Points>(sum);
  }
}

#if defined(ASSAY_HAS_WIDE_KERNELS)
[[gnu::target("avx512f")]] void spread_avx512(const SumWeights& step, const AddedUp& sums, Points* to) {
  for (std::size_t row = 0; row < block_rows; row += 8) {
    __m512i sum = _mm512_set1_epi64(step.start);
    for (std::size_t place = 0; place < step.places.size(); ++place) {
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(&sums.planes[row / 512][place]);
      sum = _mm512_mask_add_epi64(sum, bytes[row / 8 % 64], sum, _mm512_set1_epi64(step.unit << place));
    }
    _mm512_store_si512(to + row, sum);
  }
}
#endif

void spread(const SumWeights& step, const AddedUp& sums, Points* to) {
#if defined(ASSAY_HAS_WIDE_KERNELS)
  static const bool has_avx512 = __builtin_cpu_supports("avx512f");
  if (has_avx512) return spread_avx512(step, sums, to);
#endif
  spread_portably(step, sums, to);
}

}  // namespace

ASSAY_VECTOR_CLONES void add_points(const Points* from, Points* to) {
  for (std::size_t row = 0; row < block_rows; ++row) to[row] += from[row];
}

void run(const SumWeights& step, Block& block) {
  AddedUp sums;
  add_up(step, block, sums);
  Points* to = block.at<Points>(step.to);
  spread(step, sums, to);
  for (const Offset added : step.added) add_points(block.at<Points>(added), to);
  if (!step.bounds.at_most && !step.bounds.at_least) return;
  for (std::size_t row = 0; row < block_rows; ++row) to[row] = step.bounds.apply(to[row]);
}

}  // namespace assay::kernels

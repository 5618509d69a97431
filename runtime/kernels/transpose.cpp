#include "runtime/kernels/transpose.h"

#include "runtime/vector_clones.h"

namespace assay::kernels {
namespace {

// Swaps the bits above `width` of one row with those below of the row `width` further on, for all such pairs.
template <unsigned width>
[[gnu::always_inline]] inline void swap_halves(LaneBits* rows, std::uint64_t low_halves) {
  const WideBits mask = WideBits{} + low_halves;
  for (unsigned block = 0; block < 64; block += 2 * width) {
    for (unsigned row = block; row < block + width; ++row) {
      const WideBits swapped = ((rows[row].bits >> width) ^ rows[row + width].bits) & mask;
      rows[row + width].bits ^= swapped;
      rows[row].bits ^= swapped << width;
    }
  }
}

}  // namespace

ASSAY_VECTOR_CLONES void transpose_rows(const LaneBits* from, std::size_t stride, LaneBits* columns) {
  for (std::size_t row = 0; row < 64; ++row) columns[row] = from[row * stride];
  swap_halves<32>(columns, 0x0000'0000'FFFF'FFFF);
  swap_halves<16>(columns, 0x0000'FFFF'0000'FFFF);
  swap_halves<8>(columns, 0x00FF'00FF'00FF'00FF);
  swap_halves<4>(columns, 0x0F0F'0F0F'0F0F'0F0F);
  swap_halves<2>(columns, 0x3333'3333'3333'3333);
  swap_halves<1>(columns, 0x5555'5555'5555'5555);
}

void store_rows(std::span<const RowBit> bits, const LaneBits* rows, std::size_t stride, std::size_t word, const Block& block) {
  LaneBits columns[64];
  const auto* words = reinterpret_cast<const std::uint64_t*>(columns);
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const RowBit& each = bits[i];
    if (i == 0 || each.vector != bits[i - 1].vector) transpose_rows(rows + each.vector, stride, columns);
    const std::uint64_t leads = words[each.bit % 64 * words_per_vector + each.bit / 64];
    block.bits(each.to)[word] = each.unless == no_offset ? leads : leads & ~block.bits(each.unless)[word];
  }
}

}  // namespace assay::kernels

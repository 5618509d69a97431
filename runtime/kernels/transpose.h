// Turns bits per row into rows per bit: what has been computed lead by lead becomes bitmaps of leads.
#pragma once

#include <span>

#include "runtime/kernels/frame.h"
#include "runtime/kernels/lane_bits.h"

namespace assay::kernels {

// `from` holds 64 rows, `stride` vectors apart. Afterwards bit r of word w of columns[b] is bit b of word w of row r: eight transpositions
// of 64 by 64 bits at once.
void transpose_rows(const LaneBits* from, std::size_t stride, LaneBits* columns);

// The rows of up to 64 leads, so many vectors apart.
struct LeadRows {
  LaneBits* first;
  std::size_t stride;
  LaneBits* of(std::size_t lead) const { return first + lead * stride; }
};

// A bit of the rows of 64 leads, and the bitmap of leads that it becomes.
struct RowBit {
  std::uint32_t vector;  // of the row
  std::uint32_t bit;     // 0 to 511
  Offset to;
  Offset unless = no_offset;  // a bitmap of an earlier one: where it is 1, the bit is 0
};

// Writes such bits of 64 rows, `stride` vectors apart, as word number `word` of their bitmaps. `bits` are ordered by vector.
void store_rows(std::span<const RowBit> bits, const LaneBits* rows, std::size_t stride, std::size_t word, const Block& block);

}  // namespace assay::kernels

#include "runtime/kernels/columns.h"

#include <algorithm>
#include <cstring>

namespace assay::kernels {

using runtime::Column;

void copy_bits(const std::uint64_t* from, std::size_t first, std::size_t rows, std::uint64_t* to) {
  const std::size_t words = runtime::words_for(rows);
  if (!from) {
    std::fill_n(to, words, ~std::uint64_t{0});
    return;
  }
  const std::uint64_t* source = from + (first >> 6);
  const unsigned shift = first & 63;
  if (shift == 0) {
    std::memcpy(to, source, words * sizeof *to);
    return;
  }
  // The last word may end before the next one of the source begins: that one need not exist.
  const std::size_t source_words = runtime::words_for(shift + rows);
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint64_t next = i + 1 < source_words ? source[i + 1] : 0;
    to[i] = source[i] >> shift | next << (64 - shift);
  }
}

namespace {

// False where the column is not there at all: nothing is known then.
bool gather_known(const Column& column, Offset known, const Block& block) {
  std::uint64_t* to = block.bits(known);
  if (column.absent) {
    std::fill_n(to, block_words, 0);
    return false;
  }
  copy_bits(column.validity, block.first, block.rows, to);
  std::fill(to + block.words(), to + block_words, 0);
  if (block.rows & 63) to[block.rows >> 6] &= (std::uint64_t{1} << (block.rows & 63)) - 1;
  return true;
}

template <typename T, typename Get>
void gather_each(Values to, const Block& block, Get get) {
  T* values = block.at<T>(to.values);
  for (std::size_t row = 0; row < block.rows; ++row) values[row] = get(block.first + row);
}

void all_known(Values to, Block& block) { std::fill_n(block.bits(to.known), block_words, ~std::uint64_t{0}); }

template <typename T>
void spread_values(const Spread& step, Block& block) {
  const T* from = block.leads->at<T>(step.from.values);
  T* to = block.at<T>(step.to.values);
  for (std::size_t row = 0; row < block.rows; ++row) to[row] = from[block.lead_rows[row]];
}

void spread_bits(Offset from_offset, Offset to_offset, Block& block) {
  const std::uint64_t* from = block.leads->bits(from_offset);
  std::uint64_t* to = block.bits(to_offset);
  std::fill_n(to, block_words, 0);
  for (std::size_t row = 0; row < block.rows; ++row) {
    to[row >> 6] |= std::uint64_t{runtime::bit(from, block.lead_rows[row])} << (row & 63);
  }
}

}  // namespace

void run(const GatherValues& step, Block& block) {
  const Column& column = block.columns[step.column];
  if (!gather_known(column, step.to.known, block)) return;
  const void* from = column.storage == runtime::Storage::Number ? static_cast<const void*>(column.numbers + block.first)
                                                                : static_cast<const void*>(column.integers + block.first);
  std::memcpy(block.at<std::int64_t>(step.to.values), from, block.rows * 8);
}

void run(const GatherYesNo& step, Block& block) {
  const Column& column = block.columns[step.column];
  if (gather_known(column, step.to.known, block)) copy_bits(column.truths, block.first, block.rows, block.bits(step.to.values));
}

void run(const GatherLabels& step, Block& block) {
  const Column& column = block.columns[step.column];
  if (gather_known(column, step.to.known, block)) {
    gather_each<std::int64_t>(step.to, block, [&](std::size_t row) { return column.labels[row]; });
  }
}

void run(const GatherTexts& step, Block& block) {
  const Column& column = block.columns[step.column];
  if (!gather_known(column, step.to.known, block)) return;
  const std::uint64_t* known = block.bits(step.to.known);
  gather_each<std::string_view>(step.to, block, [&](std::size_t row) {
    return runtime::bit(known, row - block.first) ? column.text.at_row(row) : std::string_view{};
  });
}

void run(const GatherLists& step, Block& block) {
  const Column& column = block.columns[step.column];
  if (!gather_known(column, step.to.known, block)) return;
  gather_each<ListValue>(step.to, block, [&](std::size_t row) {
    return ListValue{&column.text, static_cast<std::size_t>(column.list_offsets[row]),
                     static_cast<std::size_t>(column.list_offsets[row + 1])};
  });
}

void run(const GatherKnown& step, Block& block) { gather_known(block.columns[step.column], step.to, block); }

void run(const GatherKind& step, Block& block) {
  std::uint64_t* to = block.bits(step.to);
  std::fill_n(to, block_words, 0);
  const std::int16_t* kinds = block.activities->kinds + block.first;
  for (std::size_t row = 0; row < block.rows; ++row) to[row >> 6] |= std::uint64_t{kinds[row] == step.activity} << (row & 63);
}

void run(const FillInteger& step, Block& block) {
  std::fill_n(block.at<std::int64_t>(step.to.values), block_rows, step.value);
  all_known(step.to, block);
}

void run(const FillNumber& step, Block& block) {
  std::fill_n(block.at<double>(step.to.values), block_rows, step.value);
  all_known(step.to, block);
}

void run(const FillText& step, Block& block) {
  std::fill_n(block.at<std::string_view>(step.to.values), block_rows, std::string_view(step.value));
  all_known(step.to, block);
}

void run(const FillAsOf& step, Block& block) {
  std::fill_n(block.at<std::int64_t>(step.to.values), block_rows, block.run->as_of);
  all_known(step.to, block);
}

void run(const FillMissing& step, Block& block) { std::fill_n(block.bits(step.to.known), block_words, 0); }

void run(const Spread& step, Block& block) {
  switch (step.kind) {
    case ValueKind::Truth: return spread_bits(step.from.values, step.to.values, block);
    case ValueKind::YesNo: spread_bits(step.from.values, step.to.values, block); break;
    case ValueKind::Number:
    case ValueKind::Integer: spread_values<std::int64_t>(step, block); break;
    case ValueKind::Text: spread_values<std::string_view>(step, block); break;
    case ValueKind::List: spread_values<ListValue>(step, block); break;
  }
  spread_bits(step.from.known, step.to.known, block);
}

}  // namespace assay::kernels

// A batch of leads and the activities of those leads, as columns in Arrow layout.
//
// Columns are views: pointers into memory that `owners` keeps alive, so that a reader's buffers and an imported Arrow array are used as
// they are. Bits are numbered from the least significant one, 64-bit words, bit = 1 means known (validity) or yes (truths); words that hold
// the last rows may have anything behind the last row. Offsets are 32-bit; a reader ends a batch before they overflow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/schema.h"

namespace assay::runtime {

inline bool bit(const std::uint64_t* words, std::size_t i) { return (words[i >> 6] >> (i & 63)) & 1; }
inline void set_bit(std::uint64_t* words, std::size_t i) { words[i >> 6] |= std::uint64_t{1} << (i & 63); }
inline std::size_t words_for(std::size_t rows) { return (rows + 63) / 64; }

// UTF-8 texts, trimmed of white space. Without `indices` one value per row; with them, row i has value indices[i] of a dictionary of
// `values` entries (an index under an invalid row is 0 or any valid one). Batches of one reader with the same non-zero `dictionary` number
// share one growing dictionary: what stood at an index stays there, so that verdicts about values can be kept from batch to batch.
struct TextColumn {
  const std::int32_t* offsets = nullptr;  // values + 1
  const char* bytes = nullptr;
  const std::int32_t* indices = nullptr;
  std::size_t values = 0;
  std::uint64_t dictionary = 0;

  std::string_view value(std::size_t i) const { return {bytes + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i])}; }
  std::string_view at_row(std::size_t row) const { return value(indices ? static_cast<std::size_t>(indices[row]) : row); }
};

struct Column {
  Storage storage = Storage::Text;
  bool absent = false;                         // no such column in the data: missing in every row; all pointers are null
  const std::uint64_t* validity = nullptr;     // nullptr (and not absent): known in every row
  const std::int64_t* integers = nullptr;      // Storage::Integer
  const double* numbers = nullptr;             // Storage::Number; finite, never -0.0
  const std::uint64_t* truths = nullptr;       // Storage::Truth
  const std::int32_t* labels = nullptr;        // Storage::Label: index into FieldSpec::labels
  TextColumn text;                             // Storage::Text; of a TextList, the elements
  const std::int32_t* list_offsets = nullptr;  // Storage::TextList: rows + 1, into the elements

  bool known(std::size_t row) const { return !absent && (!validity || bit(validity, row)); }
};

struct Batch {
  std::size_t rows = 0;
  std::uint64_t first_row = 1;  // number of the first row in its source, counted from 1 without the header
  std::vector<Column> columns;  // one per Schema::fields, in that order
  TextColumn ids;  // one per row, never dictionary-encoded; empty where the lead has none (row numbers are filled in by the reader)
  std::vector<std::shared_ptr<const void>> owners;
};

// The activities of the rows of one Batch: row r has those in [offsets[r], offsets[r + 1]). Within a row first those without a time, in the
// order of the source, then by time, equal times in the order of the source. Already dropped: those after as-of, repeated activity ids,
// rows without a kind. Already merged: overlapping attendances. Not yet applied: `ignore`.
struct ActivityBatch {
  static constexpr std::int16_t unknown_kind = -1;

  std::vector<std::int64_t> offsets;    // rows + 1
  const std::int16_t* kinds = nullptr;  // index into Schema::activities or unknown_kind
  const std::int64_t* times = nullptr;  // microseconds since 1970-01-01T00:00Z; untimed (INT64_MIN) where there is none
  std::vector<Column> attributes;       // one per Schema::slots; indexed by activity, like kinds and times
  std::vector<std::shared_ptr<const void>> owners;

  static constexpr std::int64_t untimed = INT64_MIN;
  std::size_t size() const { return offsets.empty() ? 0 : static_cast<std::size_t>(offsets.back()); }
};

}  // namespace assay::runtime

// Single values of Arrow arrays: what stands in a row behind dictionaries and runs, and how it reads as the cell of a text file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/arrow/view.h"

namespace assay::arrow {

enum class Found : std::uint8_t { value, nothing, malformed };

// Follows dictionaries and runs to the array and row that hold the value. `nothing`: missing; `malformed`: an index that is not in its
// dictionary, or a row behind the last run.
Found resolve(const ArrayView*& view, std::int64_t& row);

// The index of a row of a dictionary-encoded column; anything where the row is missing.
std::int64_t dictionary_index(const ArrayView& view, std::int64_t row);

// The bytes of a row of a text or bytes column (is_text, is_bytes). False: offsets or views that cannot be.
bool bytes_at(const ArrayView& view, std::int64_t row, std::string_view& bytes);

// The elements of a row of a list column, as rows of its child. False: malformed.
bool elements_at(const ArrayView& view, std::int64_t row, std::int64_t& begin, std::int64_t& end);

enum class Spelling : std::uint8_t {
  text,       // `text` is trimmed UTF-8; it may be empty
  no_text,    // a value that no cell of a text file could hold: a list, a struct
  not_utf8,   // bytes that are no text; they are in `text`
  too_long,   // more than a cell may have; in `text`
  malformed,  // the array, not the value
};

// A value (after resolve) as the cell of a text file would spell it: integers and numbers in digits, true and false, ISO dates and times.
// `text` points into the array or into `scratch`.
Spelling spell(const ArrayView& view, std::int64_t row, std::string& scratch, std::string_view& text);

// Values of number columns (after resolve). Half floats and wider ones as binary64; false for another kind.
bool float_at(const ArrayView& view, std::int64_t row, double& value);
// Integers of up to 64 bits; false for another kind, and for what int64 cannot hold.
bool integer_at(const ArrayView& view, std::int64_t row, std::int64_t& value);

// A timestamp or date64 in microseconds since 1970-01-01 00:00, rounded down. False where int64 cannot hold it.
bool microseconds_at(const ArrayView& view, std::int64_t row, std::int64_t& value);

}  // namespace assay::arrow

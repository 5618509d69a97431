// Integers of many rows of an Arrow column at once: what their width is, is asked once and not for each of them.
#pragma once

#include <cstdint>

#include "runtime/arrow/convert.h"

namespace assay::arrow {

// Writes the integers of the rows to `values`, which has room for rows.count; of rows that are missing anything. Dictionaries are not
// followed: of a column that has one, the values are indices. False for columns of other things, and of uint64.
bool integers_of(const ArrayView& view, const Rows& rows, std::int64_t* values);

}  // namespace assay::arrow

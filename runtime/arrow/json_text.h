// Values of Arrow columns as JSON: how lists and structs pass through into formats of text.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/arrow/view.h"

namespace assay::arrow {

// Appends a row: numbers and truths bare, texts quoted, what is missing as null; lists and maps as arrays, structs as objects. A union or
// an interval is null. False: malformed.
bool append_json(const ArrayView& view, std::int64_t row, std::string& out);

}  // namespace assay::arrow

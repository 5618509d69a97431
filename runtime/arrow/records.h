// Reading Arrow C streams of records: their type, and one array after the other.
#pragma once

#include <optional>
#include <string>

#include "runtime/arrow/owned.h"
#include "runtime/arrow/type.h"

namespace assay::arrow {

// The type of the stream's records. A Failure where it is no stream of structs. `source` names it in messages.
std::optional<io::Failure> read_record_type(OwnedStream& stream, const std::string& source, DataType& into);

// The next array; null at the end.
std::optional<io::Failure> read_array(OwnedStream& stream, const std::string& source, SharedArray& into);

}  // namespace assay::arrow

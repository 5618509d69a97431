// What an ArrowSchema says, parsed: the type of a column with those of its children and dictionary.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/arrow/c_data.h"
#include "runtime/io/failure.h"

namespace assay::arrow {

enum class Kind : std::uint8_t {
  null,
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float16,
  float32,
  float64,
  decimal,      // `width` bytes, `scale` digits behind the point
  date_days,    // int32 days
  date_millis,  // int64 milliseconds
  time32,       // int32 since midnight, in units of 1/per_second s
  time64,       // int64 since midnight
  timestamp,    // int64 since 1970 in units of 1/per_second s; `has_zone`: an instant, else a local time
  duration,     // int64
  interval,     // of any form
  text,         // UTF-8 with 32-bit offsets
  large_text,   // UTF-8 with 64-bit offsets
  text_view,    // UTF-8 views
  binary,       // the same three for bytes
  large_binary,
  binary_view,
  fixed_binary,  // `width` bytes each
  list,          // 32-bit offsets
  large_list,    // 64-bit offsets
  list_view,     // 32-bit offsets and sizes
  large_list_view,
  fixed_list,  // `width` elements each
  structure,
  map,
  any_union,
  run_end_encoded,
};

struct DataType {
  Kind kind = Kind::null;       // of a dictionary-encoded column: of its indices
  std::string name;             // of the column; empty: none
  std::int64_t per_second = 1;  // of times: units in a second
  bool has_zone = false;
  std::int32_t width = 0;
  std::int32_t scale = 0;
  std::vector<DataType> children;
  std::shared_ptr<const DataType> dictionary;  // set: dictionary-encoded, values of this type

  bool is_text() const { return kind == Kind::text || kind == Kind::large_text || kind == Kind::text_view; }
  bool is_bytes() const {
    return kind == Kind::binary || kind == Kind::large_binary || kind == Kind::binary_view || kind == Kind::fixed_binary;
  }
  bool is_list() const {
    return kind == Kind::list || kind == Kind::large_list || kind == Kind::list_view || kind == Kind::large_list_view ||
           kind == Kind::fixed_list;
  }
};

// Parses a schema, whose memory is not kept. A Failure where it is none of the specification's (unknown format, missing children, nested
// too deeply); `source` names it in the message.
std::optional<io::Failure> parse_type(const ArrowSchema& schema, const std::string& source, DataType& into);

// For messages: "a 64-bit integer", "a list".
std::string words_for(const DataType& type);

}  // namespace assay::arrow

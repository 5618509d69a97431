// Arrow C streams made of functions.
#pragma once

#include <functional>
#include <string>

#include "runtime/arrow/owned.h"

namespace assay::arrow {

// Both give an empty text when all went well, else what went wrong. Neither throws.
struct StreamSource {
  std::function<std::string(ArrowSchema*)> schema;
  // Leaves `out` released at the end.
  std::function<std::string(ArrowArray*)> next;
};

// The stream owns the functions and drops them when it is released. After an error it gives that error again.
OwnedStream make_stream(StreamSource source);

}  // namespace assay::arrow

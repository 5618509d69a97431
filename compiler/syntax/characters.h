// The bytes of a policy as characters. Private to this folder.
#pragma once

#include <string>

#include "compiler/diag/diag.h"

namespace assay::syntax {

// Reports bytes that are not UTF-8 (one message for the file: the cause is its encoding) and invisible control characters. Returns the
// text with each such byte replaced by a question mark, so that offsets stay.
std::string checked_characters(const source::Source& source, diag::Sink& sink);

}  // namespace assay::syntax

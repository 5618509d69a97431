// The bytes of a policy as characters. Private to this folder.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/diag/diag.h"

namespace assay::syntax {

// Whether a file is text in the encoding of policies, or nearly: three of its characters, or one in sixteen, may be invisible control
// characters. Reports what it seems to be otherwise.
bool is_text(const source::Source& source, diag::Sink& sink);

// Reports bytes that are not UTF-8 (one message for the file: the cause is its encoding) and invisible control characters. Returns the
// text with each such byte replaced by a question mark, so that offsets stay.
std::string checked_characters(const source::Source& source, diag::Sink& sink);

// Letters of any script, and the marks on them and digits behind the first; of characters beyond ASCII.
bool may_be_in_name(std::int32_t character, bool first);

}  // namespace assay::syntax

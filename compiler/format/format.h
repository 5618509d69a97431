// The one layout of a policy. Formatting keeps every word and comment and changes only the white space between them; runs of blank
// lines become one. What is formatted reads as the same tree, and formatting it again changes nothing.
#pragma once

#include <optional>
#include <string>

#include "compiler/diag/diag.h"
#include "compiler/source/source.h"

namespace assay::format {

// Lines are wrapped beyond this many characters, where a comma, `and` or `or` allows it.
inline constexpr std::size_t line_width = 120;

// The formatted text with LF line ends and one at its end, or nothing if the policy has syntax errors (reported into the sink).
std::optional<std::string> format(const source::Source& source, diag::Sink& sink);

}  // namespace assay::format

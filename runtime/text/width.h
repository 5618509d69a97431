// How wide a text is on a terminal: wide characters take two columns, combining ones none. For aligned columns only; nothing that scores
// depends on it.
#pragma once

#include <cstddef>
#include <string_view>

namespace assay::text {

// A byte that is not UTF-8 counts as one column.
std::size_t display_width(std::string_view text);

}  // namespace assay::text

// Texts as JSON, for the renderers of this folder.
#pragma once

#include <string>
#include <string_view>

namespace assay::diag {

// In quotes, with what JSON wants escaped; bytes that are not UTF-8 become U+FFFD.
std::string quoted(std::string_view text);

}  // namespace assay::diag

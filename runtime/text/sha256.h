// SHA-256 (FIPS 180-4) of a text: a name for content that stays the same for ever and everywhere. Our own sixty lines, since no library
// that we link offers it; checked against the published examples.
#pragma once

#include <string>
#include <string_view>

namespace assay::text {

// 64 hexadecimal digits, in small letters.
std::string sha256(std::string_view bytes);

}  // namespace assay::text

// Arrow decimals: signed integers of 4 to 32 bytes with a scale. Not here: decimals of policies (runtime/points.h).
#pragma once

#include <cstdint>
#include <string>

namespace assay::arrow {

// Appends a decimal in digits ("12.50", "-0.07", "1200" for 12 with scale -2). `bytes`: the integer in two's complement, least significant
// byte first, `width` bytes, a multiple of 4 up to 32.
void append_decimal(const unsigned char* bytes, std::int32_t width, std::int32_t scale, std::string& out);

}  // namespace assay::arrow

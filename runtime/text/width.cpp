#include "runtime/text/width.h"

#include <algorithm>

#include <utf8proc.h>

namespace assay::text {

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length = std::max<utf8proc_ssize_t>(utf8proc_iterate(at, left, &code_point), 1);
    width += code_point >= 0 ? static_cast<std::size_t>(std::max(utf8proc_charwidth(code_point), 0)) : 1;
    at += length;
    left -= length;
  }
  return width;
}

}  // namespace assay::text

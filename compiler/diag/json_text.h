// Texts and arrays as JSON, for who renders by hand.
#pragma once

#include <string>
#include <string_view>

namespace assay::diag {

// In quotes, with what JSON wants escaped; bytes that are not UTF-8 become U+FFFD.
std::string quoted(std::string_view text);

// An array of what `write` makes of each item.
template <typename Items, typename Write>
std::string array(const Items& items, Write write) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ',';
    out += write(item);
  }
  return out + ']';
}

}  // namespace assay::diag

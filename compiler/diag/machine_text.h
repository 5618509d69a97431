// Texts as formats for machines want them: JSON, and the workflow commands of GitHub Actions. For whoever renders by hand.
#pragma once

#include <string>
#include <string_view>

namespace assay::diag {

// As JSON: in quotes, with what it wants escaped; bytes that are not UTF-8 become U+FFFD.
std::string quoted(std::string_view text);

// A text of a workflow command, which the end of a line ends; of its properties (`property`) also colons and commas mean something.
std::string in_command(std::string_view text, bool property);

// A JSON array of what `write` makes of each item.
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

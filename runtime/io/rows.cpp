#include "runtime/io/rows.h"

#include <algorithm>

namespace assay::io {

std::uint64_t RowBlock::line_of(std::size_t row) const {
  if (lines != nullptr) return lines[row];
  const auto row_begin = static_cast<std::uint32_t>(marks[row * stride] + 1);
  return first_line + static_cast<std::uint64_t>(std::count(bytes + begin, bytes + std::max(row_begin, begin), '\n'));
}

std::string_view unquoted(std::string_view raw, std::string& scratch) {
  if (raw.ends_with('\r')) raw.remove_suffix(1);
  if (!raw.starts_with('"')) return raw;
  raw.remove_prefix(1);
  const std::size_t quote = raw.find('"');
  if (quote == raw.size() - 1 || quote == std::string_view::npos) return raw.substr(0, quote);
  scratch.clear();
  for (std::size_t at = quote;;) {
    scratch.append(raw.substr(0, at));
    raw.remove_prefix(at + 1);
    if (!raw.starts_with('"')) break;
    scratch += '"';
    raw.remove_prefix(1);
    at = raw.find('"');
    if (at == std::string_view::npos) break;
  }
  scratch.append(raw);
  return scratch;
}

}  // namespace assay::io

#include "cli/pages.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/diag/suggest.h"

namespace assay::cli {

extern const std::pair<std::string_view, std::string_view> embedded_files[];
extern const std::size_t embedded_file_count;

std::optional<std::string_view> error_page(std::string_view code) {
  for (std::size_t i = 0; i < embedded_file_count; ++i) {
    if (embedded_files[i].first == code) return embedded_files[i].second;
  }
  return std::nullopt;
}

std::string nearest_page(std::string_view code) {
  std::vector<std::string_view> codes;
  for (std::size_t i = 0; i < embedded_file_count; ++i) codes.push_back(embedded_files[i].first);
  const std::string near = diag::nearest(code, codes);
  return near.empty() ? "" : fmt::format("; did you mean '{}'?", near);
}

}  // namespace assay::cli

#include "cli/pages.h"

#include <utility>
#include <vector>

#include "runtime/text/nearest.h"

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
  return text::did_you_mean(code, codes);
}

}  // namespace assay::cli

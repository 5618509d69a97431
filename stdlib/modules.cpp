#include "stdlib/modules.h"

#include <string>
#include <utility>
#include <vector>

namespace assay::stdlib {

// Generated from the files of this folder, sorted by name (cmake/AssayEmbed.cmake).
extern const std::pair<std::string_view, std::string_view> embedded_files[];
extern const std::size_t embedded_file_count;

std::optional<std::string_view> module_text(std::string_view name) {
  for (std::size_t i = 0; i < embedded_file_count; ++i) {
    if (embedded_files[i].first == name) return embedded_files[i].second;
  }
  return std::nullopt;
}

std::string_view module_that_declares(std::string_view name) {
  for (std::size_t i = 0; i < embedded_file_count; ++i) {
    const auto& [module, text] = embedded_files[i];
    if (module == prelude_name) continue;
    for (const std::string_view keyword : {"list ", "define ", "setting ", "activity "}) {
      const std::string head = "\n" + std::string(keyword) + std::string(name);
      const std::size_t at = text.find(head);
      // A declaration begins its line, and its name ends there: `list eu` is not `list europe`.
      if (at != std::string_view::npos && std::string_view(": (=").find(text[at + head.size()]) != std::string_view::npos) return module;
    }
  }
  return {};
}

std::span<const std::string_view> module_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (std::size_t i = 0; i < embedded_file_count; ++i) all.push_back(embedded_files[i].first);
    return all;
  }();
  return names;
}

}  // namespace assay::stdlib

#include "compiler/check/file_text.h"

#include <filesystem>
#include <fstream>

namespace assay::check {

std::string path_beside(const std::string& user, const std::string& target) {
  const std::filesystem::path folder = std::filesystem::path(user).parent_path();
  return (folder / target).lexically_normal().string();
}

FileText read_file(const std::string& path, std::size_t most_bytes, const ReadFile& reader) {
  if (reader) {
    std::optional<std::string> text = reader(path);
    if (text && text->size() > most_bytes) text->resize(most_bytes + 1);
    return {.text = std::move(text), .fault = "there is no such file"};
  }
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return {.text = std::nullopt, .fault = "there is no such file"};
  if (std::filesystem::is_directory(status)) return {.text = std::nullopt, .fault = "it is a folder"};
  std::ifstream file(path, std::ios::binary);
  std::string text;
  char block[1 << 16];
  while (file && text.size() <= most_bytes) {
    file.read(block, sizeof block);
    text.append(block, static_cast<std::size_t>(file.gcount()));
  }
  if (!file.eof() && text.size() <= most_bytes) return {.text = std::nullopt, .fault = "it cannot be opened"};
  text.resize(std::min(text.size(), most_bytes + 1));
  return {.text = std::move(text), .fault = {}};
}

}  // namespace assay::check

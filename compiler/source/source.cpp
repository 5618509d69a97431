#include "compiler/source/source.h"

#include <algorithm>
#include <utility>

namespace assay::source {

namespace {

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

Span join(Span first, Span last) {
  if (first == Span{}) return last;
  if (last == Span{}) return first;
  return {first.file, std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

Source::Source(FileId id, std::string name, std::string bytes) : id_(id), name_(std::move(name)), bytes_(std::move(bytes)) {
  line_starts_.push_back(0);
  for (std::size_t at = bytes_.find('\n'); at != std::string::npos; at = bytes_.find('\n', at + 1)) {
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

std::string_view Source::text(Span span) const {
  const std::size_t begin = std::min<std::size_t>(span.begin, bytes_.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, bytes_.size());
  return std::string_view(bytes_).substr(begin, end - begin);
}

Position Source::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(bytes_.size()));
  const std::uint32_t line = line_of(offset);
  const std::string_view before = std::string_view(bytes_).substr(line_starts_[line - 1], offset - line_starts_[line - 1]);
  const auto characters = std::count_if(before.begin(), before.end(), [](char byte) { return !continues_character(byte); });
  // A byte order mark is no character of the first line.
  const bool after_mark = line == 1 && before.starts_with("\xEF\xBB\xBF");
  return {line, static_cast<std::uint32_t>(characters) + (after_mark ? 0 : 1)};
}

std::uint32_t Source::line_of(std::uint32_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return static_cast<std::uint32_t>(after - line_starts_.begin());
}

std::string_view Source::line(std::uint32_t number) const {
  const std::size_t begin = line_starts_[number - 1];
  std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : bytes_.size();
  if (end > begin && bytes_[end - 1] == '\r') --end;
  return std::string_view(bytes_).substr(begin, end - begin);
}

const Source& Sources::add(std::string name, std::string bytes) {
  return files_.emplace_back(static_cast<FileId>(files_.size()), std::move(name), std::move(bytes));
}

void Sources::add_origins(FileId made, std::vector<Origin> origins) {
  if (!origins.empty()) origins_.emplace(made, std::move(origins));
}

Span Sources::shown(Span span) const {
  const auto found = origins_.find(span.file);
  if (found == origins_.end()) return span;
  const std::vector<Origin>& origins = found->second;
  // The first part that ends behind the span's beginning, and the last that begins before its end.
  const auto first = std::find_if(origins.begin(), origins.end(), [&](const Origin& one) { return one.end > span.begin; });
  if (first == origins.end()) return origins.back().span;
  const auto behind = std::find_if(first, origins.end(), [&](const Origin& one) { return one.begin >= span.end; });
  return behind == first ? first->span : join(first->span, std::prev(behind)->span);
}

}  // namespace assay::source

#include "runtime/arrow/columns.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay::arrow {
namespace {

void append_columns(const DataType& type, const std::string& prefix, const std::vector<std::size_t>& path, std::vector<NamedColumn>& into) {
  for (std::size_t i = 0; i < type.children.size(); ++i) {
    const DataType& child = type.children[i];
    std::vector<std::size_t> to_child = path;
    to_child.push_back(i);
    if (child.kind == Kind::structure && !child.dictionary) {
      append_columns(child, prefix + child.name + ".", to_child, into);
    } else {
      into.push_back({prefix + child.name, std::move(to_child), &child});
    }
  }
}

}  // namespace

std::vector<NamedColumn> named_columns(const DataType& type) {
  std::vector<NamedColumn> columns;
  append_columns(type, "", {}, columns);
  return columns;
}

std::optional<io::Failure> open_needed(RecordSource& records, const std::vector<std::size_t>& needed, const std::string& source,
                                       std::vector<NamedColumn>& columns, OwnedStream& stream, DataType& type) {
  std::vector<std::size_t> outermost;
  for (const std::size_t column : needed) outermost.push_back(columns[column].path[0]);
  std::sort(outermost.begin(), outermost.end());
  outermost.erase(std::unique(outermost.begin(), outermost.end()), outermost.end());
  if (auto why = records.open(outermost, stream)) return why;
  if (auto why = read_record_type(stream, source, type)) return why;
  if (type.children.size() != outermost.size())
    return io::Failure{fmt::format("{}: {} columns were asked for and {} came", source, outermost.size(), type.children.size())};
  for (const std::size_t number : needed) {
    NamedColumn& column = columns[number];
    if (column.type == nullptr) continue;
    const auto at = std::lower_bound(outermost.begin(), outermost.end(), column.path[0]);
    column.path[0] = static_cast<std::size_t>(at - outermost.begin());
    column.type = nullptr;
  }
  for (NamedColumn& column : columns) {
    if (column.type != nullptr) continue;
    column.type = &type;
    for (const std::size_t child : column.path) {
      if (child >= column.type->children.size()) return io::Failure{fmt::format("{}: the column \"{}\" has changed", source, column.name)};
      column.type = &column.type->children[child];
    }
  }
  return std::nullopt;
}

std::optional<io::Failure> view_of_column(const ArrayView& all, const NamedColumn& column, const std::string& source, ArrayView& into) {
  into = all;
  for (const std::size_t child : column.path) {
    ArrayView parent = std::move(into);
    if (auto why = view_of_child(parent, child, source, true, into)) return why;
  }
  return std::nullopt;
}

}  // namespace assay::arrow

#include "runtime/arrow/columns.h"

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

std::optional<io::Failure> view_of_column(const ArrayView& all, const NamedColumn& column, const std::string& source, ArrayView& into) {
  into = all;
  for (const std::size_t child : column.path) {
    ArrayView parent = std::move(into);
    if (auto why = view_of_child(parent, child, source, true, into)) return why;
  }
  return std::nullopt;
}

}  // namespace assay::arrow

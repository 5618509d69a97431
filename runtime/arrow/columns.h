// The columns of an Arrow struct as names: those of structs inside it by their path, joined by a point ("address.city").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/arrow/records.h"
#include "runtime/arrow/view.h"

namespace assay::arrow {

struct NamedColumn {
  std::string name;
  std::vector<std::size_t> path;  // children to take, from the outermost struct on
  const DataType* type = nullptr;
};

// In the order of the schema. `type` is a structure and outlives them. Structs inside lists are no columns of their own.
std::vector<NamedColumn> named_columns(const DataType& type);

// The view of a column, below the view of the outermost struct.
std::optional<io::Failure> view_of_column(const ArrayView& all, const NamedColumn& column, const std::string& source, ArrayView& into);

// Opens the records of a source with the columns that are needed (indices of `columns`, in any order), and reads their type into `type`.
// Afterwards the paths and types of the needed columns are those in what is opened; the others must not be looked at.
std::optional<io::Failure> open_needed(RecordSource& records, const std::vector<std::size_t>& needed, const std::string& source,
                                       std::vector<NamedColumn>& columns, OwnedStream& stream, DataType& type);

}  // namespace assay::arrow

// A choice whose values are constants, as a table: by the first condition that holds, or by that of rows and then that of columns.
#pragma once

#include <optional>
#include <vector>

#include "compiler/ir/ir.h"

namespace assay::plan {

struct Table {
  std::vector<ir::ExprId> rows, columns;  // conditions; no columns: one value per row
  std::vector<std::int64_t> cells;        // row by row; of numbers the bits of the binary64
};

// The table that a choice is; nullopt where a value is no constant, or not all rows ask the same of their columns.
std::optional<Table> table_of(const ir::Policy& policy, ir::ExprId choice);

}  // namespace assay::plan

// Builds one Column of a batch from the cells of a file's column: one builder per field, kept from batch to batch.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "runtime/batch.h"
#include "runtime/calendar/zone.h"
#include "runtime/io/cells.h"
#include "runtime/schema.h"

namespace assay::io {

// Rows [from, to) of a block, of which the cells in `column` are meant.
struct CellRange {
  const RowBlock& block;
  std::size_t from, to;
  std::size_t column;
};

class ColumnBuilder {
 public:
  virtual ~ColumnBuilder() = default;

  virtual void start() = 0;
  virtual void append(const CellRange& cells, CellFaults& faults) = 0;
  virtual void finish(runtime::Column& column, std::vector<std::shared_ptr<const void>>& owners) = 0;
};

// A builder for a field as the schema declares it. `zone` outlives it.
std::unique_ptr<ColumnBuilder> make_column_builder(const runtime::FieldSpec& field, const calendar::Zone& zone);

}  // namespace assay::io

// Columns of texts and bytes, plain or as dictionaries (flat_column.h). Internal to the module.
#pragma once

#include "runtime/arrow_files/module/flat_column.h"

namespace assay::arrow_files {

// `type`: utf8 or binary, of the texts.
std::unique_ptr<FlatColumn> make_text_column(const ::parquet::ColumnDescriptor& column, int leaf,
                                             const std::shared_ptr<::arrow::DataType>& type, bool as_dictionary);

// Throws where a column reader gave no levels, or not as many values as levels say.
void check_read(std::int64_t levels, std::int64_t known, std::int64_t values);

}  // namespace assay::arrow_files

// Records of Parquet files all of whose needed columns are flat (flat_column.h). Internal to the module.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <arrow/api.h>
#include <parquet/file_reader.h>

namespace assay::arrow_files {

struct FlatRequest {
  std::shared_ptr<::arrow::Schema> schema;  // of all columns of the file
  std::vector<int> leaves;                  // that are needed
  std::vector<bool> dictionaries;           // which of those are texts that are coded as dictionaries throughout
  std::vector<int> row_groups;              // that are read, in their order
  std::int64_t batch_rows = 0;              // most of an array
  bool use_threads = false;                 // columns are decoded at the same time, by Arrow's threads
};

// The records of a file, which is taken. Null where a column is not flat, or of a type that is not known here; then the file stays.
::arrow::Result<std::shared_ptr<::arrow::RecordBatchReader>> flat_records(std::unique_ptr<::parquet::ParquetFileReader>& file,
                                                                          const FlatRequest& request);

}  // namespace assay::arrow_files

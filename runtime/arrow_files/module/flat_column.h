// Columns of Parquet files that are neither nested nor repeated, read row group by row group into Arrow arrays: a layer above the column
// readers of Arrow C++, which know pages, encodings and compressions. It is there since the usual reader of Arrow arrays copies values
// several times and makes new memory for each array. Not thread-safe; each column may be read by another thread. Internal to the module.
//
// What is damaged throws parquet::ParquetException, as column readers do (decision 0140).
#pragma once

#include <cstdint>
#include <memory>

#include <arrow/api.h>
#include <parquet/file_reader.h>

namespace assay::arrow_files {

class FlatColumn {
 public:
  virtual ~FlatColumn() = default;

  // Of its arrays.
  virtual std::shared_ptr<::arrow::DataType> type() const = 0;

  // Begins a row group; the column's rows before it need not have been read.
  virtual void open(::parquet::RowGroupReader& group) = 0;

  // The next rows of the row group, of which there are as many; more than one array where one could not hold the texts.
  virtual ::arrow::ArrayVector read(std::int64_t rows) = 0;
};

// The column of a leaf, whose values are of `type` as Arrow sees them; null where it is of a form that is not known here. Texts come as
// dictionaries where `as_dictionary` says that all pages of all row groups are coded so.
std::unique_ptr<FlatColumn> make_flat_column(const ::parquet::ColumnDescriptor& column, int leaf,
                                             const std::shared_ptr<::arrow::DataType>& type, bool as_dictionary);

}  // namespace assay::arrow_files

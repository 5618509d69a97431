#include "runtime/arrow_files/module/flat_records.h"

#include <algorithm>
#include <exception>

#include <arrow/util/parallel.h>
#include <parquet/exception.h>

#include "runtime/arrow_files/module/flat_column.h"

namespace assay::arrow_files {
namespace {

using Columns = std::vector<std::unique_ptr<FlatColumn>>;

// On threads of Arrow nothing may be thrown.
template <class Work>
::arrow::Status status_of(const Work& work) {
  try {
    work();
    return ::arrow::Status::OK();
  } catch (const ::parquet::ParquetStatusException& thrown) {
    return thrown.status();
  } catch (const std::exception& thrown) {
    return ::arrow::Status::IOError(thrown.what());
  }
}

class FlatRecords final : public ::arrow::RecordBatchReader {
 public:
  FlatRecords(std::unique_ptr<::parquet::ParquetFileReader> file, const FlatRequest& request, std::shared_ptr<::arrow::Schema> schema,
              Columns columns)
      : file_(std::move(file)),
        row_groups_(request.row_groups),
        batch_rows_(request.batch_rows),
        use_threads_(request.use_threads),
        schema_(std::move(schema)),
        columns_(std::move(columns)) {}

  std::shared_ptr<::arrow::Schema> schema() const override { return schema_; }

  ::arrow::Status ReadNext(std::shared_ptr<::arrow::RecordBatch>* batch) override {
    batch->reset();
    if (waiting_) ARROW_RETURN_NOT_OK(waiting_->ReadNext(batch));
    if (*batch) return ::arrow::Status::OK();
    waiting_.reset();
    ARROW_RETURN_NOT_OK(open());
    if (rows_left_ == 0) return ::arrow::Status::OK();
    return read(std::min(rows_left_, batch_rows_), *batch);
  }

  // Goes to the next row group where no rows are left of this one; none are left at the end.
  ::arrow::Status open() {
    while (rows_left_ == 0 && next_group_ < row_groups_.size()) ARROW_RETURN_NOT_OK(status_of([&] { open_group(); }));
    return ::arrow::Status::OK();
  }

 private:
  void open_group() {
    group_ = file_->RowGroup(row_groups_[next_group_++]);
    rows_left_ = group_->metadata()->num_rows();
    if (rows_left_ < 0) throw ::parquet::ParquetException("a row group has fewer than no rows");
    for (const auto& column : columns_) column->open(*group_);
  }

  ::arrow::Status read(std::int64_t rows, std::shared_ptr<::arrow::RecordBatch>& batch) {
    std::vector<::arrow::ArrayVector> arrays(columns_.size());
    const auto read_column = [&](int i) {
      const auto column = static_cast<std::size_t>(i);
      return status_of([&] { arrays[column] = columns_[column]->read(rows); });
    };
    ARROW_RETURN_NOT_OK(::arrow::internal::OptionalParallelFor(use_threads_, static_cast<int>(columns_.size()), read_column));
    rows_left_ -= rows;
    const bool whole = std::all_of(arrays.begin(), arrays.end(), [](const auto& each) { return each.size() == 1; });
    if (!whole) return read_pieces(std::move(arrays), rows, batch);
    ::arrow::ArrayVector columns;
    for (::arrow::ArrayVector& each : arrays) columns.push_back(std::move(each.front()));
    batch = ::arrow::RecordBatch::Make(schema_, rows, std::move(columns));
    return ::arrow::Status::OK();
  }

  // Where texts did not fit into one array, records end where any array does.
  ::arrow::Status read_pieces(std::vector<::arrow::ArrayVector> arrays, std::int64_t rows, std::shared_ptr<::arrow::RecordBatch>& batch) {
    ::arrow::ChunkedArrayVector columns;
    for (std::size_t i = 0; i < arrays.size(); ++i)
      columns.push_back(std::make_shared<::arrow::ChunkedArray>(std::move(arrays[i]), columns_[i]->type()));
    waiting_ = std::make_unique<::arrow::TableBatchReader>(::arrow::Table::Make(schema_, std::move(columns), rows));
    return waiting_->ReadNext(&batch);
  }

  std::unique_ptr<::parquet::ParquetFileReader> file_;
  std::vector<int> row_groups_;
  std::int64_t batch_rows_;
  bool use_threads_;
  std::shared_ptr<::arrow::Schema> schema_;
  Columns columns_;
  std::shared_ptr<::parquet::RowGroupReader> group_;
  std::size_t next_group_ = 0;
  std::int64_t rows_left_ = 0;  // of the row group
  std::unique_ptr<::arrow::TableBatchReader> waiting_;
};

}  // namespace

::arrow::Result<std::shared_ptr<::arrow::RecordBatchReader>> flat_records(std::unique_ptr<::parquet::ParquetFileReader>& file,
                                                                          const FlatRequest& request) {
  const ::parquet::SchemaDescriptor& schema = *file->metadata()->schema();
  Columns columns;
  ::arrow::FieldVector fields;
  for (std::size_t i = 0; i < request.leaves.size(); ++i) {
    const int leaf = request.leaves[i];
    const int root = schema.group_node()->FieldIndex(*schema.GetColumnRoot(leaf));
    const std::shared_ptr<::arrow::Field>& field = request.schema->field(root);
    std::unique_ptr<FlatColumn> column = make_flat_column(*schema.Column(leaf), leaf, field->type(), request.dictionaries[i]);
    if (!column) return nullptr;
    fields.push_back(::arrow::field(field->name(), column->type(), true));
    columns.push_back(std::move(column));
  }
  if (columns.empty()) return nullptr;
  auto records = std::make_shared<FlatRecords>(std::move(file), request, ::arrow::schema(std::move(fields)), std::move(columns));
  // What is wrong with the first columns is said when the file is opened.
  ARROW_RETURN_NOT_OK(records->open());
  return records;
}

}  // namespace assay::arrow_files

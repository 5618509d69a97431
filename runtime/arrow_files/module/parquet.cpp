// Reading Parquet files: only the columns that are asked for, row groups one after the other.
#include <arrow/io/file.h>
#include <arrow/util/thread_pool.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>

#include "runtime/arrow_files/module/flat_records.h"
#include "runtime/arrow_files/module/handles.h"

namespace assay::arrow_files {
namespace {

class ParquetFile final : public OpenFile {
 public:
  ParquetFile(std::string path, std::shared_ptr<::arrow::Schema> schema, std::int64_t rows)
      : path_(std::move(path)), schema_(std::move(schema)), rows_(rows) {}

  ::arrow::Result<std::shared_ptr<::arrow::Schema>> schema() override { return schema_; }
  std::int64_t rows() const override { return rows_; }

  ::arrow::Result<std::shared_ptr<::arrow::RecordBatchReader>> records(const std::vector<int>& columns, std::int64_t batch_rows,
                                                                       int threads) override {
    ARROW_ASSIGN_OR_RAISE(const auto file, ::arrow::io::ReadableFile::Open(path_));
    // A piece of each column at a time, not a row group's whole column.
    ::parquet::ReaderProperties reading = ::parquet::default_reader_properties();
    reading.enable_buffered_stream();
    reading.set_buffer_size(std::int64_t{1} << 20);
    auto parquet = ::parquet::ParquetFileReader::Open(file, reading);
    if (threads > 1) ARROW_RETURN_NOT_OK(::arrow::SetCpuThreadPoolCapacity(threads));
    FlatRequest request{schema_, leaves_of(columns, parquet->metadata()->schema()), {}, batch_rows, threads > 1};
    for (const int leaf : request.leaves)
      request.dictionaries.push_back(is_text(parquet->metadata()->schema()->Column(leaf)) && is_all_dictionary(*parquet->metadata(), leaf));
    ARROW_ASSIGN_OR_RAISE(auto records, flat_records(parquet, request));
    if (records) return records;
    return any_records(std::move(parquet), request);
  }

 private:
  // Whatever the columns are.
  static ::arrow::Result<std::shared_ptr<::arrow::RecordBatchReader>> any_records(std::unique_ptr<::parquet::ParquetFileReader> parquet,
                                                                                  const FlatRequest& request) {
    ::parquet::ArrowReaderProperties properties(request.use_threads);
    properties.set_batch_size(request.batch_rows);
    // Ranges of a file on a disk need not be read long before they are decoded.
    properties.set_pre_buffer(false);
    for (std::size_t i = 0; i < request.leaves.size(); ++i) {
      if (request.dictionaries[i]) properties.set_read_dictionary(request.leaves[i], true);
    }
    std::unique_ptr<::parquet::arrow::FileReader> reader;
    ARROW_ASSIGN_OR_RAISE(reader, ::parquet::arrow::FileReader::Make(::arrow::default_memory_pool(), std::move(parquet), properties));
    std::vector<int> row_groups(static_cast<std::size_t>(reader->num_row_groups()));
    for (std::size_t i = 0; i < row_groups.size(); ++i) row_groups[i] = static_cast<int>(i);
    std::shared_ptr<::parquet::arrow::FileReader> shared = std::move(reader);
    ARROW_ASSIGN_OR_RAISE(std::shared_ptr<::arrow::RecordBatchReader> batches, shared->GetRecordBatchReader(row_groups, request.leaves));
    return std::make_shared<Batches>(std::move(shared), std::move(batches));
  }

  // The batches read from the reader, which has to live as long.
  class Batches final : public ::arrow::RecordBatchReader {
   public:
    Batches(std::shared_ptr<::parquet::arrow::FileReader> reader, std::shared_ptr<::arrow::RecordBatchReader> batches)
        : reader_(std::move(reader)), batches_(std::move(batches)) {}
    std::shared_ptr<::arrow::Schema> schema() const override { return batches_->schema(); }
    ::arrow::Status ReadNext(std::shared_ptr<::arrow::RecordBatch>* batch) override { return batches_->ReadNext(batch); }

   private:
    std::shared_ptr<::parquet::arrow::FileReader> reader_;
    std::shared_ptr<::arrow::RecordBatchReader> batches_;
  };

  // Parquet numbers the leaves of all columns; those of a column follow each other.
  static std::vector<int> leaves_of(const std::vector<int>& columns, const ::parquet::SchemaDescriptor* schema) {
    std::vector<int> leaves;
    for (int leaf = 0; leaf < schema->num_columns(); ++leaf) {
      const int column = schema->group_node()->FieldIndex(*schema->GetColumnRoot(leaf));
      if (std::find(columns.begin(), columns.end(), column) != columns.end()) leaves.push_back(leaf);
    }
    return leaves;
  }

  // Lists and structs keep plain texts: their dictionaries would be of no use.
  static bool is_text(const ::parquet::ColumnDescriptor* column) {
    return column->physical_type() == ::parquet::Type::BYTE_ARRAY && column->max_repetition_level() == 0 &&
           column->path()->ToDotVector().size() == 1 && column->logical_type()->is_string();
  }

  // Writers give dictionaries up where texts rarely repeat; making one there would cost more than it saves.
  static bool is_all_dictionary(const ::parquet::FileMetaData& file, int leaf) {
    const auto is_plain = [](const ::parquet::PageEncodingStats& page) {
      return page.page_type != ::parquet::PageType::DICTIONARY_PAGE && page.encoding != ::parquet::Encoding::RLE_DICTIONARY &&
             page.encoding != ::parquet::Encoding::PLAIN_DICTIONARY;
    };
    for (int group = 0; group < file.num_row_groups(); ++group) {
      const auto chunk = file.RowGroup(group)->ColumnChunk(leaf);
      const std::vector<::parquet::PageEncodingStats>& pages = chunk->encoding_stats();
      const bool begins_so = !pages.empty() && pages.front().page_type == ::parquet::PageType::DICTIONARY_PAGE;
      if (!begins_so || std::any_of(pages.begin(), pages.end(), is_plain)) return false;
    }
    return true;
  }

  std::string path_;
  std::shared_ptr<::arrow::Schema> schema_;
  std::int64_t rows_;
};

}  // namespace

::arrow::Result<std::unique_ptr<OpenFile>> open_parquet(const std::string& path) {
  ARROW_ASSIGN_OR_RAISE(const auto file, ::arrow::io::ReadableFile::Open(path));
  const std::unique_ptr<::parquet::ParquetFileReader> reader = ::parquet::ParquetFileReader::Open(file);
  std::shared_ptr<::arrow::Schema> schema;
  ARROW_RETURN_NOT_OK(::parquet::arrow::FromParquetSchema(reader->metadata()->schema(), ::parquet::ArrowReaderProperties(false),
                                                          reader->metadata()->key_value_metadata(), &schema));
  return std::unique_ptr<OpenFile>(new ParquetFile(path, std::move(schema), reader->metadata()->num_rows()));
}

}  // namespace assay::arrow_files

// Reading Parquet files: only the columns that are asked for, row groups one after the other, or some of them.
#include <algorithm>
#include <numeric>

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

// Parts are at least so many rows, so that what it takes to begin one counts little.
constexpr std::int64_t rows_of_a_part = std::int64_t{1} << 16;

struct Part {
  std::vector<int> row_groups;
  std::int64_t rows = 0;
};

std::vector<Part> parts_of(const ::parquet::FileMetaData& file) {
  std::vector<Part> parts;
  for (int group = 0; group < file.num_row_groups(); ++group) {
    if (parts.empty() || parts.back().rows >= rows_of_a_part) parts.emplace_back();
    parts.back().row_groups.push_back(group);
    parts.back().rows += std::max<std::int64_t>(file.RowGroup(group)->num_rows(), 0);
  }
  return parts;
}

class ParquetFile final : public OpenFile {
 public:
  ParquetFile(std::string path, std::shared_ptr<::arrow::Schema> schema, std::shared_ptr<::parquet::FileMetaData> metadata)
      : path_(std::move(path)), schema_(std::move(schema)), metadata_(std::move(metadata)), parts_(parts_of(*metadata_)) {}

  ::arrow::Result<std::shared_ptr<::arrow::Schema>> schema() override { return schema_; }
  std::int64_t rows() const override { return metadata_->num_rows(); }
  std::vector<std::int64_t> parts() const override {
    std::vector<std::int64_t> rows;
    for (const Part& part : parts_) rows.push_back(part.rows);
    return rows;
  }

  ::arrow::Result<std::shared_ptr<::arrow::RecordBatchReader>> records(const AssayRecordRequest& asked) const override {
    ARROW_ASSIGN_OR_RAISE(const auto file, ::arrow::io::ReadableFile::Open(path_));
    // A piece of each column at a time, not a row group's whole column.
    ::parquet::ReaderProperties reading = ::parquet::default_reader_properties();
    reading.enable_buffered_stream();
    reading.set_buffer_size(std::int64_t{1} << 20);
    auto parquet = ::parquet::ParquetFileReader::Open(file, reading, metadata_);
    if (asked.threads > 1) ARROW_RETURN_NOT_OK(::arrow::SetCpuThreadPoolCapacity(asked.threads));
    FlatRequest request{schema_,          leaves_of(asked, *metadata_->schema()), {}, row_groups_of(asked.part), asked.batch_rows,
                        asked.threads > 1};
    for (const int leaf : request.leaves)
      request.dictionaries.push_back(is_text(metadata_->schema()->Column(leaf)) && is_all_dictionary(*metadata_, leaf));
    ARROW_ASSIGN_OR_RAISE(auto records, flat_records(parquet, request));
    if (records) return records;
    return any_records(std::move(parquet), request);
  }

 private:
  std::vector<int> row_groups_of(std::int64_t part) const {
    if (part >= 0) return parts_[static_cast<std::size_t>(part)].row_groups;
    std::vector<int> all(static_cast<std::size_t>(metadata_->num_row_groups()));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }

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
    std::shared_ptr<::parquet::arrow::FileReader> shared = std::move(reader);
    ARROW_ASSIGN_OR_RAISE(std::shared_ptr<::arrow::RecordBatchReader> batches,
                          shared->GetRecordBatchReader(request.row_groups, request.leaves));
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
  static std::vector<int> leaves_of(const AssayRecordRequest& asked, const ::parquet::SchemaDescriptor& schema) {
    std::vector<int> leaves;
    for (int leaf = 0; leaf < schema.num_columns(); ++leaf) {
      const int column = schema.group_node()->FieldIndex(*schema.GetColumnRoot(leaf));
      if (std::find(asked.columns, asked.columns + asked.count, column) != asked.columns + asked.count) leaves.push_back(leaf);
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
  std::shared_ptr<::parquet::FileMetaData> metadata_;
  std::vector<Part> parts_;
};

}  // namespace

::arrow::Result<std::unique_ptr<OpenFile>> open_parquet(const std::string& path) {
  ARROW_ASSIGN_OR_RAISE(const auto file, ::arrow::io::ReadableFile::Open(path));
  const std::unique_ptr<::parquet::ParquetFileReader> reader = ::parquet::ParquetFileReader::Open(file);
  std::shared_ptr<::arrow::Schema> schema;
  ARROW_RETURN_NOT_OK(::parquet::arrow::FromParquetSchema(reader->metadata()->schema(), ::parquet::ArrowReaderProperties(false),
                                                          reader->metadata()->key_value_metadata(), &schema));
  return std::unique_ptr<OpenFile>(new ParquetFile(path, std::move(schema), reader->metadata()));
}

}  // namespace assay::arrow_files

// Reading Arrow IPC: files (Feather 2 among them) and streams, told by their first bytes.
#include <arrow/io/file.h>
#include <arrow/ipc/feather.h>
#include <arrow/ipc/reader.h>

#include "runtime/arrow_files/module/handles.h"

namespace assay::arrow_files {
namespace {

::arrow::ipc::IpcReadOptions options_for(const AssayRecordRequest& request) {
  ::arrow::ipc::IpcReadOptions options = ::arrow::ipc::IpcReadOptions::Defaults();
  options.included_fields.assign(request.columns, request.columns + request.count);
  options.use_threads = request.threads > 1;
  options.max_recursion_depth = 64;
  return options;
}

// The record batches of an IPC file, read one after the other.
class FileBatches final : public ::arrow::RecordBatchReader {
 public:
  explicit FileBatches(std::shared_ptr<::arrow::ipc::RecordBatchFileReader> reader) : reader_(std::move(reader)) {}
  std::shared_ptr<::arrow::Schema> schema() const override { return reader_->schema(); }
  ::arrow::Status ReadNext(std::shared_ptr<::arrow::RecordBatch>* batch) override {
    batch->reset();
    if (next_ == reader_->num_record_batches()) return ::arrow::Status::OK();
    return reader_->ReadRecordBatch(next_++).Value(batch);
  }

 private:
  std::shared_ptr<::arrow::ipc::RecordBatchFileReader> reader_;
  int next_ = 0;
};

class IpcFile final : public OpenFile {
 public:
  IpcFile(std::string path, bool is_stream) : path_(std::move(path)), is_stream_(is_stream) {}

  ::arrow::Result<std::shared_ptr<::arrow::Schema>> schema() override {
    ARROW_ASSIGN_OR_RAISE(const auto file, ::arrow::io::ReadableFile::Open(path_));
    if (is_stream_) {
      ARROW_ASSIGN_OR_RAISE(const auto reader, ::arrow::ipc::RecordBatchStreamReader::Open(file));
      return reader->schema();
    }
    ARROW_ASSIGN_OR_RAISE(const auto reader, ::arrow::ipc::RecordBatchFileReader::Open(file));
    return reader->schema();
  }

  ::arrow::Result<std::shared_ptr<::arrow::RecordBatchReader>> records(const AssayRecordRequest& request) const override {
    ARROW_ASSIGN_OR_RAISE(const auto file, ::arrow::io::ReadableFile::Open(path_));
    if (is_stream_) return ::arrow::ipc::RecordBatchStreamReader::Open(file, options_for(request));
    ARROW_ASSIGN_OR_RAISE(auto reader, ::arrow::ipc::RecordBatchFileReader::Open(file, options_for(request)));
    return std::make_shared<FileBatches>(std::move(reader));
  }

 private:
  std::string path_;
  bool is_stream_;
};

}  // namespace

::arrow::Result<std::unique_ptr<OpenFile>> open_ipc(const std::string& path) {
  ARROW_ASSIGN_OR_RAISE(const auto file, ::arrow::io::ReadableFile::Open(path));
  char start[6] = {};
  ARROW_ASSIGN_OR_RAISE(const std::int64_t size, file->ReadAt(0, sizeof start, start));
  const std::string_view magic(start, static_cast<std::size_t>(size));
  if (magic.starts_with("FEA1"))
    return ::arrow::Status::Invalid("Feather of version 1 is not read; write it again as Feather 2 or Parquet");
  return std::unique_ptr<OpenFile>(new IpcFile(path, magic != "ARROW1"));
}

}  // namespace assay::arrow_files

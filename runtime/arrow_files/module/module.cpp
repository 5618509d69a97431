// The entry of the module and its table of functions.
#include <arrow/c/bridge.h>
#include <arrow/config.h>
#include <arrow/util/config.h>

#include "runtime/arrow_files/module/handles.h"

struct AssayArrowFile {
  std::unique_ptr<assay::arrow_files::OpenFile> file;
  std::vector<std::int64_t> parts;
};

namespace assay::arrow_files {
namespace {

// Readers give what the file says; what it says about lengths and offsets is checked before anybody looks at it.
class CheckedReader final : public ::arrow::RecordBatchReader {
 public:
  explicit CheckedReader(std::shared_ptr<::arrow::RecordBatchReader> inner) : inner_(std::move(inner)) {}
  std::shared_ptr<::arrow::Schema> schema() const override { return inner_->schema(); }
  ::arrow::Status ReadNext(std::shared_ptr<::arrow::RecordBatch>* batch) override {
    try {
      ARROW_RETURN_NOT_OK(inner_->ReadNext(batch));
      return *batch ? (*batch)->Validate() : ::arrow::Status::OK();
    } catch (const std::exception& thrown) {
      return ::arrow::Status::IOError(thrown.what());
    }
  }

 private:
  std::shared_ptr<::arrow::RecordBatchReader> inner_;
};

const char* open_file(const char* path, AssayFileKind kind, AssayArrowFile** out) {
  return guarded([&] {
    auto opened = kind == ASSAY_FILE_PARQUET ? open_parquet(path) : open_ipc(path);
    ARROW_RETURN_NOT_OK(opened);
    std::vector<std::int64_t> parts = (*opened)->parts();
    *out = new AssayArrowFile{std::move(*opened), std::move(parts)};
    return ::arrow::Status::OK();
  });
}

const char* schema_of(AssayArrowFile* file, ArrowSchema* out) {
  return guarded([&] {
    ARROW_ASSIGN_OR_RAISE(const auto schema, file->file->schema());
    return ::arrow::ExportSchema(*schema, out);
  });
}

const char* stream_of(AssayArrowFile* file, const AssayRecordRequest* request, ArrowArrayStream* out) {
  return guarded([&] {
    ARROW_ASSIGN_OR_RAISE(auto records, file->file->records(*request));
    return ::arrow::ExportRecordBatchReader(std::make_shared<CheckedReader>(std::move(records)), out);
  });
}

std::int64_t rows_of(AssayArrowFile* file) { return file->file->rows(); }
std::size_t parts_of(AssayArrowFile* file) { return file->parts.size(); }
std::int64_t rows_of_part(AssayArrowFile* file, std::size_t part) { return file->parts[part]; }

void close_file(AssayArrowFile* file) { delete file; }

}  // namespace

const char* keep_message(std::string message) {
  thread_local std::string last;
  last = std::move(message);
  return last.c_str();
}

const char* message_of(const ::arrow::Status& status) {
  // The first line says it; what follows names places in Arrow's sources.
  const std::string message = status.message();
  return keep_message(message.substr(0, message.find('\n')));
}

}  // namespace assay::arrow_files

extern "C" __attribute__((visibility("default"))) const AssayArrowFiles* assay_arrow_files() {
  using namespace assay::arrow_files;
  static const AssayArrowFiles table{ASSAY_ARROW_FILES_INTERFACE,
                                     ARROW_VERSION_STRING,
                                     open_file,
                                     schema_of,
                                     rows_of,
                                     parts_of,
                                     rows_of_part,
                                     stream_of,
                                     close_file,
                                     begin_writing,
                                     add_records,
                                     finish_writing,
                                     drop_writer};
  return &table;
}

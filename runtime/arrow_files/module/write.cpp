// Writing Parquet and Arrow IPC files: the bytes go to the caller, who decides where they appear.
#include <arrow/c/bridge.h>
#include <arrow/io/interfaces.h>
#include <arrow/ipc/writer.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include "runtime/arrow_files/module/handles.h"

namespace assay::arrow_files {
namespace {

class SinkStream final : public ::arrow::io::OutputStream {
 public:
  SinkStream(void (*sink)(void*, const char*, std::size_t), void* context) : sink_(sink), context_(context) {
    set_mode(::arrow::io::FileMode::WRITE);
  }
  ::arrow::Status Close() override {
    closed_ = true;
    return ::arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  ::arrow::Result<std::int64_t> Tell() const override { return position_; }
  using OutputStream::Write;
  ::arrow::Status Write(const void* data, std::int64_t size) override {
    sink_(context_, static_cast<const char*>(data), static_cast<std::size_t>(size));
    position_ += size;
    return ::arrow::Status::OK();
  }

 private:
  void (*sink_)(void*, const char*, std::size_t);
  void* context_;
  std::int64_t position_ = 0;
  bool closed_ = false;
};

}  // namespace
}  // namespace assay::arrow_files

struct AssayArrowWriter {
  std::shared_ptr<::arrow::Schema> schema;
  std::shared_ptr<assay::arrow_files::SinkStream> sink;
  std::unique_ptr<::parquet::arrow::FileWriter> parquet;  // one of the two
  std::shared_ptr<::arrow::ipc::RecordBatchWriter> ipc;
};

namespace assay::arrow_files {
namespace {

::arrow::Status open_writer(AssayFileKind kind, AssayArrowWriter& writer) {
  if (kind == ASSAY_FILE_ARROW) {
    ARROW_ASSIGN_OR_RAISE(writer.ipc, ::arrow::ipc::MakeFileWriter(writer.sink, writer.schema));
    return ::arrow::Status::OK();
  }
  const auto properties = ::parquet::WriterProperties::Builder().compression(::parquet::Compression::SNAPPY)->build();
  // Readers of Arrow get back the types that were written, dictionaries among them; others see texts.
  const auto arrow_properties = ::parquet::ArrowWriterProperties::Builder().store_schema()->build();
  ARROW_ASSIGN_OR_RAISE(writer.parquet, ::parquet::arrow::FileWriter::Open(*writer.schema, ::arrow::default_memory_pool(), writer.sink,
                                                                           properties, arrow_properties));
  return ::arrow::Status::OK();
}

}  // namespace

const char* begin_writing(AssayFileKind kind, ArrowSchema* schema, void (*sink)(void*, const char*, std::size_t), void* context,
                          AssayArrowWriter** out) {
  return guarded([&] {
    auto writer = std::make_unique<AssayArrowWriter>();
    ARROW_ASSIGN_OR_RAISE(writer->schema, ::arrow::ImportSchema(schema));
    writer->sink = std::make_shared<SinkStream>(sink, context);
    ARROW_RETURN_NOT_OK(open_writer(kind, *writer));
    *out = writer.release();
    return ::arrow::Status::OK();
  });
}

const char* add_records(AssayArrowWriter* writer, ArrowArray* array) {
  return guarded([&] {
    ARROW_ASSIGN_OR_RAISE(const auto batch, ::arrow::ImportRecordBatch(array, writer->schema));
    return writer->ipc ? writer->ipc->WriteRecordBatch(*batch) : writer->parquet->WriteRecordBatch(*batch);
  });
}

const char* finish_writing(AssayArrowWriter* writer) {
  return guarded([&] { return writer->ipc ? writer->ipc->Close() : writer->parquet->Close(); });
}

void drop_writer(AssayArrowWriter* writer) { delete writer; }

}  // namespace assay::arrow_files

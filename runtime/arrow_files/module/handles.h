// What the module's functions share: results of Arrow as texts, and the handles. Internal to the module.
#pragma once

#include <exception>
#include <memory>
#include <string>

#include <arrow/api.h>

#include "runtime/arrow_files/module.h"

namespace assay::arrow_files {

// Keeps a message for the calling thread.
const char* keep_message(std::string message);
const char* message_of(const ::arrow::Status& status);

// Runs a function that gives a Status; nothing is thrown beyond it.
template <class Work>
const char* guarded(const Work& work) {
  try {
    const ::arrow::Status status = work();
    return status.ok() ? nullptr : message_of(status);
  } catch (const std::exception& thrown) {
    return keep_message(thrown.what());
  } catch (...) {
    return keep_message("an unknown fault of Arrow C++");
  }
}

// An opened file, whatever its format.
class OpenFile {
 public:
  virtual ~OpenFile() = default;
  virtual ::arrow::Result<std::shared_ptr<::arrow::Schema>> schema() = 0;
  // -1: that is not known yet.
  virtual std::int64_t rows() const { return -1; }
  // The rows of each part that can be read side by side with others.
  virtual std::vector<std::int64_t> parts() const { return {}; }
  // Any thread may ask for some.
  virtual ::arrow::Result<std::shared_ptr<::arrow::RecordBatchReader>> records(const AssayRecordRequest& request) const = 0;
};

::arrow::Result<std::unique_ptr<OpenFile>> open_parquet(const std::string& path);
::arrow::Result<std::unique_ptr<OpenFile>> open_ipc(const std::string& path);

// The functions of writing, for the table in module.cpp.
const char* begin_writing(AssayFileKind kind, ArrowSchema* schema, void (*sink)(void*, const char*, std::size_t), void* context,
                          AssayArrowWriter** out);
const char* add_records(AssayArrowWriter* writer, ArrowArray* array);
const char* finish_writing(AssayArrowWriter* writer);
void drop_writer(AssayArrowWriter* writer);

}  // namespace assay::arrow_files

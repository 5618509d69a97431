// Parquet and Arrow IPC files as records, read by the module.
#pragma once

#include <memory>
#include <string>

#include "runtime/arrow/records.h"
#include "runtime/arrow_files/module.h"

namespace assay::arrow_files {

// The file is opened when its type is asked for; failures come then. `threads`: that may decode at the same time.
std::unique_ptr<arrow::RecordSource> records_of_file(const std::string& path, AssayFileKind kind, unsigned threads);

}  // namespace assay::arrow_files

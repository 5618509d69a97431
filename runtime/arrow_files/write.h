// Results as Parquet and Arrow IPC files, spelled by the module.
#pragma once

#include <memory>

#include "runtime/arrow_files/module.h"
#include "runtime/io/writers.h"

namespace assay::arrow_files {

std::unique_ptr<io::Formatter> make_file_formatter(AssayFileKind kind, const runtime::ResultSchema& schema,
                                                   const io::WriterOptions& options);

}  // namespace assay::arrow_files

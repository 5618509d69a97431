// The formatters behind the rows of writers().
#pragma once

#include <memory>

#include "runtime/io/writers.h"

namespace assay::io {

std::unique_ptr<Formatter> make_csv_formatter(const runtime::ResultSchema& schema, const WriterOptions& options);
std::unique_ptr<Formatter> make_tsv_formatter(const runtime::ResultSchema& schema, const WriterOptions& options);
std::unique_ptr<Formatter> make_ndjson_formatter(const runtime::ResultSchema& schema, const WriterOptions& options);
std::unique_ptr<Formatter> make_table_formatter(const runtime::ResultSchema& schema, const WriterOptions& options);

}  // namespace assay::io

#include "runtime/io/writers.h"

#include <array>

#include "runtime/io/writer_formats.h"

namespace assay::io {
namespace {

constexpr std::array<WriterFormat, 4> formats = {{
    {"csv", ".csv", make_csv_formatter},
    {"tsv", ".tsv", make_tsv_formatter},
    {"ndjson", ".ndjson", make_ndjson_formatter},
    {"table", "", make_table_formatter},
}};

}  // namespace

std::span<const WriterFormat> writers() { return formats; }

const WriterFormat* writer_named(std::string_view name) {
  for (const WriterFormat& format : formats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

const WriterFormat* writer_for_file(std::string_view path) {
  for (const WriterFormat& format : formats) {
    if (!format.extension.empty() && path.ends_with(format.extension)) return &format;
  }
  return nullptr;
}

}  // namespace assay::io

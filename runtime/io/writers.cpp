#include "runtime/io/writers.h"

#include <array>

#include "runtime/io/writer_formats.h"

namespace assay::io {
namespace {

// As many as there will ever be, so that rows stay where they are.
struct Table {
  static constexpr std::size_t most = 16;
  std::array<WriterFormat, most> formats = {{
      {"csv", ".csv", make_csv_formatter},
      {"tsv", ".tsv", make_tsv_formatter},
      {"ndjson", ".ndjson", make_ndjson_formatter},
      {"table", "", make_table_formatter},
  }};
  std::size_t count = 4;
};

Table& table() {
  static Table all;
  return all;
}

}  // namespace

std::span<const WriterFormat> writers() { return {table().formats.data(), table().count}; }

void add_writer(const WriterFormat& format) {
  if (writer_named(format.name) == nullptr && table().count < Table::most) table().formats[table().count++] = format;
}

const WriterFormat* writer_named(std::string_view name) {
  for (const WriterFormat& format : writers()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

const WriterFormat* writer_for_file(std::string_view path) {
  for (const WriterFormat& format : writers()) {
    if (!format.extension.empty() && path.ends_with(format.extension)) return &format;
  }
  return nullptr;
}

}  // namespace assay::io

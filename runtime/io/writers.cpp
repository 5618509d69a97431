#include "runtime/io/writers.h"

#include <vector>

#include "runtime/io/writer_formats.h"

namespace assay::io {
namespace {

std::vector<WriterFormat>& table() {
  static std::vector<WriterFormat> formats = [] {
    std::vector<WriterFormat> rows = {
        {"csv", ".csv", make_csv_formatter},
        {"tsv", ".tsv", make_tsv_formatter},
        {"ndjson", ".ndjson", make_ndjson_formatter},
        {"table", "", make_table_formatter},
    };
    constexpr std::size_t most = 16;  // with those that are added: rows stay where they are
    rows.reserve(most);
    return rows;
  }();
  return formats;
}

}  // namespace

std::span<const WriterFormat> writers() { return table(); }

void add_writer(const WriterFormat& format) {
  if (writer_named(format.name) == nullptr && table().size() < table().capacity()) table().push_back(format);
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

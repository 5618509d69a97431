#include "runtime/io/readers.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "runtime/io/csv.h"
#include "runtime/io/json_rows.h"
#include "runtime/io/peeked.h"

namespace assay::io {
namespace {

using Source = std::unique_ptr<ByteSource>;

std::string shown_name(const std::string& path) { return path == "-" ? "standard input" : path; }

OpenedRows opened(std::unique_ptr<RowReader> reader) {
  if (reader->open()) return {std::move(reader), std::nullopt};
  return {nullptr, reader->failure()};
}

OpenedRows read_csv(Source source, const std::string& path, const InputOptions& options) {
  CsvOptions csv_options;
  csv_options.delimiter = options.delimiter;
  csv_options.header = options.header;
  csv_options.chunk_bytes = options.chunk_bytes;
  return opened(std::make_unique<CsvReader>(std::move(source), shown_name(path), csv_options));
}

OpenedRows read_json(Source source, const std::string& path, JsonLayout layout, const InputOptions& options) {
  return opened(std::make_unique<JsonReader>(std::move(source), shown_name(path), layout, options.chunk_bytes));
}

OpenedRows open_csv(const std::string& path, const InputOptions& options) {
  OpenedBytes bytes = open_bytes(path, options.encoding, options.bytes_read);
  if (bytes.failure) return {nullptr, bytes.failure};
  return read_csv(std::move(bytes.source), path, options);
}

// The delimiter of a file that is only called .tsv is told from its first line, whatever the name promises.
OpenedRows open_tsv(const std::string& path, const InputOptions& options) {
  InputOptions with_tabs = options;
  if (!with_tabs.delimiter && options.format != nullptr) with_tabs.delimiter = '\t';
  return open_csv(path, with_tabs);
}

OpenedRows open_json(const std::string& path, JsonLayout layout, const InputOptions& options) {
  OpenedBytes bytes = open_bytes(path, options.encoding, options.bytes_read);
  if (bytes.failure) return {nullptr, bytes.failure};
  return read_json(std::move(bytes.source), path, layout, options);
}

OpenedRows open_ndjson(const std::string& path, const InputOptions& options) { return open_json(path, JsonLayout::lines, options); }

OpenedRows open_document(const std::string& path, const InputOptions& options) { return open_json(path, JsonLayout::document, options); }

// Neither option nor name: no header of a CSV file begins like JSON.
OpenedRows open_unknown(const std::string& path, const InputOptions& options) {
  constexpr std::size_t looked_at = 64;
  OpenedBytes bytes = open_bytes(path, options.encoding, options.bytes_read);
  if (bytes.failure) return {nullptr, bytes.failure};
  auto peeked = std::make_unique<PeekedBytes>(std::move(bytes.source), looked_at);
  const std::size_t first = peeked->start().find_first_not_of(" \t\r\n");
  const char sign = first == std::string_view::npos ? '\0' : peeked->start()[first];
  if (sign == '{') return read_json(std::move(peeked), path, JsonLayout::lines, options);
  if (sign == '[') return read_json(std::move(peeked), path, JsonLayout::document, options);
  return read_csv(std::move(peeked), path, options);
}

std::vector<ReaderFormat>& table() {
  static std::vector<ReaderFormat> formats = [] {
    std::vector<ReaderFormat> rows = {
        {"csv", {".csv"}, false, open_csv},
        {"tsv", {".tsv"}, false, open_tsv},
        {"ndjson", {".ndjson", ".jsonl"}, true, open_ndjson},
        {"json", {".json"}, true, open_document},
    };
    constexpr std::size_t most = 16;  // with those that are added: rows stay where they are
    rows.reserve(most);
    return rows;
  }();
  return formats;
}

}  // namespace

std::span<const ReaderFormat> readers() { return table(); }

void add_reader(ReaderFormat format) {
  if (reader_named(format.name) == nullptr && table().size() < table().capacity()) table().push_back(std::move(format));
}

const ReaderFormat* reader_named(std::string_view name) {
  for (const ReaderFormat& format : readers()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

const ReaderFormat* reader_for_file(const std::string& path, const ReaderFormat* chosen) {
  if (chosen != nullptr) return chosen;
  std::string_view name = path;
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  }
  for (const ReaderFormat& format : readers()) {
    const auto ends = [&](const std::string& extension) { return name.ends_with(extension); };
    if (std::any_of(format.extensions.begin(), format.extensions.end(), ends)) return &format;
  }
  return nullptr;
}

bool may_nest(std::span<const std::string> files, const ReaderFormat* chosen) {
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
    const ReaderFormat* format = reader_for_file(file, chosen);
    return format == nullptr || format->nests;
  });
}

OpenedRows open_rows(const std::string& path, const InputOptions& options) {
  const ReaderFormat* format = reader_for_file(path, options.format);
  if (format == nullptr) return open_unknown(path, options);
  if (format->open_rows == nullptr) return {nullptr, Failure{fmt::format("{}: {} is no format for activities", path, format->name)}};
  return format->open_rows(path, options);
}

}  // namespace assay::io

#include <algorithm>

#include "runtime/io/output_columns.h"
#include "runtime/io/writer_formats.h"
#include "runtime/points.h"

namespace assay::io {
namespace {

class CsvFormatter final : public Formatter {
 public:
  CsvFormatter(const runtime::ResultSchema& schema, const WriterOptions& options, char delimiter)
      : columns_(schema, options), delimiter_(delimiter), spreadsheet_(options.spreadsheet) {}

  void head(std::string& out) override {
    for (const OutputColumn& column : columns_.columns()) {
      append_cell(column.name, out);
      out += delimiter_;
    }
    out.back() = '\n';
  }

  void rows(const LeadBatch& leads, const runtime::Result& result, std::string& out) override {
    Scratch scratch;
    const bool plain_ids = all_plain(leads.batch.ids, result.rows);
    for (std::size_t row = 0; row < result.rows; ++row) {
      for (const OutputColumn& column : columns_.columns()) {
        if (plain_ids && column.kind == OutputKind::id) {
          out += leads.batch.ids.value(row);
        } else {
          append(column, leads, result, row, scratch, out);
        }
        out += delimiter_;
      }
      out.back() = '\n';
    }
  }

  void foot(std::string&) override {}

 private:
  struct Scratch {
    std::string joined;
    std::vector<std::string_view> texts;
    std::vector<Reason> reasons;
  };

  void append(const OutputColumn& column, const LeadBatch& leads, const runtime::Result& result, std::size_t row, Scratch& scratch,
              std::string& out) const {
    switch (column.kind) {
      case OutputKind::score:
      case OutputKind::section: {
        runtime::Points points = 0;
        if (OutputColumns::points(column, result, row, points)) runtime::append_points(points, out);
        return;
      }
      case OutputKind::id:
      case OutputKind::grade:
      case OutputKind::stage:
      case OutputKind::route:
      case OutputKind::kept: return append_cell(columns_.text(column, leads, result, row), out);
      case OutputKind::excluded:
      case OutputKind::missing:
      case OutputKind::segments:
      case OutputKind::tags: {
        columns_.texts(column, result, row, scratch.texts);
        scratch.joined.clear();
        for (const std::string_view text : scratch.texts) join(text, scratch.joined);
        return append_cell(scratch.joined, out);
      }
      case OutputKind::reasons: {
        columns_.reasons(result, row, scratch.reasons);
        scratch.joined.clear();
        for (const Reason& reason : scratch.reasons) {
          join({}, scratch.joined);
          append_signed_points(reason.points, scratch.joined);
          scratch.joined.append(" ").append(reason.text);
        }
        return append_cell(scratch.joined, out);
      }
    }
  }

  static void join(std::string_view text, std::string& joined) {
    if (!joined.empty()) joined += "; ";
    joined += text;
  }

  // Spreadsheets run what starts with one of these, also behind a tab or carriage return.
  static bool would_be_run(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  }

  // Whether the texts of the rows, which lie behind each other, are cells as they are.
  bool all_plain(const runtime::TextColumn& texts, std::size_t rows) const {
    if (spreadsheet_ || texts.indices != nullptr || rows == 0) return false;
    const std::string_view all(texts.bytes + texts.offsets[0], static_cast<std::size_t>(texts.offsets[rows] - texts.offsets[0]));
    const char signs[] = {delimiter_, '"', '\n', '\r'};
    return std::none_of(std::begin(signs), std::end(signs), [&](char sign) { return all.find(sign) != std::string_view::npos; });
  }

  bool needs_quotes(std::string_view text) const {
    bool quoted = false;
    for (const char c : text) quoted |= c == delimiter_ || c == '"' || c == '\n' || c == '\r';
    return quoted;
  }

  void append_cell(std::string_view text, std::string& out) const {
    const bool guarded = spreadsheet_ && would_be_run(text);
    const bool quoted = needs_quotes(text);
    if (quoted) out += '"';
    if (guarded) out += '\'';
    if (!quoted) {
      out += text;
      return;
    }
    for (const char c : text) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }

  OutputColumns columns_;
  char delimiter_;
  bool spreadsheet_;
};

}  // namespace

std::unique_ptr<Formatter> make_csv_formatter(const runtime::ResultSchema& schema, const WriterOptions& options) {
  return std::make_unique<CsvFormatter>(schema, options, ',');
}

std::unique_ptr<Formatter> make_tsv_formatter(const runtime::ResultSchema& schema, const WriterOptions& options) {
  return std::make_unique<CsvFormatter>(schema, options, '\t');
}

}  // namespace assay::io

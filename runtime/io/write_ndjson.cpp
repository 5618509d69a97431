#include "runtime/io/json.h"
#include "runtime/io/output_columns.h"
#include "runtime/io/writer_formats.h"
#include "runtime/points.h"

namespace assay::io {
namespace {

class NdjsonFormatter final : public Formatter {
 public:
  NdjsonFormatter(const runtime::ResultSchema& schema, const WriterOptions& options) : columns_(schema, options) {
    for (const OutputColumn& column : columns_.columns()) {
      std::string& key = keys_.emplace_back(keys_.empty() ? "{" : ",");
      append_json_text(column.name, key);
      key += ':';
    }
  }

  void head(std::string&) override {}
  void foot(std::string&) override {}

  void rows(const LeadBatch& leads, const runtime::Result& result, std::string& out) override {
    Scratch scratch;
    const std::vector<OutputColumn>& columns = columns_.columns();
    for (std::size_t row = 0; row < result.rows; ++row) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        out += keys_[i];
        append(columns[i], leads, result, row, scratch, out);
      }
      out += "}\n";
    }
  }

 private:
  struct Scratch {
    std::vector<std::string_view> texts;
    std::vector<Reason> reasons;
  };

  void append(const OutputColumn& column, const LeadBatch& leads, const runtime::Result& result, std::size_t row, Scratch& scratch,
              std::string& out) const {
    switch (column.kind) {
      case OutputKind::score:
      case OutputKind::section: {
        runtime::Points points = 0;
        if (OutputColumns::points(column, result, row, points)) {
          runtime::append_points(points, out);
        } else {
          out += "null";
        }
        return;
      }
      case OutputKind::id: return append_json_text(columns_.text(column, leads, result, row), out);
      case OutputKind::grade:
      case OutputKind::stage:
      case OutputKind::route:
      case OutputKind::kept: {
        const std::string_view text = columns_.text(column, leads, result, row);
        if (!text.empty()) return append_json_text(text, out);
        out += "null";
        return;
      }
      case OutputKind::excluded:
      case OutputKind::missing:
      case OutputKind::segments:
      case OutputKind::tags: columns_.texts(column, result, row, scratch.texts); return append_list(scratch.texts, out);
      case OutputKind::reasons: columns_.reasons(result, row, scratch.reasons); return append_reasons(scratch.reasons, out);
    }
  }

  static void append_list(const std::vector<std::string_view>& texts, std::string& out) {
    out += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i > 0) out += ',';
      append_json_text(texts[i], out);
    }
    out += ']';
  }

  static void append_reasons(const std::vector<Reason>& reasons, std::string& out) {
    out += '[';
    for (std::size_t i = 0; i < reasons.size(); ++i) {
      out += i > 0 ? ",{\"rule\":" : "{\"rule\":";
      append_json_text(reasons[i].rule, out);
      out += ",\"points\":";
      runtime::append_points(reasons[i].points, out);
      out += ",\"reason\":";
      append_json_text(reasons[i].text, out);
      out.append(",\"line\":").append(std::to_string(reasons[i].line)) += '}';
    }
    out += ']';
  }

  OutputColumns columns_;
  std::vector<std::string> keys_;
};

}  // namespace

std::unique_ptr<Formatter> make_ndjson_formatter(const runtime::ResultSchema& schema, const WriterOptions& options) {
  return std::make_unique<NdjsonFormatter>(schema, options);
}

}  // namespace assay::io

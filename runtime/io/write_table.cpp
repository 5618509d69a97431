#include <algorithm>

#include <fmt/format.h>

#include "runtime/io/output_columns.h"
#include "runtime/io/writer_formats.h"
#include "runtime/points.h"
#include "runtime/text/width.h"

namespace assay::io {
namespace {

// Aligned columns for a terminal. Widths come from the first rows; later cells that are wider push their row to the right.
class TableFormatter final : public Formatter {
 public:
  TableFormatter(const runtime::ResultSchema& schema, const WriterOptions& options)
      : columns_(schema, options), rows_to_show_(options.table_rows) {
    std::vector<std::string> names;
    for (const OutputColumn& column : columns_.columns()) names.push_back(printable(column.name));
    waiting_.push_back(std::move(names));
  }

  void head(std::string&) override {}

  void rows(const LeadBatch& leads, const runtime::Result& result, std::string& out) override {
    const std::size_t shown = static_cast<std::size_t>(std::min<std::uint64_t>(result.rows, rows_to_show_));
    rows_to_show_ -= shown;
    rows_left_out_ += result.rows - shown;
    for (std::size_t row = 0; row < shown; ++row) {
      std::vector<std::string> cells;
      for (const OutputColumn& column : columns_.columns()) cells.push_back(printable(cell(column, leads, result, row)));
      if (!widths_.empty()) {
        append_row(cells, out);
      } else {
        waiting_.push_back(std::move(cells));
        if (waiting_.size() > rows_that_decide) decide_widths(out);
      }
    }
  }

  void foot(std::string& out) override {
    if (widths_.empty()) decide_widths(out);
    if (rows_left_out_ > 0) out += fmt::format("… and {} more\n", rows_left_out_);
  }

  bool stateless() const override { return false; }

 private:
  static constexpr std::size_t rows_that_decide = 1000;
  static constexpr std::size_t gap = 2;

  std::string cell(const OutputColumn& column, const LeadBatch& leads, const runtime::Result& result, std::size_t row) {
    std::string out;
    switch (column.kind) {
      case OutputKind::score:
      case OutputKind::section: {
        runtime::Points points = 0;
        if (OutputColumns::points(column, result, row, points)) runtime::append_points(points, out);
        break;
      }
      case OutputKind::id:
      case OutputKind::grade:
      case OutputKind::stage:
      case OutputKind::route:
      case OutputKind::kept: out = columns_.text(column, leads, result, row); break;
      case OutputKind::excluded:
      case OutputKind::missing:
      case OutputKind::segments:
      case OutputKind::tags:
        columns_.texts(column, result, row, texts_);
        for (const std::string_view text : texts_) out.append(out.empty() ? "" : "; ").append(text);
        break;
      case OutputKind::reasons:
        columns_.reasons(result, row, reasons_);
        for (const Reason& reason : reasons_) {
          if (!out.empty()) out += "; ";
          append_signed_points(reason.points, out);
          out.append(" ").append(reason.text);
        }
        break;
    }
    return out;
  }

  // Control characters would break lines or steer the terminal.
  static std::string printable(std::string text) {
    for (char& c : text) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return text;
  }

  static std::size_t width_of(const std::string& cell) { return text::display_width(cell); }

  void decide_widths(std::string& out) {
    widths_.assign(columns_.columns().size(), 0);
    for (const auto& cells : waiting_) {
      for (std::size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], width_of(cells[i]));
    }
    for (const auto& cells : waiting_) append_row(cells, out);
    waiting_.clear();
  }

  void append_row(const std::vector<std::string>& cells, std::string& out) const {
    const std::size_t start = out.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const OutputKind kind = columns_.columns()[i].kind;
      const bool right = kind == OutputKind::score || kind == OutputKind::section;
      const std::size_t width = width_of(cells[i]);
      const std::string padding(widths_[i] > width ? widths_[i] - width : 0, ' ');
      if (i > 0) out.append(gap, ' ');
      out += right ? padding + cells[i] : cells[i] + padding;
    }
    while (out.size() > start && out.back() == ' ') out.pop_back();
    out += '\n';
  }

  OutputColumns columns_;
  std::uint64_t rows_to_show_;
  std::uint64_t rows_left_out_ = 0;
  std::vector<std::vector<std::string>> waiting_;
  std::vector<std::size_t> widths_;
  std::vector<std::string_view> texts_;
  std::vector<Reason> reasons_;
};

}  // namespace

std::unique_ptr<Formatter> make_table_formatter(const runtime::ResultSchema& schema, const WriterOptions& options) {
  return std::make_unique<TableFormatter>(schema, options);
}

}  // namespace assay::io

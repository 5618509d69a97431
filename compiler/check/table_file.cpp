// Tables in CSV files: written as the statement that says the same, line for line, and parsed like one, so that a message about a cell
// names the file and its line. Cells are as in the policy without quotes; several are separated by `;`.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/csv_column.h"
#include "compiler/check/file_text.h"
#include "compiler/check/table.h"
#include "compiler/syntax/parse.h"
#include "runtime/numbers.h"
#include "runtime/text/fold.h"

namespace assay::check {

namespace {

constexpr std::size_t most_cells = 1'000'000;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    if (letter == '\n' || letter == '\r') {
      out += letter == '\n' ? "\\n" : "";
    } else {
      out += letter;
    }
  }
  return out + '"';
}

// Signs of numbers, dates, ranges and comparisons; all else is a text, so that no cell can be read as more than a cell.
bool is_plain(std::string_view item) {
  constexpr std::string_view plain = "0123456789.,_%+-:<>= TZ";
  return !item.empty() && item.find_first_not_of(plain) == std::string_view::npos;
}

std::string item_text(std::string_view item, const Value& input) {
  if (input.kind == Kind::YesNo && (item == "yes" || item == "no")) return std::string(item);
  const bool of_signs = input.is_number() || input.is_moment();
  return of_signs && is_plain(item) ? std::string(item) : quoted(item);
}

std::string cell_text(std::string_view cell, const Value& input) {
  if (cell == "else") return "else";
  std::string out;
  while (true) {
    const std::size_t end = std::min(cell.find(';'), cell.size());
    if (!out.empty()) out += ", ";
    out += item_text(text::trim(cell.substr(0, end)), input);
    if (end == cell.size()) return out;
    cell.remove_prefix(end + 1);
  }
}

std::string value_text(std::string_view cell) {
  const std::optional<double> number = runtime::parse_number(cell);
  if (!number) return quoted(cell);
  const std::string text = runtime::number_to_text(*number);
  return text.find('e') == std::string::npos ? text : fmt::format("{:.0f}", *number);
}

class Writer {
 public:
  Writer(const std::string& name, const std::vector<syntax::Name>& by, const std::vector<Value>& inputs, const CsvCells& cells)
      : inputs_(inputs), cells_(cells) {
    text_ = fmt::format("table `{}` by `{}`", name, by[0].text);
    if (by.size() == 2) text_ += fmt::format(", `{}`", by[1].text);
  }

  // The statement, or nothing when a cell is empty; then `empty_line` tells where.
  std::optional<std::string> write() {
    const bool has_head = inputs_.size() == 2;
    for (std::size_t row = 0; row < cells_.rows->size(); ++row) {
      const std::vector<std::string>& cells = (*cells_.rows)[row];
      for (; line_ < cells_.lines[row]; ++line_) text_ += '\n';
      const bool is_head = row == 0 && (has_head || is_heading(cells));
      if (is_head && !has_head) continue;
      const bool ok = is_head ? write_head(cells) : write_row(cells);
      if (ok) continue;
      empty_line = cells_.lines[row];
      return std::nullopt;
    }
    return text_ + "\n";
  }

  std::size_t empty_line = 0;

 private:
  // Of a table by one name: names above the columns and not a row.
  static bool is_heading(const std::vector<std::string>& cells) { return cells.size() > 1 && !runtime::parse_number(cells[1]); }

  bool write_head(const std::vector<std::string>& cells) {
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (cells[i].empty()) return false;
      text_ += " | " + cell_text(cells[i], inputs_[1]);
    }
    return true;
  }

  bool write_row(const std::vector<std::string>& cells) {
    if (cells[0].empty()) return false;
    text_ += " " + cell_text(cells[0], inputs_[0]);
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (cells[i].empty()) return false;
      text_ += " | " + value_text(cells[i]);
    }
    return true;
  }

  const std::vector<Value>& inputs_;
  const CsvCells& cells_;
  std::string text_;
  std::size_t line_ = 1;
};

}  // namespace

const syntax::Table* read_table(Checker& checker, const Declaration& declaration, const std::vector<Value>& inputs,
                                const syntax::Ast*& ast) {
  const auto& table = declaration.as<syntax::Table>();
  const std::string path = path_beside(checker.sources_[declaration.ast->file].name(), table.file->value);
  const CsvCells cells = read_csv_cells(path, most_cells, checker.input_.read_file);
  if (!cells.rows) {
    checker.sink_.report(diag::Code::UnreadableFile, table.file->span, table.file->value, cells.fault);
    return nullptr;
  }
  Writer writer(declaration.name, table.by, inputs, cells);
  std::optional<std::string> text = writer.write();
  if (!text) {
    const std::string fault = fmt::format("a cell of line {} of '{}' is empty", writer.empty_line, table.file->value);
    checker.sink_.report(diag::Code::TableCell, table.file->span, fault);
    return nullptr;
  }
  const source::Source& source = checker.sources_.add(path, std::move(*text));
  ast = &checker.module_asts_.emplace_back(syntax::parse(source, checker.sink_));
  return ast->statements.empty() ? nullptr : std::get_if<syntax::Table>(&ast->statements.front());
}

}  // namespace assay::check

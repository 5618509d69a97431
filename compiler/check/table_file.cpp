// Tables in CSV files: written as the statement that says the same and parsed like one. Messages about it are shown at the cells of the
// file that it was made of. Cells are as in the policy without quotes; several are separated by `;` (decision 0110).
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

  // The statement, or nothing when a cell is empty; then `empty` is its place in the text of the file.
  std::optional<std::string> write() {
    const bool has_head = inputs_.size() == 2;
    for (std::size_t row = 0; row < cells_.rows->size(); ++row) {
      const std::vector<std::string>& cells = (*cells_.rows)[row];
      text_ += '\n';
      places_ = &cells_.places[row];
      const bool is_head = row == 0 && (has_head || is_heading(cells));
      if (is_head && !has_head) continue;
      const bool ok = is_head ? write_head(cells) : write_row(cells);
      if (!ok) return std::nullopt;
    }
    return text_ + "\n";
  }

  CsvPlace empty;
  // What was made of which cell.
  struct Made {
    std::uint32_t begin = 0, end = 0;
    CsvPlace cell;
  };
  std::vector<Made> made;

 private:
  // Of a table by one name: names above the columns and not a row.
  static bool is_heading(const std::vector<std::string>& cells) { return cells.size() > 1 && !runtime::parse_number(cells[1]); }

  bool write_head(const std::vector<std::string>& cells) {
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (is_empty(cells, i)) return false;
      text_ += " |";
      add(i, cell_text(cells[i], inputs_[1]));
    }
    return true;
  }

  bool write_row(const std::vector<std::string>& cells) {
    if (is_empty(cells, 0)) return false;
    add(0, cell_text(cells[0], inputs_[0]));
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (is_empty(cells, i)) return false;
      text_ += " |";
      add(i, value_text(cells[i]));
    }
    return true;
  }

  bool is_empty(const std::vector<std::string>& cells, std::size_t column) {
    if (cells[column].empty()) empty = (*places_)[column];
    return cells[column].empty();
  }

  void add(std::size_t column, const std::string& written) {
    text_ += ' ';
    made.push_back(
        {static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(text_.size() + written.size()), (*places_)[column]});
    text_ += written;
  }

  const std::vector<Value>& inputs_;
  const CsvCells& cells_;
  const std::vector<CsvPlace>* places_ = nullptr;
  std::string text_;
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
  const source::FileId file = checker.sources_.add(path, cells.text).id();
  if (!text) {
    checker.sink_.report(diag::Code::TableCell, {file, writer.empty.begin, writer.empty.end}, "this cell is empty")
        .also(table.file->span, "read here");
    return nullptr;
  }
  const source::Source& source = checker.sources_.add(path, std::move(*text));
  std::vector<source::Sources::Origin> origins;
  for (const Writer::Made& made : writer.made) origins.push_back({made.begin, made.end, {file, made.cell.begin, made.cell.end}});
  checker.sources_.add_origins(source.id(), std::move(origins));
  ast = &checker.module_asts_.emplace_back(syntax::parse(source, checker.sink_));
  return ast->statements.empty() ? nullptr : std::get_if<syntax::Table>(&ast->statements.front());
}

}  // namespace assay::check

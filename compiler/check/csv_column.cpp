#include "compiler/check/csv_column.h"

#include <filesystem>

#include <fmt/format.h>

#include "runtime/io/csv.h"
#include "runtime/io/headers.h"
#include "runtime/text/fold.h"

namespace assay::check {

namespace {

// A reader that has read the header, or the reason why there is none.
struct OpenedCsv {
  std::unique_ptr<io::CsvReader> reader;
  std::string fault;
  std::unique_ptr<const std::string> text;  // what the reader reads when it comes not from disk
};

io::OpenedBytes open_file(const std::string& path, const ReadFile& reader, OpenedCsv& opened) {
  std::error_code error;
  std::optional<std::string> text = reader ? reader(path) : std::nullopt;
  if (!text && (reader || !std::filesystem::exists(path, error))) return {nullptr, io::Failure{"there is no such file"}};
  if (!text) return io::open_bytes(path);
  opened.text = std::make_unique<const std::string>(std::move(*text));
  return {io::decode_bytes(io::bytes_of_text(*opened.text), io::Encoding::utf8, path), std::nullopt};
}

OpenedCsv open_csv(const std::string& path, bool header, const ReadFile& reader_of_files) {
  OpenedCsv opened;
  io::OpenedBytes bytes = open_file(path, reader_of_files, opened);
  if (bytes.failure) return {nullptr, bytes.failure->message, nullptr};
  io::CsvOptions options;
  options.header = header;
  auto reader = std::make_unique<io::CsvReader>(std::move(bytes.source), path, options);
  if (!reader->open()) return {nullptr, reader->failure()->message, nullptr};
  opened.reader = std::move(reader);
  return opened;
}

// The trimmed text of a cell; nullopt where it is not UTF-8.
std::optional<std::string_view> cell_of(const io::RowBlock& block, std::size_t row, std::size_t column, std::string& scratch) {
  const std::string_view cell = text::trim(io::unquoted(block.raw(row, column), scratch));
  if (!block.valid_utf8 && !text::is_valid_utf8(cell)) return std::nullopt;
  return cell;
}

// Adds a cell as it stands in its file; what goes on over several lines is shown on one. The place leaves out the blanks around it.
CsvPlace add_shown(std::string& text, std::string_view raw) {
  const std::string_view cell = text::trim(raw);
  const std::size_t blanks = cell.empty() ? 0 : static_cast<std::size_t>(cell.data() - raw.data());
  const auto begin = static_cast<std::uint32_t>(text.size() + blanks);
  for (const char letter : raw) text += letter == '\n' || letter == '\r' ? ' ' : letter;
  return {begin, begin + static_cast<std::uint32_t>(cell.size())};
}

std::string not_utf8(const io::RowBlock& block, std::size_t row, std::size_t column) {
  return fmt::format("column {} of line {} is not UTF-8", column + 1, block.line_of(row));
}

}  // namespace

CsvColumn read_csv_column(const std::string& path, const std::string& column, const ReadFile& reader,
                          const std::function<bool(std::string_view)>& take) {
  using Outcome = CsvColumn::Outcome;
  const OpenedCsv csv = open_csv(path, true, reader);
  if (!csv.reader) return {Outcome::Unreadable, csv.fault, {}};
  io::HeaderIndex headers(path, csv.reader->headers(), false);
  const io::HeaderIndex::Match match = headers.find({.name = column, .names = {column}, .mapped = {}});
  if (match.failure) return {Outcome::Unreadable, match.failure->message, {}};
  if (!match.column) return {Outcome::NoSuchColumn, {}, csv.reader->headers()};
  std::string scratch;
  while (const std::shared_ptr<const io::RowBlock> block = csv.reader->next()) {
    for (std::size_t row = 0; row < block->rows; ++row) {
      const std::optional<std::string_view> cell = cell_of(*block, row, *match.column, scratch);
      if (!cell) return {Outcome::Unreadable, not_utf8(*block, row, *match.column), {}};
      if (!cell->empty() && !take(*cell)) return {};
    }
  }
  if (csv.reader->failure()) return {Outcome::Unreadable, csv.reader->failure()->message, {}};
  return {};
}

CsvCells read_csv_cells(const std::string& path, std::size_t most_cells, const ReadFile& reader) {
  io::DataReport report;
  const OpenedCsv csv = open_csv(path, false, reader);
  const auto failed = [](std::string fault) { return CsvCells{.rows = std::nullopt, .places = {}, .text = {}, .fault = std::move(fault)}; };
  if (!csv.reader) return failed(csv.fault);
  CsvCells cells{.rows = std::vector<std::vector<std::string>>(), .places = {}, .text = {}, .fault = {}};
  std::size_t line = 1;
  std::size_t count = 0;
  std::string scratch;
  while (const std::shared_ptr<const io::RowBlock> block = csv.reader->next()) {
    if (block->faults) report.append(*block->faults);
    for (std::size_t row = 0; row < block->rows; ++row) {
      std::vector<std::string>& into = cells.rows->emplace_back();
      std::vector<CsvPlace>& places = cells.places.emplace_back();
      for (; line < block->line_of(row); ++line) cells.text += '\n';
      for (std::size_t column = 0; column < csv.reader->headers().size(); ++column) {
        const std::optional<std::string_view> cell = cell_of(*block, row, column, scratch);
        if (!cell) return failed(not_utf8(*block, row, column));
        into.emplace_back(*cell);
        if (column > 0) cells.text += csv.reader->delimiter();
        places.push_back(add_shown(cells.text, block->raw(row, column)));
      }
      count += into.size();
      if (count > most_cells) return failed(fmt::format("it has more than {} cells", most_cells));
    }
  }
  if (csv.reader->failure()) return failed(csv.reader->failure()->message);
  if (report.long_rows.count > 0)
    return failed(fmt::format("line {} has more cells than the first line", report.long_rows.samples.front().place.line));
  return cells;
}

}  // namespace assay::check

#include "runtime/io/csv.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>
#include <simdjson.h>

namespace assay::io {
namespace {

constexpr std::size_t padding = 64;                        // readable behind the buffer's end, for the scanner
constexpr std::size_t scan_slice = std::size_t{16} << 10;  // marks have room for one that is nothing but separators
constexpr std::array<char, 4> known_delimiters = {',', ';', '\t', '|'};

std::uint64_t count_line_feeds(const char* begin, const char* end) { return static_cast<std::uint64_t>(std::count(begin, end, '\n')); }

// How often each known delimiter stands outside quotes in the first line.
struct FirstLine {
  std::array<std::size_t, known_delimiters.size()> counts{};
  bool complete = false;
};

FirstLine look_at_first_line(const char* begin, const char* end) {
  FirstLine line;
  bool inside = false;
  bool may_open = true;
  for (; begin != end; ++begin) {
    if (inside) {
      if (*begin == '"') inside = false, may_open = true;
      continue;
    }
    if (*begin == '"' && may_open) {
      inside = true;
      continue;
    }
    if (*begin == '\n') {
      line.complete = true;
      return line;
    }
    const auto known = std::find(known_delimiters.begin(), known_delimiters.end(), *begin);
    may_open = known != known_delimiters.end();
    if (may_open) ++line.counts[static_cast<std::size_t>(known - known_delimiters.begin())];
  }
  return line;
}

void look_at_text(RowBlock& block) {
  block.valid_utf8 = block.is_ascii || simdjson::validate_utf8(block.bytes + block.begin, block.end - block.begin);
}

// The cells are found with the rows; what is left to do is to look at their text.
class CsvParser final : public RowParser {
 public:
  explicit CsvParser(const ColumnIndex& columns) : columns_(columns) {}

  const ColumnIndex& columns() const override { return columns_; }
  bool parse(RowBlock& block) override {
    look_at_text(block);
    return true;
  }
  const std::optional<Failure>& failure() const override { return failure_; }

 private:
  const ColumnIndex& columns_;
  std::optional<Failure> failure_;
};

}  // namespace

CsvReader::CsvReader(std::unique_ptr<ByteSource> source, std::string name, CsvOptions options)
    : source_(std::move(source)), name_(std::move(name)), options_(options) {
  start_chunk();
}

bool CsvReader::fail(std::string message) {
  failure_ = Failure{std::move(message)};
  return false;
}

bool CsvReader::open() {
  if (!skip_blank_lines() || !detect_delimiter() || !skip_separator_line()) return false;
  begin_scan();
  if (!read_rows()) return failure_ ? false : fail(fmt::format("{} is empty: it has no header line", name_));
  const std::size_t columns = found().row_ends[0];
  if (columns > most_columns) return fail(fmt::format("{} has {} columns, more than {}", name_, columns, most_columns));
  headers_.resize(columns);
  header_pending_ = true;
  if (!check_text(0, std::min<std::size_t>(found().marks[columns], size_))) return false;
  take_header();
  columns_ = std::make_unique<HeaderIndex>(name_, headers_, !options_.header);
  return true;
}

void CsvReader::take_header() {
  std::string scratch;
  for (std::size_t i = 0; i < headers_.size(); ++i) {
    const std::uint32_t begin = found().marks[i] + 1;
    const std::string_view raw(bytes() + begin, found().marks[i + 1] - begin);
    headers_[i] = options_.header ? std::string(unquoted(raw, scratch)) : std::to_string(i + 1);
  }
}

std::shared_ptr<const RowBlock> CsvReader::next() {
  const std::shared_ptr<RowBlock> block = cut();
  if (block) look_at_text(*block);
  return block;
}

std::unique_ptr<RowParser> CsvReader::make_parser() const { return std::make_unique<CsvParser>(*columns_); }

std::shared_ptr<RowBlock> CsvReader::cut() {
  while (!failure_) {
    if (header_pending_) {
      header_pending_ = false;
      if (!make_block(options_.header ? 1 : 0)) return nullptr;
    } else {
      start_chunk();
      if (!read_rows() || !make_block(0)) return nullptr;
    }
    if (chunk_->rows.rows != 0) return {chunk_, &chunk_->rows};
  }
  return nullptr;
}

// A chunk that nobody else looks at, beginning with what is not handed out yet. That begins a row, so it can be scanned anew.
void CsvReader::start_chunk() {
  const std::shared_ptr<Chunk> last = std::move(chunk_);
  chunk_ = chunks_.take();
  size_ -= consumed_;
  // Not what the chunk held before: how much is read at once may not depend on which chunk comes back first.
  chunk_->bytes.resize(std::max({size_, options_.chunk_bytes, std::size_t{1}}) + padding);
  if (size_ > 0) std::memcpy(chunk_->bytes.data(), last->bytes.data() + consumed_, size_);
  consumed_ = 0;
  begin_scan();
}

void CsvReader::begin_scan() {
  scanned_ = 0;
  state_ = {};
  chunk_->marks.clear(UINT32_MAX);
}

// Of a chunk of which nothing is handed out.
void CsvReader::drop_front(std::size_t count) {
  size_ -= count;
  std::memmove(chunk_->bytes.data(), chunk_->bytes.data() + count, size_);
}

// One read; a full buffer grows first. False at the end and on failure.
bool CsvReader::read_more() {
  if (at_end_ || failure_) return false;
  if (size_ + padding == chunk_->bytes.size()) {
    if (size_ >= longest_row) {
      return fail(fmt::format("{}: the row that begins on line {} is longer than {} MiB; is a quote not closed?", name_, lines_ + 1,
                              longest_row >> 20));
    }
    chunk_->bytes.resize(size_ * 2 + padding);
  }
  const std::size_t count = source_->read(bytes() + size_, chunk_->bytes.size() - padding - size_);
  if (count == 0 && source_->failure()) return fail(source_->failure()->message);
  at_end_ = count == 0;
  size_ += count;
  return !at_end_;
}

void CsvReader::scan_new_bytes() {
  while (scanned_ < size_) {
    const std::size_t end = std::min(size_, scanned_ + scan_slice);
    found().reserve_for(end - scanned_);
    scan_csv(options_.level, bytes(), scanned_, end, delimiter_, state_, found());
    scanned_ = end;
  }
}

// Reads until the buffer holds at least one whole row. False when there is none left, and on failure.
bool CsvReader::read_rows() {
  bool more = size_ + padding < chunk_->bytes.size() ? read_more() : true;
  for (;;) {
    scan_new_bytes();
    if (found().row_count > 0) return true;
    if (!more) break;
    more = read_more();
  }
  if (failure_ || size_ == 0) return false;
  close_last_row();
  return true;
}

// The file ends without a line end: what is left is its last row.
void CsvReader::close_last_row() {
  if (state_.inside) {
    Counted& unclosed = faults_.unclosed_quotes;
    const std::uint32_t cell = found().marks[found().mark_count - 1] + 1;
    unclosed.add(place_of(rows_ + 1, 0), std::string_view(bytes() + cell, std::min<std::size_t>(size_ - cell, 100)));
  }
  found().reserve_for(1);
  found().row_ends[found().row_count++] = static_cast<std::uint32_t>(found().mark_count);
  found().marks[found().mark_count++] = static_cast<std::uint32_t>(size_);
}

bool CsvReader::skip_blank_lines() {
  for (;;) {
    std::size_t blank = 0;
    while (blank < size_ && (bytes()[blank] == '\n' || bytes()[blank] == '\r')) ++blank;
    const std::uint64_t lines = count_line_feeds(bytes(), bytes() + blank);
    lines_ += lines;
    blank_lines_ += lines;
    drop_front(blank);
    if (size_ > 0) return true;
    if (!read_more()) return failure_ ? false : fail(fmt::format("{} is empty: it has no header line", name_));
  }
}

bool CsvReader::detect_delimiter() {
  FirstLine line = look_at_first_line(bytes(), bytes() + size_);
  // Asked anew from the start after each read, with twice as many bytes: linear in all.
  while (!line.complete) {
    const std::size_t wanted = size_ * 2;
    while (size_ < wanted && read_more()) continue;
    if (failure_) return false;
    line = look_at_first_line(bytes(), bytes() + size_);
    if (at_end_) break;
  }
  const auto most = std::max_element(line.counts.begin(), line.counts.end());
  const char told = *most == 0 ? ',' : known_delimiters[static_cast<std::size_t>(most - line.counts.begin())];
  delimiter_ = options_.delimiter.value_or(told);
  return true;
}

// `sep=;` before the header, as Excel writes and reads it, says the delimiter.
bool CsvReader::skip_separator_line() {
  const std::string_view text(bytes(), size_);
  const std::size_t size = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, size);
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.size() == 7 && line.starts_with('"') && line.ends_with('"')) line = line.substr(1, 5);
  const bool says_it = line.size() == 5 && (line.starts_with("sep=") || line.starts_with("SEP=") || line.starts_with("Sep="));
  if (!says_it) return true;
  const char told = line.back();
  if (size < text.size()) ++lines_;
  drop_front(std::min(size + 1, text.size()));
  if (!skip_blank_lines() || !detect_delimiter()) return false;
  delimiter_ = options_.delimiter.value_or(told);
  return true;
}

bool CsvReader::all_rows_regular(std::size_t first_row_end) const {
  const auto columns = static_cast<std::uint32_t>(headers_.size());
  // A row of one column may be a blank line.
  if (columns == 1) return false;
  std::uint32_t before = first_row_end == 0 ? 0 : found().row_ends[first_row_end - 1];
  std::uint32_t differences = 0;
  for (std::size_t row = first_row_end; row < found().row_count; ++row) {
    differences |= (found().row_ends[row] - before) ^ columns;
    before = found().row_ends[row];
  }
  return differences == 0;
}

bool CsvReader::make_block(std::size_t first_row_end) {
  RowBlock& block = chunk_->rows;
  const std::uint32_t first_mark = first_row_end == 0 ? 0 : found().row_ends[first_row_end - 1];
  const auto begin = static_cast<std::uint32_t>(std::min<std::size_t>(static_cast<std::uint32_t>(found().marks[first_mark] + 1), size_));
  const std::uint32_t last_mark = found().marks[found().row_ends[found().row_count - 1]];
  const std::size_t end = std::min<std::size_t>(last_mark + std::size_t{1}, size_);
  if (!check_text(begin, end)) return false;
  block.bytes = bytes();
  block.begin = begin;
  block.end = static_cast<std::uint32_t>(end);
  block.first_line = lines_ + 1 + count_line_feeds(bytes(), bytes() + begin);
  block.first_row = rows_ + 1;
  block.is_ascii = !found().has_non_ascii;
  block.padding = padding;
  if (all_rows_regular(first_row_end)) {
    block.marks = found().marks.data() + first_mark;
    block.stride = headers_.size();
    block.rows = found().row_count - first_row_end;
  } else {
    normalize_rows(first_row_end);
  }
  block.faults = faults_.bad_count() == 0 ? nullptr : std::make_unique<DataReport>(faults_.take());
  rows_ += block.rows;
  consumed_ = end;
  lines_ += found().line_feeds - count_line_feeds(bytes() + end, bytes() + size_);
  return true;
}

bool CsvReader::check_text(std::size_t begin, std::size_t end) {
  if (!found().has_nul || std::memchr(bytes() + begin, 0, end - begin) == nullptr) return true;
  return fail(fmt::format(
      "{} holds NUL bytes: it is no text file (a workbook of Excel is saved as CSV first), or its encoding is UTF-16 (--encoding utf-16)",
      name_));
}

bool CsvReader::is_blank(std::size_t begin_mark, std::size_t end_mark) const {
  if (end_mark != begin_mark + 1) return false;
  const std::uint32_t begin = found().marks[begin_mark] + 1;
  const std::uint32_t end = found().marks[end_mark];
  return begin == end || (end == begin + 1 && bytes()[begin] == '\r');
}

// Gives every row the cells of the header: rows of a block are then at equal distances, also where the file's are not.
void CsvReader::normalize_rows(std::size_t first_row_end) {
  RowBlock& block = chunk_->rows;
  chunk_->normalized.clear();
  block.rows = 0;
  std::uint32_t begin_mark = first_row_end == 0 ? 0 : found().row_ends[first_row_end - 1];
  for (std::size_t row = first_row_end; row < found().row_count; ++row) {
    const std::uint32_t end_mark = found().row_ends[row];
    if (is_blank(begin_mark, end_mark)) {
      ++blank_lines_;
    } else {
      append_normalized(begin_mark, end_mark - begin_mark);
      ++block.rows;
    }
    begin_mark = end_mark;
  }
  block.marks = chunk_->normalized.data();
  block.stride = headers_.size() + 1;
}

void CsvReader::append_normalized(std::size_t begin_mark, std::size_t cells) {
  const std::size_t columns = headers_.size();
  const auto marks = found().marks.begin() + static_cast<std::ptrdiff_t>(begin_mark);
  const std::size_t kept = std::min(cells, columns);
  std::vector<std::uint32_t>& normalized = chunk_->normalized;
  normalized.insert(normalized.end(), marks, marks + static_cast<std::ptrdiff_t>(kept + 1));
  normalized.insert(normalized.end(), columns - kept, marks[static_cast<std::ptrdiff_t>(kept)]);
  const std::uint32_t begin = marks[0] + 1;
  const std::uint32_t end = marks[static_cast<std::ptrdiff_t>(cells)];
  const std::uint64_t row = rows_ + 1 + chunk_->rows.rows;
  const auto row_text = [&] { return std::string_view(bytes() + begin, end - begin); };
  if (cells < columns) {
    faults_.short_rows.add(faults_.short_rows.wants_sample() ? place_of(row, begin) : Place{}, row_text());
  } else if (cells > columns) {
    // Delimiters behind the last cell are a habit of spreadsheets and lose nothing.
    const std::uint32_t extra = marks[static_cast<std::ptrdiff_t>(columns)] + 1;
    const std::string_view rest(bytes() + extra, end - extra);
    const bool holds_something = std::any_of(rest.begin(), rest.end(), [&](char c) { return c != delimiter_ && c != '\r' && c != ' '; });
    if (holds_something) faults_.long_rows.add(faults_.long_rows.wants_sample() ? place_of(row, begin) : Place{}, row_text());
  }
}

Place CsvReader::place_of(std::uint64_t row, std::uint32_t offset) const {
  return {name_, row, lines_ + 1 + count_line_feeds(bytes(), bytes() + offset)};
}

}  // namespace assay::io

#include "runtime/io/cells.h"

#include <algorithm>

#include "runtime/text/fold.h"

namespace assay::io {

void CellFaults::add(const RowBlock& block, std::size_t row, std::string_view found, const std::string& expected) {
  Counted& cells = DataReport::bad_column(*columns_, field_, index_->name_of(column_), expected).cells;
  Place place;
  if (cells.wants_sample()) place = {index_->file(), block.number_of(row), block.line_of(row)};
  cells.add(place, found);
}

bool take_unusual_cell(const RowBlock& block, std::size_t row, std::size_t column, CellScratch& scratch, CellFaults& faults,
                       std::string_view& text) {
  const std::string_view raw = block.raw(row, column);
  if (block.quoted && block.valid_utf8 && raw.size() > 2 && raw.size() <= longest_cell && raw.front() == '"' && raw.back() == '"') {
    text = raw.substr(1, raw.size() - 2);
    if (needs_no_trimming(text) && text.find('"') == std::string_view::npos) return true;
  }
  const std::string_view content = cell_text(block, row, column, scratch.text);
  if (block.is_misfit(row, column)) {
    faults.add(block, row, content, content.starts_with('[') ? "a single value, not an array" : "a value, not an object");
    return false;
  }
  if (content.size() > longest_cell) {
    faults.add(block, row, content, "a text of at most 16 MiB");
    return false;
  }
  if (!block.valid_utf8 && !text::is_valid_utf8(content)) {
    faults.add(block, row, content, "UTF-8 text");
    return false;
  }
  text = text::trim(content);
  return true;
}

MissingWords::MissingWords(const std::vector<std::string>& words) {
  for (const std::string& word : words) folded_.push_back(text::fold(word));
}

bool MissingWords::contain(std::string_view text) const {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii) return std::find(folded_.begin(), folded_.end(), text::fold(text)) != folded_.end();
  // ASCII folds byte by byte.
  return std::any_of(folded_.begin(), folded_.end(), [&](const std::string& word) {
    return word.size() == text.size() && std::equal(word.begin(), word.end(), text.begin(),
                                                    [](char folded, char c) { return folded == (c >= 'A' && c <= 'Z' ? c + 32 : c); });
  });
}

}  // namespace assay::io

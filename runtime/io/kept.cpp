#include "runtime/io/kept.h"

#include "runtime/text/fold.h"

namespace assay::io {
namespace {

// What is not UTF-8 becomes U+FFFD, a byte at a time: output is always text.
void mend_utf8(std::string_view text, std::string& out) {
  out.clear();
  for (;;) {
    const std::size_t valid = text::first_invalid_utf8(text);
    out.append(text.substr(0, valid));
    if (valid == text.size()) return;
    out += "\xEF\xBF\xBD";
    text.remove_prefix(valid + 1);
  }
}

}  // namespace

bool keeps_all(const std::vector<std::string>& wanted) { return wanted.size() == 1 && wanted.front() == "all"; }

std::optional<Failure> KeptColumns::match(ColumnIndex& index, KeptNumbers& into) {
  if (!matched_) {
    matched_ = true;
    return match_first(index, into);
  }
  for (const std::string& name : names_) into.push_back(index.find({name, {name}, "", Takes::anything}).column);
  return std::nullopt;
}

std::optional<Failure> KeptColumns::match_first(ColumnIndex& index, KeptNumbers& into) {
  if (keeps_all(wanted_)) {
    names_ = index.first_names();
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i].empty()) names_[i] = std::to_string(i + 1);
      into.emplace_back(index.column_of_name(i));
    }
    return std::nullopt;
  }
  for (const std::string& name : wanted_) {
    const ColumnIndex::Match match = index.find({name, {}, name, Takes::anything});
    if (!match.column) return nothing_to_keep(index, name);
    const std::string& found = index.name_of(*match.column);
    names_.push_back(found.empty() ? name : found);
    into.push_back(match.column);
  }
  return std::nullopt;
}

void KeptColumns::decide(const std::vector<std::string>& names) {
  if (matched_) return;
  matched_ = true;
  names_ = names;
}

void KeptTexts::start(std::size_t columns) {
  while (values_.size() < columns) values_.push_back(std::make_unique<TextValues>(TextValues::Shape::plain));
  for (auto& values : values_) values->start();
}

void KeptTexts::append(const RowBlock& block, std::size_t rows, const KeptNumbers& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    for (std::size_t row = 0; row < rows; ++row) {
      std::string_view text = numbers[i] ? cell_text(block, row, *numbers[i], scratch_) : std::string_view();
      if (!block.valid_utf8 && !text::is_valid_utf8(text)) {
        mend_utf8(text, mended_);
        text = mended_;
      }
      values_[i]->push(text);
    }
  }
}

void KeptTexts::finish(std::vector<runtime::TextColumn>& columns, std::vector<std::shared_ptr<const void>>& owners) {
  columns.clear();
  for (auto& values : values_) columns.push_back(values->finish(owners));
}

}  // namespace assay::io

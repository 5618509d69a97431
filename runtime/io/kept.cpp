#include "runtime/io/kept.h"

#include <fmt/format.h>

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

std::optional<Failure> KeptColumns::match(ColumnIndex& index) {
  if (!matched_) {
    matched_ = true;
    return match_first(index);
  }
  for (std::size_t i = 0; i < names_.size(); ++i) columns_[i] = index.find({names_[i], {names_[i]}, "", Takes::anything}).column;
  return std::nullopt;
}

std::optional<Failure> KeptColumns::match_first(ColumnIndex& index) {
  if (wanted_.size() == 1 && wanted_.front() == "all") {
    names_ = index.first_names();
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i].empty()) names_[i] = std::to_string(i + 1);
      columns_.emplace_back(index.column_of_name(i));
    }
  } else {
    for (const std::string& name : wanted_) {
      const ColumnIndex::Match match = index.find({name, {}, name, Takes::anything});
      if (!match.column) return Failure{fmt::format("{} has no single column \"{}\" to keep", index.file(), name)};
      const std::string& found = index.name_of(*match.column);
      names_.push_back(found.empty() ? name : found);
      columns_.push_back(match.column);
    }
  }
  for (std::size_t i = 0; i < names_.size(); ++i) values_.push_back(std::make_unique<TextValues>(TextValues::Shape::plain));
  return std::nullopt;
}

void KeptColumns::decide(const std::vector<std::string>& names) {
  if (matched_) return;
  matched_ = true;
  names_ = names;
  columns_.resize(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i) values_.push_back(std::make_unique<TextValues>(TextValues::Shape::plain));
}

void KeptColumns::start() {
  for (auto& values : values_) values->start();
}

std::size_t KeptColumns::append(const RowBlock& block, std::size_t from, std::size_t to) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    for (std::size_t row = from; row < to; ++row) {
      std::string_view text = columns_[i] ? cell_text(block, row, *columns_[i], scratch_) : std::string_view();
      if (!block.valid_utf8 && !text::is_valid_utf8(text)) {
        mend_utf8(text, mended_);
        text = mended_;
      }
      values_[i]->push(text);
    }
    bytes += values_[i]->plain_bytes();
  }
  return bytes;
}

void KeptColumns::finish(std::vector<runtime::TextColumn>& columns, std::vector<std::shared_ptr<const void>>& owners) {
  columns.clear();
  for (auto& values : values_) columns.push_back(values->finish(owners));
}

}  // namespace assay::io

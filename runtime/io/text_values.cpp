#include "runtime/io/text_values.h"

#include <algorithm>

namespace assay::io {
namespace {

constexpr std::size_t rows_between_looks = 1024;
constexpr std::size_t most_dictionary_bytes = std::size_t{64} << 20;

}  // namespace

TextValues::TextValues(Shape shape) {
  if (shape == Shape::dictionary_while_it_pays) dictionary_ = std::make_unique<TextDictionary>();
}

void TextValues::start() {
  current_ = recycler_.take();
  count_ = 0;
  used_ = 0;
  next_look_ = rows_between_looks;
  if (current_->offsets.empty()) current_->offsets.resize(rows_between_looks);
  current_->offsets[0] = 0;
}

void TextValues::make_room(std::size_t bytes) {
  Buffers& into = *current_;
  if (used_ + bytes > into.bytes.size()) into.bytes.resize((used_ + bytes) * 2);
  if (count_ + 2 > into.offsets.size()) into.offsets.resize((count_ + 2) * 2);
}

void TextValues::make_room_for(std::size_t values) {
  std::vector<std::int32_t>& codes = dictionary_ ? current_->indices : current_->offsets;
  if (count_ + values + 2 > codes.size()) codes.resize((count_ + values + 2) * 2);
}

void TextValues::look_whether_it_pays() {
  next_look_ += rows_between_looks;
  const std::uint64_t rows = rows_before_ + count_;
  if (dictionary_->size() > rows / 2 || dictionary_->byte_count() > most_dictionary_bytes) become_plain();
}

// What this batch has so far is written out; earlier batches keep their dictionary.
void TextValues::become_plain() {
  const std::unique_ptr<TextDictionary> dictionary = std::move(dictionary_);
  const std::size_t rows = count_;
  count_ = 0;
  used_ = 0;
  for (std::size_t row = 0; row < rows; ++row) push_plain(dictionary->value(current_->indices[row]));
}

runtime::TextColumn TextValues::finish(std::vector<std::shared_ptr<const void>>& owners) {
  runtime::TextColumn column;
  if (dictionary_) {
    column = dictionary_->view(owners);
    if (current_->indices.empty()) current_->indices.resize(1);
    column.indices = current_->indices.data();
  } else {
    if (current_->bytes.empty()) current_->bytes.resize(1);
    column.offsets = current_->offsets.data();
    column.bytes = current_->bytes.data();
    column.values = count_;
  }
  rows_before_ += count_;
  owners.push_back(std::move(current_));
  return column;
}

}  // namespace assay::io

#include "runtime/io/text_values.h"

#include <algorithm>
#include <array>

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
  if (used_ + bytes > into.byte_room) {
    into.byte_room = (used_ + bytes) * 2;
    std::unique_ptr<char[]> larger(new char[into.byte_room]);
    if (used_ > 0) std::memcpy(larger.get(), into.bytes.get(), used_);
    into.bytes = std::move(larger);
  }
  if (count_ + 2 > into.offsets.size()) into.offsets.resize((count_ + 2) * 2);
}

void TextValues::make_room_for(std::size_t values) {
  std::vector<std::int32_t>& codes = dictionary_ ? current_->indices : current_->offsets;
  if (count_ + values + 2 > codes.size()) codes.resize((count_ + values + 2) * 2);
}

void TextValues::push_padded(std::span<const std::string_view> texts) {
  const std::size_t done = dictionary_ ? push_codes(texts) : 0;
  for (const std::string_view text : texts.subspan(done)) {
    Buffers& into = *current_;
    if (used_ + text.size() + copied_at_once > into.byte_room || count_ + 2 > into.offsets.size()) make_room(text.size() + copied_at_once);
    char* to = into.bytes.get() + used_;
    // Short ones as if they were long: their lengths are hard to guess.
    if (text.size() <= copied_at_once) {
      std::memcpy(to, text.data(), copied_at_once);
    } else {
      std::memcpy(to, text.data(), text.size());
    }
    used_ += text.size();
    into.offsets[++count_] = static_cast<std::int32_t>(used_);
  }
}

// Gives how many were pushed: fewer than all where texts turn out not to repeat.
std::size_t TextValues::push_codes(std::span<const std::string_view> texts) {
  std::array<TextDictionary::Keyed, TextDictionary::most_at_once> keyed;
  std::array<std::int32_t, TextDictionary::most_at_once> codes;
  for (std::size_t done = 0; done < texts.size();) {
    const std::size_t count = std::min(texts.size() - done, keyed.size());
    for (std::size_t i = 0; i < count; ++i) keyed[i] = {texts[done + i], TextKey::padded(texts[done + i])};
    dictionary_->codes_of({keyed.data(), count}, codes.data());
    const std::size_t known = static_cast<std::size_t>(std::find(codes.begin(), codes.begin() + count, -1) - codes.begin());
    make_room_for(known);
    std::copy_n(codes.begin(), known, current_->indices.begin() + static_cast<std::ptrdiff_t>(count_));
    count_ += known;
    done += known;
    if (known < count) become_plain();
    if (dictionary_ && count_ >= next_look_) look_whether_it_pays();
    if (!dictionary_) return done;
  }
  return texts.size();
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
    if (current_->bytes == nullptr) make_room(1);
    column.offsets = current_->offsets.data();
    column.bytes = current_->bytes.get();
    column.values = count_;
  }
  rows_before_ += count_;
  owners.push_back(std::move(current_));
  return column;
}

}  // namespace assay::io

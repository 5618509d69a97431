#include "runtime/arrow/text_dictionary.h"

#include <algorithm>

#include "runtime/arrow/cells.h"
#include "runtime/io/dictionary.h"

namespace assay::arrow {

bool TextDictionaryView::take(const ArrayView& values, const std::shared_ptr<const void>& array) {
  if (repeats(values)) return true;
  last_ = {};
  texts_.assign(static_cast<std::size_t>(values.length), {});
  std::vector<State> states(texts_.size(), State::missing);
  bool trimmed = true;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    std::string_view text;
    if (!values.known(row)) continue;
    if (!bytes_at(values, row, text) || !text::is_valid_utf8(text)) {
      states[i] = State::malformed;
      continue;
    }
    texts_[i] = text::trim(text);
    trimmed &= texts_[i].size() == text.size();
    if (text.size() > io::longest_cell) {
      states[i] = State::too_long;
    } else if (!texts_[i].empty() && !missing_.contain(texts_[i])) {
      states[i] = State::known;
    }
  }
  const bool is_same = states == states_ && this->is_same(values);
  states_ = std::move(states);
  all_known_ = std::all_of(states_.begin(), states_.end(), [](State each) { return each == State::known; });
  if (!is_same) {
    owner_ = array;
    if (!(trimmed && look_at(values)) && !copy(values)) return false;
    column_.dictionary = io::next_dictionary_number();
  }
  last_ = values;
  last_owner_ = array;
  return true;
}

// Whether it is the array before or, byte for byte, the same: readers of files make one of each batch.
bool TextDictionaryView::repeats(const ArrayView& values) const {
  if (last_.array == nullptr) return false;
  if (values.array == last_.array) return true;
  const bool comparable =
      values.type->kind == Kind::text && last_.type->kind == Kind::text && values.validity.empty() && last_.validity.empty();
  if (!comparable || values.length != last_.length || values.length == 0) return false;
  // The same memory, which is held and so has not become another's.
  if (values.buffer(1) == last_.buffer(1) && values.buffer(2) == last_.buffer(2) && values.offset == last_.offset) return true;
  const auto* offsets = static_cast<const char*>(values.buffer(1)) + values.offset * 4;
  const auto* last_offsets = static_cast<const char*>(last_.buffer(1)) + last_.offset * 4;
  if (std::memcmp(offsets, last_offsets, static_cast<std::size_t>(values.length + 1) * 4) != 0) return false;
  // The offsets of the one before do not fall, so these do not either.
  const auto begin = values.value<std::int32_t>(1, 0), end = values.value<std::int32_t>(1, values.length);
  if (begin == end) return true;
  if (values.buffer(2) == nullptr || last_.buffer(2) == nullptr || begin < 0 || begin > end) return false;
  return std::memcmp(static_cast<const char*>(values.buffer(2)) + begin, static_cast<const char*>(last_.buffer(2)) + begin,
                     static_cast<std::size_t>(end - begin)) == 0;
}

// Whether the texts are those of the dictionary before.
bool TextDictionaryView::is_same(const ArrayView& values) const {
  if (column_.dictionary == 0 || column_.values != static_cast<std::size_t>(values.length)) return false;
  for (std::size_t i = 0; i < column_.values; ++i) {
    if (column_.value(i) != texts_[i]) return false;
  }
  return true;
}

// Nulls and malformed values may have any offsets, so all of them are looked at.
bool TextDictionaryView::look_at(const ArrayView& values) {
  if (values.type->kind != Kind::text) return false;
  const auto* offsets = static_cast<const std::int32_t*>(values.buffer(1)) + values.offset;
  if (reinterpret_cast<std::uintptr_t>(offsets) % alignof(std::int32_t) != 0 || offsets[0] < 0) return false;
  for (std::int64_t i = 0; i < values.length; ++i) {
    if (offsets[i] > offsets[i + 1] || states_[static_cast<std::size_t>(i)] == State::malformed) return false;
  }
  column_ = {};
  column_.offsets = offsets;
  column_.bytes = values.buffer(2) != nullptr ? static_cast<const char*>(values.buffer(2)) : "";
  column_.values = static_cast<std::size_t>(values.length);
  return true;
}

bool TextDictionaryView::copy(const ArrayView& values) {
  auto copy = std::make_shared<Copy>();
  copy->offsets.reserve(texts_.size() + 1);
  copy->offsets.push_back(0);
  column_ = {};
  for (const std::string_view text : texts_) {
    if (copy->bytes.size() + text.size() > INT32_MAX) return false;
    copy->bytes.insert(copy->bytes.end(), text.begin(), text.end());
    copy->offsets.push_back(static_cast<std::int32_t>(copy->bytes.size()));
  }
  copy->bytes.push_back(0);
  column_.offsets = copy->offsets.data();
  column_.bytes = copy->bytes.data();
  column_.values = static_cast<std::size_t>(values.length);
  owner_ = std::move(copy);
  return true;
}

}  // namespace assay::arrow

#include "runtime/arrow/text_numbers.h"

#include <algorithm>
#include <cstring>

#include "runtime/arrow/integers.h"
#include "runtime/arrow/known_bits.h"
#include "runtime/io/cells.h"
#include "runtime/text/utf8.h"
#include "runtime/vector_clones.h"

namespace assay::arrow {
namespace {

constexpr std::int32_t unasked = -3;  // of a text that has no number yet
constexpr std::size_t at_once = io::TextDictionary::most_at_once;

// The texts of rows that follow each other, behind each other.
struct TextRows {
  TextRows(const ArrayView& view, const Rows& rows)
      : offsets(static_cast<const char*>(view.buffer(1)) + (view.offset + rows.first) * static_cast<std::int64_t>(sizeof(std::int32_t))),
        bytes(static_cast<const char*>(view.buffer(2))),
        end(offset(static_cast<std::size_t>(rows.count))) {}

  std::int32_t offset(std::size_t row) const {
    std::int32_t value;
    std::memcpy(&value, offsets + row * sizeof value, sizeof value);
    return value;
  }

  const char* offsets;
  const char* bytes;
  std::int32_t end;  // of the last
};

}  // namespace

struct TextNumbers::Gathered {
  std::array<io::ShortText, at_once> texts;
  std::array<std::uint32_t, at_once + 1> rows;
  std::size_t count = 0;

  // The usual texts of rows, and the numbers of the others: `empty` or `left`.
  void gather(const TextRows& from, std::size_t first, std::size_t end, const std::uint8_t* asked, const io::ShortTexts& known,
              std::int32_t* numbers);
  // Numbers those that are known; false where one is not, and is `unasked`.
  bool find(const io::ShortTexts& known, std::int32_t* numbers) const;
};

ASSAY_VECTOR_CLONES void TextNumbers::Gathered::gather(const TextRows& from, std::size_t first, std::size_t end, const std::uint8_t* asked,
                                                       const io::ShortTexts& known, std::int32_t* numbers) {
  static constexpr char nothing[io::ShortText::longest] = {};
  count = 0;
  std::int32_t begin = from.offset(first);
  for (std::size_t row = first; row < end; ++row) {
    const std::int32_t next = from.offset(row + 1);
    const auto length = static_cast<std::uint32_t>(next - begin);
    // As many bytes as the longest can have are read of each, so the last ones are left.
    const bool fits = (length - 1 < io::ShortText::longest) & (from.end - begin >= static_cast<std::int32_t>(io::ShortText::longest));
    const char* const text = fits ? from.bytes + begin : nothing;
    texts[count].set_padded(text, fits ? length : 1);
    known.fetch_place(texts[count]);
    const bool is_asked = (asked[row] != 0) & (length != 0);
    rows[count] = static_cast<std::uint32_t>(row);
    numbers[row] = is_asked ? left : empty;
    count += is_asked & fits & io::is_usual_end(*text) & io::is_usual_end(text[fits ? length - 1 : 0]);
    begin = next;
  }
}

ASSAY_VECTOR_CLONES bool TextNumbers::Gathered::find(const io::ShortTexts& known, std::int32_t* numbers) const {
  for (std::size_t i = 0; i < count; ++i) known.fetch_text(texts[i]);
  bool all = true;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t number = known.find(texts[i]);
    numbers[rows[i]] = number < 0 ? unasked : number;
    all &= number >= 0;
  }
  return all;
}

bool plain_texts(const ArrayView& view, const Rows& rows) {
  if (rows.selected != nullptr || rows.count == 0 || !view.dictionary.empty() || view.type->kind != Kind::text) return false;
  const TextRows texts(view, rows);
  const std::int32_t begin = texts.offset(0);
  bool falls = begin < 0;
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows.count); ++row) falls |= texts.offset(row + 1) < texts.offset(row);
  if (falls || (begin < texts.end && texts.bytes == nullptr)) return false;
  return begin == texts.end || text::is_valid_utf8({texts.bytes + begin, static_cast<std::size_t>(texts.end - begin)});
}

void TextNumbers::clear() {
  texts_.clear();
  numbered_ = 0;
}

bool TextNumbers::read(const ArrayView& view, const std::shared_ptr<const void>& array, const Rows& rows, const std::uint8_t* wanted,
                       std::int32_t* numbers) {
  if (rows.selected != nullptr) return false;
  asked_.assign(wanted, wanted + rows.count);
  clear_unknown(view, rows.first, rows.count, words_, asked_.data());
  if (!view.dictionary.empty()) return read_codes(view, array, rows, numbers);
  if (!plain_texts(view, rows)) return false;
  read_plain(view, rows, numbers);
  return true;
}

bool TextNumbers::read_codes(const ArrayView& view, const std::shared_ptr<const void>& array, const Rows& rows, std::int32_t* numbers) {
  const ArrayView& entries = view.dictionary[0];
  indices_.resize(asked_.size());
  if (!entries.type->is_text() || entries.length == 0 || !integers_of(view, rows, indices_.data())) return false;
  if (!dictionary_.take(entries, array)) return false;
  const auto length = static_cast<std::uint64_t>(entries.length);
  if (numbered_ != dictionary_.column().dictionary) {
    numbered_ = dictionary_.column().dictionary;
    of_entry_.assign(length, unasked);
    of_entry_.insert(of_entry_.end(), {empty, left});
  }
  bool any_unasked = false;
  for (std::size_t row = 0; row < asked_.size(); ++row) {
    const auto index = static_cast<std::uint64_t>(indices_[row]);
    const std::uint64_t entry = index < length ? index : length + 1;
    numbers[row] = of_entry_[asked_[row] != 0 ? entry : length];
    any_unasked |= numbers[row] == unasked;
  }
  for (std::size_t row = 0; any_unasked && row < asked_.size(); ++row) {
    if (numbers[row] == unasked) numbers[row] = number_entry(indices_[row]);
  }
  return true;
}

std::int32_t TextNumbers::number_entry(std::int64_t index) {
  std::int32_t& number = of_entry_[static_cast<std::size_t>(index)];
  if (number != unasked) return number;
  number = left;
  switch (dictionary_.state(index)) {
    case TextDictionaryView::State::known: {
      const std::string_view text = dictionary_.column().value(static_cast<std::size_t>(index));
      const io::TextDictionary::Keyed keyed{text, io::TextKey(text)};
      numbers_of_({&keyed, 1}, &number);
      if (number < 0) number = left;
      break;
    }
    case TextDictionaryView::State::missing: number = empty; break;
    case TextDictionaryView::State::too_long:
    case TextDictionaryView::State::malformed: break;
  }
  return number;
}

void TextNumbers::read_plain(const ArrayView& view, const Rows& rows, std::int32_t* numbers) {
  const TextRows from(view, rows);
  Gathered gathered;
  for (std::size_t first = 0; first < asked_.size(); first += at_once) {
    gathered.gather(from, first, std::min(first + at_once, asked_.size()), asked_.data(), texts_, numbers);
    if (!gathered.find(texts_, numbers)) learn(gathered, numbers);
  }
}

// The texts that are not known. One may be among them several times.
void TextNumbers::learn(const Gathered& gathered, std::int32_t* numbers) {
  std::array<io::TextDictionary::Keyed, at_once> unknown;
  std::array<std::size_t, at_once> places;
  std::array<std::int32_t, at_once> learnt;
  std::size_t count = 0;
  for (std::size_t i = 0; i < gathered.count; ++i) {
    if (numbers[gathered.rows[i]] != unasked) continue;
    const io::ShortText& text = gathered.texts[i];
    const std::string_view bytes(reinterpret_cast<const char*>(text.words), text.length);
    unknown[count] = {bytes, io::TextKey(bytes)};
    places[count++] = i;
  }
  numbers_of_({unknown.data(), count}, learnt.data());
  for (std::size_t i = 0; i < count; ++i) {
    const io::ShortText& text = gathered.texts[places[i]];
    numbers[gathered.rows[places[i]]] = learnt[i] < 0 ? left : learnt[i];
    if (learnt[i] >= 0 && texts_.find(text) == io::ShortTexts::unknown) texts_.add(text, learnt[i]);
  }
}

}  // namespace assay::arrow

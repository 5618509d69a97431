#include "runtime/io/usual_cells.h"

#include <algorithm>
#include <cstring>

#include "runtime/batch.h"
#include "runtime/io/cells.h"
#include "runtime/io/instants.h"
#include "runtime/vector_clones.h"

namespace assay::io {
namespace {

constexpr std::size_t at_once = 64;  // rows
constexpr std::size_t lanes = 8;
using Lanes [[gnu::vector_size(lanes * sizeof(std::uint64_t))]] = std::uint64_t;

// A word for each of the rows that are read at once.
struct alignas(64) Words {
  std::uint64_t of[at_once] = {};

  Lanes& at(std::size_t group) { return reinterpret_cast<Lanes*>(of)[group]; }
};

// Walks down a column.
class Cells {
 public:
  Cells(const RowBlock& block, std::size_t column) : bytes_(block.bytes), mark_(block.marks + column * block.step), stride_(block.stride) {}

  const char* text() const { return bytes_ + static_cast<std::uint32_t>(mark_[0] + 1); }
  // Of a cell that the row does not have: beyond all others.
  std::uint32_t length() const { return mark_[1] - mark_[0] - 1; }
  void next() { mark_ += stride_; }

 private:
  const char* bytes_;
  const std::uint32_t* mark_;
  std::size_t stride_;
};

bool is_empty(std::uint32_t length) { return length + 1 <= 1; }

// Not 0 in each byte of the text that is no printable ASCII, or white space, or a quote. What stands behind the text is none of these.
template <class Word>
[[gnu::always_inline]] inline void find_unusual_bytes(const Word& text, Word& misfit) {
  constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
  const Word quotes = text ^ (ones * '"');
  misfit = (text | (text + ones) | ((text - ones * ('!')) & ~text) | ((quotes - ones) & ~quotes)) & tops;
}

// An id that is longer than TextKey::longest_inline; false: not the usual one. The lengths of a file's ids are mostly the same, so guesses
// about them are right.
[[gnu::always_inline]] inline bool read_long_id(const char* text, std::uint32_t length, LeadId& lead) {
  if (length <= TextKey::longest_inline || length > longest_cell || !needs_no_trimming({text, length})) return false;
  lead.key = TextKey({text, length});
  lead.bytes = text;
  return true;
}

// The number of a text that was not met yet; less than 0 where the dictionary has no room.
[[gnu::noinline]] std::int32_t learn(UsualAttribute& attribute, const ShortText& text) {
  const std::int32_t code = attribute.texts->code_of({reinterpret_cast<const char*>(text.words), text.length});
  if (code >= 0) attribute.known.add(text, code);
  return code;
}

}  // namespace

ASSAY_VECTOR_CLONES void read_usual_leads(const RowBlock& block, std::size_t column, LeadId* leads, std::int32_t* lead_of, LeftRows& left) {
  Cells cells(block, column);
  Words texts, behind, misfits;
  const char* where[at_once];
  std::uint32_t lengths[at_once];
  for (std::size_t first = 0; first < block.rows; first += at_once) {
    const std::size_t count = std::min(at_once, block.rows - first);
    for (std::size_t i = 0; i < count; ++i, cells.next()) {
      where[i] = cells.text();
      lengths[i] = cells.length();
      texts.of[i] = word_at<std::uint64_t>(where[i]);
      behind.of[i] = ~TextKey::first_bytes[std::min(lengths[i], TextKey::longest_inline)];
    }
    for (std::size_t group = 0; group < at_once / lanes; ++group) {
      const Lanes filled = (texts.at(group) & ~behind.at(group)) | (behind.at(group) & std::uint64_t{0x3030303030303030});
      find_unusual_bytes(filled, misfits.at(group));
      texts.at(group) &= ~behind.at(group);
    }
    for (std::size_t i = 0; i < count; ++i) {
      LeadId& lead = leads[first + i];
      if (read_long_id(where[i], lengths[i], lead)) {
        lead_of[first + i] = 0;
        continue;
      }
      const bool usual = (misfits.of[i] == 0) & (lengths[i] - 1 < TextKey::longest_inline);
      lead.key.bits = texts.of[i];
      lead.key.hash = TextKey::hash_of(texts.of[i], usual ? lengths[i] : 0);
      lead.key.length = lengths[i];
      lead.bytes = usual ? where[i] : nullptr;
      lead_of[first + i] = usual ? 0 : -1;
      left.add_if(!usual, first + i);
    }
  }
}

ASSAY_VECTOR_CLONES void read_usual_kinds(const RowBlock& block, std::size_t column, const ShortTexts& known, std::int16_t* kinds,
                                          LeftRows& left) {
  Cells cells(block, column);
  for (std::size_t row = 0; row < block.rows; ++row, cells.next()) {
    ShortText text;
    text.set_padded(cells.text(), cells.length());
    const std::int32_t kind = known.find(text);
    kinds[row] = static_cast<std::int16_t>(kind);
    left.add_if(kind < 0, row);
  }
}

ASSAY_VECTOR_CLONES void read_usual_times(const RowBlock& block, std::size_t column, std::int64_t* times, LeftRows& left) {
  Cells cells(block, column);
  Words words[3], misfits, instants;
  for (std::size_t first = 0; first < block.rows; first += at_once) {
    const std::size_t count = std::min(at_once, block.rows - first);
    for (std::size_t i = 0; i < count; ++i, cells.next()) {
      const char* const text = cells.text();
      misfits.of[i] = cells.length() ^ instant_size;
      for (std::size_t word = 0; word < 3; ++word) words[word].of[i] = word_at<std::uint64_t>(text + instant_words[word]);
    }
    Lanes any = {};
    for (std::size_t group = 0; group < at_once / lanes; ++group) {
      Lanes instant, misfit;
      read_instant(words[0].at(group), words[1].at(group), words[2].at(group), instant, misfit);
      misfit |= misfits.at(group);
      const Lanes is_misfit = reinterpret_cast<Lanes>(misfit != 0);
      instants.at(group) = (instant & ~is_misfit) | (is_misfit & static_cast<std::uint64_t>(runtime::ActivityBatch::untimed));
      misfits.at(group) = misfit;
      any |= misfit;
    }
    std::memcpy(times + first, instants.of, count * sizeof times[0]);
    std::uint64_t is_any = 0;
    for (std::size_t lane = 0; lane < lanes; ++lane) is_any |= any[lane];
    if (is_any == 0) continue;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t length = static_cast<std::uint32_t>(block.extent(first + i, column).length);
      left.add_if((misfits.of[i] != 0) & (length != 0), first + i);
    }
  }
}

ASSAY_VECTOR_CLONES void read_usual_integers(const RowBlock& block, const UsualAttribute& attribute, const RowsToRead& to_read,
                                             std::uint8_t* is_left) {
  std::int64_t* const values = attribute.slot->integers() + to_read.base;
  std::uint8_t* const known = attribute.slot->known_flags() + to_read.base;
  const std::int16_t* const kinds = to_read.kinds;
  const CellUse* const uses = attribute.uses.data() + 1;
  Cells cells(block, attribute.column);
  Words digits, skipped, misfits, taken, numbers;
  std::uint32_t lengths[at_once];
  for (std::size_t first = 0; first < block.rows; first += at_once) {
    const std::size_t count = std::min(at_once, block.rows - first);
    for (std::size_t i = 0; i < count; ++i, cells.next()) {
      lengths[i] = cells.length();
      digits.of[i] = word_at<std::uint64_t>(cells.text());
      skipped.of[i] = (8 - std::uint64_t{lengths[i]}) * 8;
      taken.of[i] = 0 - std::uint64_t{uses[kinds[first + i]] != CellUse::none};
    }
    std::memcpy(numbers.of, values + first, count * sizeof values[0]);
    for (std::size_t group = 0; group < at_once / lanes; ++group) {
      // In front of the digits stand zeros.
      const Lanes bits = skipped.at(group) & 56;
      Lanes number, misfit;
      const Lanes padded = digits.at(group) << bits | (zero_digits & ~(~(Lanes{}) << bits));
      read_eight_digits(padded, number, misfit);
      misfit |= skipped.at(group) ^ bits;
      const Lanes is_taken = taken.at(group) & reinterpret_cast<Lanes>(misfit == 0);
      numbers.at(group) = (number & is_taken) | (numbers.at(group) & ~is_taken);
      misfits.at(group) = misfit;
      taken.at(group) = is_taken;
    }
    std::memcpy(values + first, numbers.of, count * sizeof values[0]);
    for (std::size_t i = 0; i < count; ++i) known[first + i] |= static_cast<std::uint8_t>(taken.of[i] & 1);
    for (std::size_t i = 0; i < count; ++i) {
      const CellUse use = uses[kinds[first + i]];
      is_left[first + i] |= (misfits.of[i] != 0) & (use >= (is_empty(lengths[i]) ? CellUse::value_or_left : CellUse::value));
    }
  }
}

ASSAY_VECTOR_CLONES void read_usual_texts(const RowBlock& block, UsualAttribute& attribute, const RowsToRead& to_read,
                                          std::uint8_t* is_left) {
  std::int32_t* const codes = attribute.slot->codes() + to_read.base;
  const CellUse* const uses = attribute.uses.data() + 1;
  Cells cells(block, attribute.column);
  ShortText texts[at_once];
  std::uint32_t rows[at_once + 1];
  for (std::size_t first = 0; first < block.rows; first += at_once) {
    const std::size_t end = std::min(first + at_once, block.rows);
    std::size_t count = 0;
    for (std::size_t row = first; row < end; ++row, cells.next()) {
      const std::uint32_t length = cells.length();
      const char* const text = cells.text();
      texts[count].set_padded(text, length);
      attribute.known.fetch_place(texts[count]);
      const bool fits = length - 1 < ShortText::longest;
      const bool usual = fits & is_usual_end(*text) & is_usual_end(text[fits ? length - 1 : 0]);
      const CellUse use = uses[to_read.kinds[row]];
      rows[count] = static_cast<std::uint32_t>(row);
      count += usual & (use != CellUse::none) & (to_read.keeps[row] != 0);
      is_left[row] |= !usual & (use >= (is_empty(length) ? CellUse::value_or_left : CellUse::value));
    }
    for (std::size_t i = 0; i < count; ++i) attribute.known.fetch_text(texts[i]);
    for (std::size_t i = 0; i < count; ++i) {
      std::int32_t code = attribute.known.find(texts[i]);
      if (code < 0) code = learn(attribute, texts[i]);
      codes[rows[i]] = code;
      is_left[rows[i]] |= code < 0;
    }
  }
}

void read_usual_attribute(const RowBlock& block, UsualAttribute& attribute, const RowsToRead& rows, std::uint8_t* is_left) {
  if (attribute.slot->storage() == runtime::Storage::Integer) return read_usual_integers(block, attribute, rows, is_left);
  // Numbers of another dictionary are nothing here.
  if (attribute.texts != attribute.slot->texts()) {
    attribute.known.clear();
    attribute.texts = attribute.slot->texts();
  }
  read_usual_texts(block, attribute, rows, is_left);
}

}  // namespace assay::io

#include "runtime/kernels/value_numbers.h"

#include <algorithm>

#include "runtime/text/hash.h"
#include "runtime/text/wide_text.h"

namespace assay::kernels {
namespace {

// Most texts are short: comparing eight bytes at a time beats a call.
bool is_same(const char* a, const char* b, std::size_t size) {
  for (; size > 8; size -= 8, a += 8, b += 8) {
    if (text::load_bytes(a, 8) != text::load_bytes(b, 8)) return false;
  }
  return text::load_bytes(a, size) == text::load_bytes(b, size);
}

#if defined(ASSAY_HAS_WIDE_TEXTS)
ASSAY_WIDE_TEXTS inline bool is_same_wide(const char* a, const char* b, std::size_t size) {
  return _mm512_cmpneq_epi8_mask(text::load_wide(a, size), text::load_wide(b, size)) == 0;
}

ASSAY_WIDE_TEXTS std::uint64_t hash_one_wide(std::string_view text) { return text::hash_wide(text); }
#endif

std::uint64_t hash_of(std::string_view text) {
#if defined(ASSAY_HAS_WIDE_TEXTS)
  if (text.size() <= text::wide_text && text::has_wide_texts()) return hash_one_wide(text);
#endif
  return text::hash_bytes(text);
}

}  // namespace

bool ValueNumbers::start(const runtime::TextColumn& column, std::uint64_t batch) {
  if (!column.indices) {
    if (!dictionary_) return start();
    dictionary_ = false;
    clear();
    return true;
  }
  const bool is_same =
      dictionary_ && (column.dictionary ? column.dictionary == dictionary_number_ : batch == batch_ && dictionary_number_ == 0);
  dictionary_ = true;
  dictionary_number_ = column.dictionary;
  batch_ = batch;
  dictionary_values_ = column.values;
  return !is_same;
}

bool ValueNumbers::start() {
  if (count_ <= most_texts && bytes_.size() <= most_bytes) return false;
  clear();
  return true;
}

void ValueNumbers::clear() {
  bytes_.clear();
  count_ = 0;
  table_.clear();
  asked_ = first_asked_ = first_count_ = 0;
}

std::uint32_t ValueNumbers::number(std::string_view text) {
  make_room(1);
  return find_or_add(text, hash_of(text));
}

void ValueNumbers::number_all(std::span<const std::string_view> texts, std::uint32_t* numbers) {
  make_room(texts.size());
  hashes_.resize(std::max(hashes_.size(), texts.size()));
#if defined(ASSAY_HAS_WIDE_TEXTS)
  if (text::has_wide_texts()) return number_wide(texts, numbers);
#endif
  for (std::size_t i = 0; i < texts.size(); ++i) hashes_[i] = text::hash_bytes(texts[i]);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    fetch_ahead(i, texts.size());
    numbers[i] = find_or_add(texts[i], hashes_[i]);
  }
}

inline void ValueNumbers::fetch_ahead(std::size_t i, std::size_t count) const {
  constexpr std::size_t entries_ahead = 16, bytes_ahead = 8;
  const std::size_t mask = table_.size() - 1;
  if (i + entries_ahead < count) __builtin_prefetch(&table_[hashes_[i + entries_ahead] & mask]);
  if (i + bytes_ahead < count) __builtin_prefetch(bytes_.data() + table_[hashes_[i + bytes_ahead] & mask].begin);
}

#if defined(ASSAY_HAS_WIDE_TEXTS)
// Most texts are of few bytes and stand where they are looked for first.
ASSAY_WIDE_TEXTS void ValueNumbers::number_wide(std::span<const std::string_view> texts, std::uint32_t* numbers) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    hashes_[i] = texts[i].size() <= text::wide_text ? text::hash_wide(texts[i]) : text::hash_bytes(texts[i]);
  }
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    fetch_ahead(i, texts.size());
    const std::string_view text = texts[i];
    const Entry& entry = table_[hashes_[i] & mask];
    const bool may_be_same = entry.hash == hashes_[i] >> 32 && entry.size == text.size() && text.size() <= text::wide_text;
    if (may_be_same && is_same_wide(text.data(), bytes_.data() + entry.begin, text.size())) {
      numbers[i] = entry.number;
      ++asked_;
    } else {
      numbers[i] = find_or_add(text, hashes_[i]);
    }
  }
}
#endif

std::uint32_t ValueNumbers::find_or_add(std::string_view text, std::uint64_t full_hash) {
  ++asked_;
  const auto hash = static_cast<std::uint32_t>(full_hash >> 32);
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = full_hash & mask;; at = (at + 1) & mask) {
    Entry& entry = table_[at];
    if (entry.number == UINT32_MAX) {
      entry = {hash, static_cast<std::uint32_t>(count_++), static_cast<std::uint32_t>(bytes_.size()),
               static_cast<std::uint32_t>(text.size())};
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      return entry.number;
    }
    if (entry.hash == hash && entry.size == text.size() && is_same(bytes_.data() + entry.begin, text.data(), text.size()))
      return entry.number;
  }
}

void ValueNumbers::make_room(std::size_t texts) {
  if (asked_ < decided_after / 2) {
    first_asked_ = asked_;
    first_count_ = count_;
  }
  std::size_t size = std::max<std::size_t>(table_.size(), 256);
  while ((count_ + texts) * 2 >= size) size *= 4;
  if (size == table_.size()) return;
  std::vector<Entry> old(size);
  old.swap(table_);
  for (const Entry& entry : old) {
    if (entry.number == UINT32_MAX) continue;
    std::size_t at = hash_of({bytes_.data() + entry.begin, entry.size}) & (size - 1);
    while (table_[at].number != UINT32_MAX) at = (at + 1) & (size - 1);
    table_[at] = entry;
  }
}

}  // namespace assay::kernels

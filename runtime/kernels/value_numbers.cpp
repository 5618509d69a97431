#include "runtime/kernels/value_numbers.h"

#include <algorithm>

#include "runtime/vector_clones.h"
#include "runtime/text/hash.h"

#if defined(ASSAY_HAS_WIDE_KERNELS)
#include <immintrin.h>
#define ASSAY_WIDE_TEXTS [[gnu::target("avx512f,avx512bw,avx512vl,aes,vaes,bmi2")]]
#endif

namespace assay::kernels {
namespace {

// Most texts are short: comparing eight bytes at a time beats a call.
bool is_same(const char* a, const char* b, std::size_t size) {
  for (; size > 8; size -= 8, a += 8, b += 8) {
    if (text::load_bytes(a, 8) != text::load_bytes(b, 8)) return false;
  }
  return text::load_bytes(a, size) == text::load_bytes(b, size);
}

#if defined(ASSAY_HAS_WIDE_KERNELS)
constexpr std::size_t wide_text = 64;  // bytes that one vector holds

bool has_wide_texts() {
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                          __builtin_cpu_supports("vaes") && __builtin_cpu_supports("bmi2");
  return has;
}

// A text of up to 64 bytes; the rest is 0.
ASSAY_WIDE_TEXTS inline __m512i load_wide(const char* text, std::size_t size) {
  return _mm512_maskz_loadu_epi8(_bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(size)), text);
}

ASSAY_WIDE_TEXTS inline bool is_same_wide(const char* a, const char* b, std::size_t size) {
  return _mm512_cmpneq_epi8_mask(load_wide(a, size), load_wide(b, size)) == 0;
}

// Without a branch on the size: rounds of AES mix the bytes, and the four parts of the vector with each other.
ASSAY_WIDE_TEXTS inline std::uint64_t hash_wide(std::string_view text) {
  const __m512i parts = _mm512_set_epi64(0x3C6E'F372'FE94'F82B, 0x510E'527F'ADE6'82D1, 0x1F83'D9AB'FB41'BD6B, 0x5BE0'CD19'137E'2179,
                                         0x243F'6A88'85A3'08D3, 0x1319'8A2E'0370'7344, 0x4528'21E6'38D0'1377, 0x3F84'D5B5'B547'0917);
  const __m512i mixed = _mm512_aesenc_epi128(_mm512_xor_si512(load_wide(text.data(), text.size()), parts), parts);
  const __m256i low = _mm512_maskz_extracti64x4_epi64(0xF, mixed, 0), high = _mm512_maskz_extracti64x4_epi64(0xF, mixed, 1);
  const __m256i halves = _mm256_aesenc_epi128(low, high);
  __m128i whole = _mm_aesenc_si128(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
  whole = _mm_aesenc_si128(whole, _mm_set1_epi64x(static_cast<std::int64_t>(text.size())));
  whole = _mm_aesenc_si128(whole, _mm_set_epi64x(0x1319'8A2E'0370'7344, 0x243F'6A88'85A3'08D3));
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(whole));
}

ASSAY_WIDE_TEXTS std::uint64_t hash_one_wide(std::string_view text) { return hash_wide(text); }
#endif

std::uint64_t hash_of(std::string_view text) {
#if defined(ASSAY_HAS_WIDE_KERNELS)
  if (text.size() <= wide_text && has_wide_texts()) return hash_one_wide(text);
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
  asked_ = 0;
}

std::uint32_t ValueNumbers::number(std::string_view text) {
  make_room(1);
  return find_or_add(text, hash_of(text));
}

void ValueNumbers::number_all(std::span<const std::string_view> texts, std::uint32_t* numbers) {
  make_room(texts.size());
  hashes_.resize(std::max(hashes_.size(), texts.size()));
#if defined(ASSAY_HAS_WIDE_KERNELS)
  if (has_wide_texts()) return number_wide(texts, numbers);
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

#if defined(ASSAY_HAS_WIDE_KERNELS)
// Most texts are of few bytes and stand where they are looked for first.
ASSAY_WIDE_TEXTS void ValueNumbers::number_wide(std::span<const std::string_view> texts, std::uint32_t* numbers) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    hashes_[i] = texts[i].size() <= wide_text ? hash_wide(texts[i]) : text::hash_bytes(texts[i]);
  }
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    fetch_ahead(i, texts.size());
    const std::string_view text = texts[i];
    const Entry& entry = table_[hashes_[i] & mask];
    const bool may_be_same = entry.hash == hashes_[i] >> 32 && entry.size == text.size() && text.size() <= wide_text;
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

#include "runtime/kernels/value_numbers.h"

#include "runtime/text/hash.h"

namespace assay::kernels {
namespace {

// Most texts are short: comparing eight bytes at a time beats a call.
bool is_same(const char* a, const char* b, std::size_t size) {
  for (; size > 8; size -= 8, a += 8, b += 8) {
    if (text::load_bytes(a, 8) != text::load_bytes(b, 8)) return false;
  }
  return text::load_bytes(a, size) == text::load_bytes(b, size);
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
  if (texts_.size() <= most_texts && bytes_.size() <= most_bytes) return false;
  clear();
  return true;
}

void ValueNumbers::clear() {
  bytes_.clear();
  texts_.clear();
  table_.clear();
  asked_ = 0;
}

std::uint32_t ValueNumbers::number(std::string_view text) {
  if (texts_.size() * 2 >= table_.size()) grow();
  ++asked_;
  const std::uint64_t full_hash = text::hash_bytes(text);
  const auto hash = static_cast<std::uint32_t>(full_hash >> 32);
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = full_hash & mask;; at = (at + 1) & mask) {
    Entry& entry = table_[at];
    if (entry.number == UINT32_MAX) {
      entry = {hash, static_cast<std::uint32_t>(texts_.size())};
      texts_.push_back({bytes_.size(), text.size()});
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      return entry.number;
    }
    if (entry.hash != hash) continue;
    const Text& known = texts_[entry.number];
    if (known.size == text.size() && is_same(bytes_.data() + known.begin, text.data(), text.size())) return entry.number;
  }
}

void ValueNumbers::grow() {
  std::vector<Entry> old(table_.empty() ? 256 : table_.size() * 4);
  old.swap(table_);
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    const std::uint64_t hash = text::hash_bytes({bytes_.data() + texts_[i].begin, texts_[i].size});
    std::size_t at = hash & mask;
    while (table_[at].number != UINT32_MAX) at = (at + 1) & mask;
    table_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(i)};
  }
}

}  // namespace assay::kernels

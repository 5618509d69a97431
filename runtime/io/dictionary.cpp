#include "runtime/io/dictionary.h"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace assay::io {
namespace {

constexpr std::size_t first_slots = 256;
constexpr std::size_t first_bytes = 4096;
constexpr std::size_t slots_in_cache = 1024;  // and what they stand for, without being fetched

}  // namespace

std::uint64_t next_dictionary_number() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

TextDictionary::TextDictionary()
    : number_(next_dictionary_number()),
      mask_(first_slots - 1),
      slots_(first_slots),
      offset_room_(first_slots),
      byte_room_(first_bytes),
      offsets_(std::make_shared<std::int32_t[]>(offset_room_)),
      bytes_(new char[byte_room_]) {}

void TextDictionary::codes_of(std::span<const Keyed> texts, std::int32_t* codes) {
  if (slots_.size() > slots_in_cache) fetch(texts);
  for (std::size_t i = 0; i < texts.size(); ++i) codes[i] = code_of(texts[i].text, texts[i].key);
}

// First where texts are found, then where they stand, then the bytes of long ones.
void TextDictionary::fetch(std::span<const Keyed> texts) const {
  for (const Keyed& each : texts) prefetch(each.key);
  for (const Keyed& each : texts) prefetch_place(each.key);
  for (const Keyed& each : texts) prefetch_text(each.key);
}

std::int32_t TextDictionary::add(std::string_view text, const TextKey& key) {
  const std::size_t used = byte_count();
  if (text.size() > most_bytes - used) return -1;
  if (size_ + 2 > offset_room_) {
    // The old memory stays with the batches that look at it.
    std::shared_ptr<std::int32_t[]> larger(new std::int32_t[offset_room_ * 2]);
    std::copy_n(offsets_.get(), size_ + 1, larger.get());
    offsets_ = std::move(larger);
    offset_room_ *= 2;
  }
  if (used + text.size() > byte_room_) {
    byte_room_ = std::max(byte_room_ * 2, used + text.size());
    std::shared_ptr<char[]> larger(new char[byte_room_]);
    std::memcpy(larger.get(), bytes_.get(), used);
    bytes_ = std::move(larger);
  }
  if (!text.empty()) std::memcpy(bytes_.get() + used, text.data(), text.size());
  const auto code = static_cast<std::int32_t>(size_++);
  offsets_[code + 1] = static_cast<std::int32_t>(used + text.size());
  if (size_ * 2 > slots_.size()) grow_slots();
  std::size_t at = key.hash & mask_;
  while (slots_[at].code >= 0) at = (at + 1) & mask_;
  slots_[at] = {key.bits, key.length, code};
  return code;
}

void TextDictionary::grow_slots() {
  std::vector<Slot> smaller(slots_.size() * 2);
  slots_.swap(smaller);
  mask_ = slots_.size() - 1;
  for (const Slot& slot : smaller) {
    if (slot.code < 0) continue;
    std::size_t at = TextKey::hash_of(slot.bits, slot.length) & mask_;
    while (slots_[at].code >= 0) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
}

runtime::TextColumn TextDictionary::view(std::vector<std::shared_ptr<const void>>& owners) const {
  owners.push_back(offsets_);
  owners.push_back(bytes_);
  runtime::TextColumn column;
  column.offsets = offsets_.get();
  column.bytes = bytes_.get();
  column.values = size_;
  column.dictionary = number_;
  return column;
}

}  // namespace assay::io

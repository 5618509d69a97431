// Distinct texts, numbered in the order in which they first came. Grows and never changes: views of it stay true while it grows, also in
// other threads, as long as their owner is held.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/batch.h"
#include "runtime/io/hash.h"

namespace assay::io {

// A number for TextColumn::dictionary that no other dictionary of this process has.
std::uint64_t next_dictionary_number();

class TextDictionary {
 public:
  static constexpr std::size_t most_bytes = INT32_MAX;

  TextDictionary();

  // The number of a text, which is added where it is new; -1 when there is no room for it (all texts together have most_bytes).
  std::int32_t code_of(std::string_view text) { return code_of(text, TextKey(text)); }
  std::int32_t code_of(std::string_view text, const TextKey& key) {
    const std::int32_t code = find(text, key);
    return code >= 0 ? code : add(text, key);
  }

  // The number of a text, -1 if it is not there.
  std::int32_t find(std::string_view text, const TextKey& key) const {
    for (std::size_t at = key.hash & mask_;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.code < 0) return -1;
      if (slot.bits == key.bits && slot.length == key.length &&
          (key.is_inline() || same_bytes(value(slot.code).data(), text.data(), text.size())))
        return slot.code;
    }
  }

  // A text with its key.
  struct Keyed {
    std::string_view text;
    TextKey key;
  };
  static constexpr std::size_t most_at_once = 64;

  // The numbers of up to most_at_once texts, as code_of gives them. What is looked at lies all over memory and is fetched for all of them,
  // step by step.
  void codes_of(std::span<const Keyed> texts, std::int32_t* codes);

  // Bring what code_of and find will look at into the cache, each what the one before has fetched leads to: the slot, and, of a long text
  // that is probably there, where it stands, and the text.
  void prefetch(const TextKey& key) const { __builtin_prefetch(slots_.data() + (key.hash & mask_)); }
  void prefetch_place(const TextKey& key) const {
    if (const std::int32_t code = likely_code(key); code >= 0) __builtin_prefetch(offsets_.get() + code);
  }
  void prefetch_text(const TextKey& key) const {
    const std::int32_t code = likely_code(key);
    if (code < 0) return;
    __builtin_prefetch(value(code).data());
    __builtin_prefetch(value(code).data() + key.length - 1);
  }

  std::string_view value(std::int32_t code) const {
    return {bytes_.get() + offsets_[code], static_cast<std::size_t>(offsets_[code + 1] - offsets_[code])};
  }
  std::size_t size() const { return size_; }
  std::size_t byte_count() const { return static_cast<std::size_t>(offsets_[size_]); }
  // Bytes that it takes in memory.
  std::size_t memory() const { return byte_room_ + offset_room_ * sizeof(std::int32_t) + slots_.size() * sizeof(Slot); }

  // The texts as a dictionary of a column, without indices. `owners` gets what keeps the view alive.
  runtime::TextColumn view(std::vector<std::shared_ptr<const void>>& owners) const;

 private:
  struct Slot {
    std::uint64_t bits = 0;
    std::uint32_t length = 0;
    std::int32_t code = -1;
  };

  // Of a long text, where it stands at its first place, or another one.
  std::int32_t likely_code(const TextKey& key) const { return key.is_inline() ? -1 : slots_[key.hash & mask_].code; }
  void fetch(std::span<const Keyed> texts) const;
  std::int32_t add(std::string_view text, const TextKey& key);
  void grow_slots();

  std::uint64_t number_;  // unlike any other dictionary's of this process
  std::size_t size_ = 0;
  std::size_t mask_;
  std::vector<Slot> slots_;
  std::size_t offset_room_, byte_room_;
  std::shared_ptr<std::int32_t[]> offsets_;
  std::shared_ptr<char[]> bytes_;
};

}  // namespace assay::io

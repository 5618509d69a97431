// Texts that are asked for as beginnings: which of them does a value start with? Sorted, with a link from each text to the longest
// other one that it starts with, so that one binary search over their first eight bytes, as numbers, finds them all.
// For endings the owner spells texts and values backwards; that is why a value is given as its first eight bytes, its size, and a
// function that spells the whole of it, called only where eight bytes do not decide.
// Goals are numbers of the owner (literal_table.h). Filled, finished once, then only read.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/utf8.h"

namespace assay::text {

class PrefixTable {
 public:
  void add(std::string_view text, std::uint32_t goal) { entries_.push_back({std::string(text), goal}); }

  // Must be called after the last `add` and before the first `visit`.
  void finish();

  bool empty() const { return entries_.empty(); }

  // Eight bytes as a number that sorts as the bytes do.
  static std::uint64_t head_of(std::string_view text) { return __builtin_bswap64(load_bytes(text.data(), text.size())); }

  // The head of the value spelled backwards.
  static std::uint64_t head_of_reversed(std::string_view text) {
    const std::size_t size = text.size() < 8 ? text.size() : 8;
    return size == 0 ? 0 : load_bytes(text.data() + text.size() - size, size) << (8 - size) * 8;
  }

  // Calls `hit(goal)` for each goal of each text that the value starts with, longest first.
  template <class Spell, class Hit>
  void visit(std::uint64_t head, std::size_t size, Spell&& spell, Hit&& hit) const {
    std::uint32_t key = last_head_not_above(head);
    if (key != none && heads_[key] == head && keys_[key].size >= 8) key = last_not_above(key, spell());
    for (; key != none; key = keys_[key].parent) {
      const Key& candidate = keys_[key];
      const auto shared = static_cast<std::size_t>(std::countl_zero(head ^ heads_[key])) / 8;
      if (candidate.size > size || shared < (candidate.size < 8 ? candidate.size : 8)) continue;
      if (candidate.size > 8 && !std::string_view(spell()).starts_with(entries_[candidate.begin].text)) continue;
      for (std::uint32_t i = candidate.begin; i < candidate.end; ++i) hit(entries_[i].goal);
    }
  }

  template <class Hit>
  void visit(std::string_view value, Hit&& hit) const {
    visit(head_of(value), value.size(), [value] { return value; }, hit);
  }

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Entry {
    std::string text;
    std::uint32_t goal;
  };
  struct Key {
    std::uint32_t begin;  // entries with this text
    std::uint32_t end;
    std::uint32_t parent;  // the longest key that this one starts with
    std::uint32_t size;    // of the text
  };

  // The last key whose head is not above the value's, or `none`.
  std::uint32_t last_head_not_above(std::uint64_t head) const;

  // The last key at or before `key` that is not above the value, of which eight bytes are the same.
  std::uint32_t last_not_above(std::uint32_t key, std::string_view value) const;

  std::vector<Entry> entries_;
  std::vector<Key> keys_;
  std::vector<std::uint64_t> heads_;
  std::array<std::uint32_t, 257> starts_{};  // keys by their first byte
};

}  // namespace assay::text

// Texts that are asked for as beginnings: which of them does a value start with? Sorted, with a link from each text to the longest
// other one that it starts with, so that one binary search (over the first eight bytes as numbers) finds them all.
// Goals are numbers of the owner (literal_table.h). Filled, finished once, then only read.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::text {

class PrefixTable {
 public:
  void add(std::string_view text, std::uint32_t goal) { entries_.push_back({std::string(text), goal}); }

  /// Must be called after the last `add` and before the first `visit`.
  void finish();

  bool empty() const { return entries_.empty(); }

  /// Calls `hit(goal)` for each goal of each text that the value starts with, longest first.
  template <class Hit>
  void visit(std::string_view value, Hit&& hit) const {
    for (std::uint32_t key = last_not_above(value); key != none; key = keys_[key].parent) {
      const Key& candidate = keys_[key];
      if (!value.starts_with(entries_[candidate.begin].text)) continue;
      for (std::uint32_t i = candidate.begin; i < candidate.end; ++i) hit(entries_[i].goal);
    }
  }

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Entry {
    std::string text;
    std::uint32_t goal;
  };
  struct Key {
    std::uint32_t begin;  ///< entries with this text
    std::uint32_t end;
    std::uint32_t parent;  ///< the longest key that this one starts with
  };

  /// The last key that is not above the value, or `none`.
  std::uint32_t last_not_above(std::string_view value) const;

  std::vector<Entry> entries_;
  std::vector<Key> keys_;
  std::vector<std::uint64_t> heads_;
  std::array<std::uint32_t, 257> starts_{};  ///< keys by their first byte
};

}  // namespace assay::text

// Which entries of a vector there are already, by the hash of what they hold: the memory behind "equal expressions are one node". A flat
// table, since a policy of 10,000 rules asks it some hundred thousand times. What it is not: it does not know the entries; who asks
// compares them.
// Invariant: at most half of the slots are taken, so that a search ends at a free one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace assay::ir {

class IndexTable {
 public:
  // The entry of that hash for which `is_same(index)` holds.
  template <typename IsSame>
  std::optional<std::uint32_t> find(std::size_t hash, IsSame is_same) const {
    for (std::size_t at = place_of(shortened(hash)); slots_[at].index != free; at = next(at)) {
      if (slots_[at].hash == shortened(hash) && is_same(slots_[at].index)) return slots_[at].index;
    }
    return std::nullopt;
  }

  // An entry that `find` has not found.
  void add(std::size_t hash, std::uint32_t index) {
    if (2 * ++count_ > slots_.size()) grow();
    put({shortened(hash), index});
  }

 private:
  static constexpr std::uint32_t free = UINT32_MAX;
  struct Slot {
    std::uint32_t hash = 0, index = free;
  };

  static std::uint32_t shortened(std::size_t hash) { return static_cast<std::uint32_t>(hash ^ (hash >> 32)); }
  std::size_t place_of(std::uint32_t hash) const { return hash & (slots_.size() - 1); }
  std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }

  void put(Slot slot) {
    std::size_t at = place_of(slot.hash);
    while (slots_[at].index != free) at = next(at);
    slots_[at] = slot;
  }

  void grow() {
    std::vector<Slot> before(2 * slots_.size());
    before.swap(slots_);
    for (const Slot& slot : before) {
      if (slot.index != free) put(slot);
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(256);  // a power of two
  std::size_t count_ = 0;
};

}  // namespace assay::ir

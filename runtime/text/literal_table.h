// A hash table from whole texts to goals, for up to millions of texts. A question costs one look at the slots and, where the hash is
// the same, one at the record that holds text and goal side by side.
// A goal is a number that means something to the owner; a text may have several. Filled once, then only read.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/text/hash.h"

namespace assay::text {

class LiteralTable {
 public:
  void add(std::string_view text, std::uint32_t goal);

  bool empty() const { return count_ == 0; }

  // Calls `visit(text)` for each text, in the order in which they were added.
  template <class Visit>
  void each_text(Visit&& visit) const {
    for (std::size_t record = 0; record < records_.size(); record += record_size(text_of(record).size())) visit(text_of(record));
  }

  // Calls `hit(goal)` for each goal of the text.
  template <class Hit>
  void visit(std::string_view text, Hit&& hit) const {
    if (slots_.empty()) return;
    const std::uint32_t hash = hash_of(text);
    if (slots_[hash >> shift_].record == none) return;
    const std::uint32_t record = slots_[slot_of(text, hash)].record;
    if (record == none) return;
    hit(records_[record + 1]);
    for (std::uint32_t node = records_[record + 2]; node != none; node = more_goals_[node].next) hit(more_goals_[node].goal);
  }

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  static constexpr std::size_t head_size = 3;  // of a record, before the bytes

  struct GoalNode {
    std::uint32_t goal;
    std::uint32_t next;
  };
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t record = none;
  };

  static std::uint32_t hash_of(std::string_view text) { return static_cast<std::uint32_t>(hash_bytes(text) >> 32); }

  // The slot that holds the text, or the free one where it belongs. There always is a free one.
  std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
  static std::size_t record_size(std::size_t text_size) { return head_size + (text_size + 3) / 4; }
  std::string_view text_of(std::size_t record) const {
    return {reinterpret_cast<const char*>(records_.data() + record + head_size), records_[record]};
  }
  void grow();

  std::size_t count_ = 0;
  std::vector<std::uint32_t> records_;  // for each text: size, first goal, further goals, bytes
  std::vector<GoalNode> more_goals_;
  std::vector<Slot> slots_;
  unsigned shift_ = 32;  // slots are found by the highest bits of the hash
};

}  // namespace assay::text

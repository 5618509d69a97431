// A hash table from whole texts to goals, for up to millions of texts: one probe per question, texts packed behind each other.
// A goal is a number that means something to the owner; a text may have several and gives them back latest first.
// Filled once, then only read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::text {

class LiteralTable {
 public:
  void add(std::string_view text, std::uint32_t goal);

  bool empty() const { return entries_.empty(); }

  /// Calls `hit(goal)` for each goal of the text.
  template <class Hit>
  void visit(std::string_view text, Hit&& hit) const {
    const std::uint32_t entry = find(text);
    if (entry == none) return;
    for (std::uint32_t node = entries_[entry].first_goal; node != none; node = goals_[node].next) hit(goals_[node].goal);
  }

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Entry {
    std::size_t start;
    std::uint32_t size;
    std::uint32_t first_goal;
  };
  struct GoalNode {
    std::uint32_t goal;
    std::uint32_t next;
  };
  struct Slot {
    std::uint32_t fingerprint = 0;
    std::uint32_t entry = none;
  };

  /// The entry of the text or `none`.
  std::uint32_t find(std::string_view text) const;
  std::size_t slot_of(std::string_view text, std::uint64_t hash) const;
  std::string_view text_of(const Entry& entry) const { return std::string_view(texts_).substr(entry.start, entry.size); }
  void grow();

  std::string texts_;
  std::vector<Entry> entries_;
  std::vector<GoalNode> goals_;
  std::vector<Slot> slots_;
};

}  // namespace assay::text

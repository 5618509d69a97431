// Tells texts that were met before from new ones, for up to millions of them: one table of slots, nothing allocated for each text.
// Not a container of texts: it looks at bytes that somebody else keeps.
// Invariant: at least half of the slots are free, so that every search ends.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace assay::text {

class DistinctTexts {
 public:
  // Whether the text, compared byte for byte, was not added before. Its bytes must stay where they are.
  bool add(std::string_view text);

  bool contains(std::string_view text) const;

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t text = none;  // its place in texts_
  };

  // The slot that holds the text, or the free one where it belongs.
  std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
  void grow();

  std::vector<std::string_view> texts_;
  std::vector<Slot> slots_;
};

}  // namespace assay::text

// Texts that are asked for anywhere within a value. Each needle is represented by one of its grams (four bytes, or two or one of
// short needles), chosen to be rare among the needles. A value is scanned by asking a bit table about each of its grams that a filter
// (gram_filter.h) leaves, which are independent of each other and mostly miss; only where a bit is set are needles compared. A thousand
// needles are ready after a millisecond, where a general multi-pattern engine compiles for longer than a short run takes.
// Goals are numbers of the owner (literal_table.h); one may be hit several times. Filled, finished once, then only read.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/gram_filter.h"
#include "runtime/text/hash.h"

namespace assay::text {

// Where a needle stands among texts that stand one behind the other, by bytes. Its gram is between `begin` and `end`.
struct Occurrence {
  std::uint32_t goal;
  std::uint32_t gram, begin, end;
};

class GramIndex {
 public:
  // The needle must not be empty.
  void add(std::string_view needle, std::uint32_t goal) { needles_.push_back({std::string(needle), goal, 0}); }

  // Must be called after the last `add` and before the first `visit`.
  void finish();

  bool empty() const { return needles_.empty(); }
  std::size_t count() const { return needles_.size(); }

  // Calls `hit(goal)` for each place of a folded value where a needle stands.
  template <class Hit>
  void visit(std::string_view value, Hit&& hit) const {
    if (!singles_.groups.empty()) scan<std::uint8_t>(singles_, value, hit);
    if (!pairs_.groups.empty()) scan<std::uint16_t>(pairs_, value, hit);
    if (!quads_.groups.empty()) scan<std::uint32_t>(quads_, value, hit);
  }

  // Whether `find_all` can be asked: there is a filter for all grams.
  bool finds_all() const;

  // Appends all occurrences in less than 4 GiB of ASCII, which is folded here; where other bytes stand, what is found means nothing. They
  // come in up to three runs by the width of their grams, each by the place of the gram. How many places were looked at.
  std::size_t find_all(std::string_view texts, std::vector<Occurrence>& found) const;

 private:
  struct Needle {
    std::string text;
    std::uint32_t goal;
    std::uint32_t gram_offset;
  };

  // The needles of one gram.
  struct Group {
    std::uint32_t gram = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;  // `begin` when the slot is free
  };

  // All grams of one width.
  struct Grams {
    GramFilter filter;
    std::vector<std::uint64_t> bits;
    unsigned bit_shift = 0;
    std::vector<Group> groups;
    unsigned group_shift = 0;

    const Group* group_of(std::uint32_t gram) const {
      const std::size_t mask = groups.size() - 1;
      for (std::size_t at = mix(gram) >> group_shift;; at = (at + 1) & mask) {
        if (groups[at].begin == groups[at].end) return nullptr;
        if (groups[at].gram == gram) return &groups[at];
      }
    }
  };

  // Needles are short: comparing eight bytes at a time beats a call.
  static bool is_same(const char* a, const char* b, std::size_t size) {
    for (; size > 8; size -= 8, a += 8, b += 8) {
      if (load_bytes(a, 8) != load_bytes(b, 8)) return false;
    }
    return load_bytes(a, size) == load_bytes(b, size);
  }

  static std::uint32_t mix(std::uint32_t gram) { return gram * 0x9E37'79B1u; }

  // In stretches: first the places whose bit is set are noted, where nothing need be guessed, then needles are compared there.
  template <class Gram, class Hit>
  void scan(const Grams& grams, std::string_view value, Hit&& hit) const {
    if (value.size() < sizeof(Gram)) return;
    constexpr std::size_t stretch = 64;
    std::uint8_t noted[stretch];
    const std::uint64_t* bits = grams.bits.data();
    const std::size_t places = value.size() - sizeof(Gram) + 1;
    for (std::size_t first = 0; first < places; first += stretch) {
      const char* text = value.data() + first;
      const auto gram_at = [&](std::size_t at) { return std::uint32_t{load<Gram>(text + at)}; };
      const std::size_t end = std::min(stretch, places - first);
      std::size_t count = 0;
      const auto note = [&](std::size_t at) {
        const std::uint32_t bit = mix(gram_at(at)) >> grams.bit_shift;
        noted[count] = static_cast<std::uint8_t>(at);
        count += bits[bit >> 6] >> (bit & 63) & 1;
      };
      if (grams.filter.is_built()) {
        std::uint64_t left = grams.filter.places(text, end);
        for (; left; left &= left - 1) note(static_cast<std::size_t>(std::countr_zero(left)));
      } else {
        for (std::size_t at = 0; at < end; ++at) note(at);
      }
      for (std::size_t i = 0; i < count; ++i) {
        if (const Group* group = grams.group_of(gram_at(noted[i]))) compare(*group, value, first + noted[i], hit);
      }
    }
  }

  template <class Gram>
  std::size_t find_width(const Grams& grams, std::string_view texts, std::vector<Occurrence>& found) const;
  void compare_ascii(const Group& group, std::string_view texts, std::size_t at, std::vector<Occurrence>& found) const;

  template <class Hit>
  void compare(const Group& group, std::string_view value, std::size_t at, Hit&& hit) const {
    for (std::uint32_t i = group.begin; i < group.end; ++i) {
      const Needle& needle = needles_[i];
      if (at < needle.gram_offset) continue;
      const std::size_t begin = at - needle.gram_offset, size = needle.text.size();
      if (value.size() - begin >= size && is_same(value.data() + begin, needle.text.data(), size)) hit(needle.goal);
    }
  }

  void finish_width(Grams& grams, std::size_t width, std::uint32_t begin, std::uint32_t end);

  std::vector<Needle> needles_;
  Grams singles_;
  Grams pairs_;
  Grams quads_;
};

}  // namespace assay::text

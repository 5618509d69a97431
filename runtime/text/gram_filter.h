// Where in a text, folded or with ASCII as it was, can one of many grams begin? A quick answer for 64 places at a time that is never wrong
// with its no: the grams are dealt to buckets, a bit each, and for each byte of a gram a table says by a byte of text which buckets have it
// there. Needs a processor that looks up 64 bytes in such tables at once; on others, and for so many grams that most places would be
// possible, nothing is built (decision 0100).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay::text {

class GramFilter {
 public:
  // Distinct folded grams of `width` bytes (1 to 4), the first byte least significant.
  void build(std::vector<std::uint32_t> grams, std::size_t width);

  bool is_built() const { return !tables_.empty(); }

  // Bits of the first `count` places (at most 64) of a text that has `width - 1` more bytes. Only where something is built.
  std::uint64_t places(const char* text, std::size_t count) const;

  // The same for any number of places below 65,536, of which the possible ones are written to `places`, ascending. That needs room for 64
  // more than there are. Their number.
  std::size_t list_places(const char* text, std::size_t count, std::uint16_t* places) const;

 private:
  static constexpr std::size_t buckets_per_set = 8;
  struct alignas(64) Table {
    std::uint8_t buckets_of[128] = {};  // by the lower seven bits of a byte
  };

  std::size_t width_ = 0;
  std::vector<Table> tables_;  // for each set of buckets one for each byte of a gram
};

}  // namespace assay::text

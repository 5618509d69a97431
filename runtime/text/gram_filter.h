// Where in a text can one of many grams begin? A quick answer for 64 places at a time that is never wrong with its no: the grams are dealt
// to buckets, a bit each, and for each byte of a gram a table says by a byte of text which buckets have it there. Needs a processor that
// looks up 64 bytes in such tables at once; on others, and for so many grams that most places would be possible, nothing is built.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay::text {

class GramFilter {
 public:
  /// Distinct grams of `width` bytes (1 to 4), the first byte least significant.
  void build(std::vector<std::uint32_t> grams, std::size_t width);

  bool is_built() const { return !tables_.empty(); }

  /// Bits of the first `count` places (at most 64) of a text that has `width - 1` more bytes. Only where something is built.
  std::uint64_t places(const char* text, std::size_t count) const;

 private:
  static constexpr std::size_t buckets_per_set = 8;
  struct alignas(64) Table {
    std::uint8_t buckets_of[128] = {};  ///< by the lower seven bits of a byte
  };

  std::size_t width_ = 0;
  std::vector<Table> tables_;  ///< for each set of buckets one for each byte of a gram
};

}  // namespace assay::text

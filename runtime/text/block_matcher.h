// Comparisons of a whole block of texts that stand one behind the other: which of some known texts each of them is, and which of some
// needles stand in it. One pass over all bytes instead of one text after the other, in which most is decided without a look at where texts
// begin and end. Not for other comparisons, and not for texts that are not ASCII or longer than a hundred thousand bytes: those are named,
// and somebody else matches them one by one (decision 0144).
// Needs has_wide_texts() (wide_text.h). Filled, then only read; used by TextSet.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/text/gram_index.h"
#include "runtime/text/known_texts.h"

namespace assay::text {

// What is found in a block; used again and again for its memory. Bits are numbered by text, and are set for texts only that were asked for.
struct BlockMatches {
  struct Hit {
    std::uint32_t text;
    std::uint32_t atom;
  };

  std::vector<std::uint32_t> numbers;  // per text: which known text it is, where `known` says that it is one
  std::vector<std::uint64_t> known;
  std::vector<std::uint64_t> other;  // texts that are not ASCII, or very long: nothing else is said of them
  std::vector<Hit> hits;             // needles in texts that are neither known nor other, by text, each once
  std::size_t looked_at = 0;         // places where a needle was thought possible: what the search cost,
  std::size_t found = 0;             // and of them those where one stands

  std::vector<Occurrence> occurrences;  // to work in
  std::vector<std::uint32_t> latest;    // per atom, while hits are made: the text after the one that has it; 0: none
};

class BlockMatcher {
 public:
  // Goals of the needles are atoms below `atom_count`. The needles are the owner's and finished.
  BlockMatcher(const GramIndex& needles, KnownTexts known, std::uint32_t atom_count);

  std::size_t known_count() const { return known_.count(); }
  std::size_t needle_count() const { return needles_.count(); }

  // Of the texts whose bits are set in `asked`; hits may be of any others, too.
  void match(const TextRun& texts, const std::uint64_t* asked, BlockMatches& found) const;

 private:
  void find_needles(const TextRun& texts, std::size_t first, BlockMatches& found) const;
  void keep_once(BlockMatches& found, std::size_t first_hit) const;

  const GramIndex& needles_;
  KnownTexts known_;
  std::uint32_t atom_count_;
};

}  // namespace assay::text

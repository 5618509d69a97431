#include "runtime/text/gram_index.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <unordered_map>

namespace assay::text {

namespace {

std::size_t width_of(std::string_view needle) { return needle.size() >= 4 ? 4 : needle.size() >= 2 ? 2 : 1; }

std::uint32_t gram_at(std::string_view text, std::size_t offset, std::size_t width) {
  std::uint32_t gram = 0;
  std::memcpy(&gram, text.data() + offset, width);
  return gram;
}

}  // namespace

void GramIndex::finish() {
  std::sort(needles_.begin(), needles_.end(), [](const Needle& a, const Needle& b) { return width_of(a.text) < width_of(b.text); });
  const auto behind = [this](std::size_t width) {
    const auto at =
        std::partition_point(needles_.begin(), needles_.end(), [width](const Needle& needle) { return width_of(needle.text) <= width; });
    return static_cast<std::uint32_t>(at - needles_.begin());
  };
  finish_width(singles_, 1, 0, behind(1));
  finish_width(pairs_, 2, behind(1), behind(2));
  finish_width(quads_, 4, behind(2), behind(4));
}

void GramIndex::finish_width(Grams& grams, std::size_t width, std::uint32_t begin, std::uint32_t end) {
  if (begin == end) return;
  std::unordered_map<std::uint32_t, std::uint32_t> uses;
  for (std::uint32_t i = begin; i < end; ++i) {
    for (std::size_t at = 0; at + width <= needles_[i].text.size(); ++at) ++uses[gram_at(needles_[i].text, at, width)];
  }
  for (std::uint32_t i = begin; i < end; ++i) {
    Needle& needle = needles_[i];
    for (std::uint32_t at = 1; at + width <= needle.text.size(); ++at) {
      const std::uint32_t best = uses[gram_at(needle.text, needle.gram_offset, width)];
      if (uses[gram_at(needle.text, at, width)] < best) needle.gram_offset = at;
    }
  }
  const auto gram_of = [width](const Needle& needle) { return gram_at(needle.text, needle.gram_offset, width); };
  std::sort(needles_.begin() + begin, needles_.begin() + end, [&](const Needle& a, const Needle& b) {
    return std::tuple(gram_of(a), std::string_view(a.text), a.goal) < std::tuple(gram_of(b), std::string_view(b.text), b.goal);
  });
  // At least 64 bits of the table for each needle, so that a gram of ordinary text rarely hits by accident.
  const unsigned group_bits = static_cast<unsigned>(std::bit_width(std::size_t{end - begin} * 2));
  const unsigned table_bits = std::clamp(group_bits + 5, 9u, 24u);
  grams.bit_shift = 32 - table_bits;
  grams.bits.assign(std::size_t{1} << (table_bits - 6), 0);
  grams.group_shift = 32 - group_bits;
  grams.groups.assign(std::size_t{1} << group_bits, Group{});
  std::vector<std::uint32_t> distinct;
  for (std::uint32_t i = begin; i < end;) {
    const std::uint32_t gram = gram_of(needles_[i]);
    distinct.push_back(gram);
    std::uint32_t next = i;
    while (next < end && gram_of(needles_[next]) == gram) ++next;
    const std::uint32_t bit = mix(gram) >> grams.bit_shift;
    grams.bits[bit >> 6] |= std::uint64_t{1} << (bit & 63);
    std::size_t at = mix(gram) >> grams.group_shift;
    while (grams.groups[at].begin != grams.groups[at].end) at = (at + 1) & (grams.groups.size() - 1);
    grams.groups[at] = {gram, i, next};
    i = next;
  }
  grams.filter.build(std::move(distinct), width);
}

}  // namespace assay::text

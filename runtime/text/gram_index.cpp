#include "runtime/text/gram_index.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <unordered_map>

#include "runtime/text/wide_text.h"

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

bool GramIndex::finds_all() const {
  const auto is_ready = [](const Grams& grams) { return grams.groups.empty() || grams.filter.is_built(); };
  return has_wide_texts() && is_ready(singles_) && is_ready(pairs_) && is_ready(quads_);
}

#if defined(ASSAY_HAS_WIDE_TEXTS)
namespace {

ASSAY_WIDE_TEXTS inline bool folds_to(const char* ascii, std::string_view folded) {
  for (;; ascii += wide_text, folded.remove_prefix(wide_text)) {
    const std::size_t size = std::min(wide_text, folded.size());
    if (_mm512_cmpneq_epi8_mask(lower_wide(load_wide(ascii, size)), load_wide(folded.data(), size)) != 0) return false;
    if (folded.size() <= wide_text) return true;
  }
}

}  // namespace

std::size_t GramIndex::find_all(std::string_view texts, std::vector<Occurrence>& found) const {
  std::size_t looked_at = 0;
  if (!singles_.groups.empty()) looked_at += find_width<std::uint8_t>(singles_, texts, found);
  if (!pairs_.groups.empty()) looked_at += find_width<std::uint16_t>(pairs_, texts, found);
  if (!quads_.groups.empty()) looked_at += find_width<std::uint32_t>(quads_, texts, found);
  return looked_at;
}

// In pieces, so that notes stay in the nearest cache: the filter notes places, the bit table leaves few of them, needles are compared
// there.
template <class Gram>
std::size_t GramIndex::find_width(const Grams& grams, std::string_view texts, std::vector<Occurrence>& found) const {
  if (texts.size() < sizeof(Gram)) return 0;
  constexpr std::size_t piece = 2048;
  std::uint16_t places[piece + 64];
  const std::size_t all_places = texts.size() - sizeof(Gram) + 1;
  const std::uint64_t* bits = grams.bits.data();
  std::size_t looked_at = 0;
  for (std::size_t first = 0; first < all_places; first += piece) {
    const char* text = texts.data() + first;
    const auto gram_of = [&](std::uint16_t place) {
      return static_cast<std::uint32_t>(lower_ascii(load<Gram>(text + place) & 0x7F7F'7F7Fu));
    };
    const std::size_t count = grams.filter.list_places(text, std::min(piece, all_places - first), places);
    std::size_t left = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t bit = mix(gram_of(places[i])) >> grams.bit_shift;
      places[left] = places[i];
      left += bits[bit >> 6] >> (bit & 63) & 1;
    }
    for (std::size_t i = 0; i < left; ++i) {
      if (const Group* group = grams.group_of(gram_of(places[i]))) compare_ascii(*group, texts, first + places[i], found);
    }
    looked_at += count;
  }
  return looked_at;
}

ASSAY_WIDE_TEXTS void GramIndex::compare_ascii(const Group& group, std::string_view texts, std::size_t at,
                                               std::vector<Occurrence>& found) const {
  for (std::uint32_t i = group.begin; i < group.end; ++i) {
    const Needle& needle = needles_[i];
    if (at < needle.gram_offset) continue;
    const std::size_t begin = at - needle.gram_offset, end = begin + needle.text.size();
    if (end > texts.size() || !folds_to(texts.data() + begin, needle.text)) continue;
    found.push_back({needle.goal, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
}
#else
std::size_t GramIndex::find_all(std::string_view, std::vector<Occurrence>&) const { return 0; }
#endif

}  // namespace assay::text

#include "runtime/text/block_matcher.h"

#include <algorithm>
#include <span>

namespace assay::text {

namespace {

bool has_bit(const std::vector<std::uint64_t>& bits, std::size_t i) { return (bits[i / 64] >> i % 64 & 1) != 0; }

// What is searched at once; what a search notes is then no more than a text of this size can have.
constexpr std::size_t most_bytes = std::size_t{1} << 17;

bool is_plain(std::string_view bytes) { return bytes.size() <= most_bytes && is_ascii(bytes); }

// How many texts, at least one, have no more bytes than are searched at once.
std::size_t searched_at_once(const TextRun& texts) {
  const auto fits = [&](std::int32_t offset) { return static_cast<std::size_t>(offset - texts.offsets[0]) <= most_bytes; };
  const auto* end = std::partition_point(texts.offsets + 2, texts.offsets + texts.count + 1, fits);
  return static_cast<std::size_t>(end - texts.offsets) - 1;
}

// The text that holds a byte: text `i` or one behind it, where it mostly is near.
std::size_t text_at(const TextRun& texts, std::size_t i, std::uint32_t byte) {
  constexpr int near = 6;
  const auto ends_before = [&](std::int32_t end) { return static_cast<std::uint32_t>(end - texts.offsets[0]) <= byte; };
  for (int step = 0; step < near; ++step, ++i) {
    if (!ends_before(texts.offsets[i + 1])) return i;
  }
  return static_cast<std::size_t>(std::partition_point(texts.offsets + i + 1, texts.offsets + texts.count, ends_before) - texts.offsets) -
         1;
}

// The bits of texts that are not ASCII or very long. Most stretches of texts have none, and one look says so.
void note_others(const TextRun& texts, std::vector<std::uint64_t>& other) {
  constexpr std::size_t stretch = 32;
  for (std::size_t first = 0; first < texts.count; first += stretch) {
    const TextRun few{texts.bytes, texts.offsets + first, std::min(stretch, texts.count - first)};
    if (is_plain(few.whole())) continue;
    for (std::size_t i = first; i < first + few.count; ++i) other[i / 64] |= std::uint64_t{!is_plain(texts.at(i))} << i % 64;
  }
}

}  // namespace

BlockMatcher::BlockMatcher(const GramIndex& needles, KnownTexts known, std::uint32_t atom_count)
    : needles_(needles), known_(std::move(known)), atom_count_(atom_count) {}

void BlockMatcher::match(const TextRun& texts, const std::uint64_t* asked, BlockMatches& found) const {
  const std::size_t words = (texts.count + 63) / 64;
  found.numbers.resize(std::max(found.numbers.size(), words * 64));
  found.known.assign(words, 0);
  found.other.assign(words, 0);
  found.hits.clear();
  found.looked_at = found.found = 0;
  note_others(texts, found.other);
  for (std::size_t word = 0; word < words; ++word) found.other[word] &= asked[word];
  if (known_.count() > 0) {
    for (std::size_t word = 0; word < words; ++word) found.known[word] = asked[word] & ~found.other[word];
    known_.find(texts, found.known.data(), found.numbers.data());
  }
  for (std::size_t first = 0; first < texts.count && !needles_.empty();) {
    const TextRun left{texts.bytes, texts.offsets + first, texts.count - first};
    const std::size_t count = searched_at_once(left);
    if (left.size(0) <= most_bytes) find_needles({left.bytes, left.offsets, count}, first, found);
    first += count;
  }
}

void BlockMatcher::find_needles(const TextRun& texts, std::size_t first, BlockMatches& found) const {
  const auto offset = [&](std::size_t i) { return static_cast<std::uint32_t>(texts.offsets[i] - texts.offsets[0]); };
  const std::size_t hits_before = found.hits.size();
  found.occurrences.clear();
  found.looked_at += needles_.find_all(texts.whole(), found.occurrences);
  found.found += found.occurrences.size();
  std::size_t i = 0;
  for (const Occurrence& each : found.occurrences) {
    if (each.gram < offset(i)) i = 0;  // the next run of occurrences
    i = text_at(texts, i, each.gram);
    const bool is_within = each.begin >= offset(i) && each.end <= offset(i + 1);
    if (is_within && !has_bit(found.known, first + i) && !has_bit(found.other, first + i)) {
      found.hits.push_back({static_cast<std::uint32_t>(first + i), each.goal});
    }
  }
  keep_once(found, hits_before);
}

// Occurrences come in runs, each by text.
void BlockMatcher::keep_once(BlockMatches& found, std::size_t first_hit) const {
  const auto hits = std::span(found.hits).subspan(first_hit);
  const auto by_text = [](const BlockMatches::Hit& a, const BlockMatches::Hit& b) { return a.text < b.text; };
  for (auto end = std::is_sorted_until(hits.begin(), hits.end(), by_text); end != hits.end();) {
    const auto next = std::is_sorted_until(end, hits.end(), by_text);
    std::inplace_merge(hits.begin(), end, next, by_text);
    end = next;
  }
  auto& latest = found.latest;
  if (latest.size() < atom_count_) latest.resize(atom_count_);
  std::size_t kept = 0;
  for (const BlockMatches::Hit& hit : hits) {
    if (latest[hit.atom] == hit.text + 1) continue;
    latest[hit.atom] = hit.text + 1;
    hits[kept++] = hit;
  }
  for (const BlockMatches::Hit& hit : hits.first(kept)) latest[hit.atom] = 0;
  found.hits.resize(first_hit + kept);
}

}  // namespace assay::text

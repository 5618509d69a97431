#include "runtime/kernels/text_cache.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/vector_clones.h"

namespace assay::kernels {
namespace {

// In places that a search looks at: of a needle that is found, of a text that is numbered, and of one that is matched by itself.
constexpr std::size_t cost_of_hit = 8, cost_of_number = 5, cost_of_match = 30;

}  // namespace

void TextCache::start(const runtime::TextColumn* column, std::uint64_t batch) {
  const bool is_new = column ? numbers_.start(*column, batch) : numbers_.start();
  if (is_new || block_matcher_) forget();
  block_matcher_ = nullptr;
}

// A search for some needles costs more than numbering few texts, whose table stays in the nearest cache, and less than numbering many. Many
// needles are found too often, and many known texts leave that cache; then they are worth it only where remembering texts is not.
bool TextCache::start_block(const runtime::TextColumn& column, std::uint64_t batch, const text::TextSet& matcher) {
  constexpr std::size_t most_known = std::size_t{1} << 14, most_needles = 32;
  const text::BlockMatcher* for_blocks = matcher.for_blocks();
  if (!for_blocks || met_cost_ > met_rows_ * cost_of_text()) return false;
  const std::size_t needles = for_blocks->needle_count();
  const bool is_quick = for_blocks->known_count() <= most_known && (needles == 0 || (needles <= most_needles && numbers_.are_many()));
  if (!is_quick && !numbers_.mostly_distinct()) return false;
  if (numbers_.start(column, batch) || block_matcher_ != for_blocks) forget();
  block_matcher_ = for_blocks;
  return true;
}

void TextCache::met(const text::BlockMatches& matches, std::size_t rows) {
  std::size_t others = 0;
  for (const std::uint64_t word : matches.other) others += static_cast<std::size_t>(std::popcount(word));
  met_rows_ += rows;
  met_cost_ += matches.looked_at + matches.found * cost_of_hit + others * 3 * cost_of_text();
}

// What it costs to do without a search.
std::size_t TextCache::cost_of_text() const { return numbers_.mostly_distinct() ? cost_of_match : cost_of_number; }

void TextCache::number_all(std::span<const std::string_view> texts, std::uint32_t* numbers) {
  numbers_.number_all(texts, numbers);
  const auto before = static_cast<std::uint32_t>(known_count());
  for (std::size_t i = 0; before > 0 && i < texts.size(); ++i) numbers[i] += before;
}

void TextCache::forget() {
  verdicts_.clear();
  points_.clear();
  atoms_.clear();
  group_of_.clear();
}

void TextCache::make_room(const TextQuestion& question, std::size_t numbers) {
  if (numbers > verdicts_.size()) verdicts_.resize(numbers);
  points_.resize(question.points.size());
  for (auto& points : points_) points.resize(verdicts_.size(), unknown_points);
}

void TextCache::judge(std::uint32_t number, const TextQuestion& question, std::optional<std::string_view> text) {
  matched_.clear();
  if (text) question.matcher.match(*text, scratch_, matched_);
  for (std::size_t i = 0; i < question.points.size(); ++i) {
    runtime::Points sum = 0;
    for (const std::uint32_t atom : matched_) sum += question.points[i].of_atom[atom];
    points_[i][number] = sum;
  }
  const auto asked = std::ranges::lower_bound(matched_, question.asked);
  verdicts_[number] = {static_cast<std::uint32_t>(atoms_.size()), static_cast<std::uint32_t>(asked - matched_.begin())};
  atoms_.insert(atoms_.end(), matched_.begin(), asked);
}

const std::vector<std::uint32_t>& TextCache::match(const text::TextSet& matcher, std::string_view text) {
  matcher.match(text, scratch_, matched_);
  return matched_;
}

void TextCache::add_row(std::uint32_t number, Verdict verdict, std::size_t row) {
  if (verdict.count == 0) return;
  if (number >= group_of_.size()) group_of_.resize(std::max<std::size_t>(number + std::size_t{1}, group_of_.size() * 2));
  std::uint32_t& group = group_of_[number];
  if (group == 0) {
    groups_.push_back({verdict, number, static_cast<std::uint32_t>(row)});
    group = static_cast<std::uint32_t>(groups_.size());
    return;
  }
  Group& found = groups_[group - 1];
  if (found.mask == UINT32_MAX) {
    found.mask = static_cast<std::uint32_t>(masks_.size());
    runtime::set_bit(masks_.emplace_back(Mask{}).words, found.first_row);
  }
  runtime::set_bit(masks_[found.mask].words, row);
}

// Adds the rows of the mask to the bitmaps of all the atoms.
ASSAY_VECTOR_CLONES void add_mask(const std::uint64_t* mask, const std::uint32_t* atoms, std::size_t count, std::uint64_t* first_out) {
  using Rows [[gnu::vector_size(64)]] = std::uint64_t;
  static_assert(2 * sizeof(Rows) == truth_bytes);
  Rows first, second;
  std::memcpy(&first, mask, sizeof first);
  std::memcpy(&second, mask + 8, sizeof second);
  for (std::size_t i = 0; i < count; ++i) {
    auto* out = reinterpret_cast<Rows*>(first_out + std::size_t{atoms[i]} * block_words);
    out[0] |= first;
    out[1] |= second;
  }
}

void TextCache::set_rows(std::uint64_t* first_out) {
  for (const Group& group : groups_) {
    group_of_[group.number] = 0;
    const std::uint32_t* begin = atoms(group.verdict);
    if (group.mask != UINT32_MAX) {
      add_mask(masks_[group.mask].words, begin, group.verdict.count, first_out);
      continue;
    }
    for (std::uint32_t i = 0; i < group.verdict.count; ++i)
      runtime::set_bit(first_out + std::size_t{begin[i]} * block_words, group.first_row);
  }
  groups_.clear();
  masks_.clear();
}

}  // namespace assay::kernels

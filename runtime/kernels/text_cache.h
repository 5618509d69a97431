// What a session knows about the texts of one column: which atoms hold for each distinct text, and which points they give together.
//
// A text is compared once, when it is first met, and then known by its number (value_numbers.h). Rows of a block that have the same text
// are handled together. Not for columns whose texts hardly repeat: `match` keeps nothing. Where a block of plain texts is quickly searched
// as a whole (runtime/text/block_matcher.h), numbers are those of the texts that the policy names.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "runtime/kernels/match.h"
#include "runtime/kernels/value_numbers.h"
#include "runtime/text/block_matcher.h"

namespace assay::kernels {

// What is to be known of each text. Of the atoms that hold only the first `asked` are kept.
struct TextQuestion {
  const text::TextSet& matcher;
  std::size_t asked;
  std::span<const TextPoints> points = {};
};

// Which atoms hold: a range of TextCache::atoms.
struct Verdict {
  static constexpr std::uint32_t unknown = UINT32_MAX;
  std::uint32_t begin = unknown, count = 0;
};

class TextCache {
 public:
  // No sum of points: nothing is known of the text yet.
  static constexpr runtime::Points unknown_points = INT64_MIN;

  // Before a block; `column` is nullptr for texts that are in no column.
  void start(const runtime::TextColumn* column, std::uint64_t batch);

  // Instead of it before a block of plain texts that are matched together, if that is to be done.
  bool start_block(const runtime::TextColumn& column, std::uint64_t batch, const text::TextSet& matcher);
  // How that went; what it cost decides what is done with the next ones.
  void met(const text::BlockMatches& matches, std::size_t rows);
  text::BlockMatches& block_matches() { return block_matches_; }

  std::uint32_t number(std::string_view text) { return numbers_.number(text); }
  // In a block that is matched together they stand behind those of the texts that the policy names.
  void number_all(std::span<const std::string_view> texts, std::uint32_t* numbers);
  bool mostly_distinct() const { return numbers_.mostly_distinct(); }

  // The verdict about the value of that number, whose text is `text()`.
  template <typename Text>
  Verdict verdict(std::uint32_t number, const TextQuestion& question, Text text) {
    if (number >= verdicts_.size()) make_room(question, std::max<std::size_t>(bound(), number + std::size_t{1}));
    if (verdicts_[number].begin == Verdict::unknown) judge(number, question, text());
    return verdicts_[number];
  }
  const std::uint32_t* atoms(Verdict verdict) const { return atoms_.data() + verdict.begin; }

  // By number what question.points[sum] is for the value; unknown_points until there is a verdict about it. For all numbers so far, and 0.
  const runtime::Points* points(std::size_t sum, const TextQuestion& question) {
    make_room(question, std::max<std::size_t>(bound(), 1));
    return points_[sum].data();
  }

  // Which atoms hold for a text, without keeping it; valid until the next call.
  const std::vector<std::uint32_t>& match(const text::TextSet& matcher, std::string_view text);

  // Notes that the row has the value of that number.
  void add_row(std::uint32_t number, Verdict verdict, std::size_t row);
  // Sets the bits of all rows added since the last time.
  void set_rows(std::uint64_t* first_out);

 private:
  // Rows of a block that have the same value and some atoms. Many values have one row, which needs no bitmap.
  struct Group {
    Verdict verdict;
    std::uint32_t number;
    std::uint32_t first_row;
    std::uint32_t mask = UINT32_MAX;  // into masks_, from the second row on
  };
  struct Mask {
    std::uint64_t words[block_words];
  };

  void forget();
  std::size_t cost_of_text() const;
  std::size_t known_count() const { return block_matcher_ ? block_matcher_->known_count() : 0; }
  std::size_t bound() const { return known_count() + numbers_.bound(); }
  void make_room(const TextQuestion& question, std::size_t numbers);
  void judge(std::uint32_t number, const TextQuestion& question, std::optional<std::string_view> text);

  ValueNumbers numbers_;
  const text::BlockMatcher* block_matcher_ = nullptr;  // of the last block, if it was matched together
  text::BlockMatches block_matches_;
  std::size_t met_rows_ = 0, met_cost_ = 0;  // of blocks that were matched together
  std::vector<Verdict> verdicts_;
  std::vector<std::vector<runtime::Points>> points_;  // per sum, by number
  std::vector<std::uint32_t> atoms_, matched_;
  std::vector<Group> groups_;
  std::vector<Mask> masks_;
  std::vector<std::uint32_t> group_of_;  // per number: its group + 1, or 0
  text::MatchScratch scratch_;
};

}  // namespace assay::kernels

// Steps that answer all comparisons of a text, list or label column with constants: one bitmap per comparison.
//
// The atoms of a step have their bitmaps one behind the other from `first_out` on. A value is compared once and its verdict (which atoms
// hold) kept for the session; rows with the same value of a block are then handled together.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/kernels/frame.h"
#include "runtime/kernels/value_numbers.h"
#include "runtime/text/text_set.h"

namespace assay::kernels {

// What is compared: a part of an address, or the text itself.
enum class TextPart : std::uint8_t { Whole, Domain, Host, Path, Query };

/// The part of a text; nullopt where it has none or is malformed.
std::optional<std::string_view> part_of(TextPart part, std::string_view text);

struct OwnedAtom {
  text::TextMode mode;
  std::vector<std::string> texts;
};

// The atoms of one text column and the matcher for them all, which is built when a program is made of the plan.
struct AtomSet {
  std::vector<OwnedAtom> atoms;
  std::shared_ptr<const text::TextSet> matcher;
  void build();
};

// Texts of a column (`column` >= 0) or a slot; missing values and missing parts match nothing.
struct MatchTexts {
  std::int32_t column = -1;
  Values slot;
  TextPart part = TextPart::Whole;
  AtomSet set;
  Offset first_out;
  std::uint32_t state;  // into StepStates::texts
};

// Lists of texts: an atom holds when it does for some element.
struct MatchLists {
  std::int32_t column = -1;
  Values slot;
  AtomSet set;
  Offset first_out;
  std::uint32_t state;
};

// Labels: code c has the atoms codes[c].
struct MatchLabels {
  std::int32_t column = -1;
  Values slot;
  std::vector<std::vector<std::uint32_t>> atoms_of_code;
  std::uint32_t atom_count;
  Offset first_out;
  std::uint32_t state;
};

void run(const MatchTexts& step, Block& block);
void run(const MatchLists& step, Block& block);
void run(const MatchLabels& step, Block& block);

// Which atoms hold: a range of TextCache::atoms.
struct Verdict {
  static constexpr std::uint32_t unknown = UINT32_MAX;
  std::uint32_t begin = unknown, count = 0;
};

// The verdicts about the values of one text column, kept by a session.
class TextCache {
 public:
  // Before a block; `column` is nullptr for texts that are in no column.
  void start(const runtime::TextColumn* column, std::uint64_t batch);

  std::uint32_t number(std::string_view text) { return numbers_.number(text); }
  void number_all(std::span<const std::string_view> texts, std::uint32_t* numbers) { numbers_.number_all(texts, numbers); }
  bool mostly_distinct() const { return numbers_.mostly_distinct(); }

  // The verdict about the value of that number, whose text is `text()`.
  template <typename Text>
  Verdict verdict(std::uint32_t number, const text::TextSet& matcher, Text text) {
    if (number >= verdicts_.size()) verdicts_.resize(std::max<std::size_t>(numbers_.bound(), number + std::size_t{1}));
    if (verdicts_[number].begin == Verdict::unknown) verdicts_[number] = judge(matcher, text());
    return verdicts_[number];
  }
  const std::uint32_t* atoms(Verdict verdict) const { return atoms_.data() + verdict.begin; }

  // Which atoms hold for a text, without keeping it; valid until the next call.
  const std::vector<std::uint32_t>& match(const text::TextSet& matcher, std::string_view text);

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
  void add_row(std::uint32_t number, Verdict verdict, std::size_t row);
  // Sets the bits of all rows added since the last time.
  void set_rows(std::uint64_t* first_out, const std::uint32_t* atoms);
  void set_rows(std::uint64_t* first_out) { set_rows(first_out, atoms_.data()); }

 private:
  Verdict judge(const text::TextSet& matcher, std::optional<std::string_view> text);

  ValueNumbers numbers_;
  std::vector<Verdict> verdicts_;
  std::vector<std::uint32_t> atoms_, matched_;
  std::vector<Group> groups_;
  std::vector<Mask> masks_;
  std::vector<std::uint32_t> group_of_;  // per number: its group + 1, or 0
  text::MatchScratch scratch_;
};

}  // namespace assay::kernels

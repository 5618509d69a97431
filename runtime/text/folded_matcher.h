// Whole-value comparisons, patterns and searches of one folded subject: a text, or one part of an address. The parts of TextSet that
// work on folded forms; each kind of comparison is filed where it is found fastest, and what one file cannot decide (a pattern with
// several segments) is decided by Pattern::matches.
// Goals below `atom_count` are atoms that are true; those above are patterns still to be held against the value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/text/gram_index.h"
#include "runtime/text/literal_table.h"
#include "runtime/text/pattern.h"
#include "runtime/text/prefix_table.h"

namespace assay::text {

class FoldedMatcher {
 public:
  explicit FoldedMatcher(std::uint32_t atom_count) : atom_count_(atom_count) {}

  void add_equals(std::string_view folded, std::uint32_t atom) { literals_.add(folded, atom); }
  void add_pattern(const Pattern& pattern, std::uint32_t atom);
  void add_contains(std::string_view folded, std::uint32_t atom);
  void add_starts_with(std::string_view folded, std::uint32_t atom);
  void add_ends_with(std::string_view folded, std::uint32_t atom);

  // Must be called after the last `add_…` and before the first `visit`.
  void finish();

  bool empty() const;

  // Whether nothing but the literals and the needles within decides, of which there is an answer for many texts at once.
  bool is_simple() const { return always_.empty() && beginnings_.empty() && endings_.empty() && patterns_.empty() && inner_.finds_all(); }
  const LiteralTable& literals() const { return literals_; }
  const GramIndex& inner() const { return inner_; }

  // Calls `hit(atom)` for the atoms that are true for the folded value, some perhaps twice; `reversed` is memory to work in.
  template <class Hit>
  void visit(std::string_view value, std::string& reversed, Hit&& hit) const {
    const auto reach = [&](std::uint32_t goal) {
      if (goal < atom_count_) {
        hit(goal);
      } else if (patterns_[goal - atom_count_].pattern.matches(value)) {
        hit(patterns_[goal - atom_count_].atom);
      }
    };
    for (const std::uint32_t atom : always_) hit(atom);
    literals_.visit(value, reach);
    if (!beginnings_.empty()) beginnings_.visit(value, reach);
    if (!endings_.empty()) {
      const auto spell = [&]() -> std::string_view { return reversed.assign(value.rbegin(), value.rend()); };
      endings_.visit(PrefixTable::head_of_reversed(value), value.size(), spell, reach);
    }
    if (!inner_.empty()) inner_.visit(value, reach);
  }

 private:
  struct PatternGoal {
    Pattern pattern;
    std::uint32_t atom;
  };

  std::uint32_t atom_count_;
  std::vector<std::uint32_t> always_;
  LiteralTable literals_;
  PrefixTable beginnings_;
  PrefixTable endings_;  // spelled backwards
  GramIndex inner_;
  std::vector<PatternGoal> patterns_;
};

}  // namespace assay::text

// Steps that answer all comparisons of a text, list or label column with constants: one bitmap per comparison (decision 0131).
//
// The atoms of a step have their bitmaps one behind the other from `first_out` on. What is known about a text is kept for the session
// (text_cache.h). Rules that give constant points for one comparison of a text need no bitmap: what a text gives them together is looked
// up row by row.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/kernels/frame.h"
#include "runtime/points.h"
#include "runtime/text/text_set.h"

namespace assay::kernels {

// What is compared: a part of an address, or the text itself.
enum class TextPart : std::uint8_t { Whole, Domain, Host, Path, Query };

// The part of a text; nullopt where it has none or is malformed.
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

// The sum of the points that the atoms of a step give where they hold, as the plan sees to it that it cannot overflow; 0 where the text is
// missing.
struct TextPoints {
  std::vector<runtime::Points> of_atom;  // for each atom; 0: gives none
  Offset to;                             // Points of each row
};

// Texts of a column (`column` >= 0) or a slot; missing values and missing parts match nothing.
struct MatchTexts {
  std::int32_t column = -1;
  Values slot;
  TextPart part = TextPart::Whole;
  AtomSet set;
  std::uint32_t asked;  // of the atoms the first so many have a bitmap in every run; the others only where the run explains
  Offset first_out;
  std::uint32_t state;  // into StepStates::texts
  std::vector<TextPoints> points = {};
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

}  // namespace assay::kernels

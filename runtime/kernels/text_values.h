// Steps whose results or operands are texts and lists of the single rows: parts, choices between texts, relations of two texts, lengths.
#pragma once

#include "runtime/kernels/columns.h"
#include "runtime/kernels/match.h"

namespace assay::kernels {

struct TakePart {
  TextPart part;
  Values from, to;
};

// The first value whose truth holds, which may be missing; without one missing. `kind` is any but Truth and YesNo.
struct ChooseText {
  struct Case {
    Offset truth;
    Values value;
  };
  ValueKind kind;
  std::vector<Case> cases;
  Values to;
};

// The first where it is known, else the second.
struct ElseText {
  ValueKind kind;
  Values first, second, to;
};

// Two texts (the first may be a list: some element) compared as `mode` says, second with first as a pattern is with a value.
struct RelateTexts {
  text::TextMode mode;
  ValueKind first_kind;
  Values first, second;
  Offset to;
};

// Code points of a text, elements of a list.
struct MeasureText {
  ValueKind kind;
  Values from, to;
};

void run(const TakePart& step, Block& block);
void run(const ChooseText& step, Block& block);
void run(const ElseText& step, Block& block);
void run(const RelateTexts& step, Block& block);
void run(const MeasureText& step, Block& block);

}  // namespace assay::kernels

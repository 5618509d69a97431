// What to tell the author about a line that the parser could not read: the likely slip, in words, at its place. Private to this folder.
#pragma once

#include "compiler/diag/diag.h"
#include "compiler/syntax/line_reader.h"

namespace assay::syntax {

struct BrokenLine {
  std::size_t first = 0;  // index of its first word
  std::size_t end = 0;    // index of the first word behind it
  Failure failure;
  bool in_lead = false, in_on = false, in_table = false, in_test = false;  // which block is open
};

// Reports exactly one diagnostic.
void explain(const source::Source& source, const std::vector<Word>& words, const BrokenLine& line, diag::Sink& sink);

}  // namespace assay::syntax

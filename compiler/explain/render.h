// An explanation as text for people and as JSON for machines.
#pragma once

#include <string>

#include "compiler/explain/explanation.h"

namespace assay::explain {

struct TextLayout {
  int width = 80;  // columns; lines are broken at blanks
  bool color = false;
  bool all = false;  // also what gave nothing, part by part, and the transitions from elsewhere
};

// Ends with a line end. Times are those of the policy's time zone.
std::string as_text(const Explanation& explanation, const TextLayout& layout);

// One object on one line, with everything that the explanation holds; docs/explain.md lists the keys. Times are in UTC.
std::string as_json(const Explanation& explanation);

}  // namespace assay::explain

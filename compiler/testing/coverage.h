// What of a policy its tests have met: rules that fired, stages that leads ended in, segments and routes that they got. What it is not: a
// verdict. A policy of which every part was met may still be wrong (decision 0149).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/result.h"

namespace assay::testing {

class Coverage {
 public:
  // Of a policy with these results; nothing is met yet.
  explicit Coverage(const runtime::ResultSchema& schema);

  // Adds what a lead came to; `result` holds fired rules (RunOptions::explain).
  void note(const runtime::Result& result, std::size_t row);

  // One kind of part: all there are, and the indices of those that no test met.
  struct Part {
    std::size_t all = 0;
    std::vector<std::size_t> unmet;
  };
  Part rules() const { return part(rules_, 0); }
  Part stages() const { return part(stages_, 1); }  // without `lead`, which every lead begins in
  Part segments() const { return part(segments_, 0); }
  Part routes() const { return part(routes_, 0); }

 private:
  static Part part(const std::vector<bool>& met, std::size_t first);

  std::vector<bool> rules_, stages_, segments_, routes_;  // parallel to those of the schema
};

}  // namespace assay::testing

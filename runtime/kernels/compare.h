// Comparisons of a slot of int64 or double with constants: one bitmap per threshold, `value >= threshold`, false where missing.
//
// Every comparison with a constant is made of such bitmaps and of the slot's known rows: x > 3 is x >= 4, x = 3 is x >= 3 and not x >= 4.
#pragma once

#include "runtime/kernels/frame.h"

namespace assay::kernels {

struct CompareValues {
  Values from;
  bool is_number = false;
  std::vector<std::int64_t> integers;  // thresholds, ascending; or
  std::vector<double> numbers;
  Offset first_out;  // one bitmap per threshold, one behind the other
};

void run(const CompareValues& step, Block& block);

}  // namespace assay::kernels

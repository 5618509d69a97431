// The sum of constant points: which rules fired, 512 leads at a time, added up in binary (decision 0032).
//
// A bitmap per rule is a column of ones and zeros of one place; bitmaps of the same place are added three to two by full adders, so that a
// rule costs a few operations per 512 leads and not an addition per lead. At the end the few places that are left are spread out into
// int64.
#pragma once

#include <vector>

#include "runtime/kernels/points.h"

namespace assay::kernels {

// to[row] = base + the points of the masks that hold there + those of the slots `added`; exact, as the plan sees to it that nothing can
// overflow.
struct SumWeights {
  struct Weight {
    Offset mask;
    Points points;
  };
  // A mask that counts at a place, or its complement.
  struct Input {
    Offset mask;
    bool complement;
  };
  std::vector<Weight> weights;
  Points base = 0;
  std::vector<Offset> added = {};
  PointBounds bounds = {};
  Offset to = no_offset;

  // Made of the weights by `build`: the sum is start + unit * (the binary number of all inputs, by place).
  Points start = 0, unit = 1;
  std::vector<std::vector<Input>> places = {};

  void build();
};

void run(const SumWeights& step, Block& block);

}  // namespace assay::kernels

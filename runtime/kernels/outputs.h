// The step that writes a block's results into the Result of its batch.
#pragma once

#include "runtime/kernels/sum_weights.h"

namespace assay::kernels {

struct StoreResults {
  struct Flag {
    std::int32_t index;  // of the label in its group of the ResultSchema
    Offset truth;
  };
  struct Sum {
    std::int32_t section;
    Offset points;
  };
  // The first truth that holds gives the code; none: -1.
  struct Choice {
    std::int32_t grade;  // -1: the route
    std::vector<Offset> truths;
  };
  struct RuleResult {
    std::int32_t rule;
    Offset fired;
    Offset points;  // no_offset: `constant` where it fired, with those of the weights whose mask holds
    Points constant;
    std::vector<SumWeights::Weight> weights;
  };
  Values score;  // `known` invalid: never missing
  std::vector<Sum> sections;
  std::vector<Choice> choices;
  Offset no_route = no_offset;  // leads that have no route whatever holds
  std::vector<Flag> excluded, segments, tags;
  std::vector<RuleResult> rules;  // written only where the run explains
};

// The code of the first truth that holds, as a slot of labels.
struct ChooseFirst {
  std::vector<Offset> truths;
  Values to;
};

// A cell of a table, values of 8 bytes: missing where there is no row or no column.
struct LookUp {
  Values row, column;  // numbers of them, from 0; `column` invalid: the first
  std::uint32_t columns = 1;
  std::vector<std::int64_t> cells;  // row by row; of numbers the bits
  Values to;
};

// At least so many of many truths, counted as often as they are given; 1 or more.
struct AtLeastOf {
  std::vector<Offset> truths;
  std::uint64_t at_least = 1;
  Offset to;
};

void run(const StoreResults& step, Block& block);
void run(const ChooseFirst& step, Block& block);
void run(const LookUp& step, Block& block);
void run(const AtLeastOf& step, Block& block);

}  // namespace assay::kernels

// The one step through the stages, for the leads of a block at once: bitmaps of who is where.
//
// From its current stage a lead takes the first transition, in order, that starts there, leads to a stage not yet visited in this step, has
// all required fields, and whose condition holds; again until there is none. Excluded leads take no step.
#pragma once

#include <string>
#include <vector>

#include "runtime/kernels/frame.h"

namespace assay::kernels {

struct TakeStep {
  struct Required {
    std::int32_t missing;  // index into ResultSchema::missing
    Offset has;
  };
  struct Transition {
    std::vector<std::uint32_t> from;  // states
    std::uint32_t to;
    Offset condition;
    std::vector<Required> required;
  };
  std::uint32_t states;
  std::vector<Transition> transitions;
  // Where leads start: for label columns the state of each code, for text columns the state of each folded name; elsewhere `lead` (0).
  std::int32_t column = -1;
  std::vector<std::uint32_t> state_of_label;
  std::vector<std::string> folded_states;
  Offset excluded = no_offset;  // truth; no_offset: nobody
  // Results: truths, one behind the other, per state; no_offset: not asked for.
  Offset in_stage = no_offset;
  Offset entered = no_offset;
};

// Also fills Result::stages and the missing fields.
void run(const TakeStep& step, Block& block);

}  // namespace assay::kernels

// What a session does per block: lists of steps, each a kernel of this folder or a native function.
//
// Made by compiler/plan; the functions by compiler/emit. List 0 runs once per session, list 1 per block of leads, the others are activity
// programs of the passes. Steps of a list run in order and communicate through the frame only.
#pragma once

#include <variant>

#include "runtime/activity_reach.h"
#include "runtime/kernels/activities.h"
#include "runtime/kernels/columns.h"
#include "runtime/kernels/compare.h"
#include "runtime/kernels/integers.h"
#include "runtime/kernels/lifecycle.h"
#include "runtime/kernels/match.h"
#include "runtime/kernels/outputs.h"
#include "runtime/kernels/points.h"
#include "runtime/kernels/sum_weights.h"
#include "runtime/kernels/text_values.h"

namespace assay::kernels {

// A generated function over the whole frame.
struct CallNative {
  std::uint32_t function;
};

using Step = std::variant<CallNative, GatherValues, GatherYesNo, GatherLabels, GatherTexts, GatherLists, GatherKnown, GatherKind,
                          FillInteger, FillNumber, FillText, FillAsOf, FillMissing, Spread, CompareValues, MatchTexts, MatchLists,
                          MatchLabels, TakePart, ChooseText, ElseText, RelateTexts, MeasureText, MapDates, MapPairs, GivePoints, SumWeights,
                          AddPoints, KeepWinner, RoundToPoints, TakeStep, StoreResults, ChooseFirst, LookUp, AtLeastOf, ActivityPass>;

struct BlockProgram {
  static constexpr std::size_t once = 0, per_block = 1;
  std::vector<std::vector<Step>> lists;
  std::size_t frame_bytes = 0;
  std::uint32_t text_states = 0, pass_states = 0;
  runtime::ActivityReach reach;

  // Builds matchers and tables of the steps: after planning, before the first session.
  void prepare();
};

void run_list(const std::vector<Step>& steps, Block& block);

}  // namespace assay::kernels

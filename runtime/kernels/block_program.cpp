#include "runtime/kernels/block_program.h"

#include "runtime/kernels/pass_state.h"
#include "runtime/kernels/text_cache.h"

namespace assay::kernels {

StepStates::StepStates() = default;
StepStates::~StepStates() = default;

StepStates::StepStates(std::size_t text_count, std::size_t pass_count) {
  for (std::size_t i = 0; i < text_count; ++i) texts.push_back(std::make_unique<TextCache>());
  for (std::size_t i = 0; i < pass_count; ++i) passes.push_back(std::make_unique<PassState>());
}

namespace {

void build(MatchTexts& step) { step.set.build(); }
void build(MatchLists& step) { step.set.build(); }
void build(ActivityPass& pass) {
  for (Classifier& classifier : pass.classifiers) classifier.set.build();
}
void build(SumWeights& step) { step.build(); }
template <typename Other>
void build(Other&) {}

void run(const CallNative& step, Block& block) { block.run->functions[step.function](block.frame); }

}  // namespace

void BlockProgram::prepare() {
  for (auto& list : lists) {
    for (Step& step : list) std::visit([](auto& each) { build(each); }, step);
  }
}

void run_list(const std::vector<Step>& steps, Block& block) {
  for (const Step& step : steps) std::visit([&](const auto& each) { run(each, block); }, step);
}

}  // namespace assay::kernels

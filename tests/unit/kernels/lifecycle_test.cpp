#include "runtime/kernels/lifecycle.h"

#include "tests/unit/kernels/frame_fixture.h"

namespace assay::kernels {
namespace {

// Two stages behind `lead` and a veto, in a block whose last word is not full: each row's stage is what its bits say.
TEST_F(FrameTest, StagesOfEveryLead) {
  constexpr std::size_t rows = 1'000;
  TakeStep step{.states = 3, .transitions = {{{0}, 1, new_truths(), {}}, {{1}, 2, new_truths(), {}}}, .excluded = new_truths()};
  step.in_stage = new_truths(step.states);
  for (std::size_t row = 0; row < rows; ++row) {
    if (row % 3 != 0) set(step.transitions[0].condition, row);
    if (row % 5 != 0) set(step.transitions[1].condition, row);
    if (row / 64 != 2 && row % 7 == 0) set(step.excluded, row);
  }
  runtime::ResultSchema schema;
  runtime::Result result;
  result.reset(schema, rows, false);
  block.rows = rows;
  block.result = &result;
  run(step, block);
  for (std::size_t row = 0; row < rows; ++row) {
    const bool excluded = row / 64 != 2 && row % 7 == 0;
    const std::int32_t stage = row % 3 == 0 ? 0 : row % 5 == 0 ? 1 : 2;
    EXPECT_EQ(result.stages[row], excluded ? runtime::Result::excluded_stage : stage) << row;
    EXPECT_EQ(truth(step.in_stage + static_cast<Offset>(static_cast<std::size_t>(stage) * truth_bytes), row), !excluded) << row;
    EXPECT_EQ(result.missing_offsets[row + 1], 0u);
  }
}

TEST_F(FrameTest, SoManyOfTruths) {
  AtLeastOf step{.truths = {}, .at_least = 1, .to = new_truths()};
  run(step, block);
  EXPECT_FALSE(truth(step.to, 0)) << "of none not one";
  for (std::size_t i = 0; i < 5; ++i) {
    step.truths.push_back(new_truths());
    for (std::size_t row = 0; row < block_rows; ++row) {
      if (row % (i + 2) == 0) set(step.truths.back(), row);
    }
  }
  for (step.at_least = 1; step.at_least < 8; ++step.at_least) {
    run(step, block);
    for (std::size_t row = 0; row < block_rows; ++row) {
      std::uint64_t holding = 0;
      for (std::size_t i = 0; i < 5; ++i) holding += row % (i + 2) == 0;
      EXPECT_EQ(truth(step.to, row), holding >= step.at_least) << row;
    }
  }
}

}  // namespace
}  // namespace assay::kernels

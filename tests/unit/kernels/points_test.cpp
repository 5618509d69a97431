#include <limits>

#include "runtime/kernels/compare.h"
#include "runtime/kernels/sum_weights.h"
#include "tests/unit/kernels/frame_fixture.h"

namespace assay::kernels {
namespace {

constexpr Points most = std::numeric_limits<Points>::max();

class PointsOfBlocks : public FrameTest {
 protected:
  Offset points(std::initializer_list<Points> values) {
    const Offset offset = new_values().values;
    std::copy(values.begin(), values.end(), block.at<Points>(offset));
    return offset;
  }
};

TEST_F(PointsOfBlocks, WeightsOfEveryLead) {
  SumWeights sum{.weights = {}, .base = 7, .bounds = {}, .to = new_values().values, .places = {}};
  std::vector<Points> expected(block_rows, 7);
  for (Points weight = -70; weight <= 70; ++weight) {
    const Offset mask = new_truths();
    for (std::size_t row = 0; row < block_rows; ++row) {
      if ((row * 31 + static_cast<std::size_t>(weight + 70) * 17) % 5 > 2) continue;
      set(mask, row);
      expected[row] += weight * 10'000 + weight;
    }
    sum.weights.push_back({mask, weight * 10'000 + weight});
  }
  sum.build();
  run(sum, block);
  for (std::size_t row = 0; row < block_rows; ++row) EXPECT_EQ(block.at<Points>(sum.to)[row], expected[row]) << row;
}

TEST_F(PointsOfBlocks, WeightsKeepBoundsUpperFirst) {
  SumWeights sum{.weights = {{new_truths(), 50}}, .base = 0, .bounds = {.at_most = 40, .at_least = 10}, .to = new_values().values};
  set(sum.weights[0].mask, 1);
  sum.build();
  run(sum, block);
  EXPECT_EQ(block.at<Points>(sum.to)[0], 10);
  EXPECT_EQ(block.at<Points>(sum.to)[1], 40);
}

TEST_F(PointsOfBlocks, WeightsAndOtherPoints) {
  SumWeights sum{.weights = {{new_truths(), -50}}, .base = 3, .to = new_values().values};
  sum.added = {points({1'000, -7}), points({1, 2})};
  sum.bounds.at_most = 900;
  set(sum.weights[0].mask, 1);
  sum.build();
  run(sum, block);
  EXPECT_EQ(block.at<Points>(sum.to)[0], 900);
  EXPECT_EQ(block.at<Points>(sum.to)[1], -52);
}

TEST_F(PointsOfBlocks, SumsAreExactAndSaturateAtTheEnd) {
  const AddPoints sum{
      .points = {points({most, 1, most}), points({most, 2, 5}), points({-most, 3, -10})}, .bounds = {}, .to = new_values().values};
  run(sum, block);
  EXPECT_EQ(block.at<Points>(sum.to)[0], most);
  EXPECT_EQ(block.at<Points>(sum.to)[1], 6);
  EXPECT_EQ(block.at<Points>(sum.to)[2], most - 5);
}

TEST_F(PointsOfBlocks, OneRivalIsLeft) {
  KeepWinner keep{.first = false, .rivals = {{new_truths(), points({5, 5, 0})}, {new_truths(), points({9, 5, 7})}}};
  for (const auto& rival : keep.rivals) {
    set(rival.fired, 0);
    set(rival.fired, 1);
  }
  set(keep.rivals[1].fired, 2);
  run(keep, block);
  const auto winner = [&](std::size_t row) { return truth(keep.rivals[0].fired, row) ? (truth(keep.rivals[1].fired, row) ? -1 : 0) : 1; };
  EXPECT_EQ(winner(0), 1);
  EXPECT_EQ(winner(1), 0);
  EXPECT_EQ(winner(2), 1);
  EXPECT_EQ(block.at<Points>(keep.rivals[0].points)[0], 0);
  EXPECT_EQ(block.at<Points>(keep.rivals[1].points)[1], 0);
}

TEST_F(PointsOfBlocks, ThresholdsOfIntegersAndNumbers) {
  const Values integers = new_values(), numbers = new_values();
  for (std::size_t row = 0; row < block_rows; ++row) {
    block.at<std::int64_t>(integers.values)[row] = static_cast<std::int64_t>(row) - 500;
    block.at<double>(numbers.values)[row] = static_cast<double>(row) / 8;
    if (row % 5 == 0) continue;
    set(integers.known, row);
    set(numbers.known, row);
  }
  const CompareValues of_integers{
      .from = integers, .is_number = false, .integers = {INT64_MIN, -3, 0, 400}, .numbers = {}, .first_out = new_truths(4)};
  const CompareValues of_numbers{.from = numbers, .is_number = true, .integers = {}, .numbers = {0.125, 100.5}, .first_out = new_truths(2)};
  run(of_integers, block);
  run(of_numbers, block);
  for (std::size_t row = 0; row < block_rows; ++row) {
    const bool known = row % 5 != 0;
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(truth(of_integers.first_out + static_cast<Offset>(i * truth_bytes), row),
                known && static_cast<std::int64_t>(row) - 500 >= of_integers.integers[i]);
    }
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(truth(of_numbers.first_out + static_cast<Offset>(i * truth_bytes), row),
                known && static_cast<double>(row) / 8 >= of_numbers.numbers[i]);
    }
  }
}

}  // namespace
}  // namespace assay::kernels

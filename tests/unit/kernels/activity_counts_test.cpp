// The parts that count activities, each against the plain loop that says what it means.
#include <algorithm>
#include <random>

#include "runtime/kernels/amount_lanes.h"
#include "runtime/kernels/asked_activities.h"
#include "runtime/kernels/bit_lanes.h"
#include "runtime/kernels/time_slices.h"
#include "tests/unit/kernels/frame_fixture.h"

namespace assay::kernels {
namespace {

TEST(TimeSlicesTest, SlicesAreCountedByTheEdgesBefore) {
  std::mt19937_64 random(1);
  for (const std::int64_t span : {std::int64_t{3}, std::int64_t{1'000}, std::int64_t{1} << 45, INT64_MAX / 2}) {
    std::vector<std::int64_t> edges;
    for (int i = 0; i < 40; ++i) edges.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(span)) - span / 2);
    TimeSlices slices;
    slices.set_up(edges);
    for (int i = 0; i < 2'000; ++i) {
      std::int64_t time = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(span)) - span / 2;
      if (i % 5 == 0) time = edges[static_cast<std::size_t>(i) % edges.size()] - i % 2;
      for (const std::int64_t edge : edges) EXPECT_EQ(slices.of(time) >= slices.begins_at(edge), time >= edge) << time << " " << edge;
      EXPECT_GE(slices.of(time), 1u);
      EXPECT_LT(slices.of(time), slices.count());
    }
    EXPECT_EQ(slices.of(runtime::ActivityBatch::untimed), 0u);
    EXPECT_EQ(slices.begins_at(INT64_MAX), slices.count());
  }
}

TEST(TimeSlicesTest, WithoutEdgesAllThatHasATimeIsOneSlice) {
  const TimeSlices slices;
  EXPECT_EQ(slices.of(runtime::ActivityBatch::untimed), 0u);
  EXPECT_EQ(slices.of(runtime::ActivityBatch::untimed + 1), 1u);
  EXPECT_EQ(slices.of(INT64_MAX - 1), 1u);
  EXPECT_EQ(slices.count(), 2u);
}

TEST(TransposeTest, BitsOfRowsBecomeRowsOfBits) {
  constexpr std::size_t stride = 3;
  std::mt19937_64 random(2);
  std::vector<LaneBits> rows(64 * stride), columns(64);
  for (LaneBits& row : rows) {
    for (std::size_t word = 0; word < words_per_vector; ++word) row.bits[word] = random();
  }
  transpose_rows(rows.data() + 1, stride, columns.data());
  for (std::size_t row = 0; row < 64; ++row) {
    for (std::size_t bit = 0; bit < lanes_per_vector; ++bit) {
      const auto before = rows[row * stride + 1].bits[bit / 64] >> bit % 64 & 1;
      EXPECT_EQ(columns[bit % 64].bits[bit / 64] >> row & 1, before) << row << " " << bit;
    }
  }
}

// Lanes over random filters and windows, and activities of random classes.
class LanesTest : public FrameTest {
 protected:
  static constexpr std::uint32_t slices = 9, filter_count = 40, class_count = 60;

  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  void make_classes() {
    filters_.resize(class_count);
    for (auto& filters : filters_) {
      for (std::uint32_t filter = 0; filter < filter_count; ++filter) {
        if (below(6) == 0) filters.push_back(filter);
      }
    }
  }
  bool passes(std::uint32_t of_class, std::uint32_t filter) const { return std::ranges::binary_search(filters_[of_class], filter); }

  // Fewer than `most` activities for each of 64 leads.
  void make_activities(std::uint32_t most) {
    for (std::uint32_t lead = 0; lead < 64; ++lead) {
      for (std::uint32_t i = below(most); i > 0; --i) {
        activities_.push_back(static_cast<std::uint32_t>(activities_.size()));
        classes_.push_back(below(class_count));
        slices_.push_back(below(slices));
        leads_.push_back(static_cast<std::uint8_t>(lead));
      }
      ends_.push_back(static_cast<std::uint32_t>(activities_.size()));
    }
    classes_.resize(activities_.size() + CountedActivities::counted_together);
    slices_.resize(classes_.size());
  }
  CountedActivities happened() const { return {activities_, classes_.data(), slices_.data(), leads_.data(), 0, ends_.data()}; }
  // Whether activity i counts for a lane and a lead.
  template <typename Lane>
  bool counts(std::size_t i, const Lane& lane, std::size_t lead) const {
    return leads_[i] == lead && passes(classes_[i], lane.filter) && slices_[i] >= lane.from && slices_[i] < lane.to;
  }

  std::mt19937 random_{3};
  std::vector<std::vector<std::uint32_t>> filters_;
  std::vector<std::uint32_t> activities_, classes_, slices_, ends_;
  std::vector<std::uint8_t> leads_;
};

// So many lanes that they are one word, half a vector, or several vectors.
class CountersTest : public LanesTest, public testing::WithParamInterface<int> {};
INSTANTIATE_TEST_SUITE_P(Lanes, CountersTest, testing::Values(1, 64, 65, 200, 900));

TEST_P(CountersTest, ReachTheirLimitsAndKeepTheirDigits) {
  std::vector<BitLanes::Lane> lanes;
  for (int i = 0; i < GetParam(); ++i) {
    BitLanes::Lane lane{.kind = i % 3 - 1, .filter = below(filter_count), .limit = 1 + below(i % 2 ? 4 : 30)};
    lane.from = below(slices);
    lane.to = lane.from + 1 + below(slices - lane.from);
    lane.reached = new_truths();
    for (std::uint64_t left = lane.limit - 1; left; left >>= 1) lane.digits.push_back(new_truths());
    lanes.push_back(lane);
  }
  make_classes();
  make_activities(60);
  BitLanes counters;
  counters.set_up(lanes, slices);
  for (const auto& filters : filters_) counters.add_class(filters);
  constexpr std::size_t skipped = 7;
  std::vector<LaneBits> rows(64 * counters.row_vectors());
  counters.count(happened(), std::uint64_t{1} << skipped, 64, {rows.data(), counters.row_vectors()});
  store_rows(counters.outputs(), rows.data(), counters.row_vectors(), 5, block);

  for (const BitLanes::Lane& lane : lanes) {
    for (std::size_t lead = 0; lead < 64; ++lead) {
      std::uint64_t count = 0;
      for (std::size_t i = 0; i < activities_.size(); ++i) count += lead != skipped && counts(i, lane, lead);
      ASSERT_EQ(truth(lane.reached, 5 * 64 + lead), count >= lane.limit);
      const std::uint64_t expected = count < lane.limit ? (std::uint64_t{1} << lane.digits.size()) - lane.limit + count : 0;
      for (std::size_t digit = 0; digit < lane.digits.size(); ++digit)
        ASSERT_EQ(truth(lane.digits[digit], 5 * 64 + lead), expected >> digit & 1) << lane.limit << " " << count;
    }
  }
}

TEST_F(LanesTest, SumsAreComparedAndWritten) {
  std::vector<AmountLanes::Lane> lanes;
  for (int i = 0; i < 300; ++i) {
    AmountLanes::Lane lane{.filter = below(filter_count), .slot = i % 3 == 0 ? -1 : 0};
    lane.from = below(slices);
    lane.to = lane.from + 1 + below(slices - lane.from);
    for (std::int64_t limit = 1; below(3) > 0; limit += below(30)) lane.thresholds.push_back({limit, new_truths()});
    if (i % 10 == 0) lane.amounts.push_back(new_values());
    lanes.push_back(lane);
  }
  make_classes();
  make_activities(12);
  AmountLanes amounts;
  amounts.set_up(lanes, slices);
  for (const auto& filters : filters_) amounts.add_class(filters);

  std::vector<std::int64_t> minutes(activities_.size());
  for (std::int64_t& each : minutes) each = static_cast<std::int64_t>(below(30)) - 5;
  std::vector<std::uint64_t> validity(runtime::words_for(activities_.size()));
  for (std::uint64_t& word : validity) word = random_() * std::uint64_t{0x1'0000'0001};
  runtime::ActivityBatch activities;
  activities.attributes.resize(1);
  activities.attributes[0].storage = runtime::Storage::Integer;
  activities.attributes[0].integers = minutes.data();
  activities.attributes[0].validity = validity.data();

  std::vector<LaneBits> rows(64 * amounts.row_vectors());
  const LeadRows lead_rows{rows.data(), amounts.row_vectors()};
  constexpr std::size_t skipped = 7;
  amounts.start(happened(), activities);
  ASSERT_EQ(amounts.run(happened(), {0, 64, std::uint64_t{1} << skipped, lead_rows}, block), 0u);
  store_rows(amounts.outputs(0), rows.data(), amounts.row_vectors(), 0, block);

  for (const AmountLanes::Lane& lane : lanes) {
    for (std::size_t lead = 0; lead < 64; ++lead) {
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < activities_.size(); ++i) {
        if (lead != skipped && counts(i, lane, lead)) sum += lane.slot < 0 ? 1 : runtime::bit(validity.data(), i) ? minutes[i] : 0;
      }
      for (const Aggregate::Threshold& each : lane.thresholds) ASSERT_EQ(truth(each.to, lead), sum >= each.at_least);
      for (const Values& amount : lane.amounts) ASSERT_EQ(block.at<std::int64_t>(amount.values)[lead], sum);
    }
  }
}

TEST_F(LanesTest, ValuesThatMightOverflowAreLeftToOthers) {
  AmountLanes amounts;
  const Offset reached = new_truths();
  amounts.set_up({{.filter = 0, .slot = 0, .from = 0, .to = 1, .thresholds = {{1, reached}}}}, 1);
  const std::uint32_t filter = 0;
  amounts.add_class({&filter, 1});
  const std::int64_t values[] = {1, INT64_MAX, 5};
  runtime::ActivityBatch activities;
  activities.attributes.resize(1);
  activities.attributes[0].integers = values;
  activities_ = {0, 1, 2};
  classes_ = slices_ = {0, 0, 0};
  leads_ = {0, 0, 1};
  LaneBits rows[2] = {};
  amounts.start(happened(), activities);
  EXPECT_EQ(amounts.run(happened(), {0, 2, 0, {rows, 1}}, block), 1u);
  EXPECT_EQ(rows[0].bits[0], 0u);
  EXPECT_EQ(rows[1].bits[0], 1u);  // nothing is left of the lead before
}

// Activities of kinds that are looked up in vectors, and of more; the leads have none, few, and more than is written at a time.
TEST(AskedActivitiesTest, AreThoseFromTheFirstTimeOfTheirKindOn) {
  std::mt19937_64 random(4);
  for (const auto& [kinds, different] : {std::pair<std::size_t, std::size_t>{1, 9}, {9, 100}, {40, 100}, {32, 9}, {63, 9}, {64, 9}}) {
    std::vector<std::int64_t> first_times(kinds + 1);
    for (std::int64_t& time : first_times) time = static_cast<std::int64_t>(random() % different);
    first_times.back() = INT64_MAX;
    std::vector<std::int64_t> offsets{3};
    for (const std::int64_t count : {5, 0, 0, 20, 64, 65, 300, 1, 0}) offsets.push_back(offsets.back() + count);
    const auto all = static_cast<std::size_t>(offsets.back());
    std::vector<std::int64_t> times(all);
    std::vector<std::int16_t> of_kind(all);
    for (std::size_t i = 0; i < all; ++i) {
      times[i] = i % 50 == 0 ? runtime::ActivityBatch::untimed : static_cast<std::int64_t>(random() % 100);
      of_kind[i] = static_cast<std::int16_t>(static_cast<std::int64_t>(random() % (kinds + 1)) - 1);
    }
    runtime::ActivityBatch activities;
    activities.times = times.data();
    activities.kinds = of_kind.data();
    AskedActivities asked;
    asked.set_up(first_times);
    std::vector<std::uint32_t> kept(all + 16);
    kept.resize(asked.keep(activities, offsets, kept.data()));
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 3; i < all; ++i) {
      if (times[i] >= first_times[static_cast<std::size_t>(of_kind[i] + 1)]) expected.push_back(static_cast<std::uint32_t>(i));
    }
    EXPECT_EQ(kept, expected) << kinds;

    std::vector<std::uint8_t> leads(all + 64);
    spread_leads(offsets, leads.data());
    for (std::size_t lead = 0; lead + 1 < offsets.size(); ++lead) {
      for (std::int64_t i = offsets[lead]; i < offsets[lead + 1]; ++i) EXPECT_EQ(leads[static_cast<std::size_t>(i - 3)], lead);
    }
  }
}

}  // namespace
}  // namespace assay::kernels

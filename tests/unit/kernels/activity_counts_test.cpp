// The parts that count activities, each against the plain loop that says what it means.
#include <algorithm>
#include <random>

#include "runtime/kernels/amount_lanes.h"
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

  std::mt19937 random_{3};
  std::vector<std::vector<std::uint32_t>> filters_;
};

TEST_F(LanesTest, CountersReachTheirLimitsAndKeepTheirDigits) {
  std::vector<BitLanes::Lane> lanes;
  for (int i = 0; i < 900; ++i) {
    BitLanes::Lane lane{.kind = i % 3 - 1, .filter = below(filter_count), .limit = 1 + below(i % 2 ? 4 : 30)};
    lane.from = below(slices);
    lane.to = lane.from + 1 + below(slices - lane.from);
    lane.reached = new_truths();
    for (std::uint64_t left = lane.limit - 1; left; left >>= 1) lane.digits.push_back(new_truths());
    lanes.push_back(lane);
  }
  make_classes();
  BitLanes counters;
  counters.set_up(lanes, slices);
  std::vector<BitLanes::Class> classes;
  for (const auto& filters : filters_) classes.push_back(counters.add_class(filters));

  std::vector<BitLanes::Entry> entries;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> happened[64];
  std::uint32_t begins[64], ends[64];
  for (std::size_t row = 0; row < 64; ++row) {
    begins[row] = static_cast<std::uint32_t>(entries.size());
    for (std::uint32_t i = below(60); i > 0; --i) {
      const std::uint32_t of_class = below(class_count), slice = below(slices);
      happened[row].emplace_back(of_class, slice);
      entries.push_back({classes[of_class].begin, classes[of_class].count, slice});
    }
    ends[row] = static_cast<std::uint32_t>(entries.size());
  }
  std::vector<LaneBits> rows(64 * counters.row_vectors());
  counters.count(entries.data(), begins, ends, 64, counters.row_vectors(), rows.data());
  store_rows(counters.outputs(), rows.data(), counters.row_vectors(), 5, block);

  for (const BitLanes::Lane& lane : lanes) {
    for (std::size_t row = 0; row < 64; ++row) {
      std::uint64_t count = 0;
      for (const auto& [of_class, slice] : happened[row]) count += passes(of_class, lane.filter) && slice >= lane.from && slice < lane.to;
      ASSERT_EQ(truth(lane.reached, 5 * 64 + row), count >= lane.limit);
      const std::uint64_t expected = count < lane.limit ? (std::uint64_t{1} << lane.digits.size()) - lane.limit + count : 0;
      for (std::size_t digit = 0; digit < lane.digits.size(); ++digit)
        ASSERT_EQ(truth(lane.digits[digit], 5 * 64 + row), expected >> digit & 1) << lane.limit << " " << count;
    }
  }
}

TEST_F(LanesTest, SumsAreComparedAndWritten) {
  std::vector<AmountLanes::Lane> lanes;
  for (int i = 0; i < 300; ++i) {
    AmountLanes::Lane lane{.filter = below(filter_count), .slot = i % 3 == 0 ? -1 : 0};
    lane.from = below(slices);
    lane.to = lane.from + 1 + below(slices - lane.from);
    lane.threshold = {1 + below(40), new_truths()};
    if (i % 10 == 0) lane.amounts.push_back(new_values());
    lanes.push_back(lane);
  }
  make_classes();
  AmountLanes amounts;
  amounts.set_up(lanes, slices);
  std::vector<AmountLanes::Class> classes;
  for (const auto& filters : filters_) classes.push_back(amounts.add_class(filters));

  constexpr std::size_t most = 64 * 12;
  std::vector<std::int64_t> minutes(most);
  for (std::int64_t& each : minutes) each = static_cast<std::int64_t>(below(30)) - 5;
  std::vector<std::uint64_t> validity(most / 64);
  for (std::uint64_t& word : validity) word = random_() * std::uint64_t{0x1'0000'0001};
  runtime::ActivityBatch activities;
  activities.attributes.resize(1);
  activities.attributes[0].storage = runtime::Storage::Integer;
  activities.attributes[0].integers = minutes.data();
  activities.attributes[0].validity = validity.data();

  std::vector<LaneBits> rows(64 * amounts.row_vectors());
  std::vector<AmountLanes::Entry> entries;
  std::vector<std::uint32_t> happened;  // class, by activity
  std::uint32_t ends[64];
  for (std::uint32_t row = 0; row < 64; ++row) {
    const std::size_t first = entries.size();
    for (std::uint32_t i = below(12); i > 0; --i) {
      happened.push_back(below(class_count));
      const AmountLanes::Class& of_class = classes[happened.back()];
      entries.push_back({of_class.begin, of_class.count, below(slices), static_cast<std::uint32_t>(entries.size())});
    }
    ends[row] = static_cast<std::uint32_t>(entries.size());
    ASSERT_TRUE(amounts.run(std::span(entries).subspan(first), activities, block, row, rows.data() + row * amounts.row_vectors()));
  }
  store_rows(amounts.outputs(0), rows.data(), amounts.row_vectors(), 0, block);

  for (const AmountLanes::Lane& lane : lanes) {
    for (std::uint32_t row = 0; row < 64; ++row) {
      std::int64_t sum = 0;
      for (std::uint32_t at = row == 0 ? 0 : ends[row - 1]; at < ends[row]; ++at) {
        const bool counts = passes(happened[at], lane.filter) && entries[at].slice >= lane.from && entries[at].slice < lane.to;
        if (counts) sum += lane.slot < 0 ? 1 : runtime::bit(validity.data(), at) ? minutes[at] : 0;
      }
      ASSERT_EQ(truth(lane.threshold.to, row), sum >= lane.threshold.at_least);
      for (const Values& amount : lane.amounts) ASSERT_EQ(block.at<std::int64_t>(amount.values)[row], sum);
    }
  }
}

TEST_F(LanesTest, ValuesThatMightOverflowAreLeftToOthers) {
  AmountLanes amounts;
  const Offset reached = new_truths();
  amounts.set_up({{.filter = 0, .slot = 0, .from = 0, .to = 1, .threshold = {1, reached}}}, 1);
  const std::uint32_t filter = 0;
  const AmountLanes::Class of_class = amounts.add_class({&filter, 1});
  const std::int64_t values[] = {1, INT64_MAX, 5};
  runtime::ActivityBatch activities;
  activities.attributes.resize(1);
  activities.attributes[0].integers = values;
  LaneBits row{};
  const auto entry = [&](std::uint32_t activity) { return AmountLanes::Entry{of_class.begin, of_class.count, 0, activity}; };
  const AmountLanes::Entry large[] = {entry(0), entry(1)}, small[] = {entry(2)};
  EXPECT_FALSE(amounts.run(large, activities, block, 0, &row));
  EXPECT_EQ(row.bits[0], 0u);
  EXPECT_TRUE(amounts.run(small, activities, block, 0, &row));  // nothing is left of the lead before
  EXPECT_EQ(row.bits[0], 1u);
}

}  // namespace
}  // namespace assay::kernels

// What the kernels cost per value: folding, the matcher of a text column, counters of activities, cells to numbers, values to points.
// Google Benchmark; "items" are values. Read as ratios: build/release/bench/kernels_benchmark --benchmark_min_time=1
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "runtime/kernels/bit_lanes.h"
#include "runtime/kernels/time_slices.h"
#include "runtime/kernels/value_numbers.h"
#include "runtime/numbers.h"
#include "runtime/points.h"
#include "runtime/text/fold.h"
#include "runtime/text/text_set.h"

namespace assay::bench {
namespace {

constexpr std::size_t value_count = 4096;

const char* const syllables[] = {"ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"};

std::string word(std::mt19937& random) {
  std::string made;
  for (int i = 0; i < 3; ++i) made += syllables[random() % std::size(syllables)];
  return made;
}

// Texts of six words, about forty bytes.
std::vector<std::string> texts() {
  std::mt19937 random(1);
  std::vector<std::string> made(value_count);
  for (std::string& text : made) {
    for (int i = 0; i < 6; ++i) text += (i ? " " : "") + word(random);
  }
  return made;
}

text::TextSet needles(text::TextMode mode, std::int64_t count) {
  std::mt19937 random(2);
  std::vector<std::string> owned(static_cast<std::size_t>(count));
  for (std::string& needle : owned) needle = word(random) + word(random).substr(0, 2);
  std::vector<text::TextAtom> atoms;
  for (const std::string& needle : owned) atoms.push_back({mode, {needle}});
  return text::TextSet(atoms);
}

void fold_text(benchmark::State& state) {
  const std::vector<std::string> values = texts();
  std::string folded;
  for (auto _ : state) {
    for (const std::string& value : values) text::fold_into(value, folded);
    benchmark::DoNotOptimize(folded);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(value_count));
}
BENCHMARK(fold_text);

void match_texts(benchmark::State& state, text::TextMode mode) {
  const std::vector<std::string> values = texts();
  const text::TextSet set = needles(mode, state.range(0));
  text::MatchScratch scratch;
  std::vector<std::uint32_t> atoms;
  for (auto _ : state) {
    for (const std::string& value : values) {
      set.match(value, scratch, atoms);
      benchmark::DoNotOptimize(atoms.data());
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(value_count));
}
BENCHMARK_CAPTURE(match_texts, contains, text::TextMode::contains)->Arg(1)->Arg(100)->Arg(1000);
BENCHMARK_CAPTURE(match_texts, equals, text::TextMode::equals)->Arg(1)->Arg(100)->Arg(1000);
BENCHMARK_CAPTURE(match_texts, mentions, text::TextMode::mentions)->Arg(1)->Arg(100)->Arg(1000);

void read_integers(benchmark::State& state) {
  std::mt19937 random(3);
  std::vector<std::string> cells(value_count);
  for (std::string& cell : cells) cell = fmt::format("{}", random() % 1'000'000);
  std::int64_t sum = 0;
  for (auto _ : state) {
    for (const std::string& cell : cells) sum += runtime::parse_integer(cell).value_or(0);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(value_count));
}
BENCHMARK(read_integers);

void round_points(benchmark::State& state) {
  std::mt19937_64 random(4);
  std::vector<double> values(value_count);
  for (double& value : values) value = static_cast<double>(random() % 1'000'000) / 777;
  std::int64_t sum = 0;
  for (auto _ : state) {
    for (const double value : values) {
      runtime::Points points = 0;
      runtime::round_to_points(value, points);
      sum += points;
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(value_count));
}
BENCHMARK(round_points);

void number_texts(benchmark::State& state) {
  const std::vector<std::string> values = texts();
  const std::vector<std::string_view> views(values.begin(), values.end());
  std::vector<std::uint32_t> numbers(views.size());
  kernels::ValueNumbers known;
  for (auto _ : state) {
    known.number_all(views, numbers.data());
    benchmark::DoNotOptimize(numbers.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(value_count));
}
BENCHMARK(number_texts);

void slice_times(benchmark::State& state) {
  std::mt19937_64 random(5);
  constexpr std::int64_t day = 86'400'000'000;
  kernels::TimeSlices slices;
  slices.set_up({0, 305 * day, 335 * day, 351 * day, 358 * day, 362 * day, 364 * day});
  std::vector<std::int64_t> times(value_count);
  for (std::int64_t& time : times) time = static_cast<std::int64_t>(random() % (365 * day));
  for (auto _ : state) {
    std::uint32_t sum = 0;
    for (const std::int64_t time : times) sum += slices.of(time);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(value_count));
}
BENCHMARK(slice_times);

// 64 leads with 20 activities each, of 50 classes, on so many counters; items are activities.
void count_lanes(benchmark::State& state) {
  std::mt19937 random(6);
  constexpr std::uint32_t slice_count = 9, class_count = 50, activities_per_lead = 20;
  std::vector<kernels::BitLanes::Lane> lanes(static_cast<std::size_t>(state.range(0)));
  for (kernels::BitLanes::Lane& lane : lanes) {
    lane.filter = random() % 100;
    lane.to = slice_count;
    lane.from = random() % slice_count;
    lane.limit = 1 + random() % 8;
  }
  kernels::BitLanes counters;
  counters.set_up(lanes, slice_count);
  for (std::uint32_t i = 0; i < class_count; ++i) counters.add_class(std::vector<std::uint32_t>{i, i + 50});
  std::vector<std::uint32_t> activities, classes, slices, ends;
  std::vector<std::uint8_t> leads;
  for (std::uint32_t i = 0; i < 64 * activities_per_lead; ++i) {
    activities.push_back(i);
    classes.push_back(random() % class_count);
    slices.push_back(random() % slice_count);
    leads.push_back(static_cast<std::uint8_t>(i / activities_per_lead));
    if ((i + 1) % activities_per_lead == 0) ends.push_back(i + 1);
  }
  classes.resize(activities.size() + kernels::CountedActivities::counted_together);
  slices.resize(classes.size());
  std::vector<kernels::LaneBits> rows(64 * counters.row_vectors());
  for (auto _ : state) {
    counters.count({activities, classes.data(), slices.data(), leads.data(), 0, ends.data()}, 0, 64, {rows.data(), counters.row_vectors()});
    benchmark::DoNotOptimize(rows.data());
  }
  state.SetItemsProcessed(state.iterations() * 64 * activities_per_lead);
}
BENCHMARK(count_lanes)->Arg(100)->Arg(1000)->Arg(10000);

// 64 rows of 512 bits; items are rows.
void transpose_bits(benchmark::State& state) {
  std::vector<kernels::LaneBits> rows(64), columns(64);
  for (auto _ : state) {
    kernels::transpose_rows(rows.data(), 1, columns.data());
    benchmark::DoNotOptimize(columns.data());
  }
  state.SetItemsProcessed(state.iterations() * 64);
}
BENCHMARK(transpose_bits);

}  // namespace
}  // namespace assay::bench

BENCHMARK_MAIN();

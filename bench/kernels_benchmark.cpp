// What the kernels cost per value: folding, the matcher of a text column, cells to numbers, values to points. Google Benchmark; "items" are
// values. Read as ratios: build/release/bench/kernels_benchmark --benchmark_min_time=1
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

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

}  // namespace
}  // namespace assay::bench

BENCHMARK_MAIN();

// What it takes to compile a policy, by stage and number of rules: parse, check, plan, emit; and the whole way from its text to a session
// that answers. Google Benchmark; times are milliseconds of one core.
//   build/release/bench/compile_benchmark
#include <random>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "compiler/check/check.h"
#include "compiler/compile/compile.h"
#include "compiler/emit/llvm/emit.h"
#include "compiler/plan/plan.h"
#include "compiler/syntax/parse.h"

namespace assay::bench {
namespace {

// Rules of all kinds in turn: numbers, sets, texts, activities.
std::string policy_text(std::int64_t rules) {
  std::mt19937 random(7);
  std::string text =
      "lead\n  employees: integer\n  revenue: integer\n  country: text\n  title: text\n"
      "activity visited (page: text)\nscore points\n";
  const auto number = [&](unsigned limit) { return static_cast<unsigned>(random()) % limit + 1; };
  for (std::int64_t i = 0; i < rules; ++i) {
    const unsigned points = number(20);
    switch (i % 4) {
      case 0: text += fmt::format("  when employees >= {} and revenue < {}: +{}\n", number(5000), number(90'000'000), points); break;
      case 1:
        text += fmt::format("  when country in \"C{}\", \"C{}\", \"C{}\": +{}\n", number(200), number(200), number(200), points);
        break;
      case 2: text += fmt::format("  when title contains \"word{}\": -{}\n", number(100'000), points); break;
      case 3:
        text += fmt::format("  when visited \"/p{}*\" at least {} times in last {} days: +{}\n", number(900), number(5) + 1,
                            number(300) + 1, points);
        break;
    }
  }
  return text;
}

// A policy with its text, on the way through the stages. The policy stays where it is: programs point into it.
struct Compiled {
  source::Sources sources;
  diag::Sink sink;
  syntax::Ast ast;
  std::optional<ir::Policy> policy;

  explicit Compiled(std::int64_t rules) : ast(syntax::parse(sources.add("bench.assay", policy_text(rules)), sink)) {}
  void check() { policy = check::check(ast, sources, {.settings = {}, .prelude = true, .lints = false}, sink); }
};

void parse(benchmark::State& state) {
  const std::string text = policy_text(state.range(0));
  for (auto _ : state) {
    source::Sources sources;
    diag::Sink sink;
    benchmark::DoNotOptimize(syntax::parse(sources.add("bench.assay", text), sink));
  }
}

void check(benchmark::State& state) {
  Compiled compiled(state.range(0));
  for (auto _ : state) {
    compiled.check();
    if (!compiled.policy) state.SkipWithError("the policy has errors");
  }
}

void plan(benchmark::State& state) {
  Compiled compiled(state.range(0));
  compiled.check();
  if (!compiled.policy) return state.SkipWithError("the policy has errors");
  for (auto _ : state) benchmark::DoNotOptimize(plan::plan(*compiled.policy));
}

// Without the cache of objects.
void emit(benchmark::State& state) {
  Compiled compiled(state.range(0));
  compiled.check();
  if (!compiled.policy) return state.SkipWithError("the policy has errors");
  for (auto _ : state) {
    state.PauseTiming();
    plan::Plan planned = plan::plan(*compiled.policy);
    state.ResumeTiming();
    benchmark::DoNotOptimize(emit::emit(*compiled.policy, std::move(planned), {}));
  }
}

// Without native code, which would come later.
void first_session(benchmark::State& state) {
  const std::string text = policy_text(state.range(0));
  const object_cache::ObjectCache off("");
  for (auto _ : state) {
    source::Sources sources;
    diag::Sink sink;
    const compile::CompileOptions options{.engine = compile::Engine::Tiered, .cache = &off};
    const compile::Compiled compiled = compile::compile(sources.add("bench.assay", text), sources, options, sink);
    if (!compiled.program) return state.SkipWithError("the policy has errors");
    benchmark::DoNotOptimize(compiled.program->start({}));
  }
}

#define ASSAY_SIZES ->Arg(10)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond)
BENCHMARK(parse) ASSAY_SIZES;
BENCHMARK(check) ASSAY_SIZES;
BENCHMARK(plan) ASSAY_SIZES;
BENCHMARK(emit) ASSAY_SIZES;
BENCHMARK(first_session) ASSAY_SIZES;

}  // namespace
}  // namespace assay::bench

BENCHMARK_MAIN();

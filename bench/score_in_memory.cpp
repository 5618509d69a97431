// How fast a policy scores leads that are in memory, on one core, and how long it takes to compile.
//
//   score_in_memory POLICY LEADS [ACTIVITIES] [--rows N] [--runs N] [--as-of MICROSECONDS]
//
// Prints milliseconds to check, plan and compile, and the best run's microseconds per lead (CPU time of this thread, so that other
// processes on the machine count little). Reading is not measured; dictionaries of Arrow and Parquet files are used as they are.
//
// With --wait it says "ready" when the leads are read, scores them once for each line of standard input and answers "WALL CPU" in
// milliseconds; the scores of the first run go to the file of --scores, in whole points. That is how bench/compare takes turns.
#include <fstream>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/common.h"
#include "compiler/emit/llvm/emit.h"
#include "compiler/plan/plan.h"
#include "runtime/arrow_files/formats.h"
#include "runtime/io/activities.h"
#include "runtime/io/leads.h"

namespace assay::bench {
namespace {

struct Options {
  std::string policy, leads, activities, scores;
  bool wait = false;
  std::uint64_t rows = UINT64_MAX;
  std::size_t runs = 5, batch_rows = 16'384;
  std::int64_t as_of = 1'793'491'200'000'000;
  int code_quality = emit::EmitOptions{}.code_quality;
};

// Milliseconds of this thread's CPU time.
double now() { return milliseconds(CLOCK_THREAD_CPUTIME_ID); }

struct Data {
  std::vector<io::LeadBatch> leads;
  std::vector<runtime::ActivityBatch> activities;
  std::size_t rows = 0;
};

Data read(const Options& options, const runtime::Schema& schema) {
  Data data;
  io::DataReport report;
  io::LeadReader reader(schema, {options.leads}, {.input = {}, .batch_rows = options.batch_rows, .keep = {}, .limit = options.rows},
                        report);
  if (!reader.open()) return data;
  for (io::LeadBatch batch; reader.next(batch); batch = {}) {
    data.rows += batch.batch.rows;
    data.leads.push_back(std::move(batch));
  }
  data.activities.resize(data.leads.size());
  if (options.activities.empty()) return data;
  auto* store = new io::ActivityStore(schema, options.as_of, report);  // the batches point into it until the process ends
  if (!store->load(options.activities, {})) return data;
  store->finish();
  for (std::size_t i = 0; i < data.leads.size(); ++i) store->join(data.leads[i].batch, data.activities[i]);
  return data;
}

// Scores everything once; the sum of the scores. Hands each batch's result to `take`.
template <typename Take>
__int128 score_all(runtime::Session& session, const Data& data, bool with_activities, const Take& take) {
  __int128 sum = 0;
  runtime::Result result;
  for (std::size_t k = 0; k < data.leads.size(); ++k) {
    session.score(data.leads[k].batch, with_activities ? &data.activities[k] : nullptr, result);
    for (const runtime::Points points : result.score.values) sum += points;
    take(result);
  }
  return sum;
}

// Each turn has a session of its own, so that nothing it learned of texts in the turn before makes it faster. Ends with standard input.
void take_turns(const runtime::Program& program, const Data& data, const Options& options) {
  const bool with_activities = !options.activities.empty();
  std::ofstream file(options.scores);
  const runtime::RunOptions run_options{.as_of = options.as_of, .explain = false};
  score_all(*program.start(run_options), data, with_activities, [&](const runtime::Result& result) {
    for (const runtime::Points points : result.score.values) file << points / runtime::points_per_unit << '\n';
  });
  file.close();
  fmt::print("ready\n");
  std::fflush(stdout);
  for (int sign; (sign = std::getchar()) != EOF;) {
    if (sign != '\n') continue;
    const double wall = milliseconds(CLOCK_MONOTONIC), cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    score_all(*program.start(run_options), data, with_activities, [](const runtime::Result&) {});
    fmt::print("{:.4f} {:.4f}\n", milliseconds(CLOCK_MONOTONIC) - wall, milliseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    std::fflush(stdout);
  }
}

int run(const Options& options) {
  const double start = now();
  auto policy = checked_policy(options.policy);
  if (!policy) return 1;
  const double at_plan = now();
  plan::Plan planned = plan::plan(*policy);
  const double at_emit = now();
  const std::size_t functions = planned.functions.size(), frame = planned.program.frame_bytes;
  const auto program = emit::emit(*policy, std::move(planned), {.code_quality = options.code_quality, .cache = nullptr, .stop = nullptr});
  const double done = now();
  fmt::print(stderr, "{}: check {:.1f} ms, plan {:.1f} ms, emit {:.1f} ms, {} functions, frame {} KiB\n", options.policy, at_plan - start,
             at_emit - at_plan, done - at_emit, functions, frame / 1024);
  const Data data = read(options, policy->schema);
  if (data.rows == 0) return 1;
  if (options.wait) {
    take_turns(*program, data, options);
    return 0;
  }
  const auto session = program->start({.as_of = options.as_of, .explain = false});
  double best = 1e300;
  __int128 sum = 0;
  for (std::size_t i = 0; i < options.runs; ++i) {
    const double began = now();
    sum = score_all(*session, data, !options.activities.empty(), [](const runtime::Result&) {});
    best = std::min(best, now() - began);
  }
  fmt::print("  {} leads, {:.4f} us per lead, {:.2f} million leads/s, sum {}\n", data.rows, best * 1e3 / static_cast<double>(data.rows),
             static_cast<double>(data.rows) / best / 1e3, static_cast<std::int64_t>(sum));
  return 0;
}

}  // namespace
}  // namespace assay::bench

int main(int argc, char** argv) {
  assay::bench::Options options;
  CLI::App app("Scores leads in memory on one core");
  app.add_option("policy", options.policy)->required();
  app.add_option("leads", options.leads)->required();
  app.add_option("activities", options.activities);
  app.add_option("--rows", options.rows, "read no more leads than these");
  app.add_option("--runs", options.runs, "the best of so many counts");
  app.add_option("--batch", options.batch_rows, "rows per batch");
  app.add_option("--as-of", options.as_of, "microseconds since 1970");
  app.add_flag("--wait", options.wait, "score once for each line of standard input");
  app.add_option("--scores", options.scores, "with --wait: a file for the scores");
  app.add_option("--code-quality", options.code_quality, "0 to 3");
  CLI11_PARSE(app, argc, argv);
  assay::arrow_files::add_formats();
  return assay::bench::run(options);
}

// `assay score POLICY LEADS...`: compiles the policy, hands everything to the run loop, and says what came of it.
#include <chrono>
#include <csignal>
#include <filesystem>

#include <fmt/format.h>
#include <malloc.h>

#include "cli/files.h"
#include "cli/moment.h"
#include "cli/policy.h"
#include "cli/score_options.h"
#include "cli/summary.h"
#include "runtime/calendar/zone.h"
#include "runtime/io/held_output.h"

namespace assay::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view example =
    "  assay score policy.assay leads.csv --activities activities.csv --as-of 2026-11-22 -o scores.csv\n"
    "  assay score policy.assay 'exports/*.csv' --explain --format ndjson\n"
    "  gunzip -c leads.csv.gz | assay score policy.assay - --set mql_at=70";

double milliseconds_since(Clock::time_point begin) { return std::chrono::duration<double, std::milli>(Clock::now() - begin).count(); }

// Ctrl-C and its like: no half file stays behind, and the shell sees which signal it was.
extern "C" void on_interrupt(int signal) {
  io::remove_unfinished_outputs();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void remove_outputs_on_interrupt() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, on_interrupt);
}

// Tables of activities leave pieces behind as they grow that no larger one fits into; so large ones come from the system and go back there,
// and --memory holds. Leads alone never grow: their batches would only be cleared anew each time.
void keep_to_memory(const run::RunSettings& settings) {
  if (settings.activities.empty()) return;
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

// Whether there is surely so much to score that native code is worth its compilation: it begins before the files are read.
bool is_long(const run::RunSettings& settings) {
  constexpr std::uintmax_t long_from_bytes = 1'000'000;
  if (settings.lead_options.limit < 1'000) return false;
  std::uintmax_t bytes = 0;
  for (const auto* files : {&settings.leads, &settings.activities}) {
    for (const std::string& file : *files) {
      std::error_code error;
      const std::uintmax_t size = std::filesystem::file_size(file, error);
      if (!error) bytes += size;
    }
  }
  return bytes >= long_from_bytes;
}

int fail(std::string_view message) {
  write_error(fmt::format("assay score: {}\n", message));
  return WrongUse;
}

// What there is to say when the run is over, and the exit code.
int conclude(const ScoreOptions& options, const Terminal& terminal, const run::RunReport& report, const Timings& timings) {
  if (report.failure) return fail(report.failure->message);
  const std::string data_report = io::report_as_text(report.data);
  if (!options.report.empty()) {
    const std::string problem = write_file(options.report, io::report_as_json(report.data));
    if (!problem.empty()) return fail(problem);
  }
  if (!terminal.quiet && !report.too_much_bad_data) write_error(summary_text(report, options.run.as_of));
  if (!terminal.quiet || report.too_much_bad_data) write_error(data_report);
  if (options.timings == "json") write_error(timings_json(report, timings));
  if (options.timings == "text") write_error(timings_text(report, timings));
  if (!report.too_much_bad_data) return Done;
  const bool to_file = !options.output.empty() && options.output != "-";
  write_error(fmt::format("assay score: more bad data than --max-bad allows; {}\n",
                          to_file ? options.output + " was not written" : "no row was written"));
  return Found;
}

int score_compiled(ScoreOptions& options, const Terminal& terminal, const runtime::Program& program, Timings timings,
                   Clock::time_point begin) {
  const auto zone = calendar::load_zone(program.schema().timezone);
  const auto as_of = zone ? as_of_instant(options.as_of, *zone) : std::nullopt;
  if (!as_of) return fail(as_of_problem(options.as_of));
  options.run.as_of = *as_of;
  io::OpenedOutput output = io::open_output(options.output.empty() ? "-" : options.output);
  if (output.failure) return fail(output.failure->message);
  // Rows that a pipe has taken cannot be taken back.
  const bool to_stream = options.output.empty() || options.output == "-";
  if (to_stream && (options.run.bad_limit.count || options.run.bad_limit.share)) output = io::held_back(std::move(output.output));
  if (output.failure) return fail(output.failure->message);
  options.run.output = output.output.get();
  remove_outputs_on_interrupt();

  std::optional<Progress> progress(std::in_place, terminal);
  keep_to_memory(options.run);
  const run::RunReport report = run::score_files(program, options.run, &*progress);
  progress.reset();
  timings.engine = program.engine();
  timings.compile_ms += report.timings.compile_ms;
  timings.total_ms = milliseconds_since(begin);
  return conclude(options, terminal, report, timings);
}

}  // namespace

int score(const Words& words) {
  const Clock::time_point begin = Clock::now();
  Options declared("score", "POLICY LEADS... [OPTION...]", "Scores leads by a policy.", std::string(example));
  ReadScoreOptions read = read_score_options(declared, words);
  if (read.exit_code) return *read.exit_code;
  ScoreOptions& options = read.options;

  // Freed by the end of the process: to free a large policy node by node takes longer than to score a few leads.
  static CompiledPolicy& compiled =
      *new CompiledPolicy(compile_to_score(options.policy, options.engine, options.settings, is_long(options.run)));
  if (!report_policy("score", compiled, declared.terminal())) return WrongUse;
  const Timings timings{"", milliseconds_since(begin), 0};
  // Not so the program: its destructor waits for the thread that may still compile.
  const std::shared_ptr<runtime::Program> program = std::move(compiled.program);
  return score_compiled(options, declared.terminal(), *program, timings, begin);
}

}  // namespace assay::cli

// How fast files are read, on its own: leads into batches of the columns that a policy asks, activities into a store that is ready to be
// joined.
//
//   read_files POLICY LEADS [--activities FILE] [--threads N] [--runs N] [--as-of MICROSECONDS]
//
// Any format that `assay score` reads. Leads are read by one thread, activities by --threads. Prints the best run's CPU time (of all
// threads, so that other processes on the machine count little), the wall time of the same run, and gigabytes of the file a second of CPU
// time. Nothing is scored or written.
#include <algorithm>
#include <filesystem>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/common.h"
#include "runtime/arrow_files/formats.h"
#include "runtime/io/activities.h"
#include "runtime/io/leads.h"

namespace assay::bench {
namespace {

struct Options {
  std::string policy, leads, activities;
  std::size_t runs = 5;
  unsigned threads = 1;
  std::int64_t as_of = 1'793'491'200'000'000;
};

// Milliseconds.
struct Times {
  double cpu = 0, wall = 0;
};

template <typename Work>
Times timed(const Work& work) {
  const double cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID), wall = milliseconds(CLOCK_MONOTONIC);
  work();
  return {milliseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, milliseconds(CLOCK_MONOTONIC) - wall};
}

// Rows that were read; none after a failure, which is printed.
std::uint64_t read_leads(const Options& options, const runtime::Schema& schema) {
  io::DataReport report;
  io::LeadOptions reading;
  reading.input.threads = options.threads;
  io::LeadReader reader(schema, {options.leads}, reading, report);
  std::uint64_t rows = 0;
  io::LeadBatch batch;
  for (bool more = reader.open(); more;) {
    more = reader.next(batch);
    rows += more ? batch.batch.rows : 0;
  }
  if (!reader.failure()) return rows;
  fmt::print("{}\n", reader.failure()->message);
  return 0;
}

std::uint64_t load_activities(const Options& options, const runtime::Schema& schema) {
  io::DataReport report;
  io::InputOptions reading;
  reading.threads = options.threads;
  io::ActivityStore store(schema, options.as_of, report);
  if (store.load(options.activities, reading) && store.finish()) return store.rows();
  fmt::print("{}\n", store.failure()->message);
  return 0;
}

// False where nothing could be read.
template <typename Read>
bool measure(const Options& options, const std::string& file, const char* what, const Read& read) {
  std::vector<Times> times;
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < options.runs; ++i) times.push_back(timed([&] { rows = read(); }));
  if (rows == 0) return false;
  const Times best = *std::min_element(times.begin(), times.end(), [](const Times& a, const Times& b) { return a.cpu < b.cpu; });
  const auto bytes = static_cast<double>(std::filesystem::file_size(file));
  fmt::print("{}: {} {}, {:.0f} ms CPU, {:.0f} ms wall, {:.2f} GB/s\n", file, rows, what, best.cpu, best.wall, bytes / best.cpu / 1e6);
  return true;
}

int run(const Options& options) {
  const auto policy = checked_policy(options.policy);
  if (!policy) return 1;
  arrow_files::add_formats();
  if (!measure(options, options.leads, "leads", [&] { return read_leads(options, policy->schema); })) return 1;
  if (options.activities.empty()) return 0;
  return measure(options, options.activities, "activities", [&] { return load_activities(options, policy->schema); }) ? 0 : 1;
}

}  // namespace
}  // namespace assay::bench

int main(int argc, char** argv) {
  assay::bench::Options options;
  CLI::App app("Reads leads and activities, and measures that alone");
  app.add_option("policy", options.policy)->required();
  app.add_option("leads", options.leads)->required();
  app.add_option("--activities", options.activities);
  app.add_option("--threads", options.threads);
  app.add_option("--runs", options.runs, "the best of so many counts");
  app.add_option("--as-of", options.as_of, "microseconds since 1970");
  CLI11_PARSE(app, argc, argv);
  return assay::bench::run(options);
}

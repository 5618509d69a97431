// What `assay score` says on standard error: progress while it runs, a summary and the data report at its end, timings when asked.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/terminal.h"
#include "runtime/run/run.h"

namespace assay::cli {

// Shows the rows written so far, and how much of the leads that is, on one line of the terminal, from the second second on. Silent where
// nobody watches.
class Progress : public run::ProgressSink {
 public:
  explicit Progress(const Terminal& terminal);
  ~Progress() override;
  void advanced(std::uint64_t rows, std::optional<double> done) override;

 private:
  using Clock = std::chrono::steady_clock;
  bool shown_;  // whether it may show anything
  bool on_screen_ = false;
  Clock::time_point begin_, last_;
};

// "1,234,567"
std::string grouped(std::uint64_t number);

// Rows, leads per stage, time taken, and as-of in a form that --as-of takes.
std::string summary_text(const run::RunReport& report, std::int64_t as_of);

struct Timings {
  std::string_view engine;  // that scored at last
  double compile_ms = 0;
  double total_ms = 0;
};
// One line of JSON.
std::string timings_json(const run::RunReport& report, const Timings& timings);
std::string timings_text(const run::RunReport& report, const Timings& timings);

}  // namespace assay::cli

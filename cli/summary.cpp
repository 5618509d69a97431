#include "cli/summary.h"

#include <cmath>

#include <fmt/format.h>

#include "runtime/calendar/parse.h"

namespace assay::cli {
namespace {

constexpr std::chrono::milliseconds first_after{1000};
constexpr std::chrono::milliseconds then_every{100};

}  // namespace

Progress::Progress(const Terminal& terminal)
    : shown_(terminal.error_is_terminal && !terminal.quiet), begin_(Clock::now()), last_(begin_ + first_after - then_every) {}

Progress::~Progress() {
  if (on_screen_) write_error("\r\033[K");
}

void Progress::advanced(std::uint64_t rows, std::optional<double> done) {
  if (!shown_) return;
  const Clock::time_point now = Clock::now();
  if (now < last_ + then_every) return;
  last_ = now;
  on_screen_ = true;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  const std::string share = done ? fmt::format("{:.0f} %, ", std::floor(*done * 100)) : "";
  write_error(fmt::format("\r\033[K{}{} leads, {:.0f} s, {} rows/s", share, grouped(rows), seconds,
                          grouped(static_cast<std::uint64_t>(static_cast<double>(rows) / seconds))));
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string summary_text(const run::RunReport& report, std::int64_t as_of) {
  const double seconds = report.timings.total_ms / 1000;
  const double rate = seconds > 0 ? static_cast<double>(report.rows) / seconds : 0;
  std::string text = fmt::format("{} lead{} in {:.2f} s ({} rows/s), as of {}\n", grouped(report.rows), report.rows == 1 ? "" : "s",
                                 seconds, grouped(static_cast<std::uint64_t>(rate)), calendar::instant_to_text(as_of));
  std::string stages;
  for (const run::StageCount& count : report.stages) {
    stages += fmt::format("{}{} {}", stages.empty() ? "" : ", ", count.stage, grouped(count.leads));
  }
  if (!stages.empty()) text += fmt::format("stages: {}\n", stages);
  return text;
}

std::string timings_json(const run::RunReport& report, const Timings& timings) {
  const run::RunTimings& spent = report.timings;
  return fmt::format(
      "{{\"rows\":{},\"activities\":{},\"threads\":{},\"engine\":\"{}\",\"compile_ms\":{:.3f},\"read_ms\":{:.3f},\"score_ms\":{:.3f},"
      "\"write_ms\":{:.3f},\"total_ms\":{:.3f}}}\n",
      report.rows, report.activities, report.threads, timings.engine, timings.compile_ms, spent.read_ms, spent.score_ms, spent.write_ms,
      timings.total_ms);
}

std::string timings_text(const run::RunReport& report, const Timings& timings) {
  const run::RunTimings& spent = report.timings;
  return fmt::format("compile {:.1f} ms, read {:.1f} ms, score {:.1f} ms, write {:.1f} ms, total {:.1f} ms ({} engine, {} threads)\n",
                     timings.compile_ms, spent.read_ms, spent.score_ms, spent.write_ms, timings.total_ms, timings.engine, report.threads);
}

}  // namespace assay::cli

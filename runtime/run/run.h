// Scores files: read, score, write, with several threads and results in the order of the input. The whole work of `assay score` behind
// its options.
//
// `threads` workers (the caller's thread is one of them) each take the next rows from the reader in turn; convert, score and format them;
// and settle and write them when it is their turn. None runs far ahead of the others, so memory stays bounded. Neither results nor the
// report depend on the number of threads: what is found in the data, failures too, counts in the order of the input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/io/activities.h"
#include "runtime/io/leads.h"
#include "runtime/io/output.h"
#include "runtime/io/report.h"
#include "runtime/io/writers.h"
#include "runtime/program.h"
#include "runtime/run/stages.h"

namespace assay::run {

struct RunSettings {
  std::vector<std::string> leads;       // files, or "-"
  std::vector<std::string> activities;  // files
  io::LeadOptions lead_options;
  io::InputOptions activity_options;
  std::int64_t as_of = 0;  // microseconds since 1970-01-01T00:00Z
  bool explain = false;
  bool spreadsheet = false;
  std::uint64_t table_rows = UINT64_MAX;        // shown at most when the format is a table; all rows are scored
  unsigned threads = 1;                         // at least 1
  std::size_t memory = std::size_t{768} << 20;  // bytes for activities and ids, about; beyond it activities are not held (activities.h)
  io::BadLimit bad_limit;
  const io::WriterFormat* format = nullptr;
  io::Output* output = nullptr;  // committed by score_files when all went well
};

// Told about progress after each batch written, by one thread at a time.
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  // `done`: how much of the leads has been read, 0 to 1, where that is known.
  virtual void advanced(std::uint64_t rows, std::optional<double> done) = 0;
};

// Milliseconds. read, score and write are summed over the threads, so they may add up to more than total; score is the time inside
// Session::score only, compile what the thread that waited longest for native code has waited.
struct RunTimings {
  double compile_ms = 0, read_ms = 0, score_ms = 0, write_ms = 0, total_ms = 0;
};

struct RunReport {
  std::optional<io::Failure> failure;  // nothing was written
  bool too_much_bad_data = false;      // beyond --max-bad: nothing was written
  std::uint64_t rows = 0, activities = 0;
  unsigned threads = 1;
  std::vector<StageCount> stages;  // `lead`, the policy's, `excluded`, in this order; empty where the policy has no stage
  RunTimings timings;
  io::DataReport data;
};

RunReport score_files(const runtime::Program& program, const RunSettings& settings, ProgressSink* progress = nullptr);

}  // namespace assay::run

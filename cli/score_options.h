// The command line of `assay score`, turned into what the run loop takes. What it is not: it opens no file and compiles no policy.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/options.h"
#include "runtime/run/run.h"

namespace assay::cli {

struct ScoreOptions {
  std::string policy;
  std::string as_of;  // as written; empty: now
  std::string engine = "auto";
  std::vector<std::pair<std::string, std::string>> settings;  // --set
  std::string output;                                         // a file; empty or "-": standard output
  std::string report;                                         // --report: a file; empty: none
  std::string timings;                                        // json, text, or empty: none
  run::RunSettings run;                                       // all that needs neither the policy nor an open file
};

// Declares the options of score, reads the words, and checks what can be checked without the policy. Nullopt in `exit_code` when the
// options are to be used.
struct ReadScoreOptions {
  std::optional<int> exit_code;
  ScoreOptions options;
};
ReadScoreOptions read_score_options(Options& declared, const Words& words);

// The same for a verb that only reads: the policy, the leads, their activities, --as-of, --set, and how the files are laid out.
ReadScoreOptions read_input_options(Options& declared, const Words& words);

// Files of names that may be patterns (`exports/*.csv`), each pattern's sorted. A pattern that fits nothing stands for itself, so that
// opening it says what is missing.
std::vector<std::string> expand_patterns(const std::vector<std::string>& names);

}  // namespace assay::cli

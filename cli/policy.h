// A policy file on its way to a program, for the verbs that run it. What it is not: it decides nothing about the policy; the compiler does.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/terminal.h"
#include "compiler/diag/diag.h"
#include "compiler/ir/ir.h"
#include "compiler/source/source.h"
#include "runtime/program.h"

namespace assay::cli {

struct CompiledPolicy {
  source::Sources sources;
  diag::Sink sink;
  std::string problem;                        // the file cannot be read; empty: it can
  std::shared_ptr<const ir::Policy> policy;   // null when there is an error
  std::shared_ptr<runtime::Program> program;  // null when there is an error
};

// `engine` is auto, native or interpreter; `settings` are those of --set.
CompiledPolicy compile_policy(const std::string& path, std::string_view engine,
                              const std::vector<std::pair<std::string, std::string>>& settings);

// The same for who wants nothing but to score: what the policy means is not there when the program was found on disk.
CompiledPolicy compile_to_score(const std::string& path, std::string_view engine,
                                const std::vector<std::pair<std::string, std::string>>& settings, bool long_input);

// Shows errors (and, unless quiet, what is merely suspicious) on standard error. False when there is no program.
bool report_policy(std::string_view verb, const CompiledPolicy& compiled, const Terminal& terminal);

}  // namespace assay::cli

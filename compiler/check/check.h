// The tree of a policy, and of what it uses, to typed Policy IR: names resolved, types checked, every construct of the language reduced.
// What it is not: it evaluates no leads and knows no engine.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diag/diag.h"
#include "compiler/ir/ir.h"
#include "compiler/source/source.h"
#include "compiler/syntax/ast.h"

namespace assay::check {

// The bytes of a file that the policy names, by its path seen from there; nullopt: there is none.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

struct CheckInput {
  std::vector<std::pair<std::string, std::string>> settings;  // `--set NAME=VALUE`, in order; the last of a name wins
  bool prelude = true;                                        // false: only what the policy itself declares or uses
  bool lints = true;                                          // report what is suspicious but not wrong
  ReadFile read_file = {};                                    // empty: from disk. Else nothing is, and tests in files are left out
};

// Reads the modules and files that the policy uses (relative to its own file's name) and adds them to `sources`. Returns nothing when there
// is an error; lints do not stand in the way. `ast` must come from a file of `sources`; errors of the parser belong to the caller's sink
// before.
std::optional<ir::Policy> check(const syntax::Ast& ast, source::Sources& sources, const CheckInput& input, diag::Sink& sink);

}  // namespace assay::check

// `assay sign POLICY`: binds the agreements in a policy's head to what the policy means now, for `assay check --agreed`.
#include <algorithm>

#include <fmt/format.h>

#include "cli/files.h"
#include "cli/options.h"
#include "cli/policy.h"
#include "compiler/agreement/agreement.h"
#include "compiler/compile/compile.h"
#include "compiler/diag/render.h"
#include "runtime/text/nearest.h"

namespace assay::cli {
namespace {

constexpr std::string_view example =
    "  assay sign policy.assay --by marketing      # marketing agrees to the policy as it stands\n"
    "  assay sign policy.assay                     # so do all who are named in its head";

int fail(std::string_view message, ExitCode code) {
  write_error(fmt::format("assay sign: {}\n", message));
  return code;
}

std::string nobody(const syntax::Ast& ast, const std::string& path, const std::string& by) {
  std::vector<std::string> departments;
  if (ast.policy) {
    for (const syntax::Agreement& agreement : ast.policy->agreements) departments.push_back(agreement.by.text);
  }
  if (by.empty() || departments.empty()) {
    return fmt::format("{} does not say who agreed; write into its head: agreed by {} on DATE", path, by.empty() ? "marketing" : by);
  }
  return fmt::format("{} does not say that {} agreed{}", path, by, text::did_you_mean(by, departments));
}

// A date stands for one meaning. Who was the first to find another under it?
const agreement::Signature* contradicted(const std::vector<agreement::Signature>& old,
                                         const std::vector<agreement::Signature>& signatures) {
  const auto differs = [&](const agreement::Signature& before) {
    return std::ranges::any_of(signatures, [&](const agreement::Signature& now) {
      return before.department == now.department && before.date == now.date && before.fingerprint != now.fingerprint;
    });
  };
  const auto found = std::ranges::find_if(old, differs);
  return found == old.end() ? nullptr : &*found;
}

int sign_policy(const std::string& path, const std::string& by, bool renew, const Terminal& terminal) {
  FileText file = read_file(path);
  if (!file.problem.empty()) return fail(file.problem, WrongUse);
  source::Sources sources;
  diag::Sink sink;
  const source::Source& source = sources.add(path, std::move(file.text));
  const compile::Compiled compiled = compile::check_only(source, sources, {}, sink);
  if (!compiled.policy) {
    write_error(render_text(sink, sources, {terminal.color_error}));
    return WrongUse;
  }
  const std::vector<agreement::Signature> signatures = agreement::sign(compiled.ast, *compiled.policy, by);
  if (signatures.empty()) return fail(nobody(compiled.ast, path, by), Found);
  const std::string target = agreement::signatures_file(path);
  const std::vector<agreement::Signature> old = agreement::parse_signatures(read_file(target).text);
  if (const agreement::Signature* other = contradicted(old, signatures); other != nullptr && !renew) {
    return fail(
        fmt::format("the policy has changed since {} signed it on {}; write the date of the new agreement into its head (--renew keeps "
                    "the date)",
                    other->department, other->date),
        Found);
  }
  const std::string problem = write_file(target, agreement::print_signatures(agreement::renewed(old, signatures)));
  if (!problem.empty()) return fail(problem, WrongUse);
  for (const agreement::Signature& each : signatures) {
    if (!terminal.quiet) write_error(fmt::format("{} agreed on {}; written to {}\n", each.department, each.date, target));
  }
  return Done;
}

}  // namespace

int sign(const Words& words) {
  Options options("sign", "POLICY [--by DEPARTMENT] [OPTION...]",
                  "Binds what the head of a policy says about agreement ('agreed by marketing on 2026-11-02') to the policy as it stands.\n"
                  "From then on 'assay check --agreed' fails when the policy means something else.",
                  std::string(example));
  std::vector<std::string> policies;
  std::string by;
  bool renew = false;
  options.arguments(policies);
  options.value("--by", "DEPARTMENT", by, "who agrees; default: all who are named in the head");
  options.flag("--renew", renew, "also where the policy has changed under the date that was signed");
  if (const auto exit_code = options.parse(words)) return *exit_code;
  if (policies.size() != 1) return options.wrong_use(policies.empty() ? "needs a policy" : "takes one policy");
  return sign_policy(policies.front(), by, renew, options.terminal());
}

}  // namespace assay::cli

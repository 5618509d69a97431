// `assay dump --stage STAGE POLICY`: what a policy becomes on its way to native code.
#include <fmt/format.h>

#include "cli/files.h"
#include "cli/options.h"
#include "compiler/compile/compile.h"
#include "compiler/diag/render.h"

namespace assay::cli {
namespace {

constexpr std::string_view example = "  assay dump --stage ir policy.assay";

}  // namespace

int dump(const Words& words) {
  Options options("dump", "--stage STAGE POLICY", "What a policy becomes on its way to native code.", std::string(example));
  std::vector<std::string> policies;
  std::string stage;
  const std::vector<std::string_view> known = compile::stages();
  options.arguments(policies);
  options.choice("--stage", {known.begin(), known.end()}, stage, "after which stage");
  if (const auto exit_code = options.parse(words)) return *exit_code;
  if (stage.empty()) return options.wrong_use(fmt::format("needs --stage, one of {}", fmt::join(known, ", ")));
  if (policies.size() != 1) return options.wrong_use("needs one policy");

  FileText file = read_file(policies[0]);
  if (!file.problem.empty()) {
    write_error(fmt::format("assay dump: {}\n", file.problem));
    return WrongUse;
  }
  source::Sources sources;
  diag::Sink sink;
  const source::Source& source = sources.add(policies[0], std::move(file.text));
  const auto text = compile::dump(stage, source, sources, {}, sink);
  if (!text) {
    write_error(render_text(sink, sources, {options.terminal().color_error}));
    return WrongUse;
  }
  write_output(*text);
  return Done;
}

}  // namespace assay::cli

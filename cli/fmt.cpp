// `assay fmt POLICY...`: the one layout, in place; `-` is standard input to standard output.
#include <fmt/format.h>

#include "cli/diff.h"
#include "cli/files.h"
#include "cli/options.h"
#include "compiler/diag/render.h"
#include "compiler/format/format.h"

namespace assay::cli {
namespace {

constexpr std::string_view example =
    "  assay fmt policy.assay\n"
    "  assay fmt --check policies/*.assay    # in a workflow\n"
    "  assay fmt - <policy.assay             # from an editor";

enum class Mode { Write, Check, Diff };

// One policy; the exit code that it alone would give.
int format_file(const std::string& path, Mode mode, const Terminal& terminal) {
  FileText file = read_file(path);
  if (!file.problem.empty()) {
    write_error(fmt::format("assay fmt: {}\n", file.problem));
    return WrongUse;
  }
  source::Sources sources;
  diag::Sink sink;
  const source::Source& source = sources.add(path == "-" ? "standard input" : path, std::move(file.text));
  const std::optional<std::string> text = format::format(source, sink);
  if (!text) {
    write_error(render_text(sink, sources, {terminal.color_error}));
    return WrongUse;
  }
  const bool changed = *text != source.bytes();
  if (mode == Mode::Diff) write_output(unified_diff(path, source.bytes(), *text));
  if (mode == Mode::Check && changed && !terminal.quiet) write_error(fmt::format("{} would change\n", path));
  if (mode != Mode::Write) return changed ? Found : Done;
  if (path == "-") {
    write_output(*text);
    return Done;
  }
  const std::string problem = changed ? write_file(path, *text) : "";
  if (!problem.empty()) write_error(fmt::format("assay fmt: {}\n", problem));
  return problem.empty() ? Done : WrongUse;
}

}  // namespace

int format(const Words& words) {
  Options options("fmt", "POLICY... [OPTION...]", "The one layout, in place.", std::string(example));
  std::vector<std::string> policies;
  bool check_only = false, show_diff = false;
  options.arguments(policies);
  options.flag("--check", check_only, "change nothing; exit code 1 when something would change");
  options.flag("--diff", show_diff, "change nothing; show what would");
  if (const auto exit_code = options.parse(words)) return *exit_code;
  if (policies.empty()) return options.wrong_use("needs a policy, or - for standard input");

  const Mode mode = show_diff ? Mode::Diff : check_only ? Mode::Check : Mode::Write;
  int worst = Done;
  for (const std::string& path : policies) worst = std::max(worst, format_file(path, mode, options.terminal()));
  return worst;
}

}  // namespace assay::cli

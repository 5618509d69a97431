// `assay check POLICY...`: what is wrong or suspicious in policies, and with --why the page about a diagnostic.
#include <fmt/format.h>

#include "cli/files.h"
#include "cli/options.h"
#include "cli/pages.h"
#include "compiler/agreement/agreement.h"
#include "compiler/compile/compile.h"
#include "compiler/diag/render.h"

namespace assay::cli {
namespace {

constexpr std::string_view example =
    "  assay check policy.assay\n"
    "  assay check --format github policies/*.assay     # in a workflow\n"
    "  assay check --agreed policy.assay                # still what was agreed on\n"
    "  assay check --why unknown-name                   # what a message means";

struct Outcome {
  bool unreadable = false;
  bool at_level = false;  // something of the level that --fail-on names, or worse
};

diag::Level level_named(const std::string& name) {
  if (name == "lint") return diag::Level::Lint;
  return name == "warning" ? diag::Level::Warning : diag::Level::Error;
}

class Run {
 public:
  Run(const Options& options, std::string format, diag::Level fail_on, bool agreed)
      : options_(options), format_(std::move(format)), fail_on_(fail_on), agreed_(agreed) {}

  void policy(const std::string& path) {
    FileText file = read_file(path);
    if (!file.problem.empty()) {
      write_error(fmt::format("assay check: {}\n", file.problem));
      outcome_.unreadable = true;
      return;
    }
    source::Sources sources;
    diag::Sink sink;
    const source::Source& source = sources.add(path, std::move(file.text));
    compile::CompileOptions options;
    options.lints = true;
    const compile::Compiled compiled = compile::check_only(source, sources, options, sink);
    if (agreed_ && compiled.policy) {
      const FileText signatures = read_file(agreement::signatures_file(path));  // one that is not there holds none
      check_agreed(compiled.ast, *compiled.policy, agreement::parse_signatures(signatures.text), sink);
    }
    show(sink, sources);
    // Programs read silence as "all is well", people like to be told.
    if (sink.empty() && format_ == "text" && options_.terminal().error_is_terminal && !options_.terminal().quiet) {
      write_error(fmt::format("{}: no errors\n", path));
    }
    for (const diag::Diagnostic& diagnostic : sink.diagnostics()) outcome_.at_level |= diagnostic.level <= fail_on_;
  }

  Outcome finish() {
    if (format_ == "json") write_output(results_.empty() ? "[]\n" : "[" + results_ + "]\n");
    if (format_ == "sarif") write_output(diag::sarif_log(results_));
    return outcome_;
  }

 private:
  void show(const diag::Sink& sink, const source::Sources& sources) {
    if (format_ == "json") {
      const std::string array = render_json(sink, sources);
      append(std::string_view(array).substr(1, array.rfind(']') - 1));
    } else if (format_ == "sarif") {
      append(render_sarif_results(sink, sources));
    } else if (format_ == "github") {
      write_output(render_github(sink, sources));
    } else {
      write_error(render_text(sink, sources, {options_.terminal().color_error}));
    }
  }

  // Several policies' results as items of one array.
  void append(std::string_view items) {
    if (items.find('{') == std::string_view::npos) return;
    results_ += results_.empty() ? "" : ",";
    results_ += items;
  }

  const Options& options_;
  std::string format_;
  diag::Level fail_on_;
  bool agreed_;
  std::string results_;  // of json and sarif
  Outcome outcome_;
};

int show_page(const Options& options, const std::string& code) {
  if (const auto page = error_page(code)) {
    write_output(*page);
    return Done;
  }
  return options.wrong_use(fmt::format("there is no diagnostic '{}'{}", code, nearest_page(code)));
}

}  // namespace

int check(const Words& words) {
  Options options("check", "POLICY... [OPTION...]", "Errors and lints of policies. Exit code 1 when there is an error.",
                  std::string(example));
  std::vector<std::string> policies;
  std::string format = "text", fail_on = "error", why;
  bool agreed = false;
  options.arguments(policies);
  options.choice("--format", {"text", "json", "github", "sarif"}, format, "of the messages; default: text");
  options.choice("--fail-on", {"error", "warning", "lint"}, fail_on, "exit code 1 from this level on; default: error");
  options.flag("--agreed", agreed, "also: is it the policy that the departments in its head agreed to? (assay sign)");
  options.value("--why", "CODE", why, "the page about a diagnostic, with a wrong and a right policy");
  if (const auto exit_code = options.parse(words)) return *exit_code;
  if (!why.empty()) return show_page(options, why);
  if (policies.empty()) return options.wrong_use("needs a policy");

  Run run(options, format, level_named(fail_on), agreed);
  for (const std::string& path : policies) run.policy(path);
  const Outcome outcome = run.finish();
  if (outcome.unreadable) return WrongUse;
  return outcome.at_level ? Found : Done;
}

}  // namespace assay::cli

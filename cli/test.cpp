// `assay test POLICY...`: runs the tests inside policies.
#include <fmt/format.h>

#include "cli/options.h"
#include "cli/policy.h"
#include "compiler/testing/report.h"
#include "compiler/testing/run_tests.h"

namespace assay::cli {
namespace {

constexpr std::string_view example =
    "  assay test policy.assay\n"
    "  assay test --coverage policy.assay                      # and which rules no test makes fire\n"
    "  assay test --format junit policy.assay >results.xml";

// One policy; the exit code that it alone would give.
int test_policy(const std::string& path, const std::string& engine, const std::string& format, testing::WithCoverage coverage,
                const Terminal& terminal) {
  const CompiledPolicy compiled = compile_policy(path, engine, {});
  if (!report_policy("test", compiled, terminal)) return WrongUse;
  const testing::TestReport report = testing::run_tests(*compiled.policy, *compiled.program, coverage);
  if (format == "json") {
    write_output(report_as_json(report, compiled.sources));
  } else if (format == "junit") {
    write_output(report_as_junit(report, compiled.sources));
  } else if (format == "github") {
    write_output(report_as_github(report, compiled.sources));
  } else if (!terminal.quiet || !report.passed()) {
    write_output(report_as_text(report, compiled.sources));
  }
  return report.passed() ? Done : Found;
}

}  // namespace

int test(const Words& words) {
  Options options("test", "POLICY... [OPTION...]", "Runs the tests inside policies. Exit code 1 when one fails, or when there are none.",
                  std::string(example));
  std::vector<std::string> policies;
  std::string format = "text", engine = "interpreter";
  bool coverage = false;
  options.arguments(policies);
  options.flag("--coverage", coverage, "also: which rules, stages, segments and routes no test meets");
  options.choice("--format", {"text", "json", "junit", "github"}, format, "of the results; default: text");
  options.choice("--engine", {"native", "interpreter"}, engine, "both give the same; default: interpreter, which is ready sooner");
  if (const auto exit_code = options.parse(words)) return *exit_code;
  if (policies.empty()) return options.wrong_use("needs a policy");

  int worst = Done;
  for (const std::string& path : policies) {
    worst = std::max(
        worst, test_policy(path, engine, format, coverage ? testing::WithCoverage::yes : testing::WithCoverage::no, options.terminal()));
  }
  return worst;
}

}  // namespace assay::cli

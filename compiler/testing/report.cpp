#include "compiler/testing/report.h"

#include <fmt/format.h>

#include "compiler/diag/machine_text.h"
#include "compiler/source/words.h"
#include "compiler/testing/report_coverage.h"

namespace assay::testing {

namespace {

using diag::array;
using diag::in_command;
using diag::quoted;

std::uint32_t line_of(const source::Sources& sources, source::Span span) { return sources[span.file].line_of(span.begin); }
const std::string& file_of(const source::Sources& sources, source::Span span) { return sources[span.file].name(); }

std::string expected_words(const Failure& failure, const source::Sources& sources) {
  return failure.expected.empty() ? source::words(sources, failure.span) : failure.expected;
}

std::string failure_words(const Failure& failure, const source::Sources& sources) {
  return fmt::format("expected {}, found {}", expected_words(failure, sources), failure.found);
}

std::string signed_points(runtime::Points points) { return (points < 0 ? "" : "+") + runtime::points_to_text(points); }

std::string rule_words(const TestReport& report, const FiredRule& fired) {
  const runtime::RuleInfo& rule = report.result.rules[static_cast<std::size_t>(fired.rule)];
  const std::string points = rule.has_points ? signed_points(fired.points) : "fires:";
  return fmt::format("{:>8} {} ({})", points, rule.reason, place_of(report, rule));
}

void append_explanation(const TestReport& report, const TestOutcome& test, const source::Sources& sources, std::string& out) {
  if (!test.fired.empty()) out += "  rules that fired:\n";
  for (const FiredRule& fired : test.fired) out += fmt::format("  {}\n", rule_words(report, fired));
  if (!test.findings.empty()) out += "  conditions:\n";
  for (const Finding& finding : test.findings) {
    const std::string line = finding.depth == 0 ? fmt::format("line {}: ", line_of(sources, finding.span)) : "";
    out += fmt::format("{:{}}{}{}: {}\n", "", 4 + 2 * finding.depth, line, source::words(sources, finding.span), finding.found);
  }
  if (test.findings_left_out > 0) out += fmt::format("    and {} more conditions\n", test.findings_left_out);
}

std::string counts(const TestReport& report) {
  if (report.tests.empty()) return "there are no tests: a policy without tests does not pass\n";
  return fmt::format("{} passed, {} failed\n", report.tests.size() - report.failed(), report.failed());
}

std::string xml(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      default: out += letter;
    }
  }
  return out;
}

}  // namespace

std::string report_as_text(const TestReport& report, const source::Sources& sources) {
  std::string out;
  for (const TestOutcome& test : report.tests) {
    if (test.passed()) continue;
    out += fmt::format("FAILED \"{}\" ({}:{})\n", test.name, file_of(sources, test.span), line_of(sources, test.span));
    if (!test.problem.empty()) out += fmt::format("  {}\n", test.problem);
    for (const Failure& failure : test.failures) out += fmt::format("  {}\n", failure_words(failure, sources));
    append_explanation(report, test, sources, out);
    out += '\n';
  }
  return out + counts(report) + coverage_as_text(report);
}

std::string report_as_json(const TestReport& report, const source::Sources& sources) {
  const auto failure_json = [&](const Failure& failure) {
    return fmt::format(R"({{"expected":{},"found":{},"line":{}}})", quoted(expected_words(failure, sources)), quoted(failure.found),
                       line_of(sources, failure.span));
  };
  const auto fired_json = [&](const FiredRule& fired) {
    const runtime::RuleInfo& rule = report.result.rules[static_cast<std::size_t>(fired.rule)];
    return fmt::format(R"({{"rule":{},"points":{},"reason":{},"line":{}}})", quoted(rule.id), runtime::points_to_text(fired.points),
                       quoted(rule.reason), rule.line);
  };
  const auto finding_json = [&](const Finding& finding) {
    return fmt::format(R"({{"condition":{},"found":{},"depth":{},"line":{}}})", quoted(source::words(sources, finding.span)),
                       quoted(finding.found), finding.depth, line_of(sources, finding.span));
  };
  const auto test_json = [&](const TestOutcome& test) {
    return fmt::format(R"({{"name":{},"file":{},"line":{},"passed":{},"problem":{},"failures":{},"fired":{},"conditions":{}}})",
                       quoted(test.name), quoted(file_of(sources, test.span)), line_of(sources, test.span), test.passed(),
                       test.problem.empty() ? "null" : quoted(test.problem), array(test.failures, failure_json),
                       array(test.fired, fired_json), array(test.findings, finding_json));
  };
  return fmt::format("{{\"passed\":{},\"failed\":{},\"tests\":{}{}}}\n", report.tests.size() - report.failed(), report.failed(),
                     array(report.tests, test_json), coverage_as_json(report));
}

std::string report_as_junit(const TestReport& report, const source::Sources& sources) {
  const std::string suite = report.tests.empty() ? "" : file_of(sources, report.tests.front().span);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", xml(suite), report.tests.size(), report.failed());
  out += coverage_as_junit(report);
  for (const TestOutcome& test : report.tests) {
    out += fmt::format("  <testcase name=\"{}\" file=\"{}\" line=\"{}\"", xml(test.name), xml(file_of(sources, test.span)),
                       line_of(sources, test.span));
    if (test.passed()) {
      out += "/>\n";
      continue;
    }
    std::string details;
    append_explanation(report, test, sources, details);
    out += fmt::format(">\n    <failure message=\"{}\">{}</failure>\n  </testcase>\n",
                       xml(test.problem.empty() ? failure_words(test.failures.front(), sources) : test.problem), xml(details));
  }
  return out + "</testsuite>\n";
}

std::string report_as_github(const TestReport& report, const source::Sources& sources) {
  std::string out;
  for (const TestOutcome& test : report.tests) {
    if (!test.problem.empty()) {
      out += fmt::format("::error file={},line={},title={}::{}\n", in_command(file_of(sources, test.span), true),
                         line_of(sources, test.span), in_command(test.name, true), in_command(test.problem, false));
    }
    for (const Failure& failure : test.failures) {
      const source::Position place = sources[failure.span.file].position(failure.span.begin);
      out += fmt::format("::error file={},line={},col={},title={}::{}\n", in_command(file_of(sources, failure.span), true), place.line,
                         place.column, in_command(test.name, true), in_command(failure_words(failure, sources), false));
    }
  }
  for (const std::size_t rule : report.coverage ? report.coverage->rules().unmet : std::vector<std::size_t>()) {
    const runtime::RuleInfo& unmet = report.result.rules[rule];
    out += fmt::format("::notice file={},line={},title=coverage::no test makes this rule fire\n", in_command(unmet.file, true), unmet.line);
  }
  return out + counts(report);
}

}  // namespace assay::testing

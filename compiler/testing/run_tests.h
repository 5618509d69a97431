// Runs the tests of a policy and says what was found where something else was expected.
//
// Any Program of the policy can be tested; what conditions came to is always the interpreter's word. Not here: how a report is written
// (report.h), where tests come from (compiler/check).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/ir.h"
#include "compiler/source/source.h"
#include "compiler/testing/coverage.h"
#include "runtime/points.h"
#include "runtime/program.h"

namespace assay::testing {

// An expectation that does not hold; `span` is where it is written.
struct Failure {
  source::Span span;
  std::string expected;  // of a row of a file: "score 20"; empty: the words at `span`
  std::string found;     // "50", "stage lead", "it fires"
};

struct FiredRule {
  std::int32_t rule = -1;  // index into ResultSchema::rules
  runtime::Points points = 0;
};

// One condition, or one value that takes part in one, with what it came to for the test's lead.
struct Finding {
  source::Span span;
  int depth = 0;      // 0: the whole condition of a rule
  std::string found;  // "true", "false", "unknown", `"CMO"`, "missing"
};

struct TestOutcome {
  std::string name;
  source::Span span;
  std::vector<Failure> failures;
  // Only where there are failures: the rules that gave points, and the conditions that the failed expectations depend on.
  std::vector<FiredRule> fired;
  std::vector<Finding> findings;
  std::size_t findings_left_out = 0;

  std::string problem;  // why the test could not be run; empty: it was

  bool passed() const { return failures.empty() && problem.empty(); }
};

struct TestReport {
  std::vector<TestOutcome> tests;
  runtime::ResultSchema result;      // names of rules and sections
  std::optional<Coverage> coverage;  // where it was asked for

  std::size_t failed() const;
  // Zero tests is not a pass.
  bool passed() const { return !tests.empty() && failed() == 0; }
};

enum class WithCoverage : bool { no, yes };

// Those written in the policy, then the rows of its files of cases.
TestReport run_tests(const ir::Policy& policy, const runtime::Program& program, WithCoverage coverage = WithCoverage::no);

}  // namespace assay::testing

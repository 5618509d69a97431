#include "compiler/testing/run_tests.h"

#include <algorithm>

#include "compiler/testing/case_batch.h"
#include "compiler/testing/case_file.h"
#include "compiler/testing/found.h"
#include "compiler/testing/row_test.h"

namespace assay::testing {

namespace {

TestOutcome run_test(const ir::Policy& policy, const runtime::Program& program, const ir::TestCase& test, TestReport& report) {
  const CaseBatch lead = make_case_batch(policy, test);
  const runtime::RunOptions options{.as_of = test.as_of, .explain = true};
  runtime::Result result;
  program.start(options)->score(lead.batch, &lead.activities, result);
  if (report.coverage) report.coverage->note(result, 0);
  TestOutcome outcome;
  outcome.name = test.name;
  outcome.span = test.span;
  const ScoredRow row{
      .policy = policy, .options = options, .batch = lead.batch, .activities = &lead.activities, .result = result, .row = 0, .id = lead.id};
  compare_row(row, test.expectations, outcome);
  return outcome;
}

}  // namespace

std::size_t TestReport::failed() const {
  return static_cast<std::size_t>(std::count_if(tests.begin(), tests.end(), [](const TestOutcome& test) { return !test.passed(); }));
}

TestReport run_tests(const ir::Policy& policy, const runtime::Program& program, WithCoverage coverage) {
  TestReport report;
  report.result = program.result_schema();
  if (coverage == WithCoverage::yes) report.coverage.emplace(report.result);
  for (const ir::TestCase& test : policy.tests) report.tests.push_back(run_test(policy, program, test, report));
  for (const ir::CaseFile& file : policy.case_files) run_case_file(policy, program, file, report);
  return report;
}

}  // namespace assay::testing

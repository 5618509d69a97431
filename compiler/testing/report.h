// A test report for people and machines, with what the tests met where that was asked for. All forms end with a line end.
#pragma once

#include <string>

#include "compiler/source/source.h"
#include "compiler/testing/run_tests.h"

namespace assay::testing {

// What failed and why, then one line with the counts.
std::string report_as_text(const TestReport& report, const source::Sources& sources);

// {"passed": …, "failed": …, "tests": […]}
std::string report_as_json(const TestReport& report, const source::Sources& sources);

// JUnit XML: one suite named after the policy's file.
std::string report_as_junit(const TestReport& report, const source::Sources& sources);

// Workflow commands of GitHub Actions, one line per expectation that failed, then the counts.
std::string report_as_github(const TestReport& report, const source::Sources& sources);

}  // namespace assay::testing

// What tests met and did not meet, as part of the reports. Private to this folder; nothing where coverage was not asked for.
#pragma once

#include <string>

#include "compiler/testing/run_tests.h"

namespace assay::testing {

// `coverage: 7 of 9 rules, …`, then a line for each part that no test met.
std::string coverage_as_text(const TestReport& report);

// `,"coverage":{"rules":{"all":9,"met":7,"not_met":[…]},…}`: a member of the report's object, with its comma.
std::string coverage_as_json(const TestReport& report);

// `<properties>` of the suite.
std::string coverage_as_junit(const TestReport& report);

// Where the rule stands: `line 12, profile`.
std::string place_of(const TestReport& report, const runtime::RuleInfo& rule);

}  // namespace assay::testing

// `test from "cases.csv" with activities "events.csv"`: each row is a lead, columns named `expect …` say what it must get.
//
// `expect score`, `expect SECTION` hold points, `expect GRADE` a label, `expect stage` a stage, `expect route` a target, `expect STAGE` and
// `expect excluded` yes or no (the latter also a reason), `expect tag`, `segment`, `missing`, `fires` one or several, separated by `;`. An
// empty cell expects nothing; `expect not tag` negates. The column `as of` says when: a date means the end of that day.
#pragma once

#include "compiler/testing/run_tests.h"

namespace assay::testing {

// Adds a test for each row, or one that tells why the file cannot be run.
void run_case_file(const ir::Policy& policy, const runtime::Program& program, const ir::CaseFile& file, TestReport& report);

}  // namespace assay::testing

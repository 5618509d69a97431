// Which conditions a failed test is about, and what each of their parts came to for its lead.
#pragma once

#include <vector>

#include "compiler/testing/case_batch.h"
#include "compiler/testing/run_tests.h"

namespace assay::testing {

// Fills findings of the outcome with the conditions that the failed expectations depend on, each with its parts below it.
void add_findings(const ir::Policy& policy, const runtime::RunOptions& options, const CaseBatch& lead,
                  const std::vector<const ir::Expectation*>& failed, TestOutcome& outcome);

}  // namespace assay::testing

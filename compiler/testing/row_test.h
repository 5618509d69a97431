// One scored lead against its expectations: what differs, which rules fired, and what the conditions in question came to.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/testing/run_tests.h"
#include "runtime/batch.h"

namespace assay::testing {

// A row of a batch that was scored with these options; `explain` was set.
struct ScoredRow {
  const ir::Policy& policy;
  const runtime::RunOptions& options;
  const runtime::Batch& batch;
  const runtime::ActivityBatch* activities;
  const runtime::Result& result;
  std::size_t row;
  std::string_view id;
};

// Adds to the outcome. The text of an expectation that has no place in a source stands in `expected`, parallel to the expectations.
void compare_row(const ScoredRow& row, const std::vector<ir::Expectation>& expectations, TestOutcome& outcome,
                 const std::vector<std::string>& expected = {});

}  // namespace assay::testing

// The lead of a test as a batch of one row with its activities, as readers would make them: later than as-of dropped, overlaps merged, in
// order.
#pragma once

#include <memory>
#include <string>

#include "compiler/ir/ir.h"
#include "runtime/batch.h"

namespace assay::testing {

struct CaseBatch {
  runtime::Batch batch;
  runtime::ActivityBatch activities;
  std::string id;  // of the lead; empty where the test gives none
};

CaseBatch make_case_batch(const ir::Policy& policy, const ir::TestCase& test);

// Where overlaps of its kind are merged, an activity without a time happens when it begins.
void time_by_begin(const ir::Policy& policy, ir::GivenActivity& activity);
// docs/language/activities.md, `merging overlaps`: attendances of the same first attribute (folded) that begin on the same local day
// become the earliest of them. `activities` are in the order of the test.
void merge_overlaps(const ir::Policy& policy, std::vector<ir::GivenActivity>& activities);

}  // namespace assay::testing

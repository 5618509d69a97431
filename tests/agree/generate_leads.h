// Random leads and activities for a policy: missing cells, odd texts, the edges of windows to the microsecond, ties, activities without a
// time.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/calendar/zone.h"
#include "runtime/schema.h"
#include "tests/agree/random.h"
#include "tests/support/columns.h"

namespace assay::agree {

// Activities are in the order of an ActivityBatch and not after `as_of`.
std::vector<tests::Lead> generate_leads(Random& random, const runtime::Schema& schema, std::int64_t as_of, const calendar::Zone& zone,
                                        std::size_t count);

}  // namespace assay::agree

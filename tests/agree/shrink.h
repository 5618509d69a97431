// A failing case made small: statements, leads, activities and cells are left out as long as it still fails.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/schema.h"
#include "tests/agree/generate_policy.h"
#include "tests/support/columns.h"

namespace assay::agree {

struct Case {
  GeneratedPolicy policy;
  runtime::Schema schema;  // of the policy as it was generated: what the cells of the leads belong to
  std::vector<tests::Lead> leads;
};

// The leads of the case for another schema: cells and activities go by name, what the other does not know is left out.
std::vector<tests::Lead> leads_for(const Case& generated, const runtime::Schema& schema);

// What is wrong with the case; nullopt: nothing, or its policy does not compile.
using Fails = std::function<std::optional<std::string>(const Case&)>;

Case shrink(Case failing, const Fails& fails);

// The case as text for people.
std::string description(const Case& generated);

}  // namespace assay::agree

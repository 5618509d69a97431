// What a column named `expect …` asks with a cell of it. Private to compiler/testing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/ir.h"

namespace assay::testing {

// A column whose name is understood: the expectation without its value.
struct ExpectationColumn {
  ir::Expectation expectation;
  std::string name;        // behind `expect `, as in the file
  bool is_yes_no = false;  // a stage by its name
};

// nullopt when the policy has nothing of that name.
std::optional<ExpectationColumn> expectation_column(const ir::Policy& policy, std::string_view name);

struct CellExpectations {
  std::vector<ir::Expectation> expectations;
  std::string problem;  // why the cell cannot be understood; empty: it can
};

// Of a cell that is not empty.
CellExpectations cell_expectations(const ir::Policy& policy, const ExpectationColumn& column, std::string_view cell);

}  // namespace assay::testing

// Tests of a policy on their way to ir::TestCase: what tests.cpp, test_given.cpp and test_expect.cpp share. Private to compiler/check.
#pragma once

#include <optional>
#include <vector>

#include "compiler/check/checker.h"
#include "compiler/ir/test_case.h"

namespace assay::check {

// One `test` while it is lowered.
struct TestContext {
  const syntax::Ast* ast = nullptr;
  std::int64_t as_of = 0;       // microseconds since 1970
  bool absolute_dates = false;  // it has an `as of`
  bool told_dates = false;      // an absolute date was reported
};

// A literal of a test as a value of the type that a field or attribute declares; nullopt after a message. `name` is of messages.
std::optional<ir::GivenValue> given_value(Checker&, TestContext&, const std::string& name, runtime::Type type, const LabelSet* labels,
                                          const std::vector<syntax::ExprId>& values, Span span);

// Adds what one item of `given` says.
void lower_given(Checker&, TestContext&, const syntax::Given&, ir::TestCase&);

// Nothing after a message.
std::optional<ir::Expectation> lower_expectation(Checker&, TestContext&, const syntax::Expectation&);

// A text that means missing in the data is missing in a test: empty, or one of the declared `missing` values.
bool means_missing(const std::string& text, const std::vector<std::string>& missing);

}  // namespace assay::check

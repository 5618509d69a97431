// Tests: `test` statements as leads with activities at absolute times, and what is expected of them.
#include "compiler/check/test_lowering.h"

namespace assay::check {

namespace {

// 2026-01-01T12:00:00Z: when a test without `as of` runs.
constexpr std::int64_t usual_as_of = (std::int64_t{20'454} * 86'400 + 43'200) * calendar::microseconds_per_second;

// A date is the end of that day.
std::int64_t as_of_of(Checker& checker, const syntax::Ast& ast, syntax::ExprId id) {
  const Value value = checker.lower(id, {.ast = &ast, .level = Level::Constants, .user = "a test"});
  if (value.is_error()) return usual_as_of;
  const std::int64_t moment = checker.build_[value.expr].integer;
  return value.kind == Kind::Date ? checker.zone_.end_of_day(static_cast<calendar::Day>(moment)) : moment;
}

ir::TestCase lower_test(Checker& checker, const syntax::Ast& ast, const syntax::Test& test) {
  TestContext context{.ast = &ast, .as_of = test.as_of ? as_of_of(checker, ast, *test.as_of) : usual_as_of, .absolute_dates = test.as_of.has_value()};
  ir::TestCase made;
  made.name = test.name.value;
  made.as_of = context.as_of;
  made.span = test.name.span;
  for (const syntax::Given& given : test.given) lower_given(checker, context, given, made);
  for (const syntax::Expectation& written : test.expect) {
    if (std::optional<ir::Expectation> expectation = lower_expectation(checker, context, written)) made.expectations.push_back(std::move(*expectation));
  }
  if (test.expect.empty() && checker.input_.lints) checker.sink_.report(diag::Code::ExpectsNothing, test.name.span, test.name.value);
  return made;
}

}  // namespace

void Checker::lower_tests() {
  for (const LoadedFile& file : files_) {
    if (file.origin != Origin::Policy) continue;
    for (const syntax::Statement& statement : file.ast->statements) {
      if (const auto* test = std::get_if<syntax::Test>(&statement)) policy_.tests.push_back(lower_test(*this, *file.ast, *test));
    }
  }
}

}  // namespace assay::check

// Tests: `test` statements as leads with activities at absolute times, and what is expected of them; files of tests by their paths.
#include <filesystem>

#include "compiler/check/file_text.h"
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
  TestContext context{.ast = &ast,
                      .as_of = test.as_of ? as_of_of(checker, ast, *test.as_of) : usual_as_of,
                      .absolute_dates = test.as_of.has_value(),
                      .told_dates = checker.is_spoiled(test.span)};  // it may be the line `as of` that could not be read
  ir::TestCase made;
  made.name = test.name.value;
  made.as_of = context.as_of;
  made.span = test.name.span;
  for (const syntax::Given& given : test.given) {
    if (!checker.is_spoiled(given.span)) lower_given(checker, context, given, made);
  }
  for (const syntax::Expectation& written : test.expect) {
    if (checker.is_spoiled(written.span)) continue;
    if (std::optional<ir::Expectation> expectation = lower_expectation(checker, context, written))
      made.expectations.push_back(std::move(*expectation));
  }
  if (test.expect.empty() && checker.input_.lints && !checker.sink_.has_errors())
    checker.sink_.report(diag::Code::ExpectsNothing, test.name.span, test.name.value);
  return made;
}

// The path of a file that a test names; nothing after a message.
std::optional<std::string> existing_file(Checker& checker, const syntax::Ast& ast, const syntax::Text& file) {
  std::string path = path_beside(checker.sources_[ast.file].name(), file.value);
  std::error_code error;
  if (std::filesystem::is_regular_file(path, error)) return path;
  checker.sink_.report(diag::Code::UnreadableFile, file.span, file.value, "there is no such file");
  return std::nullopt;
}

void lower_test_file(Checker& checker, const syntax::Ast& ast, const syntax::TestFile& test) {
  if (checker.input_.read_file) return;
  const std::optional<std::string> cases = existing_file(checker, ast, test.cases);
  const std::optional<std::string> activities = test.activities ? existing_file(checker, ast, *test.activities) : std::string();
  if (cases && activities) checker.policy_.case_files.push_back({*cases, *activities, test.cases.value, test.span});
}

}  // namespace

void Checker::lower_tests() {
  for (const LoadedFile& file : files_) {
    if (file.origin != Origin::Policy) continue;
    for (const syntax::Statement& statement : file.ast->statements) {
      if (const auto* test = std::get_if<syntax::Test>(&statement)) policy_.tests.push_back(lower_test(*this, *file.ast, *test));
      if (const auto* test = std::get_if<syntax::TestFile>(&statement)) lower_test_file(*this, *file.ast, *test);
    }
  }
}

}  // namespace assay::check

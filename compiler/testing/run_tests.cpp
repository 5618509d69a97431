#include "compiler/testing/run_tests.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/testing/case_batch.h"
#include "compiler/testing/findings.h"
#include "runtime/io/route_target.h"

namespace assay::testing {

namespace {

using Kind = ir::Expectation::Kind;
using runtime::Result;

// The result of a test's lead, in words.
class Found {
 public:
  Found(const runtime::ResultSchema& schema, const Result& result, const std::string& id) : schema_(schema), result_(result), id_(id) {}

  // Whether the expectation holds, `not` left aside.
  bool holds(const ir::Expectation& expectation) const {
    const auto index = static_cast<std::size_t>(expectation.index);
    switch (expectation.kind) {
      case Kind::Score: return is_known(result_.score) && result_.score.values[0] == expectation.points;
      case Kind::Section: return is_known(result_.sections[index]) && result_.sections[index].values[0] == expectation.points;
      case Kind::Grade: return result_.grades[index][0] == expectation.label;
      case Kind::Stage: return result_.stages[0] == expectation.index;
      case Kind::Excluded: return expectation.text.empty() ? is_excluded() : is_set(result_.excluded, expectation.index);
      case Kind::Missing: return std::find(result_.missing_fields.begin(), result_.missing_fields.end(), expectation.index) != result_.missing_fields.end();
      case Kind::Tag: return is_set(result_.tags, expectation.index);
      case Kind::Segment: return is_set(result_.segments, expectation.index);
      case Kind::Route: return route() == expectation.text && result_.routes[0] != Result::no_route;
      case Kind::Fires: return fires(expectation);
    }
    return false;
  }

  std::string words(const ir::Expectation& expectation) const {
    const auto index = static_cast<std::size_t>(expectation.index);
    switch (expectation.kind) {
      case Kind::Score: return points(result_.score);
      case Kind::Section: return points(result_.sections[index]);
      case Kind::Grade: return grade(index);
      case Kind::Stage: return fmt::format("stage {}", stage());
      case Kind::Excluded: return is_excluded() ? fmt::format("excluded {}", names(schema_.excluded, result_.excluded)) : "not excluded";
      case Kind::Missing: return missing();
      case Kind::Tag: return set_labels("tag", schema_.tags, result_.tags);
      case Kind::Segment: return set_labels("segment", schema_.segments, result_.segments);
      case Kind::Route: return result_.routes[0] == Result::no_route ? "no route" : fmt::format("route \"{}\"", route());
      case Kind::Fires: return fires(expectation) ? "it fires" : "it does not fire";
    }
    return "";
  }

 private:
  static bool is_known(const runtime::PointsColumn& column) { return runtime::bit(column.known.data(), 0); }
  static std::string points(const runtime::PointsColumn& column) { return is_known(column) ? runtime::points_to_text(column.values[0]) : "nothing"; }
  static bool is_set(const std::vector<runtime::Flags>& flags, std::int32_t index) {
    return index >= 0 && runtime::bit(flags[static_cast<std::size_t>(index)].data(), 0);
  }

  bool is_excluded() const { return result_.stages[0] == Result::excluded_stage || names(schema_.excluded, result_.excluded) != ""; }

  bool fires(const ir::Expectation& expectation) const {
    return std::any_of(expectation.rules.begin(), expectation.rules.end(), [&](std::int32_t rule) { return is_set(result_.fired, rule); });
  }

  std::string stage() const {
    const std::int32_t state = result_.stages[0];
    return state == Result::excluded_stage ? "excluded" : schema_.stages[static_cast<std::size_t>(state)];
  }

  std::string grade(std::size_t index) const {
    const std::int32_t label = result_.grades[index][0];
    if (label == Result::no_grade) return fmt::format("no {}", schema_.grades[index].name);
    return fmt::format("{} {}", schema_.grades[index].name, schema_.grades[index].labels[static_cast<std::size_t>(label)]);
  }

  std::string route() const {
    if (result_.routes[0] == Result::no_route) return {};
    const std::vector<std::string>& targets = schema_.routes[static_cast<std::size_t>(result_.routes[0])].targets;
    return targets[io::route_target(id_, targets.size())];
  }

  std::string missing() const {
    std::string all;
    for (const std::int32_t field : result_.missing_fields) all += (all.empty() ? "missing " : ", ") + schema_.missing[static_cast<std::size_t>(field)];
    return all.empty() ? "nothing missing" : all;
  }

  static std::string names(const std::vector<std::string>& labels, const std::vector<runtime::Flags>& flags) {
    std::string all;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (is_set(flags, static_cast<std::int32_t>(i))) all += fmt::format("{}\"{}\"", all.empty() ? "" : ", ", labels[i]);
    }
    return all;
  }

  static std::string set_labels(std::string_view word, const std::vector<std::string>& labels, const std::vector<runtime::Flags>& flags) {
    const std::string all = names(labels, flags);
    return all.empty() ? fmt::format("no {}", word) : fmt::format("{} {}", word, all);
  }

  const runtime::ResultSchema& schema_;
  const Result& result_;
  const std::string& id_;
};

std::vector<FiredRule> fired_rules(const Result& result) {
  std::vector<FiredRule> fired;
  for (std::size_t rule = 0; rule < result.fired.size(); ++rule) {
    if (runtime::bit(result.fired[rule].data(), 0)) fired.push_back({static_cast<std::int32_t>(rule), result.points[rule][0]});
  }
  return fired;
}

TestOutcome run_test(const ir::Policy& policy, const runtime::Program& program, const ir::TestCase& test) {
  const CaseBatch lead = make_case_batch(policy, test);
  const runtime::RunOptions options{.as_of = test.as_of, .explain = true};
  Result result;
  program.start(options)->score(lead.batch, &lead.activities, result);
  const Found found(program.result_schema(), result, lead.id);
  TestOutcome outcome{.name = test.name, .span = test.span, .failures = {}, .fired = {}, .findings = {}};
  std::vector<const ir::Expectation*> failed;
  for (const ir::Expectation& expectation : test.expectations) {
    if (found.holds(expectation) != expectation.negated) continue;
    outcome.failures.push_back({expectation.span, found.words(expectation)});
    failed.push_back(&expectation);
  }
  if (failed.empty()) return outcome;
  outcome.fired = fired_rules(result);
  add_findings(policy, options, lead, failed, outcome);
  return outcome;
}

}  // namespace

std::size_t TestReport::failed() const {
  return static_cast<std::size_t>(std::count_if(tests.begin(), tests.end(), [](const TestOutcome& test) { return !test.passed(); }));
}

TestReport run_tests(const ir::Policy& policy, const runtime::Program& program) {
  TestReport report;
  report.result = program.result_schema();
  for (const ir::TestCase& test : policy.tests) report.tests.push_back(run_test(policy, program, test));
  return report;
}

}  // namespace assay::testing

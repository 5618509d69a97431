#include "compiler/testing/row_test.h"

#include <algorithm>

#include "compiler/interpret/explain.h"
#include "compiler/testing/found.h"

namespace assay::testing {

namespace {

using Kind = ir::Expectation::Kind;

// More conditions than a person reads are only counted.
constexpr std::size_t most_conditions = 25;
constexpr int deepest = 8;

class Roots {
 public:
  explicit Roots(const ir::Policy& policy) : policy_(policy) {}

  void add_for(const ir::Expectation& expectation) {
    switch (expectation.kind) {
      case Kind::Score:
      case Kind::Grade:
        for (const ir::Rule& rule : policy_.rules) add_rule(rule, rule.section >= 0);
        break;
      case Kind::Section:
        for (const ir::Rule& rule : policy_.rules) add_rule(rule, rule.section == expectation.index);
        break;
      case Kind::Stage:
      case Kind::Missing:
        for (const ir::Transition& transition : policy_.transitions) add(transition.explanation);
        for (const ir::Rule& rule : policy_.rules) add_rule(rule, !rule.excludes.empty());
        break;
      case Kind::Excluded:
        for (const ir::Rule& rule : policy_.rules) add_rule(rule, is_about(policy_.result.excluded, rule.excludes, expectation));
        break;
      case Kind::Tag:
        for (const ir::Rule& rule : policy_.rules) add_rule(rule, is_about(policy_.result.tags, rule.tags, expectation));
        break;
      case Kind::Fires:
        for (const std::int32_t rule : expectation.rules) add_rule(policy_.rules[static_cast<std::size_t>(rule)], true);
        break;
      case Kind::Segment:
      case Kind::Route: break;
    }
  }

  const std::vector<std::int32_t>& all() const { return roots_; }

 private:
  // `set`: the places in `labels` that a rule sets.
  static bool is_about(const std::vector<std::string>& labels, const std::vector<std::int32_t>& set, const ir::Expectation& expectation) {
    if (expectation.index < 0) return !set.empty();
    const std::string& expected = labels[static_cast<std::size_t>(expectation.index)];
    return std::any_of(set.begin(), set.end(), [&](std::int32_t place) { return labels[static_cast<std::size_t>(place)] == expected; });
  }

  void add_rule(const ir::Rule& rule, bool wanted) {
    if (wanted) add(rule.explanation);
  }

  void add(std::int32_t explanation) {
    if (explanation >= 0 && std::find(roots_.begin(), roots_.end(), explanation) == roots_.end()) roots_.push_back(explanation);
  }

  const ir::Policy& policy_;
  std::vector<std::int32_t> roots_;
};

std::string words_of(const interpret::Explained& explained) {
  if (!explained.verdict) return explained.value.value_or("");
  switch (*explained.verdict) {
    case interpret::Verdict::True: return "true";
    case interpret::Verdict::False: return "false";
    case interpret::Verdict::Unknown: return "unknown";
  }
  return "";
}

void add_tree(const ir::Policy& policy, const std::vector<interpret::Explained>& explained, std::int32_t index, int depth,
              std::vector<Finding>& findings) {
  const ir::Explanation& explanation = policy.explanations[static_cast<std::size_t>(index)];
  const std::string found = words_of(explained[static_cast<std::size_t>(index)]);
  if (!found.empty()) findings.push_back({explanation.span, depth, found});
  if (depth == deepest) return;
  for (const std::int32_t child : explanation.children) add_tree(policy, explained, child, depth + 1, findings);
}

// The conditions that the failed expectations depend on, each with its parts below it.
void add_findings(const ScoredRow& row, const std::vector<const ir::Expectation*>& failed, TestOutcome& outcome) {
  Roots roots(row.policy);
  for (const ir::Expectation* expectation : failed) roots.add_for(*expectation);
  if (roots.all().empty()) return;
  const std::vector<interpret::Explained> explained = interpret::explain(row.policy, row.options, row.batch, row.activities, row.row);
  const std::size_t shown = std::min(roots.all().size(), most_conditions);
  for (std::size_t i = 0; i < shown; ++i) add_tree(row.policy, explained, roots.all()[i], 0, outcome.findings);
  outcome.findings_left_out = roots.all().size() - shown;
}

void add_fired(const ScoredRow& row, TestOutcome& outcome) {
  for (std::size_t rule = 0; rule < row.result.fired.size(); ++rule) {
    if (!runtime::bit(row.result.fired[rule].data(), row.row)) continue;
    outcome.fired.push_back({static_cast<std::int32_t>(rule), row.result.points[rule][row.row]});
  }
}

}  // namespace

void compare_row(const ScoredRow& row, const std::vector<ir::Expectation>& expectations, TestOutcome& outcome,
                 const std::vector<std::string>& expected) {
  const Found found(row.policy.result, row.result, row.row, row.id);
  std::vector<const ir::Expectation*> failed;
  for (std::size_t i = 0; i < expectations.size(); ++i) {
    const ir::Expectation& expectation = expectations[i];
    if (found.holds(expectation) != expectation.negated) continue;
    outcome.failures.push_back({expectation.span, expected.empty() ? std::string() : expected[i], found.words(expectation)});
    failed.push_back(&expectation);
  }
  if (failed.empty()) return;
  add_fired(row, outcome);
  add_findings(row, failed, outcome);
}

}  // namespace assay::testing

#include "compiler/testing/findings.h"

#include <algorithm>

#include "compiler/interpret/explain.h"

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
        for (const ir::Rule& rule : policy_.rules) add_rule(rule, is_about(rule.excludes, expectation));
        break;
      case Kind::Tag:
        for (const ir::Rule& rule : policy_.rules) add_rule(rule, is_about(rule.tags, expectation));
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
  static bool is_about(const std::vector<std::int32_t>& labels, const ir::Expectation& expectation) {
    return expectation.index < 0 ? !labels.empty() : std::find(labels.begin(), labels.end(), expectation.index) != labels.end();
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

}  // namespace

void add_findings(const ir::Policy& policy, const runtime::RunOptions& options, const CaseBatch& lead,
                  const std::vector<const ir::Expectation*>& failed, TestOutcome& outcome) {
  Roots roots(policy);
  for (const ir::Expectation* expectation : failed) roots.add_for(*expectation);
  if (roots.all().empty()) return;
  const std::vector<interpret::Explained> explained = interpret::explain(policy, options, lead.batch, &lead.activities, 0);
  const std::size_t shown = std::min(roots.all().size(), most_conditions);
  for (std::size_t i = 0; i < shown; ++i) add_tree(policy, explained, roots.all()[i], 0, outcome.findings);
  outcome.findings_left_out = roots.all().size() - shown;
}

}  // namespace assay::testing

#include "compiler/ir/fingerprint.h"

#include <gtest/gtest.h>

#include "compiler/ir/builder.h"

namespace assay::ir {
namespace {

// One rule: `when title in LIST: +20`.
Policy policy_with(std::vector<std::string> texts, std::int64_t points = 20, const std::string& list = "buyers") {
  Policy policy;
  policy.result.stages = {"lead"};
  policy.result.sections.push_back({});
  policy.schema.fields.push_back({.name = "title", .used = true});
  Builder build(policy);
  const ExprId title = build.leaf(Op::Field, Type::Text, 0);
  Rule rule;
  rule.condition = build.text_match(title, {.mode = text::TextMode::pattern, .texts = std::move(texts), .name = list});
  rule.points = build.integer(points);
  rule.section = 0;
  policy.rules.push_back(rule);
  policy.result.rules.push_back(
      {.id = "title-in-buyers", .reason = "decides", .section = 0, .line = 1, .file = "a.assay", .has_points = true});
  policy.sections.push_back({.match = Section::Match::All, .rules = {0}, .at_most = {}, .at_least = {}});
  return policy;
}

TEST(Fingerprint, IsOfTheMeaning) {
  const std::string of_it = fingerprint(policy_with({"CMO", "CFO"}));
  EXPECT_EQ(of_it.size(), 64u);
  EXPECT_EQ(fingerprint(policy_with({"CFO", "CMO"})), of_it);
  EXPECT_EQ(fingerprint(policy_with({"CMO", "CFO"}, 20, "deciders")), of_it);
  Policy moved = policy_with({"CMO", "CFO"});
  moved.name = "Inbound";
  moved.version = "2";
  moved.header = {"agreed by marketing on 2026-11-02"};
  moved.result.rules[0].line = 7;
  moved.result.rules[0].file = "b.assay";
  EXPECT_EQ(fingerprint(moved), of_it);
}

TEST(Fingerprint, ChangesWithIt) {
  const std::string of_it = fingerprint(policy_with({"CMO", "CFO"}));
  EXPECT_NE(fingerprint(policy_with({"CMO"})), of_it);
  EXPECT_NE(fingerprint(policy_with({"CMO", "CFO", "CTO"})), of_it);
  EXPECT_NE(fingerprint(policy_with({"CMOCFO"})), of_it);
  EXPECT_NE(fingerprint(policy_with({"CMO", "CFO"}, 25)), of_it);
  Policy other = policy_with({"CMO", "CFO"});
  other.result.rules[0].reason = "may decide";
  EXPECT_NE(fingerprint(other), of_it);
  other = policy_with({"CMO", "CFO"});
  other.schema.fields[0].from = {"Job Title"};
  EXPECT_NE(fingerprint(other), of_it);
  other = policy_with({"CMO", "CFO"});
  other.schema.timezone = "Europe/Berlin";
  EXPECT_NE(fingerprint(other), of_it);
  other = policy_with({"CMO", "CFO"});
  other.settings.push_back({"mql_at", "60", "60"});
  EXPECT_NE(fingerprint(other), of_it);
}

// print() shows only the first texts of a list.
TEST(Fingerprint, SeesTheEndOfLongLists) {
  std::vector<std::string> many;
  for (int i = 0; i < 1000; ++i) many.push_back("title " + std::to_string(i));
  std::vector<std::string> other = many;
  other.back() = "another title";
  EXPECT_NE(fingerprint(policy_with(many, 20, "")), fingerprint(policy_with(other, 20, "")));
}

}  // namespace
}  // namespace assay::ir

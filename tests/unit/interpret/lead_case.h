// A policy made by hand and one lead: what the interpreter's tests say is only what differs from nothing.
#pragma once

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "compiler/interpret/explain.h"
#include "compiler/interpret/interpret.h"
#include "compiler/ir/builder.h"
#include "tests/support/columns.h"

namespace assay::interpret {

inline constexpr std::int64_t second = 1'000'000, hour = 3600 * second, day = 24 * hour;
inline constexpr std::int64_t as_of = 1'790'000'000 * second;  // 2026-09-21T14:13:20Z

class LeadCase : public testing::Test {
 protected:
  LeadCase() { policy.result.stages = {"lead"}; }

  ir::ExprId field(const std::string& name, runtime::Type type, ir::Type value_type, tests::Cell cell,
                   std::vector<std::string> labels = {}) {
    runtime::FieldSpec spec;
    spec.name = name;
    spec.type = type;
    spec.labels = std::move(labels);
    spec.used = true;
    policy.schema.fields.push_back(spec);
    lead.fields.push_back(std::move(cell));
    return build.leaf(ir::Op::Field, value_type, static_cast<std::int32_t>(policy.schema.fields.size() - 1));
  }
  ir::ExprId text_field(const std::string& name, tests::Cell cell) {
    return field(name, runtime::Type::Text, ir::Type::Text, std::move(cell));
  }
  ir::ExprId integer_field(const std::string& name, tests::Cell cell) {
    return field(name, runtime::Type::Integer, ir::Type::Integer, std::move(cell));
  }
  ir::ExprId number_field(const std::string& name, tests::Cell cell) {
    return field(name, runtime::Type::Number, ir::Type::Number, std::move(cell));
  }

  std::int32_t activity(const std::string& name, std::vector<std::pair<std::string, runtime::Type>> attributes = {}) {
    runtime::ActivitySpec spec;
    spec.name = name;
    for (auto& [attribute, type] : attributes) {
      auto& added = spec.attributes.emplace_back();
      added.name = attribute;
      added.type = type;
      added.used = true;
    }
    policy.schema.activities.push_back(spec);
    return static_cast<std::int32_t>(policy.schema.activities.size() - 1);
  }
  std::int32_t phrase(std::int32_t kind, ir::ExprId filter = {}, std::vector<ir::Bound> bounds = {}) {
    return build.phrase({kind, filter, std::move(bounds)});
  }
  ir::ExprId ago(std::int64_t age) { return build.constant(ir::Type::Time, as_of - age); }
  ir::ExprId count(std::int32_t phrase) { return build.over_phrase(ir::Op::Count, ir::Type::Integer, phrase); }

  void happened(std::int32_t kind, std::int64_t time, std::vector<tests::Cell> attributes = {}) {
    lead.activities.push_back({static_cast<std::int16_t>(kind), time, std::move(attributes)});
  }
  void happened_untimed(std::int32_t kind, std::vector<tests::Cell> attributes = {}) {
    happened(kind, runtime::ActivityBatch::untimed, std::move(attributes));
  }

  std::int32_t section(ir::Section::Match match = ir::Section::Match::All) {
    policy.sections.push_back({.match = match});
    policy.result.sections.push_back({.name = "s" + std::to_string(policy.sections.size())});
    return static_cast<std::int32_t>(policy.sections.size() - 1);
  }
  // A rule that gives `points` when `condition` holds; to be changed by the test before the run.
  ir::Rule& rule(std::int32_t section, ir::ExprId condition, ir::ExprId points) {
    const auto index = static_cast<std::int32_t>(policy.rules.size());
    if (section >= 0) policy.sections[static_cast<std::size_t>(section)].rules.push_back(index);
    ir::Rule& added = policy.rules.emplace_back();
    added.condition = condition;
    added.points = points;
    added.section = section;
    policy.result.rules.push_back({.id = "r" + std::to_string(index), .section = section, .has_points = points.valid()});
    return added;
  }
  ir::Rule& for_each(std::int32_t section, ir::Rule::Kind kind, std::int32_t phrase, ir::ExprId points) {
    ir::Rule& added = rule(section, {}, points);
    added.kind = kind;
    added.phrase = phrase;
    return added;
  }
  std::int32_t exclude(ir::ExprId condition) {
    if (policy.result.excluded.empty()) policy.result.excluded = {"no"};
    rule(-1, condition, {}).excludes = {0};
    return static_cast<std::int32_t>(policy.rules.size() - 1);
  }

  // Sorts the activities as a reader does, and scores the lead.
  runtime::Result score() {
    prepare();
    runtime::Result result;
    const auto batch = tests::make_batch(policy.schema, {lead});
    const auto activities = tests::make_activities(policy.schema, {lead});
    interpret(std::make_shared<const ir::Policy>(policy))->start({.as_of = as_of, .explain = true})->score(batch, &activities, result);
    return result;
  }
  runtime::Points score_of(std::int32_t section) { return score().sections[static_cast<std::size_t>(section)].values[0]; }

  // An expression's value as explanations show it.
  std::string value_of(ir::ExprId expression) {
    policy.explanations = {{.value = expression}};
    prepare();
    const auto batch = tests::make_batch(policy.schema, {lead});
    const auto activities = tests::make_activities(policy.schema, {lead});
    return explain(policy, {.as_of = as_of}, batch, &activities, 0).front().value.value_or("no value");
  }

  void prepare() {
    runtime::assign_attribute_slots(policy.schema);
    std::ranges::stable_sort(lead.activities, {}, &tests::Activity::time);
  }

  ir::Policy policy;
  ir::Builder build{policy};
  tests::Lead lead{.id = "1"};
};

}  // namespace assay::interpret

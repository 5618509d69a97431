#include "compiler/interpret/explain.h"

#include "compiler/interpret/evaluation.h"
#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"

namespace assay::interpret {
namespace {

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string list_text(const TextRange& list) {
  std::string joined;
  for (std::size_t i = list.begin; i < list.end; ++i) {
    if (i > list.begin) joined += ", ";
    joined += quoted(list.elements->at_row(i));
  }
  return joined;
}

const std::vector<std::string>* labels_of_attribute(const ir::Policy& policy, std::int32_t activity, std::int32_t attribute) {
  return &policy.schema.activities[static_cast<std::size_t>(activity)].attributes[static_cast<std::size_t>(attribute)].labels;
}

// The words behind the codes of an expression of type Label: those of the field, attribute or grade that it comes from.
const std::vector<std::string>* labels_of(const ir::Policy& policy, ir::ExprId expression) {
  const ir::Node* node = &policy[expression];
  while ((node->op == ir::Op::Else || node->op == ir::Op::Choose) && node->operand_count > 0) {
    node = &policy[policy.operand(*node, node->op == ir::Op::Else ? 0 : 1)];
  }
  const auto index = static_cast<std::size_t>(node->index);
  if (node->op == ir::Op::Field) return &policy.schema.fields[index].labels;
  if (node->op == ir::Op::GradeValue) return &policy.result.grades[index].labels;
  if (node->op == ir::Op::Attribute) return labels_of_attribute(policy, node->index, node->attribute);
  if (node->op == ir::Op::LastValue || node->op == ir::Op::FirstValue) {
    return labels_of_attribute(policy, policy.phrases[index].activity, node->attribute);
  }
  return nullptr;
}

std::string value_text(const ir::Policy& policy, ir::ExprId expression, const Value& value) {
  if (!value.known) return "missing";
  switch (policy[expression].type) {
    case ir::Type::Truth:
    case ir::Type::YesNo: return value.integer != 0 ? "yes" : "no";
    case ir::Type::Integer: return runtime::integer_to_text(value.integer);
    case ir::Type::Number: return runtime::number_to_text(value.number);
    case ir::Type::Text: return quoted(value.text);
    case ir::Type::Date: return calendar::day_to_text(static_cast<calendar::Day>(value.integer));
    case ir::Type::Time: return calendar::instant_to_text(value.integer);
    case ir::Type::Label: return label_text(policy, expression, value.integer);
    case ir::Type::TextList: return list_text(value.list);
  }
  return {};
}

}  // namespace

bool has_one_value(const ir::Policy& policy, ir::ExprId expression) { return expression.valid() && !policy[expression].per_activity; }

std::vector<ir::ExprId> explained_expressions(const ir::Policy& policy) {
  std::vector<ir::ExprId> expressions;
  for (const ir::Explanation& explanation : policy.explanations) {
    for (const ir::ExprId each : {explanation.known_true, explanation.known_false, explanation.value}) {
      if (has_one_value(policy, each)) expressions.push_back(each);
    }
  }
  return expressions;
}

std::string label_text(const ir::Policy& policy, ir::ExprId expression, std::int64_t code) {
  const std::vector<std::string>* labels = labels_of(policy, expression);
  const auto index = static_cast<std::size_t>(code);
  return labels && index < labels->size() ? (*labels)[index] : runtime::integer_to_text(code);
}

std::vector<Explained> explain(const ir::Policy& policy, const runtime::RunOptions& options, const runtime::Batch& batch,
                               const runtime::ActivityBatch* activities, std::size_t row) {
  const Model model(policy, explained_expressions(policy));
  Evaluation lead(model, options.as_of);
  lead.run(batch, activities, row);
  std::vector<Explained> explained;
  for (const ir::Explanation& explanation : policy.explanations) {
    Explained& result = explained.emplace_back();
    const auto holds = [&](ir::ExprId condition) { return has_one_value(policy, condition) && lead.holds(condition); };
    if (has_one_value(policy, explanation.known_true) || has_one_value(policy, explanation.known_false)) {
      result.verdict = holds(explanation.known_true) ? Verdict::True : holds(explanation.known_false) ? Verdict::False : Verdict::Unknown;
    }
    if (has_one_value(policy, explanation.value)) result.value = value_text(policy, explanation.value, lead.value(explanation.value));
  }
  return explained;
}

}  // namespace assay::interpret

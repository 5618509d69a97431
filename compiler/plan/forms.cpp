#include "compiler/plan/forms.h"

#include "compiler/plan/comparison.h"

namespace assay::plan {

using ir::Op;

bool is_wide(const ir::Node& node) {
  constexpr std::uint32_t most_operands = 64;
  const bool is_junction = node.op == Op::And || node.op == Op::Or || node.op == Op::AtLeast;
  return is_junction && node.operand_count > most_operands;
}

bool is_wide_choice(const ir::Node& node) {
  constexpr std::uint32_t most_cases = 16;
  return node.op == Op::Choose && node.operand_count > 2 * most_cases;
}

bool is_of_words(const ir::Policy& policy, const ir::Node& node) {
  if (is_wide(node)) return false;
  switch (node.op) {
    case Op::Truth:
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::AtLeast:
    case Op::Has:
    case Op::IsYes:
    case Op::IsNo: return true;
    default: return range_of(policy, node).has_value();
  }
}

bool is_always_inline(const ir::Policy& policy, const ir::Node& node) {
  const bool is_junction = node.op == Op::And || node.op == Op::Or || node.op == Op::Not || node.op == Op::AtLeast;
  return !is_junction && is_of_words(policy, node);
}

bool is_of_rows(const ir::Policy& policy, const ir::Node& node) {
  if (is_comparison(node.op)) return !range_of(policy, node);
  if (is_wide_choice(node)) return false;
  if (node.op == Op::Else || node.op == Op::Choose) return !(node.type == ir::Type::Text || node.type == ir::Type::TextList);
  if (node.op == Op::Multiply) return node.type == ir::Type::Number;
  switch (node.op) {
    case Op::IntegerToNumber:
    case Op::Add:
    case Op::Subtract:
    case Op::Divide:
    case Op::Negate:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Absolute:
    case Op::Round:
    case Op::Floor:
    case Op::Ceil:
    case Op::TruthToYesNo:
    case Op::DaysBetweenDates:
    case Op::SectionValue:
    case Op::ScoreValue: return true;
    default: return false;
  }
}

}  // namespace assay::plan

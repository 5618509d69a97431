#include "compiler/plan/describe.h"

#include <fmt/format.h>

#include "compiler/ir/ops.h"
#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"

namespace assay::plan {
namespace {

using ir::Op;

constexpr std::size_t longest = 120;

const char* mode_text(text::TextMode mode) {
  switch (mode) {
    case text::TextMode::equals: return "=";
    case text::TextMode::exactly: return "= exactly";
    case text::TextMode::pattern: return "like";
    case text::TextMode::url_pattern: return "like url";
    case text::TextMode::contains: return "contains";
    case text::TextMode::starts_with: return "starts with";
    case text::TextMode::ends_with: return "ends with";
    case text::TextMode::mentions: return "mentions";
    case text::TextMode::regex: return "matches";
  }
  return "";
}

std::string constant_text(const ir::Policy& policy, const ir::Node& node) {
  switch (node.type) {
    case ir::Type::Number: return runtime::number_to_text(node.number);
    case ir::Type::Text: return fmt::format("\"{}\"", policy.texts[static_cast<std::size_t>(node.index)]);
    case ir::Type::Date: return calendar::day_to_text(static_cast<calendar::Day>(node.integer));
    case ir::Type::Time: return calendar::instant_to_text(node.integer);
    case ir::Type::Truth:
    case ir::Type::YesNo:
    case ir::Type::Integer:
    case ir::Type::Label:
    case ir::Type::TextList: break;
  }
  return runtime::integer_to_text(node.integer);
}

std::string operands_text(const ir::Policy& policy, const ir::Node& node) {
  std::string text;
  for (std::uint32_t i = 0; i < node.operand_count && text.size() < longest; ++i) {
    text += (i ? " " : "") + describe(policy, policy.operand(node, i));
  }
  return text;
}

std::string attribute_text(const ir::Policy& policy, std::int32_t activity, std::int32_t attribute) {
  return policy.schema.activities[static_cast<std::size_t>(activity)].attributes[static_cast<std::size_t>(attribute)].name;
}

std::string phrase_text(const ir::Policy& policy, const ir::Node& node) {
  const ir::Phrase& phrase = policy.phrases[static_cast<std::size_t>(node.index)];
  const std::string of = node.attribute >= 0 ? attribute_text(policy, phrase.activity, node.attribute) + " of " : "";
  return fmt::format("({} {}{} #{})", ir::name_of(node.op), of, describe(policy.schema, phrase.activity), node.index);
}

std::string text_of(const ir::Policy& policy, const ir::Node& node) {
  const auto index = static_cast<std::size_t>(node.index);
  const std::string_view op = ir::name_of(node.op);
  if (ir::is_over_phrase(node)) return phrase_text(policy, node);
  if (node.op == Op::Truth) return node.integer ? "true" : "false";
  if (node.op == Op::Constant) return constant_text(policy, node);
  if (node.op == Op::Field) return policy.schema.fields[index].name;
  if (node.op == Op::Attribute) return attribute_text(policy, node.index, node.attribute);
  if (node.op == Op::SectionValue) return fmt::format("section {}", policy.result.sections[index].name);
  if (node.op == Op::GradeValue) return fmt::format("grade {}", policy.result.grades[index].name);
  if (node.op == Op::InStage || node.op == Op::EnteredStage) return fmt::format("({} {})", op, policy.result.stages[index]);
  if (node.op == Op::TextMatch) return fmt::format("({} {})", operands_text(policy, node), describe(policy.text_atoms[index]));
  if (node.op == Op::TextRelation)
    return fmt::format("({} {})", mode_text(static_cast<text::TextMode>(node.index)), operands_text(policy, node));
  if (node.op == Op::LabelIn) return fmt::format("({} in {})", operands_text(policy, node), fmt::join(policy.label_sets[index], ","));
  if (node.op == Op::AtLeast) return fmt::format("(at least {} of {})", node.integer, operands_text(policy, node));
  if (node.operand_count == 0) return std::string(op);
  return fmt::format("({} {})", op, operands_text(policy, node));
}

}  // namespace

std::string describe(const ir::TextAtom& atom) {
  if (!atom.name.empty()) return fmt::format("{} {}", mode_text(atom.mode), atom.name);
  std::string text = mode_text(atom.mode);
  for (std::size_t i = 0; i < atom.texts.size() && text.size() < longest; ++i)
    text += fmt::format("{} \"{}\"", i ? "," : "", atom.texts[i]);
  return text;
}

std::string describe(const runtime::Schema& schema, std::int32_t activity) {
  return activity < 0 ? "active" : schema.activities[static_cast<std::size_t>(activity)].name;
}

std::string describe(const ir::Policy& policy, ir::ExprId expression) {
  std::string text = text_of(policy, policy[expression]);
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // between characters
  return text.substr(0, end) + "…";
}

}  // namespace assay::plan

#include "compiler/ir/print_expression.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/ir/ops.h"
#include "compiler/ir/roots.h"
#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"

namespace assay::ir {

namespace {

constexpr std::uint32_t short_size = 3;  // nodes: `count(visited) > 0` is written where it stands
constexpr std::size_t shown_texts = 6;

const char* name_of(text::TextMode mode) {
  switch (mode) {
    case text::TextMode::equals: return "=";
    case text::TextMode::exactly: return "= exactly";
    case text::TextMode::pattern: return "in";
    case text::TextMode::url_pattern: return "in url";
    case text::TextMode::contains: return "contains";
    case text::TextMode::starts_with: return "starts with";
    case text::TextMode::ends_with: return "ends with";
    case text::TextMode::mentions: return "mentions";
    case text::TextMode::regex: return "matches";
  }
  return "";
}

bool is_infix(Op op) {
  switch (op) {
    case Op::And:
    case Op::Or:
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessOrEqual:
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Else: return true;
    default: return false;
  }
}

}  // namespace

ExpressionPrinter::ExpressionPrinter(const Policy& policy, bool share)
    : policy_(policy), uses_(policy.nodes.size()), sizes_(policy.nodes.size(), 1), numbers_(policy.nodes.size()) {
  if (share) count_uses();
}

void ExpressionPrinter::count_uses() {
  std::vector<bool> reached(policy_.nodes.size());
  std::vector<std::uint32_t> uses(policy_.nodes.size());
  const auto use = [&](ExprId id) {
    reached[id.index] = true;
    ++uses[id.index];
  };
  // Explanations repeat what the conditions say.
  Policy without = {};
  without.rules = policy_.rules;
  without.total = policy_.total;
  without.grades = policy_.grades;
  without.transitions = policy_.transitions;
  without.segments = policy_.segments;
  without.routes = policy_.routes;
  without.ignores = policy_.ignores;
  for_each_root(without, use, [](std::int32_t) {}, [](std::int32_t) {});
  for (const Phrase& phrase : policy_.phrases) for_each_in_phrase(phrase, use);
  for (const Chain& chain : policy_.chains) for_each_in_chain(chain, use);
  for (std::size_t i = policy_.nodes.size(); i-- > 0;) {
    if (!reached[i]) continue;
    const Node& node = policy_.nodes[i];
    for (std::uint32_t at = 0; at < node.operand_count; ++at) use(policy_.operand(node, at));
  }
  for (std::size_t i = 0; i < policy_.nodes.size(); ++i) {
    const Node& node = policy_.nodes[i];
    for (std::uint32_t at = 0; at < node.operand_count; ++at) {
      sizes_[i] = std::min<std::uint32_t>(1000, sizes_[i] + sizes_[policy_.operand(node, at).index]);
    }
  }
  uses_ = std::move(uses);
}

std::string ExpressionPrinter::text(ExprId id) {
  if (uses_[id.index] < 2 || sizes_[id.index] <= short_size) return spelled(id);
  std::int32_t& number = numbers_[id.index];
  if (number == 0) {
    shared_.push_back(id);
    number = static_cast<std::int32_t>(shared_.size());
  }
  return fmt::format("${}", number);
}

std::string ExpressionPrinter::shared_lines() {
  std::string out;
  for (std::size_t i = 0; i < shared_.size(); ++i) out += fmt::format("  ${} = {}\n", i + 1, spelled(shared_[i]));
  return out;
}

const std::string& ExpressionPrinter::activity_name(std::int32_t activity) const {
  static const std::string any = "active";
  return activity < 0 ? any : policy_.schema.activities[static_cast<std::size_t>(activity)].name;
}

std::string ExpressionPrinter::attribute_name(std::int32_t activity, std::int32_t attribute) const {
  return policy_.schema.activities[static_cast<std::size_t>(activity)].attributes[static_cast<std::size_t>(attribute)].name;
}

std::string ExpressionPrinter::duration(const Duration& duration) {
  std::string out;
  const auto add = [&](std::int64_t amount, const char* unit) {
    if (amount != 0) out += fmt::format("{}{} {}", out.empty() ? "" : " ", amount, unit);
  };
  add(duration.months, "months");
  constexpr std::int64_t day = calendar::microseconds_per_day, second = calendar::microseconds_per_second;
  if (duration.microseconds % day == 0) {
    add(duration.microseconds / day, "days");
  } else {
    add(duration.microseconds / second, "seconds");
  }
  return out.empty() ? "0 days" : out;
}

std::string ExpressionPrinter::constant(const Node& node) {
  switch (node.type) {
    case Type::Number: return runtime::number_to_text(node.number);
    case Type::Text: return fmt::format("\"{}\"", policy_.texts[static_cast<std::size_t>(node.index)]);
    case Type::Date: return calendar::day_to_text(static_cast<calendar::Day>(node.integer));
    case Type::Time: return calendar::instant_to_text(node.integer);
    case Type::Truth:
    case Type::YesNo:
    case Type::Integer:
    case Type::Label:
    case Type::TextList: break;
  }
  return runtime::integer_to_text(node.integer);
}

// Fields stand as they are; the outcomes of the policy with what they are.
std::string ExpressionPrinter::leaf(const Node& node) {
  const auto index = static_cast<std::size_t>(node.index);
  switch (node.op) {
    case Op::Truth: return node.integer != 0 ? "true" : "false";
    case Op::Constant: return constant(node);
    case Op::Field: return policy_.schema.fields[index].name;
    case Op::Attribute: return "." + attribute_name(node.index, node.attribute);
    case Op::SectionValue:
      return "section " + (policy_.result.sections[index].name.empty() ? "(nameless)" : policy_.result.sections[index].name);
    case Op::GradeValue: return "grade " + policy_.result.grades[index].name;
    case Op::InStage: return "in " + policy_.result.stages[index];
    case Op::EnteredStage: return "entered " + policy_.result.stages[index];
    case Op::ChainHolds: return "chain(" + chain(node.index) + ")";
    case Op::ChainLatest: return "chain-latest(" + chain(node.index) + ")";
    default: return std::string(name_of(node.op));
  }
}

std::string ExpressionPrinter::joined(const Node& node, const std::string& separator) {
  std::string out;
  for (std::uint32_t i = 0; i < node.operand_count; ++i) out += (i == 0 ? "" : separator) + operand(node, i);
  return out;
}

std::string ExpressionPrinter::text_match(const Node& node) {
  const TextAtom& atom = policy_.text_atoms[static_cast<std::size_t>(node.index)];
  std::string texts = atom.name;
  for (std::size_t i = 0; atom.name.empty() && i < atom.texts.size(); ++i) {
    if (i == shown_texts) {
      texts += fmt::format(", and {} more", atom.texts.size() - i);
      break;
    }
    const char quote = atom.mode == text::TextMode::regex ? '/' : '"';
    texts += fmt::format("{}{}{}{}", i == 0 ? "" : ", ", quote, atom.texts[i], quote);
  }
  return fmt::format("{} {} {}", operand(node, 0), name_of(atom.mode), texts);
}

// The words behind the codes come from whoever the label belongs to.
const std::vector<std::string>* ExpressionPrinter::labels_of(ExprId id) const {
  const Node& node = policy_[id];
  const auto index = static_cast<std::size_t>(node.index);
  if (node.op == Op::Field) return &policy_.schema.fields[index].labels;
  if (node.op == Op::GradeValue) return &policy_.result.grades[index].labels;
  if (node.op == Op::Attribute) return &policy_.schema.activities[index].attributes[static_cast<std::size_t>(node.attribute)].labels;
  if (node.op == Op::LastValue || node.op == Op::FirstValue) {
    const std::int32_t activity = policy_.phrases[index].activity;
    return &policy_.schema.activities[static_cast<std::size_t>(activity)].attributes[static_cast<std::size_t>(node.attribute)].labels;
  }
  return node.operand_count > 0 && node.type == Type::Label ? labels_of(policy_.operand(node, node.op == Op::Choose ? 1 : 0)) : nullptr;
}

std::string ExpressionPrinter::label_in(const Node& node) {
  const std::vector<std::string>* labels = labels_of(policy_.operand(node, 0));
  std::string out;
  for (const std::int32_t code : policy_.label_sets[static_cast<std::size_t>(node.index)]) {
    const auto index = static_cast<std::size_t>(code);
    out += (out.empty() ? "" : ", ") + (labels != nullptr && index < labels->size() ? (*labels)[index] : std::to_string(code));
  }
  return fmt::format("{} is {}", operand(node, 0), out);
}

std::string ExpressionPrinter::value_of_phrase(const Node& node) {
  const std::int32_t activity = policy_.phrases[static_cast<std::size_t>(node.index)].activity;
  const std::string what = node.attribute >= 0 ? " " + attribute_name(activity, node.attribute) + " of" : "";
  return fmt::format("{}{}({})", name_of(node.op), what, phrase(node.index));
}

std::string ExpressionPrinter::spelled(ExprId id) {
  const Node& node = policy_[id];
  if (is_over_phrase(node)) return value_of_phrase(node);
  if (node.operand_count == 0) return leaf(node);
  if (is_infix(node.op)) return "(" + joined(node, fmt::format(" {} ", name_of(node.op))) + ")";
  switch (node.op) {
    case Op::Not: return "not " + operand(node, 0);
    case Op::Has: return "has " + operand(node, 0);
    case Op::IsYes: return operand(node, 0) + " = yes";
    case Op::IsNo: return operand(node, 0) + " = no";
    case Op::AtLeast: return fmt::format("at-least {} of ({})", node.integer, joined(node, ", "));
    case Op::TextMatch: return text_match(node);
    case Op::LabelIn: return label_in(node);
    case Op::TextRelation: return joined(node, fmt::format(" {} ", name_of(static_cast<text::TextMode>(node.index))));
    case Op::AddToDate:
    case Op::AddToTime:
      return fmt::format("({} plus {})", operand(node, 0), duration(policy_.durations[static_cast<std::size_t>(node.index)]));
    default: return fmt::format("{}({})", name_of(node.op), joined(node, ", "));
  }
}

std::string ExpressionPrinter::bounds(const std::vector<Bound>& bounds) {
  std::string out;
  for (const Bound& bound : bounds) {
    const bool after = bound.side == Bound::Side::After;
    out += fmt::format(", {} {}{}", bound.inclusive ? (after ? "from" : "until") : (after ? "after" : "before"), text(bound.time),
                       bound.open_when_missing ? " if any" : "");
  }
  return out;
}

std::string ExpressionPrinter::phrase(std::int32_t index) {
  const Phrase& phrase = policy_.phrases[static_cast<std::size_t>(index)];
  std::string out = activity_name(phrase.activity);
  if (phrase.filter.valid()) out += " with " + text(phrase.filter);
  return out + bounds(phrase.bounds);
}

std::string ExpressionPrinter::chain(std::int32_t index) {
  const Chain& chain = policy_.chains[static_cast<std::size_t>(index)];
  std::string out;
  for (const Chain::Part& part : chain.parts) {
    out += (out.empty() ? "" : " then ") + activity_name(part.activity) + (part.same ? " same" : "");
    if (part.filter.valid()) out += " with " + text(part.filter);
  }
  if (chain.within) out += " within " + duration(*chain.within);
  return out + bounds(chain.bounds);
}

}  // namespace assay::ir

// Expressions: the way into all kinds of them, what every one has in common (depth, explanations), and conditions.
#include <utility>

#include "compiler/check/lower.h"

namespace assay::check {

namespace {

// Nesting that the parser allows, times defines in defines: beyond this neither the checker nor an engine should recurse.
constexpr std::size_t deepest = 800;

// What an explanation shows: conditions, values that differ from lead to lead, and settings, since they differ from run to run.
bool worth_showing(const ir::Builder& build, const Value& value, const syntax::Expr& expr) {
  if (value.kind == Kind::Condition) return true;
  if (!value.expr.valid()) return false;
  if (build.is_constant(value.expr)) return std::holds_alternative<syntax::NameExpr>(expr.node) && value.kind != Kind::Label;
  const ir::Node& node = build[value.expr];
  return !node.per_activity && node.op != ir::Op::TruthToYesNo;
}

ir::Explanation::Form form_of(const syntax::Expr& expr) {
  using Form = ir::Explanation::Form;
  if (const auto* logic = std::get_if<syntax::Logic>(&expr.node)) return logic->op == syntax::Logic::Op::And ? Form::All : Form::Any;
  if (std::holds_alternative<syntax::Not>(expr.node)) return Form::Not;
  if (std::holds_alternative<syntax::CountOf>(expr.node)) return Form::CountOf;
  return std::holds_alternative<syntax::NameExpr>(expr.node) ? Form::Name : Form::Plain;
}

void explain(Checker& checker, Value& value, const syntax::Expr& expr, std::vector<std::int32_t> children,
             std::vector<std::int32_t>& outer) {
  if (!worth_showing(checker.build_, value, expr)) {
    outer.insert(outer.end(), children.begin(), children.end());
    return;
  }
  ir::Explanation explanation{.span = expr.span,
                              .known_true = value.known_true,
                              .known_false = value.known_false,
                              .value = value.expr,
                              .children = std::move(children),
                              .form = form_of(expr)};
  value.explanation = static_cast<std::int32_t>(checker.policy_.explanations.size());
  checker.policy_.explanations.push_back(std::move(explanation));
  outer.push_back(value.explanation);
}

std::string comparison_instead(Checker& checker, const Value& value, const Context& context) {
  const std::string written = checker.words(*context.ast, value.span);
  switch (value.kind) {
    case Kind::Integer:
    case Kind::Number: return "compare it, for example: " + written + " > 0";
    case Kind::Text:
      return value.literal
                 ? "each side of 'or' and 'and' is a condition of its own; to compare with several texts write: title in \"CMO\", \"CFO\""
                 : "compare it, for example: " + written + " = \"CMO\", or ask whether it is there: has " + written;
    case Kind::Date:
    case Kind::Time: return "compare it, for example: " + written + " >= today - 30 days, or ask whether it is there: has " + written;
    case Kind::Label:
      return "compare it, for example: " + written + " is " + (value.labels != nullptr ? value.labels->labels.front() : "a");
    case Kind::TextList: return "ask for an element, for example: " + written + " contains \"x\"";
    case Kind::Error:
    case Kind::Condition:
    case Kind::YesNo:
    case Kind::Duration: break;
  }
  return "write a comparison";
}

}  // namespace

Value Checker::error(Span span) const {
  Value value;
  value.span = span;
  return value;
}

Value Checker::condition(ir::ExprId known_true, ir::ExprId known_false, Span span) {
  Value value;
  value.kind = Kind::Condition;
  value.known_true = known_true;
  value.known_false = known_false;
  value.span = span;
  return value;
}

Value Checker::lower(syntax::ExprId id, const Context& context) {
  const syntax::Expr& expr = (*context.ast)[id];
  if (depth_ >= deepest) {
    sink_.report(diag::Code::TooDeep, expr.span, deepest);
    return error(expr.span);
  }
  ++depth_;
  std::vector<std::int32_t> children;
  std::vector<std::int32_t>* outer = std::exchange(explained_, explained_ == nullptr || context.in_filter ? nullptr : &children);
  Value value = std::visit([&](const auto& node) { return lower_node(*this, node, context, expr.span); }, expr.node);
  explained_ = outer;
  --depth_;
  value.span = expr.span;
  if (value.expr.valid() && build_.depth(value.expr) > 2 * deepest) {
    sink_.report(diag::Code::TooDeep, expr.span, deepest);
    return error(expr.span);
  }
  if (outer != nullptr && !context.in_filter && !value.is_error()) explain(*this, value, expr, std::move(children), *outer);
  return value;
}

// A yes/no value is a condition where one is wanted; a condition that is a value says what is known of it.
Value Checker::as_condition(Value value, const Context& context) {
  if (value.kind == Kind::Condition || value.is_error()) return value;
  if (value.kind != Kind::YesNo) {
    sink_.report(diag::Code::NotCondition, value.span, describe(value)).suggest(comparison_instead(*this, value, context));
    return error(value.span);
  }
  Value out = condition(build_.is_yes(value.expr), build_.is_no(value.expr), value.span);
  out.explanation = value.explanation;
  if (value.explanation >= 0) {
    ir::Explanation& explanation = policy_.explanations[static_cast<std::size_t>(value.explanation)];
    explanation.known_true = out.known_true;
    explanation.known_false = out.known_false;
  }
  return out;
}

Value Checker::lower_condition(syntax::ExprId id, const Context& context) { return as_condition(lower(id, context), context); }

Value Checker::as_value(Value value) {
  if (value.kind != Kind::Condition) return value;
  value.kind = Kind::YesNo;
  value.expr = build_.yes_no(value.known_true, value.known_false);
  return value;
}

}  // namespace assay::check

// Arithmetic, functions and parts of values.
#include "compiler/check/builtins.h"
#include "compiler/check/foreign_names.h"
#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"

namespace assay::check {

namespace {

using syntax::ArithmeticOp;

ir::Op ir_op(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::Add: return ir::Op::Add;
    case ArithmeticOp::Subtract: return ir::Op::Subtract;
    case ArithmeticOp::Multiply: return ir::Op::Multiply;
    case ArithmeticOp::Divide: return ir::Op::Divide;
  }
  return ir::Op::Add;
}

const char* sign_of(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::Add: return "+";
    case ArithmeticOp::Subtract: return "-";
    case ArithmeticOp::Multiply: return "*";
    case ArithmeticOp::Divide: return "/";
  }
  return "";
}

std::string help_for(const Checker& checker, ArithmeticOp op, const Value& left, const Value& right) {
  if (left.is_moment() && right.is_moment())
    return fmt::format("write: days between {} and {}; it is a number", checker.written(right.span), checker.written(left.span));
  if (left.is_moment() && right.is_number()) return fmt::format("say the unit: {} {} days", sign_of(op), checker.written(right.span));
  if (right.kind == Kind::Duration) return "only dates and times move by a duration; behind since and before: since (today - 7 days)";
  if (left.kind == Kind::Text || right.kind == Kind::Text) return "only numbers, and dates with durations, can be added";
  return "both sides must be numbers";
}

Value report_operands(Checker& checker, const syntax::ArithmeticStep& step, const Value& left, const Value& right, Span span) {
  const Value& wrong = left.is_number() || (left.is_moment() && !right.is_number()) ? right : left;
  checker.sink_.report(diag::Code::CannotCompute, wrong.span, sign_of(step.op), describe(left), describe(right))
      .suggest(help_for(checker, step.op, left, right));
  return checker.error(span);
}

// A date moves by whole days and calendar steps, a time by anything.
Value move(Checker& checker, Value moment, ir::Duration by, bool back, Span amount, Span span) {
  if (moment.kind == Kind::Date && by.microseconds % calendar::microseconds_per_day != 0) {
    checker.sink_.report(diag::Code::DateByHours, amount).suggest("use whole days, or a time instead of a date");
    return checker.error(span);
  }
  if (back) by = {-by.months, -by.microseconds};
  moment.expr = checker.build_.add_duration(moment.expr, by);
  moment.span = span;
  return moment;
}

Value apply(Checker& checker, const syntax::ArithmeticStep& step, Value left, Value right, Span span) {
  if (left.is_error() || right.is_error()) return checker.error(span);
  const bool moves = step.op == ArithmeticOp::Add || step.op == ArithmeticOp::Subtract;
  if (moves && left.is_moment() && right.kind == Kind::Duration) {
    return move(checker, left, right.duration, step.op == ArithmeticOp::Subtract, right.span, span);
  }
  if (step.op == ArithmeticOp::Add && left.kind == Kind::Duration && right.is_moment()) {
    return move(checker, right, left.duration, false, left.span, span);
  }
  if (!left.is_number() || !right.is_number()) return report_operands(checker, step, left, right, span);
  const bool integers = left.kind == Kind::Integer && right.kind == Kind::Integer && step.op != ArithmeticOp::Divide;
  ir::Builder& build = checker.build_;
  Value out = left;
  out.kind = integers ? Kind::Integer : Kind::Number;
  out.expr = integers ? build.arithmetic(ir_op(step.op), left.expr, right.expr)
                      : build.arithmetic(ir_op(step.op), build.to_number(left.expr), build.to_number(right.expr));
  out.span = span;
  return out;
}

Value of_numbers(Checker& checker, const Function& function, std::vector<Value> values, Span span) {
  bool all_integer = function.keeps_integers;
  for (const Value& value : values) all_integer = all_integer && value.kind == Kind::Integer;
  ir::Builder& build = checker.build_;
  Value out = values.front();
  out.kind = all_integer ? Kind::Integer : Kind::Number;
  if (!all_integer) out.expr = build.to_number(out.expr);
  for (std::size_t i = 1; i < values.size(); ++i) {
    out.expr = build.arithmetic(function.op, out.expr, all_integer ? values[i].expr : build.to_number(values[i].expr));
  }
  out.span = span;
  return out;
}

Value of_one_number(Checker& checker, const Function& function, Value value, Span span) {
  if (!function.keeps_integers || value.kind != Kind::Integer) {
    value.expr = checker.build_.to_number(value.expr);
    value.kind = Kind::Number;
  }
  value.expr = checker.build_.unary(function.op, value.expr);
  value.span = span;
  return value;
}

// The part of the operand, which for this is `of`: itself, or the date of a moment.
Value part_of(Checker& checker, const Part& part, Value operand, ir::ExprId of, Span span) {
  operand.kind = part.gives == ir::Type::Text ? Kind::Text : Kind::Integer;
  operand.expr = checker.build_.function(part.op, part.gives, {of});
  operand.span = span;
  operand.text_type = runtime::Type::Text;
  operand.literal = false;
  operand.labels = nullptr;
  return operand;
}

Value wrong_part(Checker& checker, const Part& part, const Value& operand, const char* wanted, std::string help, Span span) {
  checker.sink_.report(diag::Code::NoSuchPart, operand.span, part.name, wanted, describe(operand)).suggest(std::move(help));
  return checker.error(span);
}

Value address_part(Checker& checker, const Part& part, const Value& operand, Span span) {
  const bool of_email = part.of == Part::Of::Email;
  const runtime::Type wanted = of_email ? runtime::Type::Email : runtime::Type::Url;
  if (operand.kind == Kind::Text && operand.text_type == wanted) return part_of(checker, part, operand, operand.expr, span);
  const bool other = operand.kind == Kind::Text && operand.text_type == (of_email ? runtime::Type::Url : runtime::Type::Email);
  return wrong_part(checker, part, operand, of_email ? "an email address" : "an address of a page",
                    other && of_email            ? "an address of a page has a host: write 'host of'"
                    : other                      ? "an email address has a domain: write 'domain of'"
                    : operand.kind == Kind::Text ? "declare " + checker.written(operand.span) + " as " + (of_email ? "email" : "url")
                                                 : "texts declared as email or url have such parts",
                    span);
}

// `count(visited)`, `attended (minutes > 30)`, `lower(title)`
void unknown_function(Checker& checker, const syntax::Call& node, const Context& context) {
  const std::string& name = node.function.text;
  const std::string argument = node.arguments.empty() ? "title" : checker.words(*context.ast, (*context.ast)[node.arguments.front()].span);
  diag::Diagnostic& message = checker.sink_.report(diag::Code::UnknownFunction, node.function.span, name);
  if (checker.find(name, NameKind::Activity) != nullptr) {
    message.suggest(fmt::format("conditions on an activity stand behind with: {} with {}", name, argument));
  } else if (const std::string advice = advice_for_function(name, argument); !advice.empty()) {
    message.suggest(advice);
  } else {
    message.did_you_mean(nearest_function(name)).suggest("the functions are " + function_names());
  }
}

// `count of visited`, `age of created`
void unknown_part(Checker& checker, const syntax::PartOf& node, const Context& context) {
  const std::string& part = node.part.text;
  const std::string operand = checker.words(*context.ast, (*context.ast)[node.operand].span);
  diag::Diagnostic& message = checker.sink_.report(diag::Code::UnknownPart, node.part.span, part);
  if (operand.starts_with("times ")) {
    message.suggest("leave it out: " + operand);
  } else if (checker.find(part, NameKind::Activity) != nullptr) {
    message.suggest(fmt::format("what an activity is about stands directly behind it: {} {}", part, operand));
  } else if (checker.find(operand, NameKind::Field) != nullptr && advice_for_part(part, operand) == advice_for_part("count", operand)) {
    message.suggest("a field's value is its name alone: " + operand)
        .replace(source::join(node.part.span, (*context.ast)[node.operand].span), operand);
  } else if (const std::string advice = advice_for_part(part, operand); !advice.empty()) {
    message.suggest(advice);
  } else {
    message.did_you_mean(nearest_part(part)).suggest("there are " + part_names());
  }
}

}  // namespace

Value lower_node(Checker& checker, const syntax::Negate& node, const Context& context, Span span) {
  Value operand = checker.lower(node.operand, context);
  if (operand.is_error()) return operand;
  if (!operand.is_number()) {
    checker.sink_.report(diag::Code::NumberWanted, operand.span, "'-'", describe(operand));
    return checker.error(span);
  }
  operand.expr = checker.build_.unary(ir::Op::Negate, operand.expr);
  operand.span = span;
  return operand;
}

Value lower_node(Checker& checker, const syntax::Arithmetic& node, const Context& context, Span span) {
  Value value = checker.lower(node.first, context);
  for (const syntax::ArithmeticStep& step : node.steps) {
    const Value right = checker.lower(step.operand, context);
    value = apply(checker, step, value, right, value.is_error() ? span : source::join(value.span, right.span));
  }
  return value;
}

Value lower_node(Checker& checker, const syntax::Call& node, const Context& context, Span span) {
  const std::string& name = node.function.text;
  const Function* function = find_function(name);
  if (function == nullptr) {
    if (!checker.is_broken(name)) unknown_function(checker, node, context);
    return checker.error(span);
  }
  for (std::size_t i = 0; i < node.arguments.size(); ++i) {
    if (report_commas_of_item(checker, node.arguments, i, context) > i + 1) return checker.error(span);
  }
  const bool takes_one = function->takes == Function::Takes::OneNumber;
  if (takes_one ? node.arguments.size() != 1 : node.arguments.size() < 2) {
    checker.sink_.report(diag::Code::WrongArguments, span, name, takes_one ? "one number" : "two numbers or more");
    return checker.error(span);
  }
  std::vector<Value> values;
  bool ok = true;
  for (const syntax::ExprId id : node.arguments) {
    values.push_back(checker.lower(id, context));
    const Value& value = values.back();
    ok = ok && value.is_number();
    if (!value.is_number() && !value.is_error()) {
      checker.sink_.report(diag::Code::NumberWanted, value.span, "'" + name + "'", describe(value));
    }
  }
  if (!ok) return checker.error(span);
  return takes_one ? of_one_number(checker, *function, values.front(), span) : of_numbers(checker, *function, std::move(values), span);
}

Value lower_node(Checker& checker, const syntax::PartOf& node, const Context& context, Span span) {
  const Part* part = find_part(node.part.text);
  if (part == nullptr) {
    unknown_part(checker, node, context);
    return checker.error(span);
  }
  const Value operand = checker.lower(node.operand, context);
  if (operand.is_error()) return operand;
  switch (part->of) {
    case Part::Of::Email:
    case Part::Of::Url: return address_part(checker, *part, operand, span);
    case Part::Of::AnyText:
      if (operand.kind == Kind::Text || operand.kind == Kind::TextList) return part_of(checker, *part, operand, operand.expr, span);
      return wrong_part(checker, *part, operand, "a text", fmt::format("only texts and lists of texts have a {}", part->name), span);
    case Part::Of::Moment:
      if (operand.is_moment()) return part_of(checker, *part, operand, date_of(checker, operand), span);
      return wrong_part(checker, *part, operand, "a date", fmt::format("only dates and times have a {}", part->name), span);
  }
  return checker.error(span);
}

}  // namespace assay::check

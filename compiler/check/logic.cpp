// and, or, not, at least 2 of (…), missing and else: three-valued logic as pairs of what is known to be true and to be false.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"

namespace assay::check {

namespace {

// `title is "CMO" or "CFO"`: the text behind `or` was meant for the comparison before it.
const syntax::Comparison* comparison_before(const Context& context, const syntax::Logic& node, std::size_t at) {
  return at == 0 ? nullptr : std::get_if<syntax::Comparison>(&(*context.ast)[node.operands[at - 1]].node);
}

// A text, a number, a list, a name that is no other thing: values, which are no conditions.
bool is_value(Checker& checker, const syntax::Expr& expr, const Context& context) {
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  if (name == nullptr) {
    return std::holds_alternative<syntax::TextLiteral>(expr.node) || std::holds_alternative<syntax::IntegerLiteral>(expr.node) ||
           std::holds_alternative<syntax::NumberLiteral>(expr.node);
  }
  const std::string& text = name->name.text;
  const bool is_known = checker.find(text) != nullptr || text == "active" || checker.is_broken(text) || context.in_filter;
  return !is_known || checker.find(text, NameKind::List) != nullptr;
}

std::string sort_of_value(Checker& checker, const syntax::Expr& expr) {
  if (std::holds_alternative<syntax::TextLiteral>(expr.node)) return "a text";
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  if (name == nullptr) return "a number";
  return checker.find(name->name.text, NameKind::List) != nullptr ? "a list" : "a value";
}

// `"CTO" or "CMO"`: values that stand where conditions should, from one operand of `or` and `and` on.
struct FurtherValues {
  std::size_t end = 0;  // the first operand that is none; equal to where they begin: there are none
  std::string joined;   // with commas
};

FurtherValues further_values(Checker& checker, const syntax::Logic& node, std::size_t at, const Context& context) {
  FurtherValues found{.end = at, .joined = {}};
  for (; at > 0 && found.end < node.operands.size(); ++found.end) {
    const syntax::Expr& expr = (*context.ast)[node.operands[found.end]];
    if (expr.parenthesised || !is_value(checker, expr, context)) break;
    found.joined += ", " + checker.words(*context.ast, expr.span);
  }
  return found;
}

bool report_lost_value(Checker& checker, const syntax::Logic& node, std::size_t at, const FurtherValues& further, const Context& context) {
  const syntax::Comparison* before = comparison_before(context, node, at);
  const syntax::Expr& expr = (*context.ast)[node.operands[at]];
  if (before == nullptr) return false;
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  const bool negative = before->op == syntax::CompareOp::IsNot || before->op == syntax::CompareOp::NotEqual;
  const bool positive = before->op == syntax::CompareOp::Is || before->op == syntax::CompareOp::Equal;
  if (!negative && !positive) return false;
  const std::string subject = checker.words(*context.ast, (*context.ast)[before->left].span);
  const std::string first = checker.words(*context.ast, (*context.ast)[before->right].span);
  if (name != nullptr && checker.find(name->name.text) == nullptr &&
      checker.add_unquoted(expr.span, fmt::format("\"{}\"", name->name.text))) {
    checker.unquoted_->suggest(fmt::format("write: {} {} \"{}\", \"{}\"", subject, negative ? "not in" : "in", first, name->name.text));
    return true;
  }
  checker.sink_.report(diag::Code::NotCondition, expr.span, sort_of_value(checker, expr))
      .suggest("write: " + subject + (negative ? " not in " : " in ") + first + further.joined);
  return true;
}

// `title contains "VP" or "Director"`, `visited "/pricing" and demo_pages`: further values of what stands before. True after a message.
bool report_further_value(Checker& checker, const syntax::Logic& node, std::size_t at, const FurtherValues& further,
                          const Context& context) {
  const syntax::Expr &before = (*context.ast)[node.operands[at - 1]], &expr = (*context.ast)[node.operands[at]];
  const auto* phrase = std::get_if<syntax::PhraseExpr>(&before.node);
  const syntax::Phrase* written = phrase == nullptr ? nullptr : &(*context.ast)[phrase->phrase];
  const bool is_object = written != nullptr && written->parts.size() == 1 && written->parts.front().conditions.empty() && !written->count &&
                         !written->window && !written->parts.front().objects.empty();
  const auto* match = std::get_if<syntax::Match>(&before.node);
  if (before.parenthesised || (!is_object && match == nullptr)) return false;
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  const bool is_label = name != nullptr && is_object && checker.find(name->name.text) == nullptr &&
                        std::any_of(checker.label_sets_.begin(), checker.label_sets_.end(),
                                    [&](const LabelSet& labels) { return labels.code(name->name.text) >= 0; });
  const bool is_number = sort_of_value(checker, expr) == "a number" && (match == nullptr || match->op != syntax::MatchOp::In);
  if (is_number || (sort_of_value(checker, expr) == "a value" && !is_label)) return false;
  const std::string first = checker.words(*context.ast, before.span), value = checker.words(*context.ast, expr.span);
  diag::Diagnostic& message = checker.sink_.report(diag::Code::NotCondition, expr.span, sort_of_value(checker, expr));
  if (node.op == syntax::Logic::Op::Or) {
    message.suggest(fmt::format("write: {}{}", first, further.joined));
    return true;
  }
  const std::string again =
      match != nullptr ? checker.written({before.span.file, before.span.begin, match->op_span.end}) : written->parts.front().verb.text;
  message.suggest(fmt::format("write: {0} and {1} {2}; for either of them: {0}, {2}", first, again, value));
  return true;
}

// The activity whose `with` or object an item of a list ends in; -1: none.
std::int32_t activity_of(Checker& checker, const syntax::Expr& expr, const Context& context) {
  const auto* phrase = std::get_if<syntax::PhraseExpr>(&expr.node);
  const auto* times = std::get_if<syntax::TimesOf>(&expr.node);
  if (phrase == nullptr && times == nullptr) return -1;
  const syntax::Phrase& written = (*context.ast)[phrase != nullptr ? phrase->phrase : times->phrase];
  const Declaration* verb = checker.find(written.parts.back().verb.text, NameKind::Activity);
  return verb == nullptr ? -1 : verb->index;
}

// `"AT"` behind `country in "DE"`, `webinar = "x"` behind `attended with …`.
bool belongs_to(Checker& checker, const syntax::Expr& before, const syntax::Expr& item, const Context& context) {
  if (before.parenthesised || item.parenthesised) return false;
  const std::int32_t activity = activity_of(checker, before, context);
  const auto* comparison = std::get_if<syntax::Comparison>(&item.node);
  const auto* left = comparison == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&(*context.ast)[comparison->left].node);
  if (left != nullptr) return checker.find(left->name.text) == nullptr && checker.attribute_index(activity, left->name.text) >= 0;
  const std::string sort = is_value(checker, item, context) ? sort_of_value(checker, item) : "";
  const bool takes_values =
      std::holds_alternative<syntax::Match>(before.node) || (activity >= 0 && sort != "a number" && sort != "a value");
  return !sort.empty() && takes_values;
}

}  // namespace

std::size_t report_commas_of_item(Checker& checker, const std::vector<syntax::ExprId>& items, std::size_t at, const Context& context) {
  std::size_t end = at + 1;
  const syntax::Expr& first = (*context.ast)[items[at]];
  while (end < items.size() && belongs_to(checker, first, (*context.ast)[items[end]], context)) ++end;
  if (end == at + 1) return end;
  const Span whole = source::join(first.span, (*context.ast)[items[end - 1]].span);
  const std::string closed = fmt::format("({})", checker.words(*context.ast, whole));
  checker.sink_.report(diag::Code::MissingParentheses, whole)
      .suggest("what has commas of its own stands in parentheses: " + closed)
      .replace(whole, closed);
  return end;
}

namespace {

struct Truths {
  std::vector<ir::ExprId> known_true, known_false;
  bool ok = true;
};

void add(Truths& truths, const Value& value) {
  truths.ok = truths.ok && !value.is_error();
  truths.known_true.push_back(value.known_true);
  truths.known_false.push_back(value.known_false);
}

}  // namespace

Value lower_node(Checker& checker, const syntax::Logic& node, const Context& context, Span span) {
  Truths truths;
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    const FurtherValues further = further_values(checker, node, i, context);
    const bool lost = further.end > i &&
                      (report_lost_value(checker, node, i, further, context) || report_further_value(checker, node, i, further, context));
    add(truths, lost ? checker.error(span) : checker.lower_condition(node.operands[i], context));
    if (lost) i = further.end - 1;
  }
  if (!truths.ok) return checker.error(span);
  ir::Builder& build = checker.build_;
  if (node.op == syntax::Logic::Op::And) {
    return checker.condition(build.conjunction(truths.known_true), build.disjunction(truths.known_false), span);
  }
  return checker.condition(build.disjunction(truths.known_true), build.conjunction(truths.known_false), span);
}

Value lower_node(Checker& checker, const syntax::Not& node, const Context& context, Span span) {
  const Value operand = checker.lower_condition(node.operand, context);
  return operand.is_error() ? operand : checker.condition(operand.known_false, operand.known_true, span);
}

// at least n: true once n are true, false once so many are false that n can no longer be; the others follow from it.
Value lower_node(Checker& checker, const syntax::CountOf& node, const Context& context, Span span) {
  const std::optional<std::int64_t> number = checker.constant_integer(node.number, context, "the count");
  Truths truths;
  for (std::size_t i = 0; i < node.items.size();) {
    const std::size_t end = report_commas_of_item(checker, node.items, i, context);
    add(truths, end > i + 1 ? checker.error(span) : checker.lower_condition(node.items[i], context));
    i = end;
  }
  if (!number || !truths.ok) return checker.error(span);
  ir::Builder& build = checker.build_;
  const auto all = static_cast<std::int64_t>(node.items.size());
  // Numbers beyond the items mean the same as the nearest that is not, and keep the sums below small.
  const std::int64_t n = std::clamp<std::int64_t>(*number, -1, all + 1);
  const auto enough_true = [&](std::int64_t count) { return build.at_least(count, truths.known_true); };
  const auto enough_false = [&](std::int64_t count) { return build.at_least(count, truths.known_false); };
  switch (node.op) {
    case syntax::CountOf::Op::AtLeast: return checker.condition(enough_true(n), enough_false(all - n + 1), span);
    case syntax::CountOf::Op::AtMost: return checker.condition(enough_false(all - n), enough_true(n + 1), span);
    case syntax::CountOf::Op::Exactly: break;
  }
  return checker.condition(build.conjunction(enough_true(n), enough_false(all - n)),
                           build.disjunction(enough_false(all - n + 1), enough_true(n + 1)), span);
}

namespace {

// `has visited pricing`: activities are counted, so that this says nothing.
void lint_always_known(Checker& checker, const syntax::IsMissing& node, const Context& context, Span span) {
  const syntax::ExprNode& subject = (*context.ast)[node.subject].node;
  const auto* name = std::get_if<syntax::NameExpr>(&subject);
  const bool activity =
      name != nullptr ? !context.in_filter && is_verb(checker, name->name) : std::holds_alternative<syntax::PhraseExpr>(subject);
  if (!activity || !checker.input_.lints) return;
  const std::string phrase = checker.written((*context.ast)[node.subject].span);
  checker.sink_.report(diag::Code::AlwaysKnown, span, phrase).suggest("write: " + phrase + ", or: not " + phrase);
}

}  // namespace

Value lower_node(Checker& checker, const syntax::IsMissing& node, const Context& context, Span span) {
  const Value subject = checker.lower(node.subject, context);
  if (subject.is_error()) return subject;
  lint_always_known(checker, node, context, span);
  ir::Builder& build = checker.build_;
  if (subject.kind == Kind::Duration) {
    checker.sink_.report(diag::Code::NotConstant, subject.span, "what can be missing").suggest("ask for a field");
    return checker.error(span);
  }
  const bool is_condition = subject.kind == Kind::Condition;
  const ir::ExprId known = is_condition ? build.disjunction(subject.known_true, subject.known_false) : build.has(subject.expr);
  const ir::ExprId missing = build.negation(known);
  const bool wants_known = node.written_has || node.negated;
  return wants_known ? checker.condition(known, missing, span) : checker.condition(missing, known, span);
}

// `a else b else c`: the first that is not missing; conditions take part as yes/no values.
Value lower_node(Checker& checker, const syntax::Fallback& node, const Context& context, Span span) {
  Value out = checker.as_value(checker.lower(node.operands.front(), context));
  for (std::size_t i = 1; i < node.operands.size() && !out.is_error(); ++i) {
    Value next = checker.as_value(out.kind == Kind::Label ? checker.lower_beside(out, node.operands[i], context)
                                                          : checker.lower(node.operands[i], context));
    if (next.is_error() || !checker.unify(out, next, span)) return checker.error(span);
    const bool same_text = out.text_type == next.text_type;
    if (out.kind == Kind::Duration) {
      checker.sink_.report(diag::Code::NotConstant, span, "what can be missing").suggest("ask for a field");
      return checker.error(span);
    }
    out.expr = checker.build_.otherwise(out.expr, next.expr);
    out.literal = false;
    if (!same_text && !next.literal) out.text_type = runtime::Type::Text;
  }
  out.span = span;
  return out;
}

}  // namespace assay::check

// Lints about numbers and about operators that reach further, or less far, than they look.
#include <fmt/format.h>

#include "compiler/check/lints.h"

namespace assay::check {

namespace {

using diag::Code;
using syntax::ExprId;

bool is_percent(const LintView& view, ExprId id) {
  const syntax::Expr& expr = view[id];
  if (const auto* negated = std::get_if<syntax::Negate>(&expr.node)) return is_percent(view, negated->operand);
  const auto* number = std::get_if<syntax::NumberLiteral>(&expr.node);
  return number != nullptr && number->percent;
}

bool is_points(const LintView& view, ExprId id) {
  const auto* builtin = std::get_if<syntax::BuiltinExpr>(&view[id].node);
  const auto* name = std::get_if<syntax::NameExpr>(&view[id].node);
  return (builtin != nullptr && builtin->which == syntax::Builtin::Score) ||
         (name != nullptr && view.find(name->name.text, NameKind::Section) != nullptr);
}

}  // namespace

// `+20%`, `at most 10%`, `score >= 50%`
void percent_as_points(const LintView& view) {
  const auto look_at = [&](ExprId id) {
    if (!is_percent(view, id)) return;
    const std::string written = view.words(id);
    const std::string number = written.substr(0, written.find_first_of(" %"));
    view.report(Code::PercentAsPoints, view.span(id), written)
        .suggest(fmt::format("write {} for so many points; a share is taken of something: {} * revenue", number, written))
        .replace(view.span(id), number);
  };
  view.each_expression<syntax::Comparison>([&](const syntax::Comparison& node, Span) {
    if (is_points(view, node.left)) look_at(node.right);
  });
  view.each_statement<syntax::Rule>([&](const syntax::Rule& rule) {
    for (const syntax::Effect& effect : rule.effects.list) {
      if (const auto* points = std::get_if<syntax::PointsEffect>(&effect)) look_at(points->amount);
    }
    using Kind = syntax::RuleModifier::Kind;
    for (const syntax::RuleModifier& modifier : rule.effects.modifiers) {
      if (modifier.kind == Kind::AtMost || modifier.kind == Kind::AtLeast) look_at(modifier.amount);
    }
  });
  view.each_statement<syntax::Section>([&](const syntax::Section& section) {
    using Kind = syntax::SectionModifier::Kind;
    for (const syntax::SectionModifier& modifier : section.modifiers) {
      if (modifier.kind == Kind::AtMost || modifier.kind == Kind::AtLeast) look_at(modifier.bound);
    }
  });
}

// `1.000`, `2.500`: nobody writes a third decimal that is 0.
void grouped_number(const LintView& view) {
  view.each_expression<syntax::NumberLiteral>([&](const syntax::NumberLiteral& number, Span span) {
    const std::string written = view.words(span);
    const std::size_t dot = written.find('.');
    if (number.percent || dot == std::string::npos || dot > 3 || written.size() != dot + 4 || written.back() != '0' ||
        written.front() == '0')
      return;
    const std::string joined = fmt::format("{}_{}", written.substr(0, dot), written.substr(dot + 1));
    view.report(Code::GroupedNumber, span, written, written.substr(0, dot))
        .suggest(fmt::format("write {} if thousands are meant", joined))
        .replace(span, joined);
  });
}

// `at least 2 of (a and b)`
void count_beyond(const LintView& view) {
  view.each_expression<syntax::CountOf>([&](const syntax::CountOf& node, Span span) {
    const auto* number = std::get_if<syntax::IntegerLiteral>(&view[node.number].node);
    if (number == nullptr || number->value <= static_cast<std::int64_t>(node.items.size())) return;
    view.report(Code::CountBeyond, span, number->value, node.items.size())
        .suggest("conditions that are counted are separated by commas: at least 2 of (a, b, c)");
  });
}

// `employees else 0 - 5`: who writes a number behind `else` means to go on calculating.
void else_takes_all(const LintView& view) {
  view.each_expression<syntax::Fallback>([&](const syntax::Fallback& node, Span) {
    const syntax::Expr& last = view[node.operands.back()];
    const auto* sum = std::get_if<syntax::Arithmetic>(&last.node);
    if (sum == nullptr || last.parenthesised || !std::holds_alternative<syntax::IntegerLiteral>(view[sum->first].node)) return;
    const Span taken = source::join(view.span(node.operands.front()), view.span(sum->first));
    const Span rest{taken.file, sum->steps.front().op_span.begin, last.span.end};
    const std::string closed = fmt::format("({}) {}", view.words(taken), view.words(rest));
    view.report(Code::ElseTakesAll, last.span, view.words(last.span))
        .suggest("write: " + closed)
        .replace(source::join(taken, rest), closed);
  });
}

// An `else` of `on` that stands before other cases.
void else_not_last(const LintView& view) {
  view.each_statement<syntax::On>([&](const syntax::On& on) {
    for (std::size_t i = 0; i + 1 < on.cases.size(); ++i) {
      if (on.cases[i].is_else) view.report(Code::ElseNotLast, on.cases[i].span);
    }
  });
}

}  // namespace assay::check

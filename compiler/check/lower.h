// One function per kind of expression in the tree; expression.cpp calls the right one. Private to compiler/check.
// Each returns a Value whose errors were reported; `span` is the expression's own.
#pragma once

#include "compiler/check/checker.h"

namespace assay::check {

// literal.cpp
Value lower_node(Checker&, const syntax::TextLiteral&, const Context&, Span);
Value lower_node(Checker&, const syntax::IntegerLiteral&, const Context&, Span);
Value lower_node(Checker&, const syntax::NumberLiteral&, const Context&, Span);
Value lower_node(Checker&, const syntax::YesNoLiteral&, const Context&, Span);
Value lower_node(Checker&, const syntax::DateLiteral&, const Context&, Span);
Value lower_node(Checker&, const syntax::TimeLiteral&, const Context&, Span);
Value lower_node(Checker&, const syntax::DurationLiteral&, const Context&, Span);
Value lower_node(Checker&, const syntax::RegexLiteral&, const Context&, Span);
Value lower_node(Checker&, const syntax::Range&, const Context&, Span);

// `amount` units, cut to what calendars can hold.
ir::Duration length_of(std::int64_t amount, syntax::DurationUnit unit);

// name.cpp
Value lower_node(Checker&, const syntax::NameExpr&, const Context&, Span);
Value lower_node(Checker&, const syntax::BuiltinExpr&, const Context&, Span);

// logic.cpp
Value lower_node(Checker&, const syntax::Logic&, const Context&, Span);
Value lower_node(Checker&, const syntax::Not&, const Context&, Span);
Value lower_node(Checker&, const syntax::CountOf&, const Context&, Span);
Value lower_node(Checker&, const syntax::IsMissing&, const Context&, Span);
Value lower_node(Checker&, const syntax::Fallback&, const Context&, Span);
// The first item behind `at` that is no rest of that one: `country in "DE", "AT"` in a list asks for parentheses, after a message.
std::size_t report_commas_of_item(Checker&, const std::vector<syntax::ExprId>& items, std::size_t at, const Context&);

// arithmetic.cpp
Value lower_node(Checker&, const syntax::Negate&, const Context&, Span);
Value lower_node(Checker&, const syntax::Arithmetic&, const Context&, Span);
Value lower_node(Checker&, const syntax::Call&, const Context&, Span);
Value lower_node(Checker&, const syntax::PartOf&, const Context&, Span);

// comparison.cpp
Value lower_node(Checker&, const syntax::Comparison&, const Context&, Span);
Value lower_node(Checker&, const syntax::Between&, const Context&, Span);
// match.cpp
Value lower_node(Checker&, const syntax::Match&, const Context&, Span);

// phrase.cpp
Value lower_node(Checker&, const syntax::PhraseExpr&, const Context&, Span);
// activity_value.cpp
Value lower_node(Checker&, const syntax::TimesOf&, const Context&, Span);
Value lower_node(Checker&, const syntax::DaysBetween&, const Context&, Span);
Value lower_node(Checker&, const syntax::DaysSince&, const Context&, Span);
Value lower_node(Checker&, const syntax::AggregateOf&, const Context&, Span);
Value lower_node(Checker&, const syntax::TimeOf&, const Context&, Span);
Value lower_node(Checker&, const syntax::ValueOf&, const Context&, Span);
// history.cpp
Value lower_node(Checker&, const syntax::TimesEntered&, const Context&, Span);
Value lower_node(Checker&, const syntax::DaysSinceEntered&, const Context&, Span);
Value lower_node(Checker&, const syntax::Reached&, const Context&, Span);

}  // namespace assay::check

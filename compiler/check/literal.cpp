// Literals, and durations with the names of settings in them.
#include <algorithm>

#include "compiler/check/lower.h"
#include "runtime/calendar/date.h"
#include "runtime/numbers.h"

namespace assay::check {

namespace {

Value constant(Kind kind, ir::ExprId expr, Span span) {
  Value value;
  value.kind = kind;
  value.expr = expr;
  value.span = span;
  return value;
}

std::int64_t day_of(const syntax::DateLiteral& date) { return calendar::day_from_civil(date.year, date.month, date.day).value_or(0); }

std::int64_t microseconds_of(syntax::DurationUnit unit) {
  switch (unit) {
    case syntax::DurationUnit::Second: return calendar::microseconds_per_second;
    case syntax::DurationUnit::Minute: return 60 * calendar::microseconds_per_second;
    case syntax::DurationUnit::Hour: return 3600 * calendar::microseconds_per_second;
    case syntax::DurationUnit::Day: return calendar::microseconds_per_day;
    case syntax::DurationUnit::Week: return 7 * calendar::microseconds_per_day;
    case syntax::DurationUnit::Month:
    case syntax::DurationUnit::Quarter:
    case syntax::DurationUnit::Year: return 0;
  }
  return 0;
}

std::int64_t months_of(syntax::DurationUnit unit) {
  if (unit == syntax::DurationUnit::Month) return 1;
  if (unit == syntax::DurationUnit::Quarter) return 3;
  return unit == syntax::DurationUnit::Year ? 12 : 0;
}

}  // namespace

Value lower_node(Checker& checker, const syntax::TextLiteral& node, const Context&, Span span) {
  Value value = constant(Kind::Text, checker.build_.text(node.value), span);
  value.literal = true;
  value.text = node.value;
  return value;
}

Value lower_node(Checker& checker, const syntax::IntegerLiteral& node, const Context&, Span span) {
  return constant(Kind::Integer, checker.build_.integer(node.value), span);
}

Value lower_node(Checker& checker, const syntax::NumberLiteral& node, const Context&, Span span) {
  return constant(Kind::Number, checker.build_.number(node.value), span);
}

Value lower_node(Checker& checker, const syntax::YesNoLiteral& node, const Context&, Span span) {
  ir::Builder& build = checker.build_;
  return constant(Kind::YesNo, build.yes_no(build.truth(node.value), build.truth(!node.value)), span);
}

Value lower_node(Checker& checker, const syntax::DateLiteral& node, const Context&, Span span) {
  return constant(Kind::Date, checker.build_.constant(ir::Type::Date, day_of(node)), span);
}

Value lower_node(Checker& checker, const syntax::TimeLiteral& node, const Context&, Span span) {
  const calendar::LocalTime local = calendar::local_time(static_cast<calendar::Day>(day_of(node.date)), node.microseconds);
  const std::int64_t instant =
      node.offset_minutes ? local - *node.offset_minutes * 60 * calendar::microseconds_per_second : checker.zone_.to_instant(local);
  return constant(Kind::Time, checker.build_.constant(ir::Type::Time, instant), span);
}

Value lower_node(Checker& checker, const syntax::DurationLiteral& node, const Context& context, Span span) {
  const std::optional<ir::Duration> duration = checker.duration(node.duration, context);
  if (!duration) return checker.error(span);
  Value value = constant(Kind::Duration, {}, span);
  value.duration = *duration;
  return value;
}

Value lower_node(Checker& checker, const syntax::RegexLiteral&, const Context&, Span span) {
  checker.sink_.report(diag::Code::UnexpectedWord, span, checker.written(span)).suggest("write: title matches /…/");
  return checker.error(span);
}

Value lower_node(Checker& checker, const syntax::Range&, const Context&, Span span) {
  checker.sink_.report(diag::Code::RangeAsValue, span).suggest("write: employees in 50..199");
  return checker.error(span);
}

std::optional<std::int64_t> Checker::constant_integer(syntax::ExprId id, const Context& context, std::string_view what) {
  Context constants = context;
  constants.level = Level::Constants;
  constants.user = what;
  constants.reach = nullptr;
  const Value value = lower(id, constants);
  if (value.is_error()) return std::nullopt;
  if (value.kind != Kind::Integer || !build_.is_constant(value.expr)) {
    diag::Diagnostic& message = sink_.report(diag::Code::NotWhole, value.span, what, describe(value));
    if (value.kind == Kind::Duration) message.suggest("the unit stands behind it already: a setting there holds the number alone");
    return std::nullopt;
  }
  return build_[value.expr].integer;
}

std::optional<ir::Duration> Checker::duration(const syntax::Duration& duration, const Context& context) {
  const std::optional<std::int64_t> amount = constant_integer(duration.amount, context, "the length of time");
  if (!amount) return std::nullopt;
  return length_of(*amount, duration.unit);
}

ir::Duration length_of(std::int64_t amount, syntax::DurationUnit unit) {
  // What lies beyond the calendar in any case keeps the arithmetic of engines far from its ends.
  constexpr std::int64_t longest_months = 12 * 20'000, longest = 20'000 * 366 * calendar::microseconds_per_day;
  ir::Duration out;
  out.months = std::clamp(runtime::multiply_integers(amount, months_of(unit)), -longest_months, longest_months);
  out.microseconds = std::clamp(runtime::multiply_integers(amount, microseconds_of(unit)), -longest, longest);
  return out;
}

}  // namespace assay::check

// Numbers, times and values from a lead's activities: times, days since, sum of, time of last, last outcome of.
#include "compiler/check/comparison.h"
#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"

namespace assay::check {

namespace {

Value made(Kind kind, ir::ExprId expr, Span span) {
  Value value;
  value.kind = kind;
  value.expr = expr;
  value.span = span;
  return value;
}

// NAME where points end with `days since NAME "reason"` and it is no verb; nullptr for all other phrases.
const syntax::Name* name_before_reason(Checker& checker, syntax::PhraseId id, const Context& context) {
  if (context.open_reason != id) return nullptr;
  const syntax::Name& name = (*context.ast)[id].parts.front().verb;
  return is_verb(checker, name) ? nullptr : &name;
}

// A phrase without a count and without `then`.
std::optional<LoweredPhrase> plain_phrase(Checker& checker, syntax::PhraseId id, const Context& context, const char* user) {
  const syntax::Phrase& written = (*context.ast)[id];
  if (written.parts.size() > 1) {
    checker.sink_.report(diag::Code::ChainHere, written.span).suggest("chains stand in conditions and in 'for each different'");
    return std::nullopt;
  }
  if (written.count) {
    checker.sink_.report(diag::Code::CountHere, written.count->span, user);
    return std::nullopt;
  }
  return lower_phrase(checker, id, context);
}

Value days_since_time(Checker& checker, ir::ExprId time, Span span) {
  const ir::ExprId now = checker.build_.leaf(ir::Op::AsOf, ir::Type::Time);
  return made(Kind::Integer, checker.build_.function(ir::Op::DaysBetweenTimes, ir::Type::Integer, {time, now}), span);
}

Value days_since_phrase(Checker& checker, const LoweredPhrase& phrase, bool first, Span span) {
  const ir::Op op = first ? ir::Op::FirstTime : ir::Op::LatestTime;
  return days_since_time(checker, checker.build_.over_phrase(op, ir::Type::Time, phrase.phrase), span);
}

// Of what cannot be summed or ordered, the type that was needed instead.
const char* needed_for(syntax::AggregateOf::Op op, Kind kind) {
  const bool number = kind == Kind::Integer || kind == Kind::Number;
  if (op == syntax::AggregateOf::Op::Sum || op == syntax::AggregateOf::Op::Average) return number ? nullptr : "a number";
  return number || kind == Kind::Date || kind == Kind::Time ? nullptr : "a number, a date or a time";
}

ir::Op aggregate_op(syntax::AggregateOf::Op op) {
  switch (op) {
    case syntax::AggregateOf::Op::Sum: return ir::Op::SumOf;
    case syntax::AggregateOf::Op::Max: return ir::Op::MaxOf;
    case syntax::AggregateOf::Op::Min: return ir::Op::MinOf;
    case syntax::AggregateOf::Op::Average: return ir::Op::AverageOf;
  }
  return ir::Op::SumOf;
}

}  // namespace

bool is_verb(Checker& checker, const syntax::Name& name) {
  if (checker.find(name.text, NameKind::Activity) != nullptr) return true;
  return name.text == "active" && !name.quoted && checker.find(name.text) == nullptr;
}

std::optional<Value> days_since_between(Checker& checker, const syntax::DaysSince& node, const syntax::Between& range,
                                        const Context& context, Span span) {
  const auto* verb = std::get_if<syntax::NameExpr>(&(*context.ast)[node.operand].node);
  if (verb == nullptr || context.in_filter || !is_verb(checker, verb->name)) return std::nullopt;
  const Value low = checker.lower(range.low, context);
  if (low.is_error()) return low;
  if (!low.is_moment()) return std::nullopt;
  const std::optional<LoweredPhrase> phrase = verb_in_range(checker, verb->name, range, context, span);
  return phrase ? days_since_phrase(checker, *phrase, node.first, span) : checker.error(span);
}

Value lower_node(Checker& checker, const syntax::TimesOf& node, const Context& context, Span span) {
  const std::optional<LoweredPhrase> phrase = plain_phrase(checker, node.phrase, context, "'times'");
  if (!phrase) return checker.error(span);
  return made(Kind::Integer, checker.build_.over_phrase(ir::Op::Count, ir::Type::Integer, phrase->phrase), span);
}

Value lower_node(Checker& checker, const syntax::DaysBetween& node, const Context& context, Span span) {
  Value from = checker.lower(node.from, context), to = checker.lower(node.to, context);
  if (from.is_error() || to.is_error()) return checker.error(span);
  for (const Value& side : {from, to}) {
    if (side.is_moment()) continue;
    checker.sink_.report(diag::Code::DateWanted, side.span, describe(side));
    return checker.error(span);
  }
  if (!checker.unify(from, to, span)) return checker.error(span);
  const ir::Op op = from.kind == Kind::Date ? ir::Op::DaysBetweenDates : ir::Op::DaysBetweenTimes;
  return made(Kind::Integer, checker.build_.function(op, ir::Type::Integer, {from.expr, to.expr}), span);
}

Value lower_node(Checker& checker, const syntax::DaysSince& node, const Context& context, Span span) {
  const syntax::Expr& operand = (*context.ast)[node.operand];
  const auto* phrase_expr = std::get_if<syntax::PhraseExpr>(&operand.node);
  const syntax::Name* no_verb = phrase_expr == nullptr ? nullptr : name_before_reason(checker, phrase_expr->phrase, context);
  if (phrase_expr != nullptr && no_verb == nullptr) {
    const std::optional<LoweredPhrase> phrase = plain_phrase(checker, phrase_expr->phrase, context, "'days since'");
    return phrase ? days_since_phrase(checker, *phrase, node.first, span) : checker.error(span);
  }
  const auto* name = std::get_if<syntax::NameExpr>(&operand.node);
  if (name != nullptr && !context.in_filter && (is_verb(checker, name->name) || node.first)) {
    const std::optional<std::int32_t> activity = resolve_verb(checker, name->name);
    if (!activity || !phrases_allowed(checker, context, span)) return checker.error(span);
    if (!may_ask(checker, Level::Fields, name->name.text, context, span, nullptr)) return checker.error(span);
    return days_since_phrase(checker, phrase_of_verb(checker, *activity, context, operand.span), node.first, span);
  }
  const Value value = no_verb == nullptr ? checker.lower(node.operand, context) : checker.lower_name(*no_verb, context);
  if (value.is_error()) return value;
  if (value.kind == Kind::Time) return days_since_time(checker, value.expr, span);
  if (value.kind == Kind::Date) {
    return made(Kind::Integer, checker.build_.function(ir::Op::DaysBetweenDates, ir::Type::Integer, {value.expr, today(checker)}), span);
  }
  checker.sink_.report(diag::Code::DateWanted, value.span, describe(value))
      .suggest("write: days since created, or: days since visited pricing");
  return checker.error(span);
}

Value lower_node(Checker& checker, const syntax::AggregateOf& node, const Context& context, Span span) {
  const std::optional<LoweredPhrase> phrase = plain_phrase(checker, node.phrase, context, "a sum");
  if (!phrase) return checker.error(span);
  const std::optional<std::int32_t> attribute = resolve_attribute(checker, phrase->activity, node.attribute, false);
  if (!attribute) return checker.error(span);
  Value value = checker.attribute_value(aggregate_op(node.op), phrase->phrase, phrase->activity, *attribute, span);
  if (value.is_error()) return value;
  if (const char* needed = needed_for(node.op, value.kind)) {
    checker.sink_.report(diag::Code::WrongAttribute, node.attribute.span, node.attribute.text, describe(value), needed);
    return checker.error(span);
  }
  if (node.op == syntax::AggregateOf::Op::Average) {
    value.kind = Kind::Number;
    value.expr = checker.build_.over_phrase(ir::Op::AverageOf, ir::Type::Number, phrase->phrase, *attribute);
  }
  return value;
}

Value lower_node(Checker& checker, const syntax::TimeOf& node, const Context& context, Span span) {
  const std::optional<LoweredPhrase> phrase = plain_phrase(checker, node.phrase, context, "'time of'");
  if (!phrase) return checker.error(span);
  const ir::Op op = node.first ? ir::Op::FirstTime : ir::Op::LatestTime;
  return made(Kind::Time, checker.build_.over_phrase(op, ir::Type::Time, phrase->phrase), span);
}

Value lower_node(Checker& checker, const syntax::ValueOf& node, const Context& context, Span span) {
  const std::optional<LoweredPhrase> phrase = plain_phrase(checker, node.phrase, context, node.first ? "'first'" : "'last'");
  if (!phrase) return checker.error(span);
  const std::optional<std::int32_t> attribute = resolve_attribute(checker, phrase->activity, node.attribute, false);
  if (!attribute) return checker.error(span);
  const ir::Op op = node.first ? ir::Op::FirstValue : ir::Op::LastValue;
  return checker.attribute_value(op, phrase->phrase, phrase->activity, *attribute, span);
}

}  // namespace assay::check

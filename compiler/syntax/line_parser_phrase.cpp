#include "compiler/syntax/line_parser.h"

namespace assay::syntax {

PhraseId LineParser::phrase(bool may_have_dates) {
  const std::size_t first = at_;
  Phrase made;
  do made.parts.push_back(phrase_part());
  while (take(T::THEN));
  if (take(T::WITHIN)) made.within = duration();
  if (begins_count(0)) made.count = count();
  if (begins_window(0)) made.window = window();
  if (given_up_) return {};
  made.span = from(first);
  if (may_have_dates && is(T::BETWEEN)) {  // the rule `dateRange`
    if (made.window) give_up();
    const std::size_t range = at_;
    need(T::BETWEEN);
    const ExprId low = additive();
    need(T::AND);
    const ExprId high = additive();
    if (given_up_) return {};
    add_dates(made, low, high, from(range));
  }
  return add_phrase(std::move(made), conditions_open_ > 0);
}

PhrasePart LineParser::phrase_part() {
  const std::size_t first = at_;
  PhrasePart part;
  part.verb = name();
  if (is(T::SAME)) {
    const Span same = need(T::SAME);
    Name attribute = word();
    part.same = Same{attribute, join(same, attribute.span)};
  } else if (is(T::TEXT) || is_object_name(type())) {
    part.objects.push_back(phrase_object());
    while (is(T::COMMA) && (type(1) == T::TEXT || is_object_name(type(1))) && !begins_modifier(1)) {
      ++at_;
      part.objects.push_back(phrase_object());
    }
  }
  ++conditions_open_;
  if (take(T::WITH)) {
    part.conditions.push_back(with_condition());
    while (is(T::WITH_COMMA) || (is(T::COMMA) && is_word(type(1)) && !begins_modifier(1))) {
      ++at_;
      part.conditions.push_back(with_condition());
    }
  }
  --conditions_open_;
  part.span = from(first);
  return part;
}

ExprId LineParser::phrase_object() {
  if (!is(T::TEXT)) return name_expression(name());
  Text of = text();
  return add(TextLiteral{std::move(of.value)}, of.span);
}

ExprId LineParser::with_condition() {
  const std::size_t first = at_;
  if (is(T::NOT) && is_word(type(1))) {
    const Span op_span = need(T::NOT);
    const ExprId inner = with_condition();
    return add(Not{inner, op_span}, from(first));
  }
  if (is(T::HAS) && is_word(type(1))) {
    need(T::HAS);
    const ExprId attribute = name_expression(word());
    return add(IsMissing{attribute, true, true}, from(first));
  }
  const ExprId attribute = name_expression(word());
  return begins_tail() ? comparison_tail(attribute) : attribute;
}

// Behind `more than 3` a unit of time says that it is a window: `more than 3 days ago`.
bool LineParser::begins_count(std::size_t ahead) const {
  const T next = type(ahead + 1);
  switch (type(ahead)) {
    case T::ON: return next == T::AT || next == T::EXACTLY || next == T::MORE_WORD || next == T::FEWER;
    case T::AT: return next == T::LEAST || next == T::MOST;
    case T::MORE_WORD: return next == T::THAN && !is_unit(type(ahead + 3));
    case T::FEWER: return next == T::THAN;
    case T::EXACTLY: return true;
    default: return false;
  }
}

Count LineParser::count() {
  const std::size_t first = at_;
  Count made;
  const bool periods = take(T::ON);
  const T bound = type();  // the rule `countBound`
  made.op = bound == T::MORE_WORD ? Count::Op::MoreThan : bound == T::FEWER ? Count::Op::FewerThan : Count::Op::Exactly;
  take_if(is_any(T::AT, T::EXACTLY, T::MORE_WORD, T::FEWER));
  if (bound == T::AT) {
    made.op = is(T::LEAST) ? Count::Op::AtLeast : Count::Op::AtMost;
    take_if(is_any(T::LEAST, T::MOST));
  } else if (bound != T::EXACTLY) {
    need(T::THAN);
  }
  made.number = amount();
  if (periods) {
    count_periods(made, unit());
  } else if (take(T::DIFFERENT)) {
    made.of = Count::Of::Different;
    made.attribute = word();
  } else {
    take_if(is_any(T::TIME_WORD, T::TIMES));
  }
  made.span = from(first);
  return made;
}

bool LineParser::begins_window(std::size_t ahead) const {
  const T next = type(ahead + 1);
  switch (type(ahead)) {
    case T::IN: return next == T::LAST || next == T::THIS;
    case T::MORE_WORD: return next == T::THAN && is_unit(type(ahead + 3));
    case T::SINCE:
    case T::BEFORE:
    case T::TODAY: return true;
    default: return false;
  }
}

Window LineParser::window() {
  const std::size_t first = at_;
  const auto made = [&](auto node) { return Window{std::move(node), from(first)}; };
  if (take(T::TODAY)) return made(OnToday{});
  if (take(T::BEFORE)) return made(Before{operand()});
  if (take(T::MORE_WORD)) {
    need(T::THAN);
    const Duration than = duration();
    need(T::AGO);
    return made(MoreThanAgo{than});
  }
  if (take(T::SINCE)) {
    if (!is(T::LAST) || type(2) == T::OF) return made(Since{operand()});
    need(T::LAST);
    return made(SinceLast{name()});
  }
  need(T::IN);
  if (take(T::LAST)) return made(InLast{duration()});
  need(T::THIS);
  const Span period = need(T::UNIT);
  return this_period(period, from(first));
}

// Names and amounts

Duration LineParser::duration() {
  const std::size_t first = at_;
  const ExprId number = amount();
  const Span unit_span = unit();
  return duration_of(number, unit_span, from(first));
}

ExprId LineParser::amount() {
  if (!is(T::INTEGER)) return name_expression(name());
  const Span digits = need(T::INTEGER);
  return number_literal(digits, T::INTEGER, false);
}

Name LineParser::name() { return name_at(take_if(is_name(type()))); }
Name LineParser::word() { return name_at(take_if(is_word(type()))); }
Name LineParser::stage_name() { return name_at(take_if(is_name(type()) || is(T::LEAD))); }

std::vector<Text> LineParser::texts() {
  return list_of([&] { return text(); });
}

Label LineParser::label() {
  const T kind = type();
  return label_at(take_if(is_name(kind) || is_any(T::INTEGER, T::NUMBER, T::TEXT, T::YES, T::NO)), kind);
}

}  // namespace assay::syntax

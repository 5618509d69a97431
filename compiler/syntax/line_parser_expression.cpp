#include "compiler/syntax/line_parser.h"

namespace assay::syntax {

ExprId LineParser::expression() {
  const std::size_t first = at_;
  const ExprId left = conjunction();
  if (!is(T::OR)) return left;
  Logic logic{Logic::Op::Or, {left}};
  while (take(T::OR)) logic.operands.push_back(conjunction());
  return add(std::move(logic), from(first));
}

ExprId LineParser::conjunction() {
  const std::size_t first = at_;
  const ExprId left = negation();
  if (!is(T::AND)) return left;
  Logic logic{Logic::Op::And, {left}};
  while (take(T::AND)) logic.operands.push_back(negation());
  return add(std::move(logic), from(first));
}

ExprId LineParser::negation() {
  if (!is(T::NOT)) return comparison();
  const std::size_t first = at_;
  const Span op_span = need(T::NOT);
  const ExprId operand = negation();
  return add(Not{operand, op_span}, from(first));
}

ExprId LineParser::comparison() {
  const std::size_t first = at_;
  if (take(T::HAS)) {
    const ExprId known = operand();
    return add(IsMissing{known, true, true}, from(first));
  }
  const ExprId subject = fallback();
  return begins_tail() ? comparison_tail(subject) : subject;
}

// `in last 3 days` belongs to a phrase.
bool LineParser::begins_tail() const {
  if (is(T::IN)) return type(1) != T::LAST && type(1) != T::THIS;
  return is_comparing(type()) || is_matching(type()) || is_any(T::IS, T::NOT, T::BETWEEN);
}

ExprId LineParser::comparison_tail(ExprId subject) {
  if (given_up_) return subject;
  const std::size_t first = at_;
  const bool negated = take(T::NOT);
  if (is(T::BETWEEN)) return between_tail(subject, negated, first);
  closed_before_operator(subject, here(), true);
  if (is_matching(type())) return match_tail(subject, negated, first);
  if (negated) give_up();
  return is(T::IS) ? is_tail(subject, first) : compare_tail(subject, first);
}

ExprId LineParser::between_tail(ExprId subject, bool negated, std::size_t first) {
  const Span op_span = need(T::BETWEEN);
  const ExprId low = additive();
  need(T::AND);
  const ExprId high = additive();
  return given_up_ ? subject : with_between(subject, {negated, op_span, from(first), low, high});
}

ExprId LineParser::match_tail(ExprId subject, bool negated, std::size_t first) {
  const T op = type();
  Match match{match_op(op), need(op), negated, subject, {}, false};
  if (op == T::STARTS || op == T::ENDS) match.op_span = join(match.op_span, need(T::WITH));
  match.parenthesised = take(T::LPAREN);
  match.values.push_back(match_value());
  while (is(T::COMMA) && (type(1) == T::REGEX || (begins_value(1) && !begins_modifier(1)))) {
    ++at_;
    match.values.push_back(match_value());
  }
  if (match.parenthesised) need(T::RPAREN);
  return add(std::move(match), join(ast_[subject].span, from(first)));
}

ExprId LineParser::compare_tail(ExprId subject, std::size_t first) {
  const CompareOp op = compare_op(type());
  const Span op_span = take_if(is_comparing(type()));
  const bool exactly = take_exactly();
  const ExprId right = fallback();
  return add(Comparison{op, op_span, subject, right, exactly}, join(ast_[subject].span, from(first)));
}

// The rules `missingTail` and `isTail`.
ExprId LineParser::is_tail(ExprId subject, std::size_t first) {
  Comparison made{CompareOp::Is, need(T::IS), subject, {}, false};
  if (is(T::NOT)) {
    made.op = CompareOp::IsNot;
    made.op_span = join(made.op_span, need(T::NOT));
  }
  const bool missing = take(T::MISSING);
  if (!missing) {
    made.exactly = take_exactly();
    made.right = fallback();
  }
  const Span whole = join(ast_[subject].span, from(first));
  return missing ? add(IsMissing{subject, made.op == CompareOp::IsNot, false}, whole) : add(made, whole);
}

// `= exactly 2 of (…)` compares with a count.
bool LineParser::take_exactly() { return !(type(1) == T::INTEGER && type(2) == T::OF) && take(T::EXACTLY); }

ExprId LineParser::match_value() {
  const std::size_t first = at_;
  if (is(T::REGEX)) return regex_literal(need(T::REGEX));
  const ExprId low = value();
  if (!take(T::RANGE)) return low;
  const ExprId high = value();
  return add(Range{low, high}, from(first));
}

ExprId LineParser::fallback() {
  const std::size_t first = at_;
  const ExprId left = additive();
  if (!is(T::ELSE)) return left;
  Fallback node{{left}};
  while (is(T::ELSE)) {
    closed_before_operator(node.operands.back(), here());
    need(T::ELSE);
    node.operands.push_back(additive());
  }
  return add(std::move(node), from(first));
}

ExprId LineParser::additive() {
  const std::size_t first = at_;
  const ExprId left = multiplicative();
  if (!is_any(T::PLUS, T::MINUS)) return left;
  Arithmetic node{left, {}};
  while (is_any(T::PLUS, T::MINUS)) {
    const ArithmeticOp op = is(T::PLUS) ? ArithmeticOp::Add : ArithmeticOp::Subtract;
    closed_before_operator(node.steps.empty() ? left : node.steps.back().operand, here());
    const Span op_span = take_if(true);
    ExprId operand{};
    if (is_name(type()) && is_unit(type(1))) {  // the rule `namedDuration`
      const std::size_t duration_first = at_;
      const ExprId amount = name_expression(name());
      const Span unit_span = unit();
      operand = add(DurationLiteral{duration_of(amount, unit_span, from(duration_first))}, from(duration_first));
    } else {
      operand = multiplicative();
    }
    node.steps.push_back({op, op_span, operand});
  }
  return add(std::move(node), from(first));
}

ExprId LineParser::multiplicative() {
  const std::size_t first = at_;
  const ExprId left = unary();
  if (!is_any(T::STAR, T::SLASH)) return left;
  Arithmetic node{left, {}};
  while (is_any(T::STAR, T::SLASH)) {
    const ArithmeticOp op = is(T::STAR) ? ArithmeticOp::Multiply : ArithmeticOp::Divide;
    closed_before_operator(node.steps.empty() ? left : node.steps.back().operand, here());
    const Span op_span = take_if(true);
    node.steps.push_back({op, op_span, unary()});
  }
  return add(std::move(node), from(first));
}

ExprId LineParser::unary() {
  if (!is(T::MINUS)) return operand();
  const std::size_t first = at_;
  const Span sign = need(T::MINUS);
  // The smallest integer has no positive counterpart, so a sign belongs to its number.
  const bool number = (is(T::INTEGER) && !is_unit(type(1))) || is_any(T::NUMBER, T::PERCENT);
  if (number) return signed_literal(first);
  const ExprId inner = unary();
  return given_up_ ? inner : negated(inner, sign);
}

// Operands

ExprId LineParser::operand() {
  const std::size_t first = at_;
  switch (type()) {
    case T::LPAREN: {
      need(T::LPAREN);
      const ExprId inner = expression();
      need(T::RPAREN);
      return given_up_ ? inner : parenthesised(inner, from(first));
    }
    case T::TODAY: return add(BuiltinExpr{Builtin::Today}, need(T::TODAY));
    case T::NOW: return add(BuiltinExpr{Builtin::Now}, need(T::NOW));
    case T::SCORE: return add(BuiltinExpr{Builtin::Score}, need(T::SCORE));
    case T::EXCLUDED: return add(BuiltinExpr{Builtin::Excluded}, need(T::EXCLUDED));
    case T::TIMES: return times_operand();
    case T::FIRST:
    case T::LAST: return value_of();
    case T::EXACTLY: need(T::EXACTLY); return count_of(CountOf::Op::Exactly, first);
    case T::AT: {
      need(T::AT);
      const CountOf::Op op = is(T::LEAST) ? CountOf::Op::AtLeast : CountOf::Op::AtMost;
      take_if(is_any(T::LEAST, T::MOST));
      return count_of(op, first);
    }
    case T::DAYS: return type(1) == T::BETWEEN || type(1) == T::SINCE ? days_operand() : name_operand();
    default: return begins_literal(0) ? literal() : name_operand();
  }
}

// What begins with a name: a call, a part, a phrase, the name itself.
ExprId LineParser::name_operand() {
  const std::size_t first = at_;
  if (!is_name(type())) {
    give_up();
    return {};
  }
  if (type(1) == T::LPAREN) {
    Call call{name(), {}};
    need(T::LPAREN);
    do call.arguments.push_back(expression());
    while (take(T::LIST_COMMA));
    need(T::RPAREN);
    return add(std::move(call), from(first));
  }
  // Behind `time of last outcome` an `of` says that `time` is a part.
  const bool time = is(T::TIME_WORD) && (type(2) == T::FIRST || type(2) == T::LAST) && type(4) != T::OF;
  if (type(1) == T::OF && time) {
    at_ += 2;
    const bool is_first = is(T::FIRST);
    ++at_;
    const PhraseId id = phrase();
    return add(TimeOf{is_first, id}, from(first));
  }
  if (type(1) == T::OF) {
    const Name part = name();
    need(T::OF);
    const ExprId inner = operand();
    return given_up_ ? inner : part_of(part, inner, from(first));
  }
  const bool phrase_follows = type(1) == T::TEXT || is_object_name(type(1)) || type(1) == T::SAME || type(1) == T::WITH ||
                              type(1) == T::THEN || type(1) == T::WITHIN || begins_count(1) || begins_window(1);
  if (!phrase_follows) return name_expression(name());
  const PhraseId id = phrase();
  return given_up_ ? ExprId{} : phrase_expression(id, from(first));
}

ExprId LineParser::days_operand() {
  const std::size_t first = at_;
  need(T::DAYS);
  if (take(T::BETWEEN)) {
    const ExprId low = operand();
    need(T::AND);
    const ExprId high = operand();
    return add(DaysBetween{low, high}, from(first));
  }
  need(T::SINCE);
  const bool is_first = is(T::FIRST);
  if (is_any(T::FIRST, T::LAST)) ++at_;
  const ExprId since = operand();
  return given_up_ ? since : days_since(is_first, since, from(first));
}

ExprId LineParser::times_operand() {
  const std::size_t first = at_;
  if (type(1) == T::OF) {  // the name of a part
    const Name part = name_at(need(T::TIMES));
    need(T::OF);
    const ExprId inner = operand();
    return given_up_ ? inner : part_of(part, inner, from(first));
  }
  need(T::TIMES);
  const PhraseId id = phrase();
  return given_up_ ? ExprId{} : times_of(id, from(first));
}

ExprId LineParser::count_of(CountOf::Op op, std::size_t first) {
  CountOf node{op, amount(), {}};
  need(T::OF);
  need(T::LPAREN);
  do node.items.push_back(expression());
  while (take(T::LIST_COMMA));
  need(T::RPAREN);
  return add(std::move(node), from(first));
}

ExprId LineParser::value_of() {
  const std::size_t first = at_;
  ValueOf node{is(T::FIRST), {}, {}};
  ++at_;
  node.attribute = word();
  need(T::OF);
  node.phrase = phrase();
  return add(std::move(node), from(first));
}

// Literals and values

bool LineParser::begins_literal(std::size_t ahead) const {
  switch (type(ahead)) {
    case T::TEXT:
    case T::INTEGER:
    case T::NUMBER:
    case T::PERCENT:
    case T::YES:
    case T::NO:
    case T::DATE:
    case T::TIME: return true;
    default: return false;
  }
}

ExprId LineParser::literal() {
  const std::size_t first = at_;
  const T kind = type();
  const Span place = take_if(begins_literal(0));
  if (given_up_) return {};
  if (kind == T::TEXT) return add(TextLiteral{text_at(place).value}, place);
  if (kind == T::YES || kind == T::NO) return add(YesNoLiteral{kind == T::YES}, place);
  if (kind == T::DATE || kind == T::TIME) return moment(place, kind == T::TIME);
  const ExprId number = number_literal(place, kind, false);
  if (kind != T::INTEGER || !is_unit(type())) return number;
  const Span unit_span = unit();
  return add(DurationLiteral{duration_of(number, unit_span, from(first))}, from(first));
}

// `first` is the word of its sign, if it has one.
ExprId LineParser::signed_literal(std::size_t first) {
  const bool negative = words_[first].type == T::MINUS;
  const bool number = is_any(T::NUMBER, T::PERCENT) || (is(T::INTEGER) && !is_unit(type(1)));
  if (number) {
    const T kind = type();
    const Span digits = take_if(true);
    return signed_number(digits, kind, negative, from(first));
  }
  const ExprId plain = literal();
  if (given_up_ || !negative) return plain;
  return negated(plain, {source_.id(), words_[first].begin, words_[first].begin + 1});
}

ExprId LineParser::literal_value() {
  const std::size_t first = at_;
  if (is_any(T::PLUS, T::MINUS)) ++at_;
  return signed_literal(first);
}

ExprId LineParser::value() {
  if (is(T::TODAY)) return add(BuiltinExpr{Builtin::Today}, need(T::TODAY));
  if (is(T::NOW)) return add(BuiltinExpr{Builtin::Now}, need(T::NOW));
  return is_name(type()) ? name_expression(name()) : literal_value();
}

bool LineParser::begins_value(std::size_t ahead) const {
  const T first = type(ahead);
  if (first == T::PLUS || first == T::MINUS) return begins_literal(ahead + 1);
  return begins_literal(ahead) || is_name(first) || first == T::TODAY || first == T::NOW;
}

ExprId LineParser::bound() {
  const std::size_t first = at_;
  const bool negative = is(T::MINUS);
  const Span sign = here();
  if (is_any(T::PLUS, T::MINUS)) ++at_;
  if (is_name(type())) {
    const ExprId setting = name_expression(name());
    return negative ? negated(setting, sign) : setting;
  }
  const T kind = type();
  const Span digits = take_if(is_any(T::INTEGER, T::NUMBER, T::PERCENT));
  return given_up_ ? ExprId{} : signed_number(digits, kind, negative, from(first));
}

}  // namespace assay::syntax

#include "compiler/syntax/from_antlr.h"

namespace assay::syntax {

ExprId FromAntlr::expression(P::ExpressionContext* tree) {
  const auto parts = tree->conjunction();
  if (parts.size() == 1) return conjunction(parts[0]);
  Logic logic{Logic::Op::Or, {}};
  for (auto* part : parts) logic.operands.push_back(conjunction(part));
  return add(std::move(logic), span(tree));
}

ExprId FromAntlr::conjunction(P::ConjunctionContext* tree) {
  const auto parts = tree->negation();
  if (parts.size() == 1) return negation(parts[0]);
  Logic logic{Logic::Op::And, {}};
  for (auto* part : parts) logic.operands.push_back(negation(part));
  return add(std::move(logic), span(tree));
}

ExprId FromAntlr::negation(P::NegationContext* tree) {
  if (!tree->NOT()) return comparison(tree->comparison());
  const ExprId operand = negation(tree->negation());
  return add(Not{operand, span(tree->NOT())}, span(tree));
}

ExprId FromAntlr::comparison(P::ComparisonContext* tree) {
  if (tree->HAS()) return add(IsMissing{operand(tree->operand()), true, true}, span(tree));
  const ExprId subject = fallback(tree->fallback());
  return tree->comparisonTail() ? with_tail(subject, tree->comparisonTail()) : subject;
}

ExprId FromAntlr::with_tail(ExprId subject, P::ComparisonTailContext* tree) {
  const Span whole = join(ast_[subject].span, span(tree));
  if (!dynamic_cast<P::BetweenTailContext*>(tree)) closed_before_operator(subject, span(tree), true);
  if (auto* tail = dynamic_cast<P::CompareTailContext*>(tree)) {
    const ExprId right = fallback(tail->fallback());
    return add(
        Comparison{compare_op(type(tail->compareOperator())), span(tail->compareOperator()), subject, right, tail->EXACTLY() != nullptr},
        whole);
  }
  if (auto* tail = dynamic_cast<P::MissingTailContext*>(tree)) return add(IsMissing{subject, tail->NOT() != nullptr, false}, whole);
  if (auto* tail = dynamic_cast<P::IsTailContext*>(tree)) {
    const ExprId right = fallback(tail->fallback());
    const Span op_span = tail->NOT() ? join(span(tail->IS()), span(tail->NOT())) : span(tail->IS());
    return add(Comparison{tail->NOT() ? CompareOp::IsNot : CompareOp::Is, op_span, subject, right, tail->EXACTLY() != nullptr}, whole);
  }
  if (auto* tail = dynamic_cast<P::BetweenTailContext*>(tree)) return between_tail(subject, tail);
  return match_tail(subject, static_cast<P::MatchTailContext*>(tree));
}

ExprId FromAntlr::between_tail(ExprId subject, P::BetweenTailContext* tree) {
  const ExprId low = additive(tree->additive(0));
  const ExprId high = additive(tree->additive(1));
  return with_between(subject, {tree->NOT() != nullptr, span(tree->BETWEEN()), span(tree), low, high});
}

ExprId FromAntlr::match_tail(ExprId subject, P::MatchTailContext* tree) {
  P::MatchValuesContext* values = tree->matchValues();
  Match match;
  match.op = match_op(type(tree->matchOperator()));
  match.op_span = span(tree->matchOperator());
  match.negated = tree->NOT() != nullptr;
  match.subject = subject;
  match.parenthesised = values->LPAREN() != nullptr;
  for (auto* item : values->matchValue()) {
    if (item->REGEX()) {
      match.values.push_back(regex_literal(span(item->REGEX())));
      continue;
    }
    const ExprId low = value(item->value(0));
    match.values.push_back(item->RANGE() ? add(Range{low, value(item->value(1))}, span(item)) : low);
  }
  return add(std::move(match), join(ast_[subject].span, span(tree)));
}

ExprId FromAntlr::fallback(P::FallbackContext* tree) {
  const auto parts = tree->additive();
  if (parts.size() == 1) return additive(parts[0]);
  Fallback node;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (at > 0) closed_before_operator(node.operands.back(), from_sign_on(tree->ELSE(at - 1), tree));
    node.operands.push_back(additive(parts[at]));
  }
  return add(std::move(node), span(tree));
}

ExprId FromAntlr::additive(P::AdditiveContext* tree) {
  if (tree->children.size() == 1) return multiplicative(static_cast<P::MultiplicativeContext*>(tree->children[0]));
  Arithmetic node;
  node.first = multiplicative(static_cast<P::MultiplicativeContext*>(tree->children[0]));
  for (std::size_t at = 1; at + 1 < tree->children.size(); at += 2) {
    auto* sign = static_cast<antlr4::tree::TerminalNode*>(tree->children[at]);
    const ArithmeticOp op = sign->getSymbol()->getType() == P::PLUS ? ArithmeticOp::Add : ArithmeticOp::Subtract;
    closed_before_operator(node.steps.empty() ? node.first : node.steps.back().operand, from_sign_on(sign, tree));
    ExprId operand;
    if (auto* named = dynamic_cast<P::NamedDurationContext*>(tree->children[at + 1])) {
      const ExprId amount = name_expression(name(named->name()));
      operand = add(DurationLiteral{duration_of(amount, span(named->unit()), span(named))}, span(named));
    } else {
      operand = multiplicative(static_cast<P::MultiplicativeContext*>(tree->children[at + 1]));
    }
    node.steps.push_back({op, span(sign), operand});
  }
  return add(std::move(node), span(tree));
}

ExprId FromAntlr::multiplicative(P::MultiplicativeContext* tree) {
  const auto parts = tree->unary();
  const ExprId first = unary(parts[0]);
  if (parts.size() == 1) return first;
  Arithmetic node;
  node.first = first;
  for (std::size_t at = 1; at < parts.size(); ++at) {
    auto* sign = static_cast<antlr4::tree::TerminalNode*>(tree->children[2 * at - 1]);
    const ArithmeticOp op = sign->getSymbol()->getType() == P::STAR ? ArithmeticOp::Multiply : ArithmeticOp::Divide;
    closed_before_operator(node.steps.empty() ? node.first : node.steps.back().operand, from_sign_on(sign, tree));
    node.steps.push_back({op, span(sign), unary(parts[at])});
  }
  return add(std::move(node), span(tree));
}

ExprId FromAntlr::unary(P::UnaryContext* tree) {
  if (!tree->MINUS()) return operand(tree->operand());
  const Span sign = span(tree->MINUS());
  P::UnaryContext* inner = tree->unary();
  // The smallest integer has no positive counterpart, so a sign belongs to its number.
  auto* number = inner->operand() ? dynamic_cast<P::LiteralOperandContext*>(inner->operand()) : nullptr;
  if (number && number->literal()->children.size() == 1 && !number->literal()->TEXT() && !number->literal()->DATE() &&
      !number->literal()->TIME() && !number->literal()->YES() && !number->literal()->NO()) {
    return signed_literal(number->literal(), true, span(tree));
  }
  return negated(unary(inner), sign);
}

ExprId FromAntlr::operand(P::OperandContext* tree) {
  if (auto* node = dynamic_cast<P::PhraseOperandContext*>(tree)) return phrase_expression(node->phrase());
  if (auto* node = dynamic_cast<P::LiteralOperandContext*>(tree)) return literal(node->literal());
  if (auto* node = dynamic_cast<P::ParenthesisedContext*>(tree)) return parenthesised(expression(node->expression()), span(tree));
  if (auto* node = dynamic_cast<P::BuiltinContext*>(tree)) return builtin(node);
  if (auto* node = dynamic_cast<P::PartOfContext*>(tree)) {
    const Name part = name(node->partName());
    return part_of(part, operand(node->operand()), span(tree));
  }
  if (auto* node = dynamic_cast<P::DaysSinceContext*>(tree))
    return days_since(node->FIRST() != nullptr, operand(node->operand()), span(tree));
  if (auto* node = dynamic_cast<P::CountOfContext*>(tree)) return count_of(node);
  if (auto* node = dynamic_cast<P::CallContext*>(tree)) {
    Call call{name(node->name()), {}};
    for (auto* argument : node->expression()) call.arguments.push_back(expression(argument));
    return add(std::move(call), span(tree));
  }
  if (auto* node = dynamic_cast<P::DaysBetweenContext*>(tree)) {
    const ExprId from = operand(node->operand(0));
    return add(DaysBetween{from, operand(node->operand(1))}, span(tree));
  }
  if (auto* node = dynamic_cast<P::TimesOfContext*>(tree)) return times_of(phrase(node->phrase()), span(tree));
  if (auto* node = dynamic_cast<P::TimeOfContext*>(tree)) return add(TimeOf{node->FIRST() != nullptr, phrase(node->phrase())}, span(tree));
  auto* node = static_cast<P::ValueOfContext*>(tree);
  return add(ValueOf{node->FIRST() != nullptr, name(node->word()), phrase(node->phrase())}, span(tree));
}

ExprId FromAntlr::count_of(P::CountOfContext* tree) {
  CountOf node;
  node.op = tree->LEAST() ? CountOf::Op::AtLeast : tree->MOST() ? CountOf::Op::AtMost : CountOf::Op::Exactly;
  node.number = amount(tree->amount());
  for (auto* item : tree->expression()) node.items.push_back(expression(item));
  return add(std::move(node), span(tree));
}

ExprId FromAntlr::builtin(P::BuiltinContext* tree) {
  const Builtin which = tree->TODAY() ? Builtin::Today : tree->NOW() ? Builtin::Now : tree->SCORE() ? Builtin::Score : Builtin::Excluded;
  return add(BuiltinExpr{which}, span(tree));
}

ExprId FromAntlr::literal(P::LiteralContext* tree) {
  const Span place = span(tree);
  if (tree->TEXT()) return add(TextLiteral{text_at(place).value}, place);
  if (tree->YES() || tree->NO()) return add(YesNoLiteral{tree->YES() != nullptr}, place);
  if (tree->DATE() || tree->TIME()) return moment(place, tree->TIME() != nullptr);
  if (tree->unit()) {
    const ExprId amount = number_literal(span(tree->INTEGER()), WordType::INTEGER, false);
    return add(DurationLiteral{duration_of(amount, span(tree->unit()), place)}, place);
  }
  return number_literal(place, type(tree), false);
}

ExprId FromAntlr::signed_literal(P::LiteralContext* tree, bool negative, Span whole) {
  const bool number = tree->children.size() == 1 && (tree->INTEGER() || tree->NUMBER() || tree->PERCENT());
  if (!number) {
    const ExprId plain = literal(tree);
    return negative ? negated(plain, {whole.file, whole.begin, whole.begin + 1}) : plain;
  }
  return signed_number(span(tree), type(tree), negative, whole);
}

ExprId FromAntlr::literal_value(P::LiteralValueContext* tree) {
  return signed_literal(tree->literal(), tree->MINUS() != nullptr, span(tree));
}

ExprId FromAntlr::value(P::ValueContext* tree) {
  if (tree->literal()) return signed_literal(tree->literal(), tree->MINUS() != nullptr, span(tree));
  if (tree->name()) return name_expression(name(tree->name()));
  return add(BuiltinExpr{tree->TODAY() ? Builtin::Today : Builtin::Now}, span(tree));
}

ExprId FromAntlr::bound(P::BoundContext* tree) {
  if (!tree->name()) return signed_number(span(tree->getStop()), type(tree->getStop()), tree->MINUS() != nullptr, span(tree));
  const ExprId setting = name_expression(name(tree->name()));
  return tree->MINUS() ? negated(setting, span(tree->MINUS())) : setting;
}

}  // namespace assay::syntax

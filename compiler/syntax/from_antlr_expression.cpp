#include "compiler/syntax/from_antlr.h"
#include "compiler/syntax/literals.h"

namespace assay::syntax {

namespace {

CompareOp compare_op(AssayParser::CompareOperatorContext* tree) {
  switch (tree->getStart()->getType()) {
    case AssayParser::NOT_EQUAL: return CompareOp::NotEqual;
    case AssayParser::LESS: return CompareOp::Less;
    case AssayParser::LESS_EQUAL: return CompareOp::LessEqual;
    case AssayParser::GREATER: return CompareOp::Greater;
    case AssayParser::GREATER_EQUAL: return CompareOp::GreaterEqual;
    default: return CompareOp::Equal;
  }
}

MatchOp match_op(AssayParser::MatchOperatorContext* tree) {
  switch (tree->getStart()->getType()) {
    case AssayParser::CONTAINS: return MatchOp::Contains;
    case AssayParser::STARTS: return MatchOp::StartsWith;
    case AssayParser::ENDS: return MatchOp::EndsWith;
    case AssayParser::LIKE: return MatchOp::Like;
    case AssayParser::MENTIONS: return MatchOp::Mentions;
    case AssayParser::MATCHES: return MatchOp::Matches;
    default: return MatchOp::In;
  }
}

}  // namespace

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
    return add(Comparison{compare_op(tail->compareOperator()), span(tail->compareOperator()), subject, right, tail->EXACTLY() != nullptr},
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

// `visited "/x" between DATE and DATE` reads as a comparison of a phrase and is the phrase's window; `times visited between 3 and 5`
// could be taken for one and needs its parentheses. A bare name stays a comparison: only the checker knows whether it is a verb.
ExprId FromAntlr::between_tail(ExprId subject, P::BetweenTailContext* tree) {
  const Span whole = join(ast_[subject].span, span(tree));
  const ExprId low = additive(tree->additive(0));
  const ExprId high = additive(tree->additive(1));
  Phrase* phrase = tree->NOT() ? nullptr : phrase_within(subject);
  if (!phrase || phrase->window) {
    closed_before_operator(subject, span(tree), true);
    return add(Between{tree->NOT() != nullptr, span(tree->BETWEEN()), subject, low, high}, whole);
  }
  if (is_number(low) || is_number(high)) ask_for_parentheses(ast_[subject].span, span(tree));
  phrase->window = Window{BetweenDates{low, high}, span(tree)};
  phrase->span = join(phrase->span, span(tree));
  ast_.expressions[static_cast<std::size_t>(subject)].span = whole;
  return subject;
}

// The phrase that a window after this expression would belong to, if it is one for certain and not closed by parentheses.
Phrase* FromAntlr::phrase_within(ExprId subject) {
  const Expr& expression = ast_[subject];
  if (expression.parenthesised) return nullptr;
  std::optional<PhraseId> found;
  if (const auto* node = std::get_if<PhraseExpr>(&expression.node)) found = node->phrase;
  if (const auto* node = std::get_if<TimesOf>(&expression.node)) found = node->phrase;
  if (const auto* node = std::get_if<AggregateOf>(&expression.node)) found = node->phrase;
  if (const auto* node = std::get_if<TimeOf>(&expression.node)) found = node->phrase;
  if (const auto* node = std::get_if<ValueOf>(&expression.node)) found = node->phrase;
  if (found) return &ast_.phrases[static_cast<std::size_t>(*found)];
  if (const auto* node = std::get_if<DaysSince>(&expression.node)) return phrase_within(node->operand);
  return nullptr;
}

// `times visited in last 3 days > 2` and `times attended with success / 2`: where a number of activities ends before an operator is
// not guessed. Arithmetic cannot belong to a window and needs no parentheses behind it (decision 0060).
void FromAntlr::closed_before_operator(ExprId left, Span rest, bool compares) {
  if (ast_[left].parenthesised) return;
  const ExprNode& node = ast_[left].node;
  if (const auto* chain = std::get_if<Arithmetic>(&node)) return closed_before_operator(chain->steps.back().operand, rest, compares);
  if (const auto* chain = std::get_if<Fallback>(&node)) return closed_before_operator(chain->operands.back(), rest, compares);
  if (const auto* minus = std::get_if<Negate>(&node)) return closed_before_operator(minus->operand, rest, compares);
  if (!std::holds_alternative<TimesOf>(node) && !std::holds_alternative<AggregateOf>(node) && !std::holds_alternative<DaysSince>(node)) return;
  const Phrase* phrase = phrase_within(left);
  if (phrase && (phrase->window ? compares : !phrase->parts.back().conditions.empty())) ask_for_parentheses(ast_[left].span, rest);
}

void FromAntlr::ask_for_parentheses(Span numeric, Span rest) {
  refuse(diag::Code::MissingParentheses, numeric)
      .suggest(fmt::format("write ({}) {}", written(numeric), written(rest)))
      .replace(numeric, fmt::format("({})", written(numeric)));
}

bool FromAntlr::is_number(ExprId id) const {
  const ExprNode& node = ast_[id].node;
  return std::holds_alternative<IntegerLiteral>(node) || std::holds_alternative<NumberLiteral>(node);
}

ExprId FromAntlr::match_tail(ExprId subject, P::MatchTailContext* tree) {
  P::MatchValuesContext* values = tree->matchValues();
  Match match;
  match.op = match_op(tree->matchOperator());
  match.op_span = span(tree->matchOperator());
  match.negated = tree->NOT() != nullptr;
  match.subject = subject;
  match.parenthesised = values->LPAREN() != nullptr;
  for (auto* item : values->matchValue()) {
    if (item->REGEX()) {
      const Span place = span(item->REGEX());
      std::string pattern;
      const std::string_view inside = written(place).substr(1, written(place).size() - 2);
      for (std::size_t at = 0; at < inside.size(); ++at) {
        if (inside[at] == '\\' && at + 1 < inside.size() && inside[at + 1] == '/') continue;
        pattern += inside[at];
      }
      match.values.push_back(add(RegexLiteral{std::move(pattern)}, place));
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

ExprId FromAntlr::negated(ExprId operand, Span sign) { return add(Negate{operand, sign}, join(sign, ast_[operand].span)); }

ExprId FromAntlr::operand(P::OperandContext* tree) {
  if (auto* node = dynamic_cast<P::PhraseOperandContext*>(tree)) return phrase_expression(node->phrase());
  if (auto* node = dynamic_cast<P::LiteralOperandContext*>(tree)) return literal(node->literal());
  if (auto* node = dynamic_cast<P::ParenthesisedContext*>(tree)) {
    const ExprId inner = expression(node->expression());
    Expr& marked = ast_.expressions[static_cast<std::size_t>(inner)];
    marked.span = span(tree);
    marked.parenthesised = true;
    return inner;
  }
  if (auto* node = dynamic_cast<P::BuiltinContext*>(tree)) return builtin(node);
  if (auto* node = dynamic_cast<P::PartOfContext*>(tree)) return part_of(node);
  if (auto* node = dynamic_cast<P::DaysSinceContext*>(tree)) return days_since(node);
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
  if (auto* node = dynamic_cast<P::TimesOfContext*>(tree)) {
    const PhraseId id = phrase(node->phrase());
    const Phrase& counted = ast_[id];
    const bool entered = counted.parts.size() == 1 && counted.parts[0].verb.text == "entered" && counted.parts[0].objects.size() == 1;
    const auto* stage = entered ? std::get_if<NameExpr>(&ast_[counted.parts[0].objects[0]].node) : nullptr;
    if (stage) return add(TimesEntered{stage->name}, span(tree));
    return add(TimesOf{id}, span(tree));
  }
  if (auto* node = dynamic_cast<P::TimeOfContext*>(tree)) return add(TimeOf{node->FIRST() != nullptr, phrase(node->phrase())}, span(tree));
  auto* node = static_cast<P::ValueOfContext*>(tree);
  return add(ValueOf{node->FIRST() != nullptr, name(node->word()), phrase(node->phrase())}, span(tree));
}

ExprId FromAntlr::days_since(P::DaysSinceContext* tree) {
  const ExprId since = operand(tree->operand());
  if (const auto* phrase = std::get_if<PhraseExpr>(&ast_[since].node); phrase && !tree->FIRST()) {
    const PhrasePart& part = ast_[phrase->phrase].parts[0];
    const auto* stage =
        part.verb.text == "entered" && part.objects.size() == 1 ? std::get_if<NameExpr>(&ast_[part.objects[0]].node) : nullptr;
    if (stage) return add(DaysSinceEntered{stage->name}, span(tree));
  }
  return add(DaysSince{tree->FIRST() != nullptr, since}, span(tree));
}

ExprId FromAntlr::count_of(P::CountOfContext* tree) {
  CountOf node;
  node.op = tree->LEAST() ? CountOf::Op::AtLeast : tree->MOST() ? CountOf::Op::AtMost : CountOf::Op::Exactly;
  node.number = amount(tree->amount());
  for (auto* item : tree->expression()) node.items.push_back(expression(item));
  return add(std::move(node), span(tree));
}

// `sum of minutes of attended` is written as a part of a part; what comes first tells.
ExprId FromAntlr::part_of(P::PartOfContext* tree) {
  const Name part = name(tree->partName());
  const ExprId inner = operand(tree->operand());
  std::optional<AggregateOf::Op> aggregate;
  if (part.text == "sum") aggregate = AggregateOf::Op::Sum;
  if (part.text == "max") aggregate = AggregateOf::Op::Max;
  if (part.text == "min") aggregate = AggregateOf::Op::Min;
  if (part.text == "average") aggregate = AggregateOf::Op::Average;
  if (!aggregate) return add(PartOf{part, inner}, span(tree));
  const auto* of = std::get_if<PartOf>(&ast_[inner].node);
  const std::optional<PhraseId> phrase = of ? as_phrase(of->operand) : std::nullopt;
  if (!phrase) {
    refuse(diag::Code::SumOfWhat, span(tree), part.text);
    return inner;
  }
  const Name attribute = std::get<PartOf>(ast_[inner].node).part;
  return add(AggregateOf{*aggregate, attribute, *phrase}, span(tree));
}

ExprId FromAntlr::builtin(P::BuiltinContext* tree) {
  const Builtin which = tree->TODAY() ? Builtin::Today : tree->NOW() ? Builtin::Now : tree->SCORE() ? Builtin::Score : Builtin::Excluded;
  return add(BuiltinExpr{which}, span(tree));
}

ExprId FromAntlr::literal(P::LiteralContext* tree) {
  const Span place = span(tree);
  if (tree->TEXT()) return add(TextLiteral{text(tree->TEXT()).value}, place);
  if (tree->YES() || tree->NO()) return add(YesNoLiteral{tree->YES() != nullptr}, place);
  if (tree->DATE() || tree->TIME()) return moment(place, tree->TIME() != nullptr);
  if (tree->unit()) {
    const ExprId amount = number_literal(tree->INTEGER()->getSymbol(), false);
    return add(DurationLiteral{duration_of(amount, span(tree->unit()), place)}, place);
  }
  return number_literal(tree->getStart(), false);
}

ExprId FromAntlr::number_literal(antlr4::Token* token, bool negative) {
  const Span place = span(token);
  const std::string digits = (negative ? "-" : "") + std::string(written(place));
  if (token->getType() == P::INTEGER) {
    const std::optional<std::int64_t> number = integer_value(digits);
    if (!number) refuse(diag::Code::NumberTooLarge, place);
    return add(IntegerLiteral{number.value_or(0)}, place);
  }
  const std::optional<double> number = number_value(digits);
  if (!number) refuse(diag::Code::NumberTooLarge, place);
  return add(NumberLiteral{number.value_or(0), token->getType() == P::PERCENT}, place);
}

ExprId FromAntlr::signed_literal(P::LiteralContext* tree, bool negative, Span whole) {
  const bool number = tree->children.size() == 1 && (tree->INTEGER() || tree->NUMBER() || tree->PERCENT());
  if (!number) {
    const ExprId plain = literal(tree);
    return negative ? negated(plain, {whole.file, whole.begin, whole.begin + 1}) : plain;
  }
  const ExprId id = number_literal(tree->getStart(), negative);
  ast_.expressions[static_cast<std::size_t>(id)].span = whole;
  return id;
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
  if (!tree->name()) {
    const ExprId number = number_literal(tree->getStop(), tree->MINUS() != nullptr);
    ast_.expressions[static_cast<std::size_t>(number)].span = span(tree);
    return number;
  }
  const ExprId setting = name_expression(name(tree->name()));
  return tree->MINUS() ? negated(setting, span(tree->MINUS())) : setting;
}

}  // namespace assay::syntax

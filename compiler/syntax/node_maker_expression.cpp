#include <fmt/format.h>

#include "compiler/syntax/node_maker.h"

namespace assay::syntax {

CompareOp NodeMaker::compare_op(WordType type) {
  switch (type) {
    case WordType::NOT_EQUAL: return CompareOp::NotEqual;
    case WordType::LESS: return CompareOp::Less;
    case WordType::LESS_EQUAL: return CompareOp::LessEqual;
    case WordType::GREATER: return CompareOp::Greater;
    case WordType::GREATER_EQUAL: return CompareOp::GreaterEqual;
    default: return CompareOp::Equal;
  }
}

MatchOp NodeMaker::match_op(WordType type) {
  switch (type) {
    case WordType::CONTAINS: return MatchOp::Contains;
    case WordType::STARTS: return MatchOp::StartsWith;
    case WordType::ENDS: return MatchOp::EndsWith;
    case WordType::LIKE: return MatchOp::Like;
    case WordType::MENTIONS: return MatchOp::Mentions;
    case WordType::MATCHES: return MatchOp::Matches;
    default: return MatchOp::In;
  }
}

ExprId NodeMaker::negated(ExprId operand, Span sign) { return add(Negate{operand, sign}, join(sign, ast_[operand].span)); }

ExprId NodeMaker::parenthesised(ExprId inner, Span whole) {
  Expr& marked = at(inner);
  marked.span = whole;
  marked.parenthesised = true;
  return inner;
}

// `visited "/x" between DATE and DATE` reads as a comparison of a phrase and is the phrase's window; `times visited between 3 and 5`
// could be taken for one and needs its parentheses. A bare name stays a comparison: only the checker knows whether it is a verb.
ExprId NodeMaker::with_between(ExprId subject, const BetweenTail& tail) {
  const Span whole = join(ast_[subject].span, tail.span);
  Phrase* phrase = tail.negated ? nullptr : phrase_within(subject);
  if (!phrase || phrase->window) {
    closed_before_operator(subject, tail.span, true);
    return add(Between{tail.negated, tail.op_span, subject, tail.low, tail.high}, whole);
  }
  if (is_number(tail.low) || is_number(tail.high)) ask_for_parentheses(ast_[subject].span, tail.span);
  phrase->window = Window{BetweenDates{tail.low, tail.high}, tail.span};
  phrase->span = join(phrase->span, tail.span);
  at(subject).span = whole;
  return subject;
}

// The phrase that a window after this expression would belong to, if it is one for certain and not closed by parentheses.
Phrase* NodeMaker::phrase_within(ExprId subject) {
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
void NodeMaker::closed_before_operator(ExprId left, Span rest, bool compares) {
  if (ast_[left].parenthesised) return;
  const ExprNode& node = ast_[left].node;
  if (const auto* chain = std::get_if<Arithmetic>(&node)) return closed_before_operator(chain->steps.back().operand, rest, compares);
  if (const auto* chain = std::get_if<Fallback>(&node)) return closed_before_operator(chain->operands.back(), rest, compares);
  if (const auto* minus = std::get_if<Negate>(&node)) return closed_before_operator(minus->operand, rest, compares);
  if (!std::holds_alternative<TimesOf>(node) && !std::holds_alternative<AggregateOf>(node) && !std::holds_alternative<DaysSince>(node))
    return;
  const Phrase* phrase = phrase_within(left);
  if (phrase && (phrase->window ? compares : !phrase->parts.back().conditions.empty())) ask_for_parentheses(ast_[left].span, rest);
}

void NodeMaker::ask_for_parentheses(Span numeric, Span rest) {
  refuse(diag::Code::MissingParentheses, numeric)
      .suggest(fmt::format("write ({}) {}", written(numeric), written(rest)))
      .replace(numeric, fmt::format("({})", written(numeric)));
}

bool NodeMaker::is_number(ExprId id) const {
  const ExprNode& node = ast_[id].node;
  return std::holds_alternative<IntegerLiteral>(node) || std::holds_alternative<NumberLiteral>(node);
}

ExprId NodeMaker::days_since(bool first, ExprId since, Span whole) {
  if (const auto* phrase = std::get_if<PhraseExpr>(&ast_[since].node); phrase && !first) {
    const PhrasePart& part = ast_[phrase->phrase].parts[0];
    const auto* stage =
        part.verb.text == "entered" && part.objects.size() == 1 ? std::get_if<NameExpr>(&ast_[part.objects[0]].node) : nullptr;
    if (stage) return add(DaysSinceEntered{stage->name}, whole);
  }
  return add(DaysSince{first, since}, whole);
}

ExprId NodeMaker::times_of(PhraseId id, Span whole) {
  const Phrase& counted = ast_[id];
  const bool entered = counted.parts.size() == 1 && counted.parts[0].verb.text == "entered" && counted.parts[0].objects.size() == 1;
  const auto* stage = entered ? std::get_if<NameExpr>(&ast_[counted.parts[0].objects[0]].node) : nullptr;
  if (stage) return add(TimesEntered{stage->name}, whole);
  return add(TimesOf{id}, whole);
}

// `sum of minutes of attended` is written as a part of a part; what comes first tells.
ExprId NodeMaker::part_of(const Name& part, ExprId inner, Span whole) {
  std::optional<AggregateOf::Op> aggregate;
  if (part.text == "sum") aggregate = AggregateOf::Op::Sum;
  if (part.text == "max") aggregate = AggregateOf::Op::Max;
  if (part.text == "min") aggregate = AggregateOf::Op::Min;
  if (part.text == "average") aggregate = AggregateOf::Op::Average;
  if (!aggregate) return add(PartOf{part, inner}, whole);
  const auto* of = std::get_if<PartOf>(&ast_[inner].node);
  const std::optional<PhraseId> phrase = of ? as_phrase(of->operand) : std::nullopt;
  if (!phrase) {
    refuse(diag::Code::SumOfWhat, whole, part.text);
    return inner;
  }
  const Name attribute = std::get<PartOf>(ast_[inner].node).part;
  return add(AggregateOf{*aggregate, attribute, *phrase}, whole);
}

// A bare name becomes a phrase of that verb; nothing for what is neither name nor phrase.
std::optional<PhraseId> NodeMaker::as_phrase(ExprId id) {
  const Expr& expression = ast_[id];
  if (const auto* phrase = std::get_if<PhraseExpr>(&expression.node)) return phrase->phrase;
  const auto* bare = std::get_if<NameExpr>(&expression.node);
  if (!bare) return std::nullopt;
  Phrase made;
  made.parts.push_back({bare->name, {}, std::nullopt, {}, expression.span});
  made.span = expression.span;
  ast_.phrases.push_back(std::move(made));
  return static_cast<PhraseId>(ast_.phrases.size() - 1);
}

}  // namespace assay::syntax

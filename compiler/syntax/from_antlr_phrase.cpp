#include "compiler/syntax/from_antlr.h"

namespace assay::syntax {

namespace {

Count::Op count_op(AssayParser::CountBoundContext* tree) {
  if (tree->LEAST()) return Count::Op::AtLeast;
  if (tree->MOST()) return Count::Op::AtMost;
  if (tree->MORE_WORD()) return Count::Op::MoreThan;
  return tree->FEWER() ? Count::Op::FewerThan : Count::Op::Exactly;
}

}  // namespace

PhraseId FromAntlr::phrase(P::PhraseContext* tree, P::DateRangeContext* range) {
  Phrase made;
  for (auto* part : tree->phrasePart()) made.parts.push_back(phrase_part(part));
  if (tree->duration()) made.within = duration(tree->duration());
  if (tree->count()) made.count = count(tree->count());
  if (tree->window()) made.window = window(tree->window());
  made.span = span(tree);
  if (range) {
    if (made.window) refuse(diag::Code::WindowTwice, span(range)).also(made.window->span, "the first one");
    const ExprId from = additive(range->additive(0));
    add_dates(made, from, additive(range->additive(1)), span(range));
  }
  return add_phrase(std::move(made), conditions_open_ > 0);
}

ExprId FromAntlr::phrase_expression(P::PhraseContext* tree) {
  const auto parts = tree->phrasePart();
  const bool alone = parts.size() == 1 && !tree->duration() && !tree->count() && !tree->window();
  if (alone && parts[0]->children.size() == 1) return name_expression(name(parts[0]->name()));
  return NodeMaker::phrase_expression(phrase(tree), span(tree));
}

PhrasePart FromAntlr::phrase_part(P::PhrasePartContext* tree) {
  PhrasePart part;
  part.verb = name(tree->name());
  part.span = span(tree);
  if (tree->SAME()) part.same = Same{name(tree->word()), join(span(tree->SAME()), span(tree->word()))};
  for (auto* object : tree->phraseObject()) {
    const Span place = span(object);
    part.objects.push_back(object->TEXT() ? add(TextLiteral{text_at(place).value}, place) : name_expression(name(object->objectName())));
  }
  ++conditions_open_;
  for (auto* condition : tree->withCondition()) part.conditions.push_back(with_condition(condition));
  --conditions_open_;
  return part;
}

ExprId FromAntlr::with_condition(P::WithConditionContext* tree) {
  if (tree->NOT()) {
    const ExprId inner = with_condition(tree->withCondition());
    return add(Not{inner, span(tree->NOT())}, span(tree));
  }
  const ExprId attribute = name_expression(name(tree->word()));
  if (tree->HAS()) return add(IsMissing{attribute, true, true}, span(tree));
  return tree->comparisonTail() ? with_tail(attribute, tree->comparisonTail()) : attribute;
}

Count FromAntlr::count(P::CountContext* tree) {
  Count made;
  made.op = count_op(tree->countBound());
  made.number = amount(tree->countBound()->amount());
  made.span = span(tree);
  if (tree->DIFFERENT()) {
    made.of = Count::Of::Different;
    made.attribute = name(tree->word());
  }
  if (tree->ON()) count_periods(made, span(tree->unit()));
  return made;
}

Window FromAntlr::window(P::WindowContext* tree) {
  const Span place = span(tree);
  if (auto* node = dynamic_cast<P::InLastContext*>(tree)) return {InLast{duration(node->duration())}, place};
  if (auto* node = dynamic_cast<P::MoreThanAgoContext*>(tree)) return {MoreThanAgo{duration(node->duration())}, place};
  if (auto* node = dynamic_cast<P::SinceLastContext*>(tree)) return {SinceLast{name(node->name())}, place};
  if (auto* node = dynamic_cast<P::SinceContext*>(tree)) return {Since{operand(node->operand())}, place};
  if (auto* node = dynamic_cast<P::BeforeContext*>(tree)) return {Before{operand(node->operand())}, place};
  if (auto* node = dynamic_cast<P::InThisContext*>(tree)) return this_period(span(node->UNIT()), place);
  return {OnToday{}, place};
}

// Shared by all sources of this class

Span FromAntlr::span(antlr4::Token* token) const {
  if (token->getType() == antlr4::Token::EOF) {
    const auto end = static_cast<std::uint32_t>(source_.bytes().size());
    return {source_.id(), end, end};
  }
  const Word& word = words_[token->getTokenIndex()];
  return {source_.id(), word.begin, word.end};
}

Span FromAntlr::span(antlr4::ParserRuleContext* tree) const {
  const Span first = span(tree->getStart());
  return tree->getStop() ? join(first, span(tree->getStop())) : first;
}

std::optional<Text> FromAntlr::optional_text(antlr4::tree::TerminalNode* node) { return node ? std::optional(text(node)) : std::nullopt; }

std::vector<Text> FromAntlr::texts(P::TextsContext* tree) {
  std::vector<Text> all;
  for (auto* node : tree->TEXT()) all.push_back(text(node));
  return all;
}

Duration FromAntlr::duration(P::DurationContext* tree) {
  const ExprId number = amount(tree->amount());
  return duration_of(number, span(tree->unit()), span(tree));
}

ExprId FromAntlr::amount(P::AmountContext* tree) {
  return tree->name() ? name_expression(name(tree->name())) : number_literal(span(tree), WordType::INTEGER, false);
}

}  // namespace assay::syntax

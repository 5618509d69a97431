#include "compiler/syntax/from_antlr.h"
#include "compiler/syntax/literals.h"

namespace assay::syntax {

namespace {

Count::Op count_op(AssayParser::CountBoundContext* tree) {
  if (tree->LEAST()) return Count::Op::AtLeast;
  if (tree->MOST()) return Count::Op::AtMost;
  if (tree->MORE_WORD()) return Count::Op::MoreThan;
  return tree->FEWER() ? Count::Op::FewerThan : Count::Op::Exactly;
}

// The expression that ends where the condition ends: `called with outcome is cold` ends with `cold`.
ExprId last_operand(const Ast& ast, ExprId id) {
  while (true) {
    const ExprNode& node = ast[id].node;
    if (ast[id].parenthesised) return id;
    if (const auto* no = std::get_if<Not>(&node)) {
      id = no->operand;
    } else if (const auto* minus = std::get_if<Negate>(&node)) {
      id = minus->operand;
    } else if (const auto* comparison = std::get_if<Comparison>(&node)) {
      id = comparison->right;
    } else if (const auto* between = std::get_if<Between>(&node)) {
      id = between->high;
    } else if (const auto* arithmetic = std::get_if<Arithmetic>(&node)) {
      id = arithmetic->steps.back().operand;
    } else if (const auto* fallback = std::get_if<Fallback>(&node)) {
      id = fallback->operands.back();
    } else {
      return id;
    }
  }
}

}  // namespace

// `called with outcome is cold in last 10 days`: no activity stands inside a `with`, so what seems to follow `cold` as a verb belongs to
// `called`.
void FromAntlr::take_over_end(Phrase& phrase) {
  if (phrase.parts.back().conditions.empty()) return;
  Expr& end = ast_.expressions[static_cast<std::size_t>(last_operand(ast_, phrase.parts.back().conditions.back()))];
  const auto* inner_id = std::get_if<PhraseExpr>(&end.node);
  if (!inner_id || end.parenthesised) return;
  Phrase& inner = ast_.phrases[static_cast<std::size_t>(inner_id->phrase)];
  const PhrasePart& word = inner.parts.front();
  const bool clash = (inner.within && phrase.within) || (inner.count && phrase.count) || (inner.window && phrase.window);
  if (clash || !word.objects.empty() || !word.conditions.empty() || word.same) return;
  if (inner.within) phrase.within = inner.within;
  if (inner.count) phrase.count = inner.count;
  if (inner.window) phrase.window = inner.window;
  const Name name = word.verb;
  std::vector<PhrasePart> others(inner.parts.begin() + 1, inner.parts.end());
  end.node = NameExpr{name};
  end.span = name.span;
  std::move(others.begin(), others.end(), std::back_inserter(phrase.parts));
}

// `ignore clicked with seconds < limit "scanner"`: the text is no object of `limit` but the reason.
std::optional<Text> FromAntlr::take_over_reason(PhraseId id) {
  const std::vector<ExprId>& conditions = ast_[id].parts.back().conditions;
  if (conditions.empty()) return std::nullopt;
  Expr& end = ast_.expressions[static_cast<std::size_t>(last_operand(ast_, conditions.back()))];
  const auto* inner = std::get_if<PhraseExpr>(&end.node);
  if (!inner || end.parenthesised) return std::nullopt;
  const Phrase& written = ast_[inner->phrase];
  const PhrasePart& part = written.parts.front();
  const bool only_text = written.parts.size() == 1 && part.objects.size() == 1 && part.conditions.empty() && !written.count && !written.window;
  const auto* text = only_text ? std::get_if<TextLiteral>(&ast_[part.objects[0]].node) : nullptr;
  if (!text) return std::nullopt;
  Text reason{text->value, ast_[part.objects[0]].span};
  const Name name = part.verb;
  end.node = NameExpr{name};
  end.span = name.span;
  return reason;
}

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
    made.window = Window{BetweenDates{from, additive(range->additive(1))}, span(range)};
    made.span = join(made.span, span(range));
  }
  take_over_end(made);
  // `with minutes >= limit within 7 days`: what looks like `limit within 7 days` is still to be taken over by the chain.
  if (made.within && made.parts.size() == 1 && conditions_open_ == 0) {
    refuse(diag::Code::WithinAlone, made.within->span).suggest(fmt::format("write in last {}", written(made.within->span)));
  }
  ast_.phrases.push_back(std::move(made));
  return static_cast<PhraseId>(ast_.phrases.size() - 1);
}

ExprId FromAntlr::phrase_expression(P::PhraseContext* tree) {
  const auto parts = tree->phrasePart();
  const bool alone = parts.size() == 1 && !tree->duration() && !tree->count() && !tree->window();
  if (alone && parts[0]->children.size() == 1) return name_expression(name(parts[0]->name()));
  const PhraseId id = phrase(tree);
  const PhrasePart& part = ast_[id].parts[0];
  if (alone && part.verb.text == "reached" && !part.verb.quoted && part.objects.size() == 1 && part.conditions.empty()) {
    if (const auto* stage = std::get_if<NameExpr>(&ast_[part.objects[0]].node)) return add(Reached{stage->name}, span(tree));
  }
  return add(PhraseExpr{id}, span(tree));
}

std::optional<PhraseId> FromAntlr::as_phrase(ExprId id) {
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

PhrasePart FromAntlr::phrase_part(P::PhrasePartContext* tree) {
  PhrasePart part;
  part.verb = name(tree->name());
  part.span = span(tree);
  if (tree->SAME()) part.same = Same{name(tree->word()), join(span(tree->SAME()), span(tree->word()))};
  for (auto* object : tree->phraseObject()) {
    const Span place = span(object);
    part.objects.push_back(object->TEXT() ? add(TextLiteral{text(object->TEXT()).value}, place)
                                          : name_expression(name(object->objectName())));
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
  if (!tree->ON()) return made;
  const std::optional<DurationUnit> unit = duration_unit(written(span(tree->unit())));
  const bool calendar = unit == DurationUnit::Day || unit == DurationUnit::Week || unit == DurationUnit::Month;
  if (!calendar) refuse(diag::Code::CountUnit, span(tree->unit()), written(span(tree->unit())));
  made.of = unit == DurationUnit::Week ? Count::Of::Weeks : unit == DurationUnit::Month ? Count::Of::Months : Count::Of::Days;
  return made;
}

Window FromAntlr::window(P::WindowContext* tree) {
  const Span place = span(tree);
  if (auto* node = dynamic_cast<P::InLastContext*>(tree)) return {InLast{duration(node->duration())}, place};
  if (auto* node = dynamic_cast<P::MoreThanAgoContext*>(tree)) return {MoreThanAgo{duration(node->duration())}, place};
  if (auto* node = dynamic_cast<P::SinceLastContext*>(tree)) return {SinceLast{name(node->name())}, place};
  if (auto* node = dynamic_cast<P::SinceContext*>(tree)) return {Since{operand(node->operand())}, place};
  if (auto* node = dynamic_cast<P::BeforeContext*>(tree)) return {Before{operand(node->operand())}, place};
  auto* node = dynamic_cast<P::InThisContext*>(tree);
  if (!node) return {OnToday{}, place};
  const std::string_view word = written(span(node->UNIT()));
  const DurationUnit unit = duration_unit(word).value_or(DurationUnit::Week);
  const bool period = unit >= DurationUnit::Week;
  if (!period || word.ends_with('s')) refuse(diag::Code::PeriodUnit, span(node->UNIT()), word);
  return {InThis{unit}, place};
}

// Shared by all sources of this class ---------------------------------------------------------------------------------------------

Span FromAntlr::span(antlr4::Token* token) const {
  if (token->getType() == antlr4::Token::EOF) {
    const std::uint32_t end = words_.character_offsets.back();
    return {source_.id(), end, end};
  }
  const Word& word = words_.words[token->getTokenIndex()];
  return {source_.id(), word.begin, word.end};
}

Span FromAntlr::span(antlr4::ParserRuleContext* tree) const {
  const Span first = span(tree->getStart());
  return tree->getStop() ? join(first, span(tree->getStop())) : first;
}

Name FromAntlr::name_at(Span place) const {
  const std::string_view text = written(place);
  const bool quoted = text.starts_with('`');
  return {std::string(quoted ? text.substr(1, text.size() - 2) : text), place, quoted};
}

Text FromAntlr::text(antlr4::tree::TerminalNode* node) {
  const Span place = span(node);
  std::string_view inside = written(place);
  // A text in curly quotes or without an end was reported by the lexer; its value is of no interest then.
  if (!inside.starts_with('"') || inside.size() < 2 || !inside.ends_with('"')) return {std::string(inside), place};
  inside = inside.substr(1, inside.size() - 2);
  Unescaped result = unescape(inside);
  if (result.bad) {
    const std::uint32_t begin = place.begin + 1 + static_cast<std::uint32_t>(result.bad->offset);
    const Span bad{place.file, begin, begin + static_cast<std::uint32_t>(result.bad->length)};
    refuse(diag::Code::UnknownEscape, bad, written(bad));
  }
  return {std::move(result.value), place};
}

std::optional<Text> FromAntlr::optional_text(antlr4::tree::TerminalNode* node) { return node ? std::optional(text(node)) : std::nullopt; }

std::vector<Text> FromAntlr::texts(P::TextsContext* tree) {
  std::vector<Text> all;
  for (auto* node : tree->TEXT()) all.push_back(text(node));
  return all;
}

Label FromAntlr::label(P::LabelContext* tree) {
  const Span place = span(tree);
  if (tree->TEXT()) return {text(tree->TEXT()).value, Label::Kind::Text, place};
  if (tree->name()) return {name(tree->name()).text, Label::Kind::Word, place};
  const bool number = tree->INTEGER() || tree->NUMBER();
  return {std::string(written(place)), number ? Label::Kind::Number : Label::Kind::Word, place};
}

DateLiteral FromAntlr::date(Span place) {
  const std::optional<DateLiteral> date = date_value(written(place));
  if (!date) refuse(diag::Code::NoSuchDate, place, written(place), "date").suggest("dates are written 2026-11-22: year, month, day");
  return date.value_or(DateLiteral{1, 1, 1});
}

ExprId FromAntlr::moment(Span place, bool with_time) {
  if (!with_time) return add(date(place), place);
  const std::optional<TimeLiteral> time = time_value(written(place));
  if (!time) refuse(diag::Code::NoSuchDate, place, written(place), "time").suggest("times are written 2026-11-22 09:30");
  return add(time.value_or(TimeLiteral{}), place);
}

Duration FromAntlr::duration(P::DurationContext* tree) {
  const ExprId number = amount(tree->amount());
  return duration_of(number, span(tree->unit()), span(tree));
}

Duration FromAntlr::duration_of(ExprId amount, Span unit, Span whole) {
  return {amount, duration_unit(written(unit)).value_or(DurationUnit::Day), false, whole};
}

ExprId FromAntlr::amount(P::AmountContext* tree) {
  return tree->name() ? name_expression(name(tree->name())) : number_literal(tree->INTEGER()->getSymbol(), false);
}

ExprId FromAntlr::add(ExprNode node, Span place) {
  ast_.expressions.push_back({std::move(node), place, false});
  return static_cast<ExprId>(ast_.expressions.size() - 1);
}

ExprId FromAntlr::name_expression(Name name) {
  const Span place = name.span;
  return add(NameExpr{std::move(name)}, place);
}

}  // namespace assay::syntax

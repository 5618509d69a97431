#include <iterator>

#include <fmt/format.h>

#include "compiler/syntax/literals.h"
#include "compiler/syntax/node_maker.h"

namespace assay::syntax {

namespace {

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

PhraseId NodeMaker::add_phrase(Phrase made, bool inside_with) {
  take_over_end(made);
  // `with minutes >= limit within 7 days`: what looks like `limit within 7 days` is still to be taken over by the chain.
  if (made.within && made.parts.size() == 1 && !inside_with) {
    refuse(diag::Code::WithinAlone, made.within->span).suggest(fmt::format("write in last {}", written(made.within->span)));
  }
  ast_.phrases.push_back(std::move(made));
  return static_cast<PhraseId>(ast_.phrases.size() - 1);
}

// `for each visited … between DATE and DATE`
void NodeMaker::add_dates(Phrase& phrase, ExprId from, ExprId to, Span range) {
  phrase.window = Window{BetweenDates{from, to}, range};
  phrase.span = join(phrase.span, range);
}

// `called with outcome is cold in last 10 days`: no activity stands inside a `with`, so what seems to follow `cold` as a verb belongs to
// `called`.
void NodeMaker::take_over_end(Phrase& phrase) {
  if (phrase.parts.back().conditions.empty()) return;
  Expr& end = at(last_operand(ast_, phrase.parts.back().conditions.back()));
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

ExprId NodeMaker::phrase_expression(PhraseId id, Span whole) {
  const Phrase& phrase = ast_[id];
  const PhrasePart& part = phrase.parts[0];
  const bool alone = phrase.parts.size() == 1 && !phrase.within && !phrase.count && !phrase.window;
  if (alone && part.verb.text == "reached" && !part.verb.quoted && part.objects.size() == 1 && part.conditions.empty()) {
    if (const auto* stage = std::get_if<NameExpr>(&ast_[part.objects[0]].node)) return add(Reached{stage->name}, whole);
  }
  return add(PhraseExpr{id}, whole);
}

// `ignore clicked with seconds < limit "scanner"`: the text is no object of `limit` but the reason.
std::optional<Text> NodeMaker::take_over_reason(PhraseId id) {
  const std::vector<ExprId>& conditions = ast_[id].parts.back().conditions;
  if (conditions.empty()) return std::nullopt;
  Expr& end = at(last_operand(ast_, conditions.back()));
  const auto* inner = std::get_if<PhraseExpr>(&end.node);
  if (!inner || end.parenthesised) return std::nullopt;
  const Phrase& written = ast_[inner->phrase];
  const PhrasePart& part = written.parts.front();
  const bool only_text =
      written.parts.size() == 1 && part.objects.size() == 1 && part.conditions.empty() && !written.count && !written.window;
  const auto* text = only_text ? std::get_if<TextLiteral>(&ast_[part.objects[0]].node) : nullptr;
  if (!text) return std::nullopt;
  Text reason{text->value, ast_[part.objects[0]].span};
  const Name name = part.verb;
  end.node = NameExpr{name};
  end.span = name.span;
  return reason;
}

void NodeMaker::count_periods(Count& count, Span unit) {
  const std::optional<DurationUnit> period = duration_unit(written(unit));
  const bool calendar = period == DurationUnit::Day || period == DurationUnit::Week || period == DurationUnit::Month;
  if (!calendar) refuse(diag::Code::CountUnit, unit, written(unit));
  count.of = period == DurationUnit::Week ? Count::Of::Weeks : period == DurationUnit::Month ? Count::Of::Months : Count::Of::Days;
}

Window NodeMaker::this_period(Span unit, Span whole) {
  const std::string_view word = written(unit);
  const DurationUnit period = duration_unit(word).value_or(DurationUnit::Week);
  if (period < DurationUnit::Week || word.ends_with('s')) refuse(diag::Code::PeriodUnit, unit, word);
  return {InThis{period}, whole};
}

// Effects

DurationUnit NodeMaker::rule_period(Span unit) {
  const std::string_view word = written(unit);
  const bool calendar = word == "day" || word == "week" || word == "month";
  if (!calendar) refuse(diag::Code::CountUnit, unit, word);
  return duration_unit(word).value_or(DurationUnit::Day);
}

// The sign belongs to the first term: `- a - b` is (-a) - b. A plus is no operation.
ExprId NodeMaker::first_term(ExprId term, bool negative, Span sign) {
  if (!negative) return term;
  Expr& first = at(term);
  auto* integer = std::get_if<IntegerLiteral>(&first.node);
  auto* number = std::get_if<NumberLiteral>(&first.node);
  if (!integer && !number) return negated(term, sign);
  if (integer) integer->value = -integer->value;
  if (number) number->value = -number->value;
  first.span = join(sign, first.span);
  return term;
}

// `+ fit_points "reason"` reads as a phrase with a text as its object, but a phrase alone gives no points: the name is the value and
// the text the reason. After `days since` the name may be a verb, and the checker decides.
void NodeMaker::reason_at_end(ExprId points, Effects& effects) {
  ExprId last = points;
  while (true) {
    const ExprNode& node = ast_[last].node;
    if (ast_[last].parenthesised) return;
    if (const auto* sum = std::get_if<Arithmetic>(&node)) {
      last = sum->steps.back().operand;
    } else if (const auto* chain = std::get_if<Fallback>(&node)) {
      last = chain->operands.back();
    } else if (const auto* negate = std::get_if<Negate>(&node)) {
      last = negate->operand;
    } else if (const auto* part = std::get_if<PartOf>(&node)) {
      last = part->operand;
    } else {
      break;
    }
  }
  const auto* since = std::get_if<DaysSince>(&ast_[last].node);
  const auto* found = std::get_if<PhraseExpr>(&ast_[since ? since->operand : last].node);
  if (!found) return;
  const Phrase& phrase = ast_[found->phrase];
  const PhrasePart& part = phrase.parts[0];
  const bool name_and_text = phrase.parts.size() == 1 && !phrase.within && !phrase.count && !phrase.window && part.conditions.empty() &&
                             !part.same && part.objects.size() == 1;
  const auto* object = name_and_text ? std::get_if<TextLiteral>(&ast_[part.objects[0]].node) : nullptr;
  if (!object) return;
  if (since) {
    if (!since->first) effects.open_reason = found->phrase;
    return;
  }
  effects.reason = Text{object->value, ast_[part.objects[0]].span};
  const Name name = part.verb;
  at(last).span = name.span;
  at(last).node = NameExpr{name};
}

void NodeMaker::add_reason(Effects& effects, Text reason) {
  if (effects.reason) refuse(diag::Code::ReasonTwice, reason.span).also(effects.reason->span, "the first reason");
  effects.reason = std::move(reason);
}

void NodeMaker::add_name(Effects& effects, Name name) {
  if (effects.as) refuse(diag::Code::NamedTwice, name.span).also(effects.as->span, "the first name");
  effects.as = std::move(name);
}

}  // namespace assay::syntax

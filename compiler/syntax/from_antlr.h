// One parse tree of ANTLR, that of a line, as nodes of the Ast. Private to this folder; sees ANTLR.
// Values that do not exist (a month 13, a number beyond 64 bits) are reported here; the line is then given up (`refused`).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/words.h"
#include "grammar/AssayParser.h"

namespace assay::syntax {

class FromAntlr {
 public:
  FromAntlr(const source::Source& source, const Words& words, Ast& ast, diag::Sink& sink)
      : source_(source), words_(words), ast_(ast), sink_(sink) {}

  // Nothing if a value was refused.
  std::optional<Line> line(AssayParser::LineContext* tree);
  std::optional<Line> part(AssayParser::PartContext* tree);

 private:
  using P = AssayParser;

  // from_antlr_statement.cpp: head, declarations, lifecycle, tables
  std::optional<Line> head(P::LineContext* tree);
  std::optional<Line> declaration(P::LineContext* tree);
  std::optional<Line> lifecycle(P::LineContext* tree);
  Field field(P::FieldContext* tree);
  void field_option(P::FieldOptionContext* tree, Field& field);
  Type type(P::TypeContext* tree);
  Activity activity(P::ActivityContext* tree);
  List list(P::ListContext* tree);
  std::vector<ListItem> list_items(P::ListItemsContext* tree);
  UseLine use(P::UseContext* tree);
  Transition transition(P::TransitionContext* tree);
  Route route(P::RouteContext* tree);
  Respond respond(P::RespondContext* tree);
  BusinessHours business_hours(P::BusinessHoursContext* tree);
  OpenHours open_hours(P::OpenHoursContext* tree);
  std::uint8_t weekday(P::NameContext* tree);
  Table table(P::TableContext* tree);
  RowLine row(P::TableRowContext* tree);
  CellItem cell_item(P::CellItemContext* tree);

  // from_antlr_rule.cpp: sections, rules, effects, grades
  std::optional<Line> scoring(P::LineContext* tree);
  Section section(P::SectionContext* tree);
  Rule rule(P::ScoreRuleContext* tree);
  void rule_head(P::RuleHeadContext* tree, Rule& rule);
  Case case_line(P::CaseLineContext* tree);
  Effects effects(P::EffectsContext* tree);
  void effect(P::EffectContext* tree, Effects& effects);
  ExprId points(P::PointsContext* tree);
  void reason_at_end(ExprId points, Effects& effects);
  RuleModifier rule_modifier(P::RuleModifierContext* tree);
  Grade grade(P::GradeContext* tree);

  // from_antlr_test.cpp
  std::optional<Line> test_line(P::LineContext* tree);
  Given given(P::GivenItemContext* tree);
  GivenTime given_time(P::GivenTimeContext* tree);
  Expectation expectation(P::ExpectationContext* tree);

  // from_antlr_expression.cpp
  ExprId expression(P::ExpressionContext* tree);
  ExprId conjunction(P::ConjunctionContext* tree);
  ExprId negation(P::NegationContext* tree);
  ExprId comparison(P::ComparisonContext* tree);
  ExprId with_tail(ExprId subject, P::ComparisonTailContext* tree);
  ExprId match_tail(ExprId subject, P::MatchTailContext* tree);
  ExprId between_tail(ExprId subject, P::BetweenTailContext* tree);
  Phrase* phrase_within(ExprId subject);
  void closed_before_operator(ExprId left, Span rest, bool compares = false);
  void ask_for_parentheses(Span numeric, Span rest);
  bool is_number(ExprId id) const;
  ExprId fallback(P::FallbackContext* tree);
  ExprId additive(P::AdditiveContext* tree);
  ExprId multiplicative(P::MultiplicativeContext* tree);
  ExprId unary(P::UnaryContext* tree);
  ExprId operand(P::OperandContext* tree);
  ExprId days_since(P::DaysSinceContext* tree);
  ExprId count_of(P::CountOfContext* tree);
  ExprId part_of(P::PartOfContext* tree);
  ExprId builtin(P::BuiltinContext* tree);
  ExprId negated(ExprId operand, Span sign);
  ExprId literal(P::LiteralContext* tree);
  ExprId number_literal(antlr4::Token* token, bool negative);
  ExprId value(P::ValueContext* tree);
  ExprId literal_value(P::LiteralValueContext* tree);
  ExprId signed_literal(P::LiteralContext* tree, bool negative, Span span);
  ExprId bound(P::BoundContext* tree);

  // from_antlr_phrase.cpp
  PhraseId phrase(P::PhraseContext* tree, P::DateRangeContext* range = nullptr);
  ExprId phrase_expression(P::PhraseContext* tree);
  PhrasePart phrase_part(P::PhrasePartContext* tree);
  void take_over_end(Phrase& phrase);
  std::optional<Text> take_over_reason(PhraseId id);
  ExprId with_condition(P::WithConditionContext* tree);
  Count count(P::CountContext* tree);
  Window window(P::WindowContext* tree);
  // A bare name becomes a phrase of that verb; nothing for what is neither name nor phrase.
  std::optional<PhraseId> as_phrase(ExprId id);

  // Shared by all
  Span span(antlr4::ParserRuleContext* tree) const;
  Span span(antlr4::Token* token) const;
  Span span(antlr4::tree::TerminalNode* node) const { return span(node->getSymbol()); }
  Span from_sign_on(antlr4::tree::TerminalNode* sign, antlr4::ParserRuleContext* tree) const {
    return {span(tree).file, span(sign).begin, span(tree).end};
  }
  std::string_view written(Span place) const { return source_.text(place); }
  template <typename Context>
  Name name(Context* tree) { return name_at(span(static_cast<antlr4::ParserRuleContext*>(tree))); }
  Name name_at(Span place) const;
  template <typename Context>
  std::vector<Name> names(const std::vector<Context*>& trees) {
    std::vector<Name> all;
    for (Context* tree : trees) all.push_back(name(tree));
    return all;
  }
  Text text(antlr4::tree::TerminalNode* node);
  std::optional<Text> optional_text(antlr4::tree::TerminalNode* node);
  std::vector<Text> texts(P::TextsContext* tree);
  Label label(P::LabelContext* tree);
  DateLiteral date(Span place);
  ExprId moment(Span place, bool with_time);  // a date or a time literal
  Duration duration(P::DurationContext* tree);
  Duration duration_of(ExprId amount, Span unit, Span whole);
  ExprId amount(P::AmountContext* tree);
  ExprId add(ExprNode node, Span place);
  ExprId name_expression(Name name);
  template <typename... Arguments>
  diag::Diagnostic& refuse(diag::Code code, Span place, const Arguments&... arguments) {
    refused_ = true;
    return sink_.report(code, place, arguments...);
  }

  const source::Source& source_;
  const Words& words_;
  Ast& ast_;
  diag::Sink& sink_;
  bool refused_ = false;
  int conditions_open_ = 0;  // how many `with` stand around the phrase
};

}  // namespace assay::syntax

// One parse tree of ANTLR, that of a line, as nodes of the Ast. Private to this folder; sees ANTLR.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <antlr4-runtime.h>

#include "compiler/syntax/node_maker.h"
#include "compiler/syntax/words.h"
#include "grammar/AssayParser.h"

namespace assay::syntax {

class FromAntlr : private NodeMaker {
 public:
  FromAntlr(const source::Source& source, const std::vector<Word>& words, Ast& ast, diag::Sink& sink)
      : NodeMaker(source, ast, sink), words_(words) {}

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
  Type declared_type(P::TypeContext* tree);
  Activity activity(P::ActivityContext* tree);
  List list(P::ListContext* tree);
  std::vector<ListItem> list_items(P::ListItemsContext* tree);
  UseLine use(P::UseContext* tree);
  Transition transition(P::TransitionContext* tree);
  Route route(P::RouteContext* tree);
  Respond respond(P::RespondContext* tree);
  BusinessHours business_hours(P::BusinessHoursContext* tree);
  OpenHours open_hours(P::OpenHoursContext* tree);
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
  ExprId fallback(P::FallbackContext* tree);
  ExprId additive(P::AdditiveContext* tree);
  ExprId multiplicative(P::MultiplicativeContext* tree);
  ExprId unary(P::UnaryContext* tree);
  ExprId operand(P::OperandContext* tree);
  ExprId count_of(P::CountOfContext* tree);
  ExprId builtin(P::BuiltinContext* tree);
  ExprId literal(P::LiteralContext* tree);
  ExprId value(P::ValueContext* tree);
  ExprId literal_value(P::LiteralValueContext* tree);
  ExprId signed_literal(P::LiteralContext* tree, bool negative, Span span);
  ExprId bound(P::BoundContext* tree);

  // from_antlr_phrase.cpp
  PhraseId phrase(P::PhraseContext* tree, P::DateRangeContext* range = nullptr);
  ExprId phrase_expression(P::PhraseContext* tree);
  PhrasePart phrase_part(P::PhrasePartContext* tree);
  ExprId with_condition(P::WithConditionContext* tree);
  Count count(P::CountContext* tree);
  Window window(P::WindowContext* tree);

  // Shared by all
  Span span(antlr4::ParserRuleContext* tree) const;
  Span span(antlr4::Token* token) const;
  Span span(antlr4::tree::TerminalNode* node) const { return span(node->getSymbol()); }
  Span from_sign_on(antlr4::tree::TerminalNode* sign, antlr4::ParserRuleContext* tree) const {
    return {span(tree).file, span(sign).begin, span(tree).end};
  }
  template <typename Context>
  Name name(Context* tree) {
    return name_at(span(static_cast<antlr4::ParserRuleContext*>(tree)));
  }
  template <typename Context>
  std::vector<Name> names(const std::vector<Context*>& trees) {
    std::vector<Name> all;
    for (Context* tree : trees) all.push_back(name(tree));
    return all;
  }
  static WordType type(antlr4::Token* token) { return static_cast<WordType>(token->getType()); }
  static WordType type(antlr4::ParserRuleContext* tree) { return type(tree->getStart()); }
  Text text(antlr4::tree::TerminalNode* node) { return text_at(span(node)); }
  std::optional<Text> optional_text(antlr4::tree::TerminalNode* node);
  std::vector<Text> texts(P::TextsContext* tree);
  Label label(P::LabelContext* tree) { return label_at(span(tree), type(tree)); }
  Duration duration(P::DurationContext* tree);
  ExprId amount(P::AmountContext* tree);

  const std::vector<Word>& words_;
  int conditions_open_ = 0;  // how many `with` stand around the phrase
};

}  // namespace assay::syntax

// The parser of right lines: recursive descent, a function for each rule of grammar/AssayParser.g4 under the rule's name, which makes the
// nodes of the Ast on its way. What it is not: the judge of what is right, and it has no messages. What it does not take, for whatever
// reason, ANTLR reads; so it may leave out a form, but must read what it takes exactly as ANTLR does (decision 0103).
// Private to this folder.
// Invariants: after `nothing` the Ast is as before. Of alternatives the first that fits is taken for good, as the grammar says, so a word
// ahead may rule out an alternative only where it could not be read to its end.
#pragma once

#include "compiler/syntax/node_maker.h"
#include "compiler/syntax/word_cursor.h"

namespace assay::syntax {

class LineParser : private NodeMaker, private WordCursor {
 public:
  // All outlive this.
  LineParser(const source::Source& source, const Words& words, Ast& ast)
      : NodeMaker(source, ast, refusals_), WordCursor(source.id(), words.words), parts_(words.parts) {}

  // The line (or part of one) from that word on, if nothing in it is refused and another begins behind it; for it, the file ends at `stop`.
  std::optional<Line> read(std::size_t first, std::size_t stop);
  // The word behind the line that was read last.
  std::size_t next() const { return at_; }

 private:
  bool ends_line(std::size_t first) const;
  void forget_nodes(std::size_t expressions, std::size_t phrases);
  // line_parser_statement.cpp
  std::optional<Line> line();
  std::optional<Line> head_line();
  std::optional<Line> declaration();
  Line policy_header();
  Line version();
  Line timezone();
  Line agreed();
  Line review();
  Line use();
  Line field();
  void field_option(Field& field);
  Text missing_value();
  Type declared_type();  // the rule `type`
  Line activity();
  Attribute attribute();
  Line ignore();
  Line list();
  std::vector<ListItem> list_items();
  Line define();
  Line setting();
  // line_parser_lifecycle.cpp: the life of a lead, and tables
  std::optional<Line> lifecycle();
  Line require();
  Line stage();
  Line transition();
  Line on_statement();
  Line segment();
  Line route();
  Line respond();
  Line business_hours();
  OpenHours open_hours();
  Line table();
  Line table_row();
  TableCell cell();
  CellItem cell_item();
  // line_parser_rule.cpp
  std::optional<Line> scoring();
  Line section();
  SectionModifier section_modifier();
  Line score_rule();
  void rule_head(Rule& rule);
  Effects effects();
  void effect(Effects& effects);
  ExprId points();
  RuleModifier rule_modifier();
  bool begins_modifier(std::size_t ahead) const;
  Line exclude_statement();
  Line tag_statement();
  Line total();
  Line grade();
  Band band();
  Line case_line();
  // line_parser_test.cpp
  std::optional<Line> test_line();
  Line test();
  Line as_of();
  Line given();
  Given given_item();
  GivenValue given_pair();
  bool begins_given_value(std::size_t ahead) const;
  std::vector<ExprId> given_values();
  GivenTime given_time();
  bool begins_given_time(std::size_t ahead) const;
  Line expect();
  Expectation expectation();
  // line_parser_expression.cpp
  ExprId expression();
  ExprId conjunction();
  ExprId negation();
  ExprId comparison();
  ExprId comparison_tail(ExprId subject);
  bool begins_tail() const;
  ExprId between_tail(ExprId subject, bool negated, std::size_t first);
  ExprId match_tail(ExprId subject, bool negated, std::size_t first);
  ExprId compare_tail(ExprId subject, std::size_t first);
  ExprId is_tail(ExprId subject, std::size_t first);
  bool take_exactly();
  ExprId match_value();
  ExprId fallback();
  ExprId additive();
  ExprId multiplicative();
  ExprId unary();
  ExprId operand();
  ExprId name_operand();
  ExprId days_operand();
  ExprId times_operand();
  ExprId count_of(CountOf::Op op, std::size_t first);
  ExprId value_of();
  ExprId literal();
  ExprId signed_literal(std::size_t first);
  ExprId value();
  ExprId literal_value();
  bool begins_literal(std::size_t ahead) const;
  bool begins_value(std::size_t ahead) const;
  ExprId bound();
  // line_parser_phrase.cpp
  PhraseId phrase(bool may_have_dates = false);
  PhrasePart phrase_part();
  ExprId phrase_object();
  ExprId with_condition();
  Count count();
  bool begins_count(std::size_t ahead) const;
  Window window();
  bool begins_window(std::size_t ahead) const;
  Duration duration();
  ExprId amount();
  Name name();
  Name word();
  Name stage_name();
  Text text() { return text_at(need(T::TEXT)); }
  std::optional<Text> optional_text() { return is(T::TEXT) ? std::optional(text()) : std::nullopt; }
  std::vector<Text> texts();
  Label label();
  Span unit() { return take_if(is_unit(type())); }

  diag::Sink refusals_;  // ANTLR reads the line again and reports them
  const std::vector<Part>& parts_;
  int conditions_open_ = 0;  // how many `with` stand around the phrase
};

}  // namespace assay::syntax

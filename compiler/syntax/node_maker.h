// Nodes of the Ast from places in the file: what the two readers of a line have in common (line_parser.h, from_antlr.h), so that a line
// means the same whoever reads it. What it is not: it does not know which words follow which. Private to this folder.
// Values that do not exist (a month 13, a number beyond 64 bits) are reported here; the line is then given up (`refused`).
// Invariant: nodes are made in the order of the file, operands before what holds them, so that both readers give them the same handles.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/diag/diag.h"
#include "compiler/syntax/line.h"
#include "grammar/word_type.h"

namespace assay::syntax {

class NodeMaker {
 public:
  NodeMaker(const source::Source& source, Ast& ast, diag::Sink& sink) : source_(source), ast_(ast), sink_(sink) {}

 protected:
  // Words (node_maker.cpp)
  std::string_view written(Span place) const { return source_.text(place); }
  Name name_at(Span place) const;
  Text text_at(Span place);
  Label label_at(Span place, WordType type);
  std::int64_t version_at(Span place);
  Type named_type(Span place);
  void check_list_type(const Name& of, Span whole);
  void add_option(Field& field, Span option, std::vector<Text> values);
  void check_word(Span place, std::string_view wanted, std::string_view advice);
  std::uint8_t weekday(Span place);
  void set_hours(OpenHours& hours, Span from, Span to);

  // Literals
  ExprId add(ExprNode node, Span place);
  ExprId name_expression(Name name);
  ExprId number_literal(Span place, WordType type, bool negative);
  // With its sign, which may be far from the digits.
  ExprId signed_number(Span digits, WordType type, bool negative, Span whole);
  ExprId regex_literal(Span place);
  DateLiteral date(Span place);
  ExprId moment(Span place, bool with_time);  // a date or a time literal
  Duration duration_of(ExprId amount, Span unit, Span whole);

  // Operators (node_maker_expression.cpp)
  static CompareOp compare_op(WordType type);
  static MatchOp match_op(WordType type);
  ExprId negated(ExprId operand, Span sign);
  ExprId parenthesised(ExprId inner, Span whole);
  struct BetweenTail {
    bool negated = false;
    Span op_span, span;
    ExprId low{}, high{};
  };
  ExprId with_between(ExprId subject, const BetweenTail& tail);
  // Refuses what needs parentheses before the operator that `rest` begins with (decision 0060).
  void closed_before_operator(ExprId left, Span rest, bool compares = false);
  ExprId days_since(bool first, ExprId since, Span whole);
  ExprId times_of(PhraseId id, Span whole);
  ExprId part_of(const Name& part, ExprId inner, Span whole);

  // Phrases (node_maker_phrase.cpp). `inside_with`: the phrase stands in a condition after `with`.
  PhraseId add_phrase(Phrase made, bool inside_with);
  void add_dates(Phrase& phrase, ExprId from, ExprId to, Span range);
  ExprId phrase_expression(PhraseId id, Span whole);
  std::optional<Text> take_over_reason(PhraseId id);
  void count_periods(Count& count, Span unit);
  Window this_period(Span unit, Span whole);

  // Effects
  DurationUnit rule_period(Span unit);
  ExprId first_term(ExprId term, bool negative, Span sign);
  // `+ fit_points "reason"` reads as a phrase with a text as its object.
  void reason_at_end(ExprId points, Effects& effects);
  void add_reason(Effects& effects, Text reason);
  void add_name(Effects& effects, Name name);

  template <typename... Arguments>
  diag::Diagnostic& refuse(diag::Code code, Span place, const Arguments&... arguments) {
    refused_ = true;
    return sink_.report(code, place, arguments...);
  }
  Expr& at(ExprId id) { return ast_.expressions[static_cast<std::size_t>(id)]; }

  const source::Source& source_;
  Ast& ast_;
  diag::Sink& sink_;
  bool refused_ = false;

 private:
  Phrase* phrase_within(ExprId subject);
  void ask_for_parentheses(Span numeric, Span rest);
  bool is_number(ExprId id) const;
  void take_over_end(Phrase& phrase);
  std::optional<PhraseId> as_phrase(ExprId id);
};

}  // namespace assay::syntax

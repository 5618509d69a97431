// The tree of one policy file: what was written, nothing resolved. It is the only tree; the checker turns it into IR (decision 0001).
//
// The parser decides by form alone, so these stay open for the checker:
// - NameExpr: a field, define, setting, list, table, section, grade, stage, label, attribute or a verb without anything (`visited`,
//   `active`). A name with an object, `with`, count, window or `then` after it is a PhraseExpr. `score`, `excluded`, `today`, `now`
//   are BuiltinExpr; in back quotes they are names.
// - Between with a bare NameExpr as subject: a comparison, or, if the name is a verb, the window `visited between DATE and DATE`.
// - After `with`, the commas: `with a in x, y, success` is one Match with the values x, y, success. A NameExpr among the values after
//   the first that names an attribute of the verb begins the next condition, a yes/no attribute alone. What the parser can tell
//   (a comma before `name =`, `not name`, `has name`, …) are conditions of their own already.
// - DaysSince with a bare NameExpr inside Between: `days since created between 0 and 30` is a comparison; if the name is a verb and the
//   bounds are dates, they are its window.
// - Given: see there. Type, Duration and literals are fully decided; dates and times exist in the calendar.
//
// Invariants: a statement with a syntax error is reported and left out (`broken` names what it would have declared, so that nobody
// reports those names as unknown; a section whose head was wrong has an empty name, so that its rules still have one); statements stand in
// the order of the file; all handles of the tree are valid.
#pragma once

#include "compiler/syntax/ast_expression.h"
#include "compiler/syntax/ast_statement.h"

namespace assay::syntax {

// Fields of all `lead` blocks; the words `lead` themselves carry no meaning.
struct Lead {
  std::vector<Field> fields;
  Span span;
};

using Statement = std::variant<Use, Lead, Activity, Ignore, List, Define, Setting, Section, Rule, ExcludeStatement, TagStatement, Total,
                               Grade, Require, Stage, On, Segment, Route, Respond, BusinessHours, Table, Test, TestFile>;

// The words of the file with its comments, for the formatter and editors.
struct Token {
  enum class Kind : std::uint8_t { Keyword, Name, QuotedName, Text, Number, Date, Regex, Sign, Comment } kind{};
  std::uint32_t begin = 0, end = 0;
};

// Where a line of the policy begins (a statement, or a part of one such as a field, a case, a row), whatever the rows of the file.
struct LineStart {
  enum class Kind : std::uint8_t { Statement, Part, TableRow } kind{};
  std::uint32_t begin = 0;
};

struct Ast {
  source::FileId file{};
  std::optional<PolicyHeader> policy;
  std::vector<Statement> statements;
  std::vector<Expr> expressions;
  std::vector<Phrase> phrases;
  std::vector<Name> broken;
  std::vector<Span> left_out;  // lines that could not be read
  std::vector<Token> tokens;
  std::vector<LineStart> lines;
  std::size_t lines_by_antlr = 0;  // those that the parser of right lines did not take (decision 0103): wrong ones, and few others

  const Expr& operator[](ExprId id) const { return expressions[static_cast<std::size_t>(id)]; }
  const Phrase& operator[](PhraseId id) const { return phrases[static_cast<std::size_t>(id)]; }
};

// The span of a statement of any kind.
inline Span span_of(const Statement& statement) {
  return std::visit([](const auto& node) { return node.span; }, statement);
}

}  // namespace assay::syntax

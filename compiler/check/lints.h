// Lints that look at the tree alone: what checks and hardly means what its author thinks (decision 0107). One function per lint, a row of
// lints.cpp each. Private to compiler/check (decision 0155).
// Not here: lints that need to know what something means. Those are told where it is found out: gaps of tables, empty lists, crossed
// bounds.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "compiler/check/checker.h"

namespace assay::check {

// What lints see of one file of the policy. Nodes on lines that were told as wrong are left out: what is left of them says nothing.
class LintView {
 public:
  LintView(Checker& checker, const syntax::Ast& ast) : checker_(checker), ast_(ast) {}

  // Calls visit(node, span) for each expression of that kind, operands before what holds them.
  template <typename Node, typename Visit>
  void each_expression(Visit visit) const {
    for (const syntax::Expr& expr : ast_.expressions) {
      const auto* node = std::get_if<Node>(&expr.node);
      if (node != nullptr && !checker_.is_spoiled(expr.span)) visit(*node, expr.span);
    }
  }

  // Calls visit(node) for each statement of that kind, in the order of the file.
  template <typename Node, typename Visit>
  void each_statement(Visit visit) const {
    for (const syntax::Statement& statement : ast_.statements) {
      const auto* node = std::get_if<Node>(&statement);
      if (node != nullptr && !checker_.is_spoiled(node->span)) visit(*node);
    }
  }

  // Calls visit(text, literal, part) for each text that is the object of an activity: `visited "/pricing"`.
  template <typename Visit>
  void each_object(Visit visit) const {
    for (const syntax::Phrase& phrase : ast_.phrases) {
      for (const syntax::PhrasePart& part : phrase.parts) {
        for (const syntax::ExprId id : part.objects) {
          const std::string* text = text_of(id);
          if (text != nullptr && !checker_.is_spoiled(span(id))) visit(*text, id, part);
        }
      }
    }
  }

  const syntax::Expr& operator[](syntax::ExprId id) const { return ast_[id]; }
  Span span(syntax::ExprId id) const { return ast_[id].span; }
  // As written, on one line.
  std::string words(Span span) const { return checker_.words(ast_, span); }
  std::string words(syntax::ExprId id) const { return words(span(id)); }
  // Of a text literal; nullptr: it is none.
  const std::string* text_of(syntax::ExprId id) const;

  // What the name means in the policy; nullptr: nothing of that kind.
  const Declaration* find(const std::string& name, NameKind kind) const { return checker_.find(name, kind); }
  // Whether the first attribute of the activity is an address of a page.
  bool has_url_object(const syntax::Name& verb) const;

  template <typename... Arguments>
  diag::Diagnostic& report(diag::Code code, Span span, const Arguments&... arguments) const {
    return checker_.sink_.report(code, span, arguments...);
  }

 private:
  Checker& checker_;
  const syntax::Ast& ast_;
};

// lint_texts.cpp: signs and quotes that mean something elsewhere
void sign_as_itself(const LintView& view);
void quoted_name(const LintView& view);
void empty_text(const LintView& view);

// lint_numbers.cpp: numbers and operators that are read otherwise than they look
void percent_as_points(const LintView& view);
void grouped_number(const LintView& view);
void count_beyond(const LintView& view);
void else_takes_all(const LintView& view);
void else_not_last(const LintView& view);

}  // namespace assay::check

// Holds the reader of right lines against the grammar: a policy must give the same tree, places and messages, whoever reads it (decision
// 0103). For unit tests, tests/agree and tests/fuzz.
#pragma once

#include <string>

#include <fmt/format.h>

#include "compiler/diag/render.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

namespace assay::testing_support {

// Everything of a reading as text, places and handles included.
struct Reading {
  std::string tree, places, messages;
  std::size_t lines_by_antlr = 0;
};

using ParseFunction = syntax::Ast (*)(const source::Source&, diag::Sink&);

inline std::string place(const syntax::Span& span) { return fmt::format("{}-{}", span.begin, span.end); }

// Of what `print` does not show: where each node stands, its kind, and what it holds.
inline std::string places_of(const syntax::Ast& ast) {
  std::string out;
  for (const syntax::Expr& expression : ast.expressions) {
    out += fmt::format("expression {} {} {}\n", expression.node.index(), place(expression.span), expression.parenthesised);
  }
  for (const syntax::Phrase& phrase : ast.phrases) {
    out += fmt::format("phrase {}", place(phrase.span));
    for (const syntax::PhrasePart& part : phrase.parts) {
      out += fmt::format(" part {} {}", place(part.span), part.same ? place(part.same->span) : "");
      for (const syntax::ExprId id : part.objects) out += fmt::format(" o{}", static_cast<std::uint32_t>(id));
      for (const syntax::ExprId id : part.conditions) out += fmt::format(" c{}", static_cast<std::uint32_t>(id));
    }
    if (phrase.within) out += " within " + place(phrase.within->span);
    if (phrase.count) out += fmt::format(" count {} {}", place(phrase.count->span), static_cast<std::uint32_t>(phrase.count->number));
    if (phrase.window) out += fmt::format(" window {} {}", phrase.window->node.index(), place(phrase.window->span));
    out += '\n';
  }
  for (const syntax::Statement& statement : ast.statements) {
    out += fmt::format("statement {} {}", statement.index(), place(syntax::span_of(statement)));
    if (const auto* rule = std::get_if<syntax::Rule>(&statement)) {
      out += fmt::format(" head {} effects {}", place(rule->head), place(rule->effects.span));
      if (rule->effects.reason) out += " reason " + place(rule->effects.reason->span);
      if (rule->effects.as) out += " as " + place(rule->effects.as->span);
      for (const auto& modifier : rule->effects.modifiers) out += " modifier " + place(modifier.span);
    }
    out += '\n';
  }
  for (const syntax::Token& token : ast.tokens) out += fmt::format("{} {}-{}\n", static_cast<int>(token.kind), token.begin, token.end);
  for (const syntax::LineStart& line : ast.lines) out += fmt::format("line {} {}\n", static_cast<int>(line.kind), line.begin);
  for (const syntax::Name& name : ast.broken) out += fmt::format("broken {} {}\n", name.text, place(name.span));
  return out;
}

inline Reading read_with(ParseFunction parse, const std::string& policy) {
  source::Sources sources;
  diag::Sink sink;
  const syntax::Ast ast = parse(sources.add("policy.assay", policy), sink);
  return {syntax::print(ast), places_of(ast), diag::render_text(sink, sources), ast.lines_by_antlr};
}

// The first line in which two texts differ, as both have it; empty if they are the same.
inline std::string first_difference(const std::string& ours, const std::string& grammars) {
  if (ours == grammars) return {};
  std::size_t at = 0, line = 0;
  while (at < ours.size() && at < grammars.size() && ours[at] == grammars[at]) {
    if (ours[at++] == '\n') line = at;
  }
  const auto row = [&](const std::string& text) { return text.substr(line, text.find('\n', line) - line); };
  return fmt::format("read: {}\ngrammar: {}\n", row(ours), row(grammars));
}

// What differs between the two readings of a policy; empty if nothing does.
inline std::string difference_from_grammar(const std::string& policy) {
  const Reading ours = read_with(syntax::parse, policy), grammars = read_with(syntax::parse_by_grammar, policy);
  return first_difference(ours.tree, grammars.tree) + first_difference(ours.messages, grammars.messages) +
         first_difference(ours.places, grammars.places);
}

}  // namespace assay::testing_support

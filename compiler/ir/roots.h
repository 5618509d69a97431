// Every place of a Policy that names an expression, a phrase, or a chain from outside the graph of nodes: one list for all that walks,
// drops, renumbers or prints.
#pragma once

#include "compiler/ir/ir.h"

namespace assay::ir {

// Calls visit(ExprId&), visit_phrase(std::int32_t&) and visit_chain(std::int32_t&) for each that is set; pools (phrases, chains) are not
// walked.
template <typename AnyPolicy, typename VisitExpr, typename VisitPhrase, typename VisitChain>
void for_each_root(AnyPolicy& policy, VisitExpr visit, VisitPhrase visit_phrase, VisitChain visit_chain) {
  const auto expr = [&](auto& id) {
    if (id.valid()) visit(id);
  };
  for (auto& rule : policy.rules) {
    expr(rule.condition);
    expr(rule.points);
    expr(rule.decay_time);
    if (rule.phrase >= 0) visit_phrase(rule.phrase);
    if (rule.chain >= 0) visit_chain(rule.chain);
  }
  expr(policy.total);
  for (auto& grade : policy.grades) {
    expr(grade.by);
    for (auto& band : grade.reached) expr(band);
  }
  for (auto& transition : policy.transitions) {
    expr(transition.condition);
    for (auto& required : transition.required) expr(required.has);
  }
  for (auto& segment : policy.segments) expr(segment);
  for (auto& route : policy.routes) expr(route);
  for (auto& ignore : policy.ignores) expr(ignore.filter);
  for (auto& explanation : policy.explanations) {
    expr(explanation.known_true);
    expr(explanation.known_false);
    expr(explanation.value);
  }
}

// The same for the expressions that a phrase or a chain names.
template <typename AnyPhrase, typename VisitExpr>
void for_each_in_phrase(AnyPhrase& phrase, VisitExpr visit) {
  if (phrase.filter.valid()) visit(phrase.filter);
  for (auto& bound : phrase.bounds) visit(bound.time);
}

template <typename AnyChain, typename VisitExpr>
void for_each_in_chain(AnyChain& chain, VisitExpr visit) {
  for (auto& part : chain.parts) {
    if (part.filter.valid()) visit(part.filter);
  }
  for (auto& bound : chain.bounds) visit(bound.time);
}

}  // namespace assay::ir

// Defines: lowered anew for each kind of context that uses them (a section's `counting since`, a rule's decay), once per kind.
#include <utility>

#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"

namespace assay::check {

namespace {

// The circle in the order of the file, from the define that was met twice.
void report_circle(Checker& checker, const Declaration& again) {
  std::vector<const Declaration*> circle;
  bool inside = false;
  for (const Declaration* declaration : checker.open_defines_) {
    inside = inside || declaration == &again;
    if (inside) circle.push_back(declaration);
  }
  const Declaration& first = *circle.front();
  if (circle.size() == 1) {
    checker.sink_.report(diag::Code::Circle, first.span, "'" + first.name + "' refers to itself");
    return;
  }
  std::string path;
  for (const Declaration* declaration : circle) path += "'" + declaration->name + "' uses ";
  diag::Diagnostic& message = checker.sink_.report(diag::Code::Circle, first.span, "definitions refer to each other in a circle");
  message.suggest(path + "'" + first.name + "'");
  for (std::size_t i = 1; i < circle.size(); ++i) message.also(circle[i]->span, "part of the circle");
}

}  // namespace

const DefineInContext& lower_define_body(Checker& checker, Declaration& declaration, const Context& context) {
  const DefineKey key{&declaration, context.counted_from.index, context.timed_only};
  if (const auto known = checker.defines_.find(key); known != checker.defines_.end()) return known->second;
  DefineInContext lowered;
  checker.open_defines_.push_back(&declaration);
  std::vector<std::int32_t>* outer = std::exchange(checker.explained_, &lowered.explanations);
  const Context inner{.ast = declaration.ast,
                      .level = Level::Stages,
                      .user = "a define",
                      .counted_from = context.counted_from,
                      .timed_only = context.timed_only,
                      .phrases = &lowered.phrases,
                      .reach = &lowered.reach};
  lowered.value = checker.lower(declaration.as<syntax::Define>().value, inner);
  checker.explained_ = outer;
  checker.open_defines_.pop_back();
  return checker.defines_.emplace(key, std::move(lowered)).first->second;
}

Value lower_define(Checker& checker, Declaration& declaration, const Context& context, Span span) {
  for (const Declaration* open : checker.open_defines_) {
    if (open != &declaration) continue;
    report_circle(checker, declaration);
    return checker.error(span);
  }
  if (checker.is_spoiled(declaration.as<syntax::Define>().span)) return checker.error(span);
  const DefineInContext& lowered = lower_define_body(checker, declaration, context);
  if (lowered.value.is_error()) return checker.error(span);
  if (lowered.reach.level != Level::Constants && !may_ask(checker, lowered.reach.level, declaration.name, context, span, &lowered.reach)) {
    return checker.error(span);
  }
  if (!lowered.phrases.distinct.empty() && !phrases_allowed(checker, context, span)) return checker.error(span);
  if (context.phrases != nullptr) {
    for (const PhrasesMet::One& met : lowered.phrases.distinct) context.phrases->add(met);
  }
  if (checker.explained_ != nullptr) {
    for (const std::int32_t explanation : lowered.explanations) checker.explained_->push_back(explanation);
  }
  Value value = lowered.value;
  value.span = span;
  return value;
}

}  // namespace assay::check

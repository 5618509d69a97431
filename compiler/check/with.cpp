// What stands behind the `with` of a phrase, where commas part conditions as well as values.
#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"

namespace assay::check {

namespace {

// `with a in x, y, success`: the name of an attribute behind the first value begins the next condition.
std::size_t values_of_match(const Checker& checker, std::int32_t activity, const syntax::Ast& ast, const syntax::Match& match) {
  for (std::size_t i = 1; i < match.values.size() && !match.parenthesised; ++i) {
    const auto* name = std::get_if<syntax::NameExpr>(&ast[match.values[i]].node);
    if (name != nullptr && checker.attribute_index(activity, name->name.text) >= 0) return i;
  }
  return match.values.size();
}

// What stands behind the `not`s of a condition.
struct Bare {
  const syntax::Expr* expr = nullptr;
  bool negated = false;
};

Bare without_not(const syntax::Ast& ast, syntax::ExprId id) {
  Bare bare{&ast[id]};
  for (; std::holds_alternative<syntax::Not>(bare.expr->node); bare.negated = !bare.negated) {
    bare.expr = &ast[std::get<syntax::Not>(bare.expr->node).operand];
  }
  return bare;
}

// The truths of `with` that must all be known, from its entries one by one.
class WithConditions {
 public:
  WithConditions(Checker& checker, const Context& context, std::vector<ir::ExprId>& all)
      : checker_(checker), context_(context), all_(all) {}

  // `also`: one more value of the match that the entry is, none of whose values is an attribute. False after a message.
  bool add(syntax::ExprId id, std::optional<syntax::ExprId> also = std::nullopt) {
    const Bare bare = without_not(*context_.ast, id);
    const auto* match = std::get_if<syntax::Match>(&bare.expr->node);
    const std::size_t own = match == nullptr ? 0 : values_of_match(checker_, context_.activity, *context_.ast, *match);
    if (match == nullptr || (own == match->values.size() && !also)) return add(checker_.lower_condition(id, context_));
    syntax::Match first = *match;
    first.negated = first.negated != bare.negated;
    first.values.resize(own);
    if (also) first.values.push_back(*also);
    bool ok = add(lower_node(checker_, first, context_, bare.expr->span));
    for (std::size_t i = own; i < match->values.size(); ++i) ok = add(checker_.lower_condition(match->values[i], context_)) && ok;
    return ok;
  }

  bool add(const Value& value, bool negated = false) {
    all_.push_back(negated ? value.known_false : value.known_true);
    return !value.is_error();
  }

 private:
  Checker& checker_;
  const Context& context_;
  std::vector<ir::ExprId>& all_;
};

// Whether the word before the `between` of window_in_with is one more value of the match before it.
bool ends_in_value(const Checker& checker, std::int32_t activity, const syntax::Ast& ast, const syntax::Between& window) {
  return checker.attribute_index(activity, std::get<syntax::NameExpr>(ast[window.subject].node).name.text) < 0;
}

}  // namespace

const syntax::Between* window_in_with(const Checker& checker, std::int32_t activity, const syntax::Phrase& phrase, const syntax::Ast& ast) {
  const syntax::PhrasePart& part = phrase.parts.back();
  if (activity < 0 || phrase.window || part.conditions.empty()) return nullptr;
  const Bare last = without_not(ast, part.conditions.back());
  const auto* between = std::get_if<syntax::Between>(&last.expr->node);
  const auto* name = between == nullptr || between->negated ? nullptr : std::get_if<syntax::NameExpr>(&ast[between->subject].node);
  if (name == nullptr) return nullptr;
  const std::int32_t index = checker.attribute_index(activity, name->name.text);
  if (index >= 0) {
    const runtime::ActivitySpec& declared = checker.policy_.schema.activities[static_cast<std::size_t>(activity)];
    return declared.attributes[static_cast<std::size_t>(index)].type == runtime::Type::YesNo ? between : nullptr;
  }
  if (part.conditions.size() < 2 || last.negated) return nullptr;
  const auto* match = std::get_if<syntax::Match>(&without_not(ast, part.conditions[part.conditions.size() - 2]).expr->node);
  if (match == nullptr || match->parenthesised) return nullptr;
  return values_of_match(checker, activity, ast, *match) == match->values.size() ? between : nullptr;
}

bool add_with(Checker& checker, const syntax::PhrasePart& part, const syntax::Between* window, const Context& context,
              std::vector<ir::ExprId>& all) {
  WithConditions with(checker, context, all);
  const bool is_value = window != nullptr && ends_in_value(checker, context.activity, *context.ast, *window);
  const std::size_t own = part.conditions.size() - (window == nullptr ? 0 : 1);
  bool ok = true;
  for (std::size_t i = 0; i < own; ++i) {
    ok = with.add(part.conditions[i], is_value && i + 1 == own ? std::optional(window->subject) : std::nullopt) && ok;
  }
  if (window == nullptr || is_value) return ok;
  const bool negated = without_not(*context.ast, part.conditions.back()).negated;
  return with.add(checker.lower_condition(window->subject, context), negated) && ok;
}

}  // namespace assay::check

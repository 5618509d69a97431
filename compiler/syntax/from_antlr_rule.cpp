#include "compiler/syntax/from_antlr.h"

namespace assay::syntax {

std::optional<Line> FromAntlr::scoring(P::LineContext* tree) {
  if (tree->section()) return section(tree->section());
  if (tree->scoreRule()) return rule(tree->scoreRule());
  if (tree->grade()) return grade(tree->grade());
  if (auto* node = tree->excludeStatement()) {
    const std::optional<Text> reason = optional_text(node->TEXT());
    return ExcludeStatement{reason, expression(node->expression()), span(node)};
  }
  if (auto* node = tree->tagStatement()) {
    const Text tag = text(node->TEXT());
    return TagStatement{tag, expression(node->expression()), span(node)};
  }
  if (auto* node = tree->total()) return Total{expression(node->expression()), span(node)};
  return std::nullopt;
}

Section FromAntlr::section(P::SectionContext* tree) {
  Section made{name(tree->name()), {}, span(tree)};
  for (auto* node : tree->sectionModifier()) {
    SectionModifier modifier;
    modifier.span = span(node);
    if (node->AT()) {
      modifier.kind = node->MOST() ? SectionModifier::Kind::AtMost : SectionModifier::Kind::AtLeast;
      modifier.bound = bound(node->bound());
    } else if (node->MATCH()) {
      modifier.kind = node->FIRST() ? SectionModifier::Kind::FirstMatch : SectionModifier::Kind::BestMatch;
    } else {
      modifier.kind = SectionModifier::Kind::CountingSinceLast;
      modifier.verb = name(node->name());
    }
    made.modifiers.push_back(std::move(modifier));
  }
  return made;
}

Rule FromAntlr::rule(P::ScoreRuleContext* tree) {
  Rule made;
  made.span = span(tree);
  made.head = span(tree->ruleHead());
  rule_head(tree->ruleHead(), made);
  made.effects = effects(tree->effects());
  return made;
}

void FromAntlr::rule_head(P::RuleHeadContext* tree, Rule& rule) {
  if (auto* node = dynamic_cast<P::WhenHeadContext*>(tree)) {
    rule.kind = Rule::Kind::When;
    rule.condition = expression(node->expression());
  } else if (auto* node = dynamic_cast<P::OtherwiseHeadContext*>(tree)) {
    rule.kind = Rule::Kind::Otherwise;
    if (node->WHEN()) rule.condition = expression(node->expression());
  } else if (auto* node = dynamic_cast<P::ForEachHeadContext*>(tree)) {
    rule.kind = Rule::Kind::ForEach;
    rule.phrase = phrase(node->phrase(), node->dateRange());
  } else if (auto* node = dynamic_cast<P::ForEachDifferentHeadContext*>(tree)) {
    rule.kind = Rule::Kind::ForEachDifferent;
    rule.attribute = name(node->word());
    rule.phrase = phrase(node->phrase(), node->dateRange());
  } else if (auto* node = dynamic_cast<P::ForEachPeriodHeadContext*>(tree)) {
    rule.kind = Rule::Kind::ForEachPeriod;
    rule.period = rule_period(span(node->UNIT()));
    rule.phrase = phrase(node->phrase(), node->dateRange());
  } else {
    rule.kind = Rule::Kind::Always;
  }
}

Case FromAntlr::case_line(P::CaseLineContext* tree) {
  Case made;
  made.is_else = tree->ELSE() != nullptr;
  for (auto* node : tree->label()) made.labels.push_back(label(node));
  made.effects = effects(tree->effects());
  made.span = span(tree);
  return made;
}

Effects FromAntlr::effects(P::EffectsContext* tree) {
  Effects made;
  made.span = span(tree);
  for (auto* node : tree->effect()) effect(node, made);
  return made;
}

void FromAntlr::effect(P::EffectContext* tree, Effects& effects) {
  const auto reasons = tree->TEXT();
  std::size_t next_reason = 0;
  if (auto* node = tree->points()) {
    const ExprId amount = points(node);
    effects.list.push_back(PointsEffect{amount, span(node)});
    reason_at_end(amount, effects);
  } else if (tree->exclude()) {
    effects.list.emplace_back(ExcludeEffect{{}, span(tree->exclude())});
    if (!reasons.empty()) std::get<ExcludeEffect>(effects.list.back()).reason = text(reasons[next_reason++]);
  } else if (auto* node = tree->tag()) {
    effects.list.push_back(TagEffect{text(node->TEXT()), span(node)});
  } else if (auto* node = tree->enter()) {
    effects.list.push_back(EnterEffect{name(node->stageName()), span(node)});
  } else {
    effects.modifiers.push_back(rule_modifier(tree->ruleModifier()));
  }
  for (; next_reason < reasons.size(); ++next_reason) add_reason(effects, text(reasons[next_reason]));
  for (auto* node : tree->name()) add_name(effects, name(node));
}

ExprId FromAntlr::points(P::PointsContext* tree) {
  Arithmetic sum;
  std::size_t at = 0;
  const auto terms = tree->multiplicative();
  auto* sign = static_cast<antlr4::tree::TerminalNode*>(tree->children[0]);
  const ExprId first = multiplicative(terms[at++]);
  sum.first = first_term(first, sign->getSymbol()->getType() == P::MINUS, span(sign));
  for (; at < terms.size(); ++at) {
    auto* op = static_cast<antlr4::tree::TerminalNode*>(tree->children[2 * at]);
    const ArithmeticOp kind = op->getSymbol()->getType() == P::PLUS ? ArithmeticOp::Add : ArithmeticOp::Subtract;
    closed_before_operator(sum.steps.empty() ? sum.first : sum.steps.back().operand, from_sign_on(op, tree));
    sum.steps.push_back({kind, span(op), multiplicative(terms[at])});
  }
  const Span place = join(span(sign), span(terms.back()));
  const ExprId amount = sum.steps.empty() ? sum.first : add(std::move(sum), place);
  if (tree->additive().empty()) return amount;
  Fallback node{{amount}};
  for (std::size_t part = 0; part < tree->additive().size(); ++part) {
    closed_before_operator(node.operands.back(), from_sign_on(tree->ELSE(part), tree));
    node.operands.push_back(additive(tree->additive(part)));
  }
  return add(std::move(node), span(tree));
}

RuleModifier FromAntlr::rule_modifier(P::RuleModifierContext* tree) {
  RuleModifier made;
  made.span = span(tree);
  if (tree->AT()) {
    made.kind = tree->MOST() ? RuleModifier::Kind::AtMost : RuleModifier::Kind::AtLeast;
    made.amount = bound(tree->bound());
    return made;
  }
  if (tree->bound()) made.amount = bound(tree->bound());
  made.duration = duration(tree->duration());
  made.kind = tree->ONCE()      ? RuleModifier::Kind::OnceEvery
              : tree->HALVING() ? RuleModifier::Kind::Halving
              : tree->FADING()  ? RuleModifier::Kind::Fading
              : tree->LOSING()  ? RuleModifier::Kind::Losing
                                : RuleModifier::Kind::Expiring;
  return made;
}

Grade FromAntlr::grade(P::GradeContext* tree) {
  Grade made;
  made.name = name(tree->name());
  made.by = fallback(tree->fallback());
  for (auto* node : tree->band()) {
    const Label of = label(node->label());
    made.bands.push_back({of, bound(node->bound()), span(node)});
  }
  if (tree->label()) made.otherwise = label(tree->label());
  made.span = span(tree);
  return made;
}

}  // namespace assay::syntax

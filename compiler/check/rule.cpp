// Rules: when, for each, always and chains of otherwise; vetoes and labels that are statements of their own.
#include "compiler/check/rule.h"

#include <utility>

#include <fmt/format.h>

#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"

namespace assay::check {

namespace {

bool has_decay(const syntax::Effects& effects) {
  for (const syntax::RuleModifier& modifier : effects.modifiers) {
    switch (modifier.kind) {
      case syntax::RuleModifier::Kind::Halving:
      case syntax::RuleModifier::Kind::Fading:
      case syntax::RuleModifier::Kind::Losing:
      case syntax::RuleModifier::Kind::Expiring: return true;
      case syntax::RuleModifier::Kind::AtMost:
      case syntax::RuleModifier::Kind::AtLeast:
      case syntax::RuleModifier::Kind::OnceEvery: break;
    }
  }
  return false;
}

bool has_once_every(const syntax::Effects& effects) {
  for (const syntax::RuleModifier& modifier : effects.modifiers) {
    if (modifier.kind == syntax::RuleModifier::Kind::OnceEvery) return true;
  }
  return false;
}

bool follows_last_otherwise(const syntax::Ast& ast, const syntax::Rule& rule) {
  const syntax::Rule* before = nullptr;
  for (const syntax::Statement& statement : ast.statements) {
    const auto* one = std::get_if<syntax::Rule>(&statement);
    if (one == &rule) return before != nullptr && before->kind == syntax::Rule::Kind::Otherwise && !before->condition;
    before = one;
  }
  return false;
}

std::string_view unit_word(syntax::DurationUnit unit) {
  if (unit == syntax::DurationUnit::Week) return "week";
  return unit == syntax::DurationUnit::Month ? "month" : "day";
}

ir::Rule::Kind period_kind(syntax::DurationUnit unit) {
  if (unit == syntax::DurationUnit::Week) return ir::Rule::Kind::ForEachWeek;
  return unit == syntax::DurationUnit::Month ? ir::Rule::Kind::ForEachMonth : ir::Rule::Kind::ForEachDay;
}

}  // namespace

Context Statements::rule_context(const syntax::Effects* effects) const {
  Context context = lead_context(Level::Fields, "a rule");
  context.counted_from = section_.counted_from;
  context.timed_only = effects != nullptr && has_decay(*effects);
  return context;
}

// An explanation over all that was explained while a condition was lowered; one that stands for the whole is taken as it is.
std::int32_t Statements::explain(std::vector<std::int32_t> explanations, Span span, const Value& condition) {
  if (explanations.size() == 1) return explanations.front();
  checker_.policy_.explanations.push_back({.span = span,
                                           .known_true = condition.known_true,
                                           .known_false = condition.known_false,
                                           .value = {},
                                           .children = std::move(explanations)});
  return static_cast<std::int32_t>(checker_.policy_.explanations.size()) - 1;
}

// Whether the rule may stand where it stands in a chain of otherwise.
bool Statements::may_continue(const syntax::Rule& rule) {
  if (rule.kind != syntax::Rule::Kind::Otherwise) return true;
  const bool chooses =
      section_.index >= 0 && checker_.policy_.sections[static_cast<std::size_t>(section_.index)].match != ir::Section::Match::All;
  if (chooses) {
    checker_.sink_.report(diag::Code::OtherwiseInMatch, rule.head).suggest("such a section chooses among its rules already: write 'when'");
    return false;
  }
  if (section_.chain_open) return true;
  if (checker_.is_spoiled({rule.span.file, last_end_, rule.span.begin})) return false;  // what it follows could not be read
  checker_.sink_.report(diag::Code::OtherwiseAlone, rule.head)
      .suggest(follows_last_otherwise(*ast_, rule)
                   ? "the 'otherwise:' before it takes all that is left and ends the chain: put that one last"
                   : "it follows a 'when' or 'otherwise when' of the same section, with nothing between them");
  return false;
}

ir::ExprId Statements::none_taken() {
  std::vector<ir::ExprId> any;
  for (const auto& [count, expr] : section_.taken) any.push_back(expr);
  return checker_.build_.negation(checker_.build_.disjunction(any));
}

// Blocks of powers of two: a chain of n rules needs n log n operands, not n².
void Statements::take(ir::ExprId condition) {
  auto& taken = section_.taken;
  taken.emplace_back(1, condition);
  while (taken.size() >= 2 && taken[taken.size() - 1].first == taken[taken.size() - 2].first) {
    const auto last = taken.back();
    taken.pop_back();
    taken.back() = {last.first * 2, checker_.build_.disjunction(taken.back().second, last.second)};
  }
}

bool Statements::lower_when(const syntax::Rule& rule, RuleDraft& draft) {
  const bool otherwise = rule.kind == syntax::Rule::Kind::Otherwise;
  if (!otherwise) {
    section_.taken.clear();
    section_.chain_span = draft.condition_span;
  }
  Context context = rule_context(&rule.effects);
  context.phrases = &draft.phrases;
  Value condition = checker_.condition(checker_.build_.truth(true), checker_.build_.truth(false), rule.head);
  std::vector<std::int32_t> explanations;
  if (rule.condition) {
    checker_.explained_ = &explanations;
    condition = checker_.lower_condition(*rule.condition, context);
    checker_.explained_ = nullptr;
    draft.text.condition = checker_.words(*ast_, draft.condition_span);
  } else {
    draft.text.condition = "otherwise";
    draft.takes_decay = false;
  }
  if (otherwise) draft.id_words = checker_.words(*ast_, section_.chain_span) + " otherwise " + (rule.condition ? draft.text.condition : "");
  section_.chain_open = rule.condition.has_value();
  if (condition.is_error()) return false;
  draft.rule.explanation = explain(std::move(explanations), draft.condition_span, condition);
  draft.rule.condition = otherwise ? checker_.build_.conjunction(condition.known_true, none_taken()) : condition.known_true;
  take(condition.known_true);
  return true;
}

bool Statements::lower_for_each_different(const syntax::Rule& rule, RuleDraft& draft) {
  Context context = rule_context(&rule.effects);
  draft.rule.kind = ir::Rule::Kind::ForEachDistinct;
  const std::optional<LoweredPhrase> phrase = lower_phrase(checker_, *rule.phrase, context);
  if (!phrase || !rule.attribute) return false;
  if (phrase->chain < 0) {
    const std::optional<std::int32_t> attribute = resolve_attribute(checker_, phrase->activity, *rule.attribute, true);
    draft.rule.phrase = phrase->phrase;
    draft.rule.attribute = attribute.value_or(-1);
    return attribute.has_value();
  }
  // The values are those that all parts share.
  draft.rule.chain = phrase->chain;
  const std::vector<ir::Chain::Part>& parts = checker_.policy_.chains[static_cast<std::size_t>(phrase->chain)].parts;
  bool named = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && !parts[i].same) {
      checker_.sink_.report(diag::Code::ChainNotSame, phrase->written->parts[i].span)
          .suggest("write: then " + phrase->written->parts[i].verb.text + " same " + rule.attribute->text);
      return false;
    }
    named = named || checker_.attribute_index(parts[i].activity, rule.attribute->text) == 0;
  }
  if (!named && !resolve_attribute(checker_, parts.front().activity, *rule.attribute, true)) return false;
  return true;
}

// The first attribute of an activity; nullptr: it has none.
const syntax::Attribute* Statements::first_attribute(const syntax::Name& verb) const {
  const Declaration* declaration = checker_.find(verb.text, NameKind::Activity);
  if (declaration == nullptr || declaration->as<syntax::Activity>().attributes.empty()) return nullptr;
  return &declaration->as<syntax::Activity>().attributes.front();
}

// `for each different email of opened then clicked same email in last 12 weeks`; empty where the parts share nothing that can be compared.
std::string Statements::each_different(const syntax::Phrase& written) const {
  const syntax::Attribute* shared = first_attribute(written.parts.front().verb);
  if (shared == nullptr || shared->type.kind == syntax::Type::Kind::OneOf) return {};
  std::string line = fmt::format("for each different {} of {}", shared->name.text, checker_.written(written.parts.front().span));
  for (std::size_t part = 1; part < written.parts.size(); ++part) {
    const syntax::PhrasePart& next = written.parts[part];
    const syntax::Attribute* first = first_attribute(next.verb);
    if (first == nullptr || first->type.kind != shared->type.kind || !next.objects.empty()) return {};
    line += fmt::format(" then {} same {}", next.verb.text, shared->name.text);
    if (next.conditions.empty()) continue;
    line += " with " + checker_.written(source::join((*ast_)[next.conditions.front()].span, (*ast_)[next.conditions.back()].span));
  }
  if (written.within) line += " within " + checker_.written(written.within->span);
  return written.window ? line + " " + checker_.written(written.window->span) : line;
}

bool Statements::lower_for_each(const syntax::Rule& rule, RuleDraft& draft) {
  draft.for_each = true;
  draft.text.condition = checker_.words(*ast_, draft.condition_span);
  draft.id_words = checker_.words(*ast_, rule.head);
  section_.chain_open = false;
  const syntax::Phrase& written = (*ast_)[*rule.phrase];
  if (written.count) {
    diag::Diagnostic& message = checker_.sink_.report(diag::Code::ForEachCount, written.count->span);
    if (written.count->op == syntax::Count::Op::AtMost) message.suggest("a bound on the points stands behind them: +1, at most 5");
    const bool period = rule.kind == syntax::Rule::Kind::ForEachPeriod;
    if (period) message.suggest(fmt::format("each {} that has one counts once, however many there are: leave the count out", unit_word(rule.period)));
    message.suggest(fmt::format("to ask how often{}, write: when {}", period ? " in all" : "", draft.text.condition));
    return false;
  }
  if (rule.kind == syntax::Rule::Kind::ForEachDifferent) return lower_for_each_different(rule, draft);
  if (written.parts.size() > 1) {
    const std::string different = each_different(written);
    diag::Diagnostic& message = checker_.sink_.report(diag::Code::ChainHere, written.span);
    if (!different.empty()) message.suggest("for each that all of them are about: " + different);
    message.suggest(fmt::format("{}once for a lead: when {}", different.empty() ? "" : "or ", draft.text.condition));
    return false;
  }
  Context context = rule_context(&rule.effects);
  const bool period = rule.kind == syntax::Rule::Kind::ForEachPeriod;
  context.timed_only = context.timed_only || period || has_once_every(rule.effects);
  draft.rule.kind = period ? period_kind(rule.period) : ir::Rule::Kind::ForEachActivity;
  const std::optional<LoweredPhrase> phrase = lower_phrase(checker_, *rule.phrase, context);
  if (phrase) draft.rule.phrase = phrase->phrase;
  return phrase.has_value();
}

bool Statements::lower_head(const syntax::Rule& rule, RuleDraft& draft) {
  switch (rule.kind) {
    case syntax::Rule::Kind::When:
    case syntax::Rule::Kind::Otherwise: return lower_when(rule, draft);
    case syntax::Rule::Kind::ForEach:
    case syntax::Rule::Kind::ForEachPeriod:
    case syntax::Rule::Kind::ForEachDifferent: return lower_for_each(rule, draft);
    case syntax::Rule::Kind::Always: break;
  }
  section_.chain_open = false;
  draft.takes_decay = false;
  draft.text.condition = "always";
  draft.id_words = "always " + checker_.words(*ast_, rule.effects.span);
  draft.rule.condition = checker_.build_.truth(true);
  return true;
}

void Statements::lower_rule(const syntax::Rule& rule) {
  for (const syntax::Effect& effect : rule.effects.list) {
    const auto* enter = std::get_if<syntax::EnterEffect>(&effect);
    if (enter == nullptr) continue;
    checker_.sink_.report(diag::Code::OutOfPlace, enter->span, "a rule does not move a lead")
        .suggest("write under the stage: enter when …; only the cases of 'on' enter a stage");
  }
  RuleDraft draft;
  draft.span = rule.span;
  draft.rule.section = section_.index;
  draft.condition_span = rule.condition ? (*ast_)[*rule.condition].span : rule.phrase ? (*ast_)[*rule.phrase].span : rule.head;
  if (!may_continue(rule)) {
    section_.chain_open = true;  // one message is enough for what follows it
    return;
  }
  const bool head = lower_head(rule, draft);
  Context context = rule_context(nullptr);
  if (!head) {
    // The effects are looked at for their own mistakes; the decay of a rule without a condition has nothing to find.
    draft.takes_decay = false;
    for (const syntax::Effect& effect : rule.effects.list) {
      if (const auto* points = std::get_if<syntax::PointsEffect>(&effect)) lower_points(*points, draft, context);
    }
    return;
  }
  if (!lower_effects(rule.effects, draft, context)) return;
  finish_rule(std::move(draft), &rule.effects);
}

void Statements::statement_rule(syntax::ExprId condition, const Context& context, const std::string& reason, Span span,
                                std::int32_t exclude, const std::string& tag_name) {
  RuleDraft draft;
  draft.span = span;
  std::vector<std::int32_t> explanations;
  checker_.explained_ = &explanations;
  const Value value = checker_.lower_condition(condition, context);
  checker_.explained_ = nullptr;
  if (value.is_error()) return;
  draft.condition_span = (*ast_)[condition].span;
  draft.text.condition = checker_.words(*ast_, draft.condition_span);
  draft.reason = reason;
  draft.id_words = (exclude >= 0 ? "exclude " : "tag " + tag_name + " ") + draft.text.condition;
  draft.rule.condition = value.known_true;
  draft.rule.explanation = explain(explanations, draft.condition_span, value);
  if (exclude >= 0) draft.rule.excludes.push_back(exclude);
  if (!tag_name.empty()) draft.rule.tags.push_back(tag(tag_name));
  finish_rule(std::move(draft), nullptr);
}

void Statements::veto_or_tag(const syntax::ExcludeStatement& statement) {
  section_.chain_open = false;
  const std::string reason = statement.reason ? statement.reason->value : checker_.words(*ast_, (*ast_)[statement.condition].span);
  statement_rule(statement.condition, lead_context(Level::Grades, "a veto"), reason, statement.span, excluded(reason), {});
}

void Statements::veto_or_tag(const syntax::TagStatement& statement) {
  section_.chain_open = false;
  statement_rule(statement.condition, lead_context(Level::Stages, "a label"), {}, statement.span, -1, statement.tag.value);
}

}  // namespace assay::check

// What a rule does once its condition is settled: points with bounds and decay, exclusion, labels; and its place in the policy.
#include <utility>

#include <fmt/format.h>

#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"
#include "compiler/check/rule.h"
#include "runtime/numbers.h"

namespace assay::check {

namespace {

ir::Decay::Kind decay_kind(syntax::RuleModifier::Kind kind) {
  switch (kind) {
    case syntax::RuleModifier::Kind::Halving: return ir::Decay::Kind::Halving;
    case syntax::RuleModifier::Kind::Fading: return ir::Decay::Kind::Fading;
    case syntax::RuleModifier::Kind::Losing: return ir::Decay::Kind::Losing;
    case syntax::RuleModifier::Kind::Expiring: return ir::Decay::Kind::Expiring;
    case syntax::RuleModifier::Kind::AtMost:
    case syntax::RuleModifier::Kind::AtLeast:
    case syntax::RuleModifier::Kind::OnceEvery: break;
  }
  return ir::Decay::Kind::None;
}

// A label set by several rules has several places, unless no other label comes between them: a lead's labels are listed in the order of the
// rules that set them.
std::int32_t place_of(std::vector<std::string>& labels, const std::string& label) {
  if (labels.empty() || labels.back() != label) labels.push_back(label);
  return static_cast<std::int32_t>(labels.size()) - 1;
}

}  // namespace

std::int32_t Statements::excluded(const std::string& reason) { return place_of(checker_.policy_.result.excluded, reason); }
std::int32_t Statements::tag(const std::string& name) { return place_of(checker_.policy_.result.tags, name); }

std::optional<runtime::Points> Statements::points(syntax::ExprId id, std::string_view what) {
  Context context = lead_context(Level::Constants, what);
  const Value value = checker_.lower(id, context);
  if (value.is_error()) return std::nullopt;
  ir::Builder& build = checker_.build_;
  if (!value.is_number() || !build.is_constant(value.expr)) {
    checker_.sink_.report(diag::Code::NumberWanted, value.span, what, describe(value));
    return std::nullopt;
  }
  if (value.kind == Kind::Integer) return runtime::multiply_integers(build[value.expr].integer, runtime::points_per_unit);
  return runtime::round_to_points(build[value.expr].number);
}

bool Statements::lower_points(const syntax::PointsEffect& written, RuleDraft& draft, const Context& context) {
  std::vector<std::int32_t> explanations;
  checker_.explained_ = &explanations;
  const Value value = checker_.lower(written.amount, context);
  checker_.explained_ = nullptr;
  if (value.is_error()) return false;
  if (!value.is_number()) {
    checker_.sink_.report(diag::Code::PointsOfText, value.span, describe(value))
        .suggest("points are a number or an expression that gives one");
    return false;
  }
  if (draft.rule.points.valid()) {
    checker_.sink_.report(diag::Code::PointsTwice, written.span).suggest("add them up, or write two rules");
    return false;
  }
  draft.rule.points = value.expr;
  draft.rule.points_explanation = value.explanation;
  return true;
}

// In `for each day with page: + times page` the number is the lead's, and not the day's. Whoever means it gives it a name by a define.
void Statements::lint_counts(const PhrasesMet& in_points, Span points, const RuleDraft& draft) {
  const auto activity_of = [&](std::int32_t phrase) { return checker_.policy_.phrases[static_cast<std::size_t>(phrase)].activity; };
  for (const PhrasesMet::One& met : in_points.distinct) {
    const bool in_define = met.span.file != points.file || met.span.begin < points.begin || met.span.end > points.end;
    if (in_define || met.phrase < 0 || draft.rule.phrase < 0 || activity_of(met.phrase) != activity_of(draft.rule.phrase)) continue;
    checker_.sink_.report(diag::Code::NumberOfTheLead, met.span)
        .suggest("a fixed number for each is: +2; a bound of all points stands behind them: at most 10")
        .suggest("if it is meant, give the number a name by: define NAME: …");
  }
}

// The one phrase of the condition tells whose age counts.
bool Statements::find_decay_time(const syntax::RuleModifier& modifier, RuleDraft& draft) {
  const std::vector<PhrasesMet::One>& met = draft.phrases.distinct;
  ir::Builder& build = checker_.build_;
  if (draft.takes_decay && met.size() == 1) {
    draft.rule.decay_time = met.front().chain >= 0 ? build.over_chain(ir::Op::ChainLatest, met.front().chain)
                                                   : build.over_phrase(ir::Op::LatestTime, ir::Type::Time, met.front().phrase);
    return true;
  }
  if (met.empty()) {
    checker_.sink_.report(diag::Code::DecayWithoutPhrase, modifier.span)
        .suggest("the age of an activity counts: ask for one in the condition");
    return false;
  }
  diag::Diagnostic& message = checker_.sink_.report(diag::Code::DecayOfSeveral, modifier.span);
  for (const PhrasesMet::One& one : met) message.also(one.span, "an activity is asked for here");
  message.suggest("write a rule for each of them, or use 'for each'");
  return false;
}

// What repeats or fades needs a time; a setting of none is told once, however many rules use it.
bool Statements::lasts(const syntax::Duration& written, const ir::Duration& length) {
  if (length.months > 0 || length.microseconds > 0) return true;
  const auto* name = std::get_if<syntax::NameExpr>(&(*ast_)[written.amount].node);
  const Declaration* setting = name == nullptr ? nullptr : checker_.find(name->name.text, NameKind::Setting);
  if (setting != nullptr && !checker_.unknown_names_.insert("no time in " + setting->name).second) return false;
  diag::Diagnostic& message = checker_.sink_.report(diag::Code::NoTime, written.span);
  if (setting != nullptr) message.also(setting->span, "is not more than 0");
  return false;
}

bool Statements::lower_decay(const syntax::RuleModifier& modifier, RuleDraft& draft, const Context& context) {
  if (draft.rule.decay.kind != ir::Decay::Kind::None) {
    diag::Diagnostic& message = checker_.sink_.report(diag::Code::DecayTwice, modifier.span).also(draft.decay_span, "the first way");
    const bool ends = modifier.kind == syntax::RuleModifier::Kind::Expiring || draft.rule.decay.kind == ir::Decay::Kind::Expiring;
    const Span end = modifier.kind == syntax::RuleModifier::Kind::Expiring ? modifier.duration.span : draft.decay_duration;
    message.suggest(ends ? fmt::format("an end is a window of the activity: … in last {}", checker_.written(end))
                         : "choose one; an end of both is a window of the activity: … in last 90 days");
    return false;
  }
  const std::optional<ir::Duration> period = checker_.duration(modifier.duration, context);
  if (!period) return false;
  draft.rule.decay.kind = decay_kind(modifier.kind);
  draft.decay_span = modifier.span;
  draft.decay_duration = modifier.duration.span;
  draft.rule.decay.period = *period;
  if (!lasts(modifier.duration, *period)) return false;
  const bool exact = modifier.kind == syntax::RuleModifier::Kind::Halving || modifier.kind == syntax::RuleModifier::Kind::Fading;
  if (exact && period->months != 0) {
    checker_.sink_.report(diag::Code::ExactDuration, modifier.duration.span).suggest("write it in days or weeks, for example 30 days");
    return false;
  }
  if (modifier.kind == syntax::RuleModifier::Kind::Losing) {
    const Value share = checker_.lower(modifier.amount, lead_context(Level::Constants, "what is lost"));
    if (share.is_error()) return false;
    if (!share.is_number() || !checker_.build_.is_constant(share.expr)) {
      checker_.sink_.report(diag::Code::NumberWanted, share.span, "'losing'", describe(share));
      return false;
    }
    draft.rule.decay.share = checker_.build_[checker_.build_.to_number(share.expr)].number;
    if (draft.rule.decay.share > 1 && checker_.input_.lints) {
      const std::string written = checker_.written(share.span);
      checker_.sink_.report(diag::Code::MoreThanAll, share.span, written)
          .suggest(written.ends_with('%') ? "write losing 100%, or less" : fmt::format("write losing {}%", written));
    }
  }
  return draft.for_each || find_decay_time(modifier, draft);
}

bool Statements::lower_modifier(const syntax::RuleModifier& modifier, RuleDraft& draft, const Context& context) {
  switch (modifier.kind) {
    case syntax::RuleModifier::Kind::AtMost:
      draft.rule.at_most = points(modifier.amount, "'at most'");
      return draft.rule.at_most.has_value();
    case syntax::RuleModifier::Kind::AtLeast:
      draft.rule.at_least = points(modifier.amount, "'at least'");
      return draft.rule.at_least.has_value();
    case syntax::RuleModifier::Kind::OnceEvery: {
      if (draft.rule.kind != ir::Rule::Kind::ForEachActivity) {
        checker_.sink_.report(diag::Code::OnceEveryHere, modifier.span).suggest("it thins out what 'for each' counts");
        return false;
      }
      draft.rule.once_every = checker_.duration(modifier.duration, context);
      if (!draft.rule.once_every) return false;
      return lasts(modifier.duration, *draft.rule.once_every);
    }
    case syntax::RuleModifier::Kind::Halving:
    case syntax::RuleModifier::Kind::Fading:
    case syntax::RuleModifier::Kind::Losing:
    case syntax::RuleModifier::Kind::Expiring: break;
  }
  return lower_decay(modifier, draft, context);
}

// The text behind the points; behind `days since NAME` it is the object of NAME if that is a verb.
std::optional<std::string> Statements::reason_of(const syntax::Effects& effects) const {
  if (effects.reason) return effects.reason->value;
  if (!effects.open_reason) return std::nullopt;
  const syntax::PhrasePart& part = (*ast_)[*effects.open_reason].parts.front();
  if (is_verb(checker_, part.verb)) return std::nullopt;
  return std::get<syntax::TextLiteral>((*ast_)[part.objects.front()].node).value;
}

bool Statements::lower_effects(const syntax::Effects& effects, RuleDraft& draft, const Context& context) {
  bool ok = true;
  Context of_points = context;
  of_points.open_reason = effects.open_reason;
  PhrasesMet in_points;
  of_points.phrases = &in_points;
  for (const syntax::Effect& effect : effects.list) {
    if (const auto* given = std::get_if<syntax::PointsEffect>(&effect)) {
      ok = lower_points(*given, draft, of_points) && ok;
      if (draft.for_each && checker_.input_.lints) lint_counts(in_points, given->span, draft);
    } else if (const auto* exclude = std::get_if<syntax::ExcludeEffect>(&effect)) {
      const std::string own = reason_of(effects).value_or(draft.text.condition);
      draft.rule.excludes.push_back(excluded(exclude->reason ? exclude->reason->value : own));
    } else if (const auto* label = std::get_if<syntax::TagEffect>(&effect)) {
      draft.rule.tags.push_back(tag(label->tag.value));
    }
  }
  for (const syntax::RuleModifier& modifier : effects.modifiers) {
    if (!draft.rule.points.valid() && ok) {
      checker_.sink_.report(diag::Code::ModifierWithoutPoints, modifier.span);
      return false;
    }
    ok = lower_modifier(modifier, draft, context) && ok;
  }
  return ok;
}

void Statements::finish_rule(RuleDraft draft, const syntax::Effects* effects) {
  runtime::RuleInfo info;
  info.section = draft.rule.section;
  info.line = checker_.line_of(draft.span);
  info.file = checker_.sources_[draft.span.file].name();
  info.has_points = draft.rule.points.valid();
  if (effects != nullptr) draft.reason = reason_of(*effects).value_or(std::move(draft.reason));
  info.reason = !draft.reason.empty() ? std::move(draft.reason) : draft.for_each ? draft.id_words : draft.text.condition;
  if (effects != nullptr && effects->as) {
    draft.text.name = effects->as->text;
    const auto [known, is_new] = names_.emplace(draft.text.name, effects->as->span);
    if (!is_new)
      checker_.sink_.report(diag::Code::DeclaredTwice, effects->as->span, "rule", draft.text.name)
          .also(known->second, "declared here first");
    info.id = draft.text.name;
  } else {
    const std::string section =
        draft.rule.section < 0 ? "" : checker_.policy_.result.sections[static_cast<std::size_t>(draft.rule.section)].name;
    info.id = ids_.add(section, draft.id_words.empty() ? draft.text.condition : draft.id_words);
  }
  if (draft.rule.section >= 0) {
    checker_.policy_.sections[static_cast<std::size_t>(draft.rule.section)].rules.push_back(
        static_cast<std::int32_t>(checker_.policy_.rules.size()));
  }
  draft.rule.span = draft.span;
  checker_.policy_.rules.push_back(std::move(draft.rule));
  checker_.policy_.result.rules.push_back(std::move(info));
  checker_.rule_texts_.push_back(std::move(draft.text));
}

}  // namespace assay::check

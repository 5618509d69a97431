// `on FIELD` and `on VERB ATTRIBUTE`: a closed set case by case, none left out.
#include <algorithm>
#include <utility>

#include "compiler/check/comparison.h"
#include "compiler/check/phrase.h"
#include "compiler/check/rule.h"
#include "compiler/syntax/sections.h"

namespace assay::check {

namespace {

std::string words_of_case(const syntax::Case& written) {
  if (written.is_else) return "else";
  std::string out;
  for (const syntax::Label& label : written.labels) out += (out.empty() ? "" : ", ") + label.text;
  return out;
}

// The labels that the cases name, as a declaration lists them.
std::string words_of_cases(const syntax::On& on) {
  std::string out;
  for (const syntax::Case& one : on.cases) {
    for (const syntax::Label& label : one.labels) {
      const bool plain = label.text.find(' ') == std::string::npos;
      out += fmt::format("{0}{1}{2}{1}", out.empty() ? "" : ", ", plain ? "" : "\"", label.text);
    }
  }
  return out.empty() ? "a, b, c" : out;
}

// The value that the cases are about; kind Error after a message.
Value subject_of(Checker& checker, const syntax::On& on, const Context& context) {
  Value value;
  if (on.attribute) {
    const std::optional<std::int32_t> activity = resolve_verb(checker, on.subject);
    if (!activity) return checker.error(on.head);
    const std::optional<std::int32_t> attribute = resolve_attribute(checker, *activity, *on.attribute, false);
    if (!attribute) return checker.error(on.head);
    const LoweredPhrase phrase = phrase_of_verb(checker, *activity, context, on.head);
    value = checker.attribute_value(ir::Op::LastValue, phrase.phrase, *activity, *attribute, on.head);
  } else {
    if (is_verb(checker, on.subject)) {
      checker.sink_.report(diag::Code::OnNeedsLabels, on.subject.span, "an activity")
          .suggest("write its attribute, too: on called outcome");
      return checker.error(on.head);
    }
    Declaration* declaration = checker.resolve(on.subject, {NameKind::Field});
    if (declaration == nullptr) return checker.error(on.head);
    value = checker.field_value(checker.field_index(*declaration), on.subject.span);
  }
  if (value.is_error() || value.kind == Kind::Label) return value;
  checker.sink_.report(diag::Code::OnNeedsLabels, on.attribute ? on.attribute->span : on.subject.span, describe(value))
      .suggest(fmt::format("declare its labels: {}: one of {}", (on.attribute ? *on.attribute : on.subject).text, words_of_cases(on)));
  return checker.error(on.head);
}

// The codes of each case; nothing after a message.
std::optional<std::vector<std::vector<std::int32_t>>> codes_of_cases(Checker& checker, const syntax::On& on, const LabelSet& labels) {
  std::vector<std::vector<std::int32_t>> codes(on.cases.size());
  std::vector<bool> covered(labels.labels.size(), false);
  const syntax::Case* otherwise = nullptr;
  bool ok = true;
  for (std::size_t i = 0; i < on.cases.size(); ++i) {
    if (on.cases[i].is_else && otherwise != nullptr) {
      checker.sink_.report(diag::Code::CaseTwice, on.cases[i].span, "else");
      ok = false;
    }
    if (on.cases[i].is_else) otherwise = &on.cases[i];
    for (const syntax::Label& label : on.cases[i].labels) {
      const std::int32_t code = labels.code(label.text);
      if (code < 0) unknown_label(checker, labels, label.text, label.span);
      if (code >= 0 && covered[static_cast<std::size_t>(code)]) checker.sink_.report(diag::Code::CaseTwice, label.span, label.text);
      if (code < 0 || covered[static_cast<std::size_t>(code)]) {
        ok = false;
        continue;
      }
      covered[static_cast<std::size_t>(code)] = true;
      codes[i].push_back(code);
    }
  }
  std::string left_out;
  std::vector<std::int32_t> others;
  for (std::size_t code = 0; code < covered.size(); ++code) {
    if (covered[code]) continue;
    others.push_back(static_cast<std::int32_t>(code));
    left_out += (left_out.empty() ? "" : ", ") + labels.labels[code];
  }
  if (ok && otherwise == nullptr && !others.empty()) {
    checker.sink_.report(diag::Code::CaseLeftOut, on.head, labels.owner, left_out)
        .suggest("add a case for each, or 'else:' for all others");
    return std::nullopt;
  }
  if (otherwise != nullptr) codes[static_cast<std::size_t>(otherwise - on.cases.data())] = std::move(others);
  return ok ? std::optional(std::move(codes)) : std::nullopt;
}

bool acts_as_rule(const syntax::Effects& effects) {
  return std::any_of(effects.list.begin(), effects.list.end(),
                     [](const syntax::Effect& effect) { return !std::holds_alternative<syntax::EnterEffect>(effect); });
}

bool has_modifiers(const syntax::On& on) {
  return std::any_of(on.cases.begin(), on.cases.end(), [](const syntax::Case& one) { return !one.effects.modifiers.empty(); });
}

}  // namespace

void Statements::lower_on(const syntax::On& on, std::size_t index) {
  section_.chain_open = false;
  const bool belongs = std::binary_search(blocks_in_sections_.begin(), blocks_in_sections_.end(), index);
  const std::int32_t section = belongs || gives_points(on) ? section_.index : -1;
  Context context = lead_context(Level::Fields, "a rule");
  if (section >= 0) context.counted_from = section_.counted_from;
  context.timed_only = has_modifiers(on) && on.attribute.has_value();
  PhrasesMet phrases;
  context.phrases = &phrases;
  std::vector<std::int32_t> explanations;
  const Value subject = subject_of(checker_, on, context);
  if (subject.is_error()) return;
  const auto codes = codes_of_cases(checker_, on, *subject.labels);
  if (!codes) return;
  for (std::size_t i = 0; i < on.cases.size(); ++i) {
    const bool in_section = section >= 0 || gives_points(on.cases[i]);
    if (in_section && section_.index < 0) open_section(*ast_, SIZE_MAX);
    const std::int32_t outer = std::exchange(section_.index, in_section ? section_.index : -1);
    lower_case(on, on.cases[i], subject, (*codes)[i], phrases);
    section_.index = outer;
  }
}

bool Statements::lower_case(const syntax::On& on, const syntax::Case& written, const Value& subject, std::vector<std::int32_t> codes,
                            const PhrasesMet& phrases) {
  const ir::ExprId holds = checker_.build_.label_in(subject.expr, std::move(codes));
  const ir::ExprId fails = checker_.build_.conjunction(checker_.build_.has(subject.expr), checker_.build_.negation(holds));
  Value condition = checker_.condition(holds, fails, written.span);
  checker_.policy_.explanations.push_back({.span = on.head, .known_true = {}, .known_false = {}, .value = subject.expr, .children = {}});
  condition.explanation = static_cast<std::int32_t>(checker_.policy_.explanations.size());
  checker_.policy_.explanations.push_back(
      {.span = written.span, .known_true = holds, .known_false = fails, .value = {}, .children = {condition.explanation - 1}});
  for (const syntax::Effect& effect : written.effects.list) {
    const auto* enter = std::get_if<syntax::EnterEffect>(&effect);
    if (enter == nullptr) continue;
    const std::optional<std::int32_t> target = stage(enter->stage);
    if (target) add_transition(stages_before(*target), *target, condition, written.span);
  }
  if (!acts_as_rule(written.effects)) return true;
  RuleDraft draft;
  draft.span = written.span;
  draft.condition_span = written.span;
  draft.rule.section = section_.index;
  draft.rule.condition = holds;
  draft.rule.explanation = condition.explanation;
  draft.phrases = phrases;
  const std::string head = checker_.words(*ast_, on.head);
  draft.text.condition = (head.starts_with("on ") ? head.substr(3) : head) + " " + words_of_case(written);
  Context context = lead_context(Level::Fields, "a rule");
  context.counted_from = section_.counted_from;
  if (!lower_effects(written.effects, draft, context)) return false;
  finish_rule(std::move(draft), &written.effects);
  return true;
}

}  // namespace assay::check

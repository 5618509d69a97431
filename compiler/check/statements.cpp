// The statements of a policy in the order of its files: first what others refer to (sections, grades, stages, requirements), then each.
#include <utility>

#include "compiler/check/phrase.h"
#include "compiler/check/rule.h"
#include "compiler/syntax/sections.h"
#include "runtime/text/fold.h"

namespace assay::check {

struct LowerStatement {
  Statements& to;
  std::size_t index;

  void operator()(const syntax::Rule& node) const {
    if (!node.section && to.section_.index < 0) to.open_section(*to.ast_, SIZE_MAX);
    to.lower_rule(node);
  }
  void operator()(const syntax::Section&) const { to.open_section(*to.ast_, index); }
  void operator()(const syntax::On& node) const { to.lower_on(node, index); }
  void operator()(const syntax::ExcludeStatement& node) const { to.veto_or_tag(node); }
  void operator()(const syntax::TagStatement& node) const { to.veto_or_tag(node); }
  void operator()(const syntax::Ignore& node) const { leave(), to.lower_ignore(node); }
  void operator()(const syntax::Total& node) const { leave(), to.lower_total(node); }
  void operator()(const syntax::Grade& node) const { leave(), to.lower_grade(node); }
  void operator()(const syntax::Stage& node) const { leave(), to.lower_stage(node); }
  void operator()(const syntax::Segment& node) const { leave(), to.lower_segment(node); }
  void operator()(const syntax::Route& node) const { leave(), to.lower_route(node); }
  void operator()(const syntax::Respond& node) const { leave(), to.lower_respond(node); }
  void operator()(const syntax::BusinessHours& node) const { leave(), to.lower_hours(node); }
  void operator()(const syntax::Require&) const { leave(); }
  // Looked at elsewhere; between the rules of a chain they are in the way all the same.
  template <typename Other>
  void operator()(const Other&) const {
    leave();
  }

 private:
  void leave() const { to.section_.chain_open = false; }
};

namespace {

LabelSet labels_of(const syntax::Grade& grade, bool complete) {
  LabelSet set{.owner = grade.name.text, .labels = {}, .folded = {}, .ordered = true, .complete = complete};
  for (const syntax::Band& band : grade.bands) set.labels.push_back(band.label.text);
  if (grade.otherwise) set.labels.push_back(grade.otherwise->text);
  for (const std::string& label : set.labels) set.folded.push_back(text::fold(label));
  return set;
}

bool is_own(Checker& checker, const Declaration& declaration) {
  return declaration.origin == Origin::Policy && checker.find(declaration.name) == &declaration;
}

}  // namespace

// Names that authors gave stay; ids that are made step aside, wherever the named rule stands.
void Statements::reserve_names(const syntax::Statement& statement) {
  const auto reserve = [&](const syntax::Effects& effects) {
    if (effects.as) ids_.reserve(effects.as->text);
  };
  if (const auto* rule = std::get_if<syntax::Rule>(&statement)) reserve(rule->effects);
  if (const auto* on = std::get_if<syntax::On>(&statement)) {
    for (const syntax::Case& written : on->cases) reserve(written.effects);
  }
}

const LabelSet* Checker::labels_of_grade(std::int32_t grade) { return grade_labels_[static_cast<std::size_t>(grade)]; }

Context Statements::lead_context(Level level, std::string_view user) const { return Context{.ast = ast_, .level = level, .user = user}; }

// Sections, grades and stages get their numbers, so that anything may refer to them wherever it stands.
void Statements::declare_results() {
  runtime::ResultSchema& result = checker_.policy_.result;
  for (const LoadedFile& file : checker_.files_) {
    if (file.origin != Origin::Policy) continue;
    for (std::size_t i = 0; i < file.ast->statements.size(); ++i) {
      const syntax::Statement& statement = file.ast->statements[i];
      reserve_names(statement);
      const auto* rule = std::get_if<syntax::Rule>(&statement);
      const auto* on = std::get_if<syntax::On>(&statement);
      const bool scores = (rule != nullptr && !rule->section) || (on != nullptr && !on->section && gives_points(*on));
      const bool nameless = scores && nameless_ < 0;
      const auto* section = std::get_if<syntax::Section>(&statement);
      if (!nameless && section == nullptr) continue;
      const auto index = static_cast<std::int32_t>(result.sections.size());
      runtime::SectionInfo info;
      info.line = checker_.line_of(syntax::span_of(statement));
      if (nameless) {
        nameless_ = index;
      } else {
        info.name = section->name.text;
        section_of_statement_[{file.ast, i}] = index;
        Declaration* declaration = checker_.find(info.name, NameKind::Section);
        if (declaration != nullptr && declaration->node == decltype(declaration->node)(section)) declaration->index = index;
      }
      result.sections.push_back(std::move(info));
      checker_.policy_.sections.emplace_back();
    }
  }
  for (Declaration& declaration : checker_.declarations_) {
    if (!is_own(checker_, declaration)) continue;
    if (declaration.kind == NameKind::Grade) {
      declaration.index = static_cast<std::int32_t>(result.grades.size());
      checker_.label_sets_.push_back(
          labels_of(declaration.as<syntax::Grade>(), !checker_.is_spoiled(declaration.as<syntax::Grade>().span)));
      checker_.grade_labels_.push_back(&checker_.label_sets_.back());
      result.grades.push_back({declaration.name, checker_.label_sets_.back().labels});
      checker_.policy_.grades.emplace_back();
    } else if (declaration.kind == NameKind::Stage) {
      declaration.index = static_cast<std::int32_t>(result.stages.size());
      result.stages.push_back(declaration.name);
      result.has_stages = true;
    }
  }
}

void Statements::open_section(const syntax::Ast& ast, std::size_t statement) {
  section_ = {};
  const auto* written = statement == SIZE_MAX ? nullptr : &std::get<syntax::Section>(ast.statements[statement]);
  if (written == nullptr && nameless_ < 0) {
    nameless_ = static_cast<std::int32_t>(checker_.policy_.sections.size());
    checker_.policy_.sections.emplace_back();
    checker_.policy_.result.sections.emplace_back();
  }
  section_.index = written == nullptr ? nameless_ : section_of_statement_.at({&ast, statement});
  section_.written = written;
  if (written == nullptr) return;
  ir::Section& section = checker_.policy_.sections[static_cast<std::size_t>(section_.index)];
  runtime::SectionInfo& info = checker_.policy_.result.sections[static_cast<std::size_t>(section_.index)];
  for (const syntax::SectionModifier& modifier : written->modifiers) {
    if (modifier.kind == syntax::SectionModifier::Kind::AtMost && section.at_most)
      checker_.sink_.report(diag::Code::OptionTwice, modifier.span, "at most");
    if (modifier.kind == syntax::SectionModifier::Kind::AtLeast && section.at_least)
      checker_.sink_.report(diag::Code::OptionTwice, modifier.span, "at least");
    switch (modifier.kind) {
      case syntax::SectionModifier::Kind::AtMost:
        section.at_most = points(modifier.bound, "'at most'");
        info.bounded_above = section.at_most.has_value();
        info.upper = section.at_most.value_or(0);
        break;
      case syntax::SectionModifier::Kind::AtLeast:
        section.at_least = points(modifier.bound, "'at least'");
        info.bounded_below = section.at_least.has_value();
        info.lower = section.at_least.value_or(0);
        break;
      case syntax::SectionModifier::Kind::FirstMatch:
      case syntax::SectionModifier::Kind::BestMatch: {
        const bool first = modifier.kind == syntax::SectionModifier::Kind::FirstMatch;
        if (section.match != ir::Section::Match::All) checker_.sink_.report(diag::Code::TwoMatches, modifier.span);
        section.match = first ? ir::Section::Match::First : ir::Section::Match::Best;
        break;
      }
      case syntax::SectionModifier::Kind::CountingSinceLast:
        if (const std::optional<std::int32_t> activity = resolve_verb(checker_, modifier.verb)) {
          const std::int32_t phrase = checker_.build_.phrase({.activity = *activity, .filter = {}, .bounds = {}});
          section_.counted_from = checker_.build_.over_phrase(ir::Op::LatestTime, ir::Type::Time, phrase);
        }
        break;
    }
  }
  lint_bounds(*written, section);
}

// `at most 5, at least 10`
void Statements::lint_bounds(const syntax::Section& written, const ir::Section& section) {
  const bool crossed = section.at_most && section.at_least && *section.at_least > *section.at_most;
  if (!crossed || !checker_.input_.lints) return;
  checker_.sink_.report(diag::Code::BoundsCross, written.span, "what is at least more than it is at most is always the same");
}

// Sections keep their rules even when their own line is wrong; a rule that is wrong keeps its place in a chain.
void Statements::lower_statement(std::size_t index) {
  const syntax::Statement& statement = ast_->statements[index];
  last_end_ = index == 0 ? 0 : syntax::span_of(ast_->statements[index - 1]).end;
  const bool has_parts = std::holds_alternative<syntax::Section>(statement) || std::holds_alternative<syntax::Stage>(statement);
  if (has_parts || !checker_.is_spoiled(syntax::span_of(statement))) return std::visit(LowerStatement{*this, index}, statement);
  const auto* rule = std::get_if<syntax::Rule>(&statement);
  if (rule != nullptr) section_.chain_open = true;
}

// Rules are large: growing would move them, and touch new memory, a dozen times.
void Statements::make_room() {
  ir::Policy& policy = checker_.policy_;
  const std::size_t rules = policy.rules.size() + ast_->statements.size();
  policy.rules.reserve(rules);
  policy.result.rules.reserve(rules);
  checker_.rule_texts_.reserve(rules);
  policy.explanations.reserve(policy.explanations.size() + ast_->expressions.size());
  policy.nodes.reserve(policy.nodes.size() + ast_->expressions.size());
}

void Statements::lower() {
  declare_results();
  for (const LoadedFile& file : checker_.files_) {
    if (file.origin != Origin::Policy) continue;
    ast_ = file.ast;
    for (const syntax::Statement& statement : ast_->statements) {
      const auto* require = std::get_if<syntax::Require>(&statement);
      if (require != nullptr && !checker_.is_spoiled(require->span)) lower_require(*require);
    }
  }
  for (const LoadedFile& file : checker_.files_) {
    if (file.origin != Origin::Policy) continue;
    ast_ = file.ast;
    section_ = {};
    blocks_in_sections_ = syntax::blocks_in_sections(*ast_);
    make_room();
    for (std::size_t i = 0; i < ast_->statements.size(); ++i) lower_statement(i);
  }
}

void Checker::lower_statements() { Statements(*this).lower(); }

}  // namespace assay::check

// What a bare name means where a value is wanted, and who may ask for it.
#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"

namespace assay::check {

namespace {

Value made(Kind kind, ir::ExprId expr, Span span) {
  Value value;
  value.kind = kind;
  value.expr = expr;
  value.span = span;
  return value;
}

// "'hot' uses 'warm', 'warm' uses 'score'" for a name that is itself the thing asked for: the thing.
std::string way_to(const std::string& what, const Reach& reach) {
  return reach.path.empty() ? "'" + what + "'" : "'" + what + "' uses " + reach.path;
}

}  // namespace

std::string_view name_of(Level level) {
  switch (level) {
    case Level::Constants: return "a constant";
    case Level::Fields: return "the lead's fields and activities";
    case Level::Sections: return "a score";
    case Level::Score: return "the score";
    case Level::Grades: return "a grade";
    case Level::Excluded: return "'excluded'";
    case Level::Stages: return "a stage";
  }
  return "";
}

// Points that are made of other points are no rule's.
static void suggest_total(diag::Diagnostic& message, Level level, std::string_view what) {
  message.label(level == Level::Sections ? "the points of a score" : "the points of all scores")
      .suggest(level == Level::Sections ? fmt::format("rules ask fields and activities; scores meet in the total: total = {} + …", what)
                                        : "rules ask fields and activities; all points are bounded or weighed by: total = min(…, 100)")
      .suggest("what two scores ask for gets a name by: define NAME: …");
}

bool may_ask(Checker& checker, Level level, const std::string& what, const Context& context, Span span, const Reach* through) {
  if (context.reach != nullptr) {
    if (level > context.reach->level) {
      *context.reach = {level, through == nullptr ? "'" + what + "'" : way_to(what, *through), through == nullptr ? span : through->span};
    }
    return true;
  }
  if (level <= context.level) return true;
  if (context.level == Level::Constants) {
    diag::Diagnostic& message = checker.sink_.report(diag::Code::NotConstant, span, context.user);
    message.suggest("'" + what + "' differs from lead to lead");
    if (context.user == "a test") message.suggest(fmt::format("a text stands in quotes: \"{}\"", what)).replace(span, "\"" + what + "\"");
    return false;
  }
  const Declaration* asked = checker.find(what);
  if (asked != nullptr && checker.unknown_names_.contains("hidden by " + what)) return false;
  diag::Diagnostic& message = checker.sink_.report(diag::Code::WrongOrder, span, context.user, name_of(level));
  if (through == nullptr && asked != nullptr && checker.note_hidden(message, *asked)) {
    checker.unknown_names_.insert("hidden by " + what);
    return false;
  }
  if (through != nullptr) message.suggest(way_to(what, *through)).also(through->span, "asked for here");
  if (through == nullptr && level == Level::Stages && std::string_view(context.user) == "a transition")
    message.suggest(fmt::format("the stage that a lead comes from is written enter from {} when …", what));
  if (name_of(level) == context.user) message.label(fmt::format("{}, too", name_of(level)));
  const bool of_rule = context.user == "a rule" && (level == Level::Sections || level == Level::Score);
  if (of_rule) suggest_total(message, level, through == nullptr ? std::string_view(what) : "profile");
  if (!of_rule)
    message.suggest("each may use what comes before it: fields, defines, scores, their total, grades, stages, segments and routes");
  return false;
}

namespace {

Value lower_declared(Checker& checker, Declaration& declaration, const Context& context, Span span) {
  ir::Builder& build = checker.build_;
  const auto ask = [&](Level level) { return may_ask(checker, level, declaration.name, context, span, nullptr); };
  switch (declaration.kind) {
    case NameKind::Field: return ask(Level::Fields) ? checker.field_value(checker.field_index(declaration), span) : checker.error(span);
    case NameKind::Activity:
      return ask(Level::Fields) ? lower_verb(checker, declaration.index, declaration.name, context, span) : checker.error(span);
    case NameKind::Define: return lower_define(checker, declaration, context, span);
    case NameKind::Setting: {
      const Value value = checker.setting_value(declaration, span);
      if (value.is_error() && !checker.setting_values_.contains(&declaration)) {
        checker.sink_.report(diag::Code::NotConstant, span, "a setting").suggest("write a number, a text, a date, a duration, yes or no");
      }
      return value;
    }
    case NameKind::Table: return ask(Level::Fields) ? checker.lower_table(declaration, context, span) : checker.error(span);
    case NameKind::List:
      if (checker.unknown_names_.contains("sort of " + declaration.name)) return checker.error(span);
      checker.sink_.report(diag::Code::ListAsValue, span, declaration.name)
          .suggest(fmt::format("write what is compared before it: … in {}", declaration.name));
      return checker.error(span);
    case NameKind::Section:
      if (!ask(Level::Sections)) return checker.error(span);
      return made(Kind::Number, build.leaf(ir::Op::SectionValue, ir::Type::Number, declaration.index), span);
    case NameKind::Grade: {
      if (!ask(Level::Grades)) return checker.error(span);
      Value value = made(Kind::Label, build.leaf(ir::Op::GradeValue, ir::Type::Label, declaration.index), span);
      value.labels = checker.labels_of_grade(declaration.index);
      return value.labels == nullptr ? checker.error(span) : value;
    }
    case NameKind::Stage: {
      if (!ask(Level::Stages)) return checker.error(span);
      const ir::ExprId in_stage = build.leaf(ir::Op::InStage, ir::Type::Truth, declaration.index);
      return checker.condition(in_stage, build.negation(in_stage), span);
    }
  }
  return checker.error(span);
}

// An attribute's name outside of `with` is the commonest reason for an unknown name that sounds right. The activity that was asked for last
// is likelier meant than others, and the policy's own than the prelude's.
bool report_attribute(Checker& checker, const syntax::Name& name) {
  const std::vector<runtime::ActivitySpec>& activities = checker.policy_.schema.activities;
  const runtime::ActivitySpec* owner = nullptr;
  for (std::size_t i = 0; i < activities.size(); ++i) {
    if (checker.attribute_index(static_cast<std::int32_t>(i), name.text) < 0) continue;
    const bool asked_last = static_cast<std::int32_t>(i) == checker.last_activity_;
    if (owner == nullptr || asked_last || (owner->from_prelude && !activities[i].from_prelude)) owner = &activities[i];
    if (asked_last) break;
  }
  if (owner == nullptr) return false;
  if (checker.lost_declaration_ || !checker.unknown_names_.insert(name.text).second) return true;
  checker.sink_.report(diag::Code::AttributeAlone, name.span, name.text, owner->name)
      .suggest("attributes stand after 'with', joined by commas; 'and' ends the 'with'");
  return true;
}

}  // namespace

Value Checker::lower_name(const syntax::Name& name, const Context& context) {
  if (context.in_filter) {
    const std::int32_t attribute = attribute_index(context.activity, name.text);
    if (attribute >= 0) return attribute_value(ir::Op::Attribute, -1, context.activity, attribute, name.span);
  }
  if (unknown_names_.contains("taken " + name.text)) return error(name.span);  // by which of the two things?
  if (Declaration* declaration = find(name.text)) {
    declaration->used = true;
    return lower_declared(*this, *declaration, context, name.span);
  }
  if (name.text == "active" && !name.quoted) {
    if (!may_ask(*this, Level::Fields, "active", context, name.span, nullptr)) return error(name.span);
    return lower_verb(*this, -1, name.text, context, name.span);
  }
  if (name.text == policy_.result.stages.front() && policy_.result.has_stages) {
    if (!may_ask(*this, Level::Stages, name.text, context, name.span, nullptr)) return error(name.span);
    const ir::ExprId in_stage = build_.leaf(ir::Op::InStage, ir::Type::Truth, 0);
    return condition(in_stage, build_.negation(in_stage), name.span);
  }
  if (is_broken(name.text)) return error(name.span);
  if (context.in_filter && context.activity >= 0) {
    unknown_attribute(*this, context.activity, name);
  } else if (!report_attribute(*this, name)) {
    unknown_name(name,
                 {NameKind::Field, NameKind::Define, NameKind::Setting, NameKind::Activity, NameKind::Table, NameKind::Section,
                  NameKind::Grade, NameKind::Stage},
                 "field, define or activity");
  }
  return error(name.span);
}

Value lower_node(Checker& checker, const syntax::NameExpr& node, const Context& context, Span) {
  return checker.lower_name(node.name, context);
}

Value lower_node(Checker& checker, const syntax::BuiltinExpr& node, const Context& context, Span span) {
  ir::Builder& build = checker.build_;
  const auto ask = [&](Level level, const char* what) { return may_ask(checker, level, what, context, span, nullptr); };
  switch (node.which) {
    case syntax::Builtin::Now:
      if (!ask(Level::Fields, "now")) break;
      return made(Kind::Time, build.leaf(ir::Op::AsOf, ir::Type::Time), span);
    case syntax::Builtin::Today:
      if (!ask(Level::Fields, "today")) break;
      return made(Kind::Date, today(checker), span);
    case syntax::Builtin::Score:
      if (!ask(Level::Score, "score")) break;
      return made(Kind::Number, build.leaf(ir::Op::ScoreValue, ir::Type::Number), span);
    case syntax::Builtin::Excluded: {
      if (!ask(Level::Excluded, "excluded")) break;
      const ir::ExprId excluded = build.leaf(ir::Op::Excluded, ir::Type::Truth);
      return checker.condition(excluded, build.negation(excluded), span);
    }
  }
  return checker.error(span);
}

}  // namespace assay::check

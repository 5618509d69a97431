// times entered S, days since entered S, reached S: what the fields `times_entered_S` and `entered_S` say, where the policy has them, and
// the one step. A transition's own condition is asked during the step and sees only the fields (decision 0011).
#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"

namespace assay::check {

namespace {

struct History {
  ir::ExprId entered_now;    // Truth
  ir::ExprId earlier_times;  // Integer, missing where nobody says
  ir::ExprId earlier_time;   // Time, likewise
  std::int32_t stage = 0;
  std::string name;
};

ir::ExprId field_of(Checker& checker, const std::string& name, Kind wanted, ir::Type type) {
  Declaration* declaration = checker.find(name, NameKind::Field);
  if (declaration == nullptr) return checker.build_.missing(type);
  const Value value = checker.field_value(checker.field_index(*declaration), declaration->span);
  if (value.kind == wanted) return value.expr;
  if (wanted == Kind::Time && value.kind == Kind::Date) return start_of(checker, value);
  if (!value.is_error()) {
    checker.sink_.report(diag::Code::HistoryField, declaration->span, name, wanted == Kind::Time ? "time" : "integer", describe(value));
  }
  return checker.build_.missing(type);
}

std::optional<History> history_of(Checker& checker, const syntax::Name& stage, const Context& context) {
  History out;
  out.name = stage.text;
  const bool is_start = stage.text == checker.policy_.result.stages.front();
  if (!is_start) {
    const Declaration* declaration = checker.resolve(stage, {NameKind::Stage});
    if (declaration == nullptr) return std::nullopt;
    out.stage = declaration->index;
  }
  const bool during_step = context.reach == nullptr && context.in_transition;
  if (!during_step && !may_ask(checker, Level::Stages, stage.text, context, stage.span, nullptr)) return std::nullopt;
  ir::Builder& build = checker.build_;
  out.entered_now = during_step ? build.truth(false) : build.leaf(ir::Op::EnteredStage, ir::Type::Truth, out.stage);
  out.earlier_times = field_of(checker, "times_entered_" + stage.text, Kind::Integer, ir::Type::Integer);
  out.earlier_time = field_of(checker, "entered_" + stage.text, Kind::Time, ir::Type::Time);
  return out;
}

Value integer(ir::ExprId expr, Span span) {
  Value value;
  value.kind = Kind::Integer;
  value.expr = expr;
  value.span = span;
  return value;
}

// Whether the lead starts the step in the stage.
ir::ExprId starts_in(Checker& checker, const History& history) {
  Declaration* declaration = checker.find("current_stage", NameKind::Field);
  if (history.stage == 0 || declaration == nullptr) return checker.build_.truth(history.stage == 0);
  const Value value = checker.field_value(checker.field_index(*declaration), declaration->span);
  if (value.kind == Kind::Text) return checker.build_.text_match(value.expr, {text::TextMode::equals, {history.name}, {}});
  if (value.kind != Kind::Label) return checker.build_.truth(false);
  const std::int32_t code = value.labels->code(history.name);
  return code < 0 ? checker.build_.truth(false) : checker.build_.label_in(value.expr, {code});
}

}  // namespace

Value lower_node(Checker& checker, const syntax::TimesEntered& node, const Context& context, Span span) {
  const std::optional<History> history = history_of(checker, node.stage, context);
  if (!history) return checker.error(span);
  ir::Builder& build = checker.build_;
  const ir::ExprId now = build.choose({history->entered_now, build.integer(1), build.truth(true), build.integer(0)});
  return integer(build.arithmetic(ir::Op::Add, build.otherwise(history->earlier_times, build.integer(0)), now), span);
}

Value lower_node(Checker& checker, const syntax::DaysSinceEntered& node, const Context& context, Span span) {
  const std::optional<History> history = history_of(checker, node.stage, context);
  if (!history) return checker.error(span);
  ir::Builder& build = checker.build_;
  const ir::ExprId now = build.leaf(ir::Op::AsOf, ir::Type::Time);
  const ir::ExprId entered = build.choose({history->entered_now, now, build.truth(true), history->earlier_time});
  return integer(build.function(ir::Op::DaysBetweenTimes, ir::Type::Integer, {entered, now}), span);
}

Value lower_node(Checker& checker, const syntax::Reached& node, const Context& context, Span span) {
  const std::optional<History> history = history_of(checker, node.stage, context);
  if (!history) return checker.error(span);
  ir::Builder& build = checker.build_;
  const ir::ExprId ever = build.compare(ir::Op::Less, build.integer(0), history->earlier_times);
  const ir::ExprId reached =
      build.disjunction({history->entered_now, starts_in(checker, *history), ever, build.has(history->earlier_time)});
  return checker.condition(reached, build.negation(reached), span);
}

}  // namespace assay::check

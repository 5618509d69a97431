// Windows of phrases as bounds, and moments as dates and times in the policy's time zone.
#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"

namespace assay::check {

namespace {

using Side = ir::Bound::Side;

ir::Duration back(const ir::Duration& duration) { return {-duration.months, -duration.microseconds}; }

// A date or time as author wrote it in a window; nothing after a message.
std::optional<Value> moment(Checker& checker, syntax::ExprId id, const Context& context) {
  Context inner = context;
  inner.in_filter = false;
  const Value value = checker.lower(id, inner);
  if (value.is_error()) return std::nullopt;
  if (!value.is_moment()) {
    diag::Diagnostic& message = checker.sink_.report(diag::Code::DateWanted, value.span, describe(value));
    if (value.kind == Kind::Condition) {
      message.suggest("one activity after the other is written with then: visited pricing then requested demo");
    } else if (value.literal) {
      message.suggest("dates stand without quotes, such as 2026-11-22");
    } else {
      message.suggest("write a date such as 2026-11-22, a field that is a date, or today - 30 days");
    }
    return std::nullopt;
  }
  return value;
}

// Both days included; of times, both instants.
void add_between(Checker& checker, const Value& from, const Value& to, std::vector<ir::Bound>& bounds) {
  bounds.push_back({.side = Side::After, .time = start_of(checker, from), .inclusive = true});
  if (to.kind == Kind::Time) {
    bounds.push_back({.side = Side::Before, .time = to.expr, .inclusive = true});
    return;
  }
  const ir::ExprId next_day = checker.build_.add_duration(to.expr, {0, calendar::microseconds_per_day});
  bounds.push_back({.side = Side::Before, .time = checker.build_.function(ir::Op::StartOfDate, ir::Type::Time, {next_day})});
}

struct AddWindow {
  Checker& checker;
  const Context& context;
  std::vector<ir::Bound>& bounds;

  ir::ExprId ago(const ir::Duration& duration) const {
    return checker.build_.add_duration(checker.build_.leaf(ir::Op::AsOf, ir::Type::Time), back(duration));
  }
  void since_day(ir::ExprId day) const {
    bounds.push_back({.side = Side::After, .time = checker.build_.function(ir::Op::StartOfDate, ir::Type::Time, {day}), .inclusive = true});
  }

  bool operator()(const syntax::InLast& node) const {
    const std::optional<ir::Duration> duration = checker.duration(node.duration, context);
    if (duration) bounds.push_back({.side = Side::After, .time = ago(*duration)});
    return duration.has_value();
  }
  bool operator()(const syntax::MoreThanAgo& node) const {
    const std::optional<ir::Duration> duration = checker.duration(node.duration, context);
    if (duration) bounds.push_back({.side = Side::Before, .time = ago(*duration), .inclusive = true});
    return duration.has_value();
  }
  bool operator()(const syntax::Since& node) const {
    const std::optional<Value> date = moment(checker, node.date, context);
    if (date) bounds.push_back({.side = Side::After, .time = start_of(checker, *date), .inclusive = true});
    return date.has_value();
  }
  bool operator()(const syntax::Before& node) const {
    const std::optional<Value> date = moment(checker, node.date, context);
    if (date) bounds.push_back({.side = Side::Before, .time = start_of(checker, *date)});
    return date.has_value();
  }
  bool operator()(const syntax::BetweenDates& node) const {
    const std::optional<Value> from = moment(checker, node.from, context);
    const std::optional<Value> to = moment(checker, node.to, context);
    if (!from || !to) return false;
    add_between(checker, *from, *to, bounds);
    return true;
  }
  bool operator()(const syntax::OnToday&) const {
    since_day(today(checker));
    return true;
  }
  bool operator()(const syntax::InThis& node) const {
    const ir::Op op = node.unit == syntax::DurationUnit::Week      ? ir::Op::StartOfWeek
                      : node.unit == syntax::DurationUnit::Month   ? ir::Op::StartOfMonth
                      : node.unit == syntax::DurationUnit::Quarter ? ir::Op::StartOfQuarter
                                                                   : ir::Op::StartOfYear;
    since_day(checker.build_.function(op, ir::Type::Date, {today(checker)}));
    return true;
  }
  // Strictly after the latest such activity; everything with a time when there is none.
  bool operator()(const syntax::SinceLast& node) const {
    const std::optional<std::int32_t> activity = resolve_verb(checker, node.verb);
    if (!activity) return false;
    const std::int32_t phrase = checker.build_.phrase({.activity = *activity, .filter = {}, .bounds = {}});
    bounds.push_back({.side = Side::After,
                      .time = checker.build_.over_phrase(ir::Op::LatestTime, ir::Type::Time, phrase),
                      .inclusive = false,
                      .open_when_missing = true});
    bounds.push_back({.side = Side::Before, .time = checker.build_.leaf(ir::Op::AsOf, ir::Type::Time), .inclusive = true});
    return true;
  }
};

}  // namespace

ir::ExprId today(Checker& checker) {
  return checker.build_.function(ir::Op::DateOfTime, ir::Type::Date, {checker.build_.leaf(ir::Op::AsOf, ir::Type::Time)});
}

ir::ExprId start_of(Checker& checker, const Value& moment) {
  return moment.kind == Kind::Time ? moment.expr : checker.build_.function(ir::Op::StartOfDate, ir::Type::Time, {moment.expr});
}

ir::ExprId date_of(Checker& checker, const Value& moment) {
  return moment.kind == Kind::Date ? moment.expr : checker.build_.function(ir::Op::DateOfTime, ir::Type::Date, {moment.expr});
}

bool add_window(Checker& checker, const syntax::Window& window, const Context& context, std::vector<ir::Bound>& bounds) {
  return std::visit(AddWindow{checker, context, bounds}, window.node);
}

void add_context_bounds(Checker& checker, const Context& context, std::vector<ir::Bound>& bounds) {
  if (context.counted_from.valid()) {
    bounds.push_back({.side = Side::After, .time = context.counted_from, .inclusive = false, .open_when_missing = true});
  }
  bool timed = !context.timed_only;
  for (const ir::Bound& bound : bounds) timed = timed || !bound.open_when_missing;
  if (timed) return;
  bounds.push_back({.side = Side::Before, .time = checker.build_.leaf(ir::Op::AsOf, ir::Type::Time), .inclusive = true});
}

}  // namespace assay::check

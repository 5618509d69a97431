// What follows from score and stage: segments, routes, response times; and what is left out of a lead's activities.
#include <algorithm>
#include <utility>

#include "compiler/check/phrase.h"
#include "compiler/check/rule.h"
#include "runtime/calendar/parse.h"

namespace assay::check {

Value Statements::explained_condition(syntax::ExprId id, const Context& context, std::vector<std::int32_t>& explanations) {
  checker_.explained_ = &explanations;
  const Value condition = checker_.lower_condition(id, context);
  checker_.explained_ = nullptr;
  return condition;
}

void Statements::lower_segment(const syntax::Segment& segment) {
  section_.chain_open = false;
  std::vector<std::int32_t> explanations;
  const Value condition = explained_condition(segment.condition, lead_context(Level::Stages, "a segment"), explanations);
  std::vector<std::string>& names = checker_.policy_.result.segments;
  const auto known = std::find(names.begin(), names.end(), segment.name.value);
  if (condition.is_error()) return;
  if (known != names.end()) {
    // Written twice: whoever fits one of the two is in it.
    ir::ExprId& first = checker_.policy_.segments[static_cast<std::size_t>(known - names.begin())];
    first = checker_.build_.disjunction(first, condition.known_true);
    return;
  }
  names.push_back(segment.name.value);
  checker_.policy_.segments.push_back(condition.known_true);
  checker_.policy_.segment_explanations.push_back(explain(explanations, condition.span, condition));
}

void Statements::lower_route(const syntax::Route& route) {
  section_.chain_open = false;
  std::vector<std::int32_t> explanations;
  const Value condition = explained_condition(route.condition, lead_context(Level::Stages, "a route"), explanations);
  if (condition.is_error()) return;
  runtime::RouteInfo info;
  for (const syntax::Text& target : route.targets) info.targets.push_back(target.value);
  checker_.policy_.result.routes.push_back(std::move(info));
  checker_.policy_.routes.push_back(condition.known_true);
  checker_.policy_.route_explanations.push_back(explain(explanations, condition.span, condition));
}

void Statements::lower_respond(const syntax::Respond& respond) {
  section_.chain_open = false;
  ir::Response response;
  const std::optional<std::int32_t> entered = stage(respond.stage);
  const std::optional<ir::Duration> within = checker_.duration(respond.within, lead_context(Level::Constants, "the time to respond"));
  bool ok = entered.has_value() && within.has_value();
  for (const syntax::Name& verb : respond.by) {
    const std::optional<std::int32_t> activity = resolve_verb(checker_, verb);
    ok = ok && activity.has_value();
    if (activity) response.by.push_back(*activity);
  }
  if (!ok) return;
  response.stage = *entered;
  response.within = *within;
  response.business_time = respond.within.business;
  checker_.policy_.responses.push_back(std::move(response));
}

void Statements::lower_hours(const syntax::BusinessHours& hours) {
  section_.chain_open = false;
  ir::BusinessHours& out = checker_.policy_.business_hours;
  if (out.declared) {
    checker_.sink_.report(diag::Code::StatedTwice, hours.span, "business hours");
    return;
  }
  out.declared = true;
  for (const syntax::OpenHours& open : hours.open) {
    for (std::int32_t day = open.first_day; day <= open.last_day; ++day) {
      out.open.push_back({.weekday = day, .from_minute = open.opens, .to_minute = open.closes});
    }
  }
  for (const syntax::ExprId id : hours.except) {
    const syntax::Expr& expr = (*ast_)[id];
    if (const auto* date = std::get_if<syntax::DateLiteral>(&expr.node)) {
      const auto day = calendar::day_from_civil(date->year, date->month, date->day);
      if (day) out.holidays.push_back(calendar::day_to_text(*day));
      continue;
    }
    const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
    Declaration* declaration = name == nullptr ? nullptr : checker_.resolve(name->name, {NameKind::List});
    if (declaration == nullptr) continue;
    for (const std::string& text : checker_.resolve_list(*declaration).texts) {
      const std::optional<calendar::Moment> moment = calendar::parse_iso(text);
      if (moment && moment->kind == calendar::Moment::Kind::day) {
        out.holidays.push_back(text);
      } else {
        checker_.sink_.report(diag::Code::NotADay, expr.span, declaration->name, text);
      }
    }
  }
}

void Statements::lower_ignore(const syntax::Ignore& ignore) {
  section_.chain_open = false;
  const syntax::Phrase& written = (*ast_)[ignore.phrase];
  if (written.parts.size() > 1 || written.count || written.window) {
    const Span span = written.count ? written.count->span : written.window ? written.window->span : written.span;
    checker_.sink_.report(diag::Code::IgnoreTooMuch, span).suggest("write: ignore clicked with seconds_after_send < 2");
    return;
  }
  const syntax::PhrasePart& part = written.parts.front();
  const std::optional<std::int32_t> activity = resolve_verb(checker_, part.verb);
  if (!activity) return;
  Context context = lead_context(Level::Fields, "'ignore'");
  context.in_ignore = true;
  const std::optional<ir::ExprId> filter = part_filter(checker_, *activity, part, context, nullptr);
  if (filter)
    checker_.policy_.ignores.push_back({.activity = *activity, .filter = *filter, .reason = ignore.reason ? ignore.reason->value : ""});
}

}  // namespace assay::check

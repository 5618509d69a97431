// Settings: constants of the policy, and those that `--set` puts in their place for one run.
#include <algorithm>

#include "compiler/check/lower.h"
#include "compiler/diag/suggest.h"
#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"
#include "runtime/text/fold.h"

namespace assay::check {

namespace {

std::optional<double> parse_share(std::string_view text) {
  if (!text.ends_with('%')) return runtime::parse_number(text);
  const std::optional<double> percent = runtime::parse_number(text::trim(text.substr(0, text.size() - 1)));
  return percent ? std::optional(*percent / 100) : std::nullopt;
}

// Reads the text of `--set` as the kind of value that the policy gives the setting.
std::optional<ir::ExprId> parse_override(Checker& checker, Kind kind, std::string_view text) {
  ir::Builder& build = checker.build_;
  if (kind == Kind::Text) return build.text(text);
  if (kind == Kind::Integer) {
    const std::optional<std::int64_t> value = runtime::parse_integer(text);
    return value ? std::optional(build.integer(*value)) : std::nullopt;
  }
  if (kind == Kind::Number) {
    const std::optional<double> value = parse_share(text);
    return value ? std::optional(build.number(*value)) : std::nullopt;
  }
  if (kind == Kind::YesNo) {
    const std::optional<bool> value = runtime::YesNoFormat().parse(text);
    return value ? std::optional(build.yes_no(build.truth(*value), build.truth(!*value))) : std::nullopt;
  }
  const std::optional<calendar::Moment> moment = calendar::parse_iso(text);
  if (!moment || (kind == Kind::Date && moment->kind != calendar::Moment::Kind::day)) return std::nullopt;
  return kind == Kind::Date ? build.constant(ir::Type::Date, *moment->to_day(checker.zone_))
                            : build.constant(ir::Type::Time, moment->to_instant(checker.zone_));
}

// `30 days`: a number and the unit that the policy uses or another.
std::optional<ir::Duration> parse_duration(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const std::optional<std::int64_t> amount = runtime::parse_integer(text.substr(0, blank));
  std::string_view unit = text::trim(text.substr(blank));
  if (unit.ends_with('s')) unit.remove_suffix(1);
  if (!amount || *amount < 0 || *amount > 1'000'000) return std::nullopt;
  constexpr std::int64_t second = calendar::microseconds_per_second, day = calendar::microseconds_per_day;
  const std::pair<std::string_view, ir::Duration> units[] = {{"second", {0, second}},      {"minute", {0, 60 * second}},
                                                             {"hour", {0, 3600 * second}}, {"day", {0, day}},
                                                             {"week", {0, 7 * day}},       {"month", {1, 0}},
                                                             {"quarter", {3, 0}},          {"year", {12, 0}}};
  for (const auto& [word, one] : units) {
    if (word == unit) return ir::Duration{*amount * one.months, *amount * one.microseconds};
  }
  return std::nullopt;
}

bool override_value(Checker& checker, Value& value, const std::string& text) {
  const std::string_view trimmed = text::trim(text);
  if (value.kind == Kind::Duration) {
    const std::optional<ir::Duration> duration = parse_duration(trimmed);
    if (duration) value.duration = *duration;
    return duration.has_value();
  }
  const std::optional<ir::ExprId> expr = parse_override(checker, value.kind, trimmed);
  if (!expr) return false;
  value.expr = *expr;
  if (value.literal) value.text = trimmed;
  return true;
}

bool can_be_setting(Checker& checker, const Value& value) {
  if (value.kind == Kind::Duration) return true;
  if (!value.expr.valid()) return false;
  return checker.build_.is_constant(value.expr) || value.kind == Kind::YesNo;
}

}  // namespace

void Checker::lower_settings() {
  std::vector<std::string> names;
  for (Declaration& declaration : declarations_) {
    if (declaration.kind != NameKind::Setting || find(declaration.name) != &declaration) continue;
    names.push_back(declaration.name);
    const auto& node = declaration.as<syntax::Setting>();
    if (is_spoiled(node.span)) {
      setting_values_.emplace(&declaration, error(node.span));
      continue;
    }
    Context context{.ast = declaration.ast, .level = Level::Constants, .user = "a setting"};
    Value value = lower(node.value, context);
    if (!value.is_error() && !can_be_setting(*this, value)) {
      sink_.report(diag::Code::NotConstant, value.span, "a setting").suggest("write a number, a text, a date, a duration, yes or no");
      value = error(value.span);
    }
    std::string written = words(*declaration.ast, (*declaration.ast)[node.value].span);
    std::string in_force = written;
    for (const auto& [name, text] : input_.settings) {
      if (name != declaration.name || value.is_error()) continue;
      in_force = text;
      if (!override_value(*this, value, text)) sink_.report(diag::Code::BadSetting, declaration.span, name, text, name_of(value.kind));
    }
    policy_.settings.push_back({declaration.name, std::move(in_force), std::move(written)});
    setting_values_.emplace(&declaration, std::move(value));
  }
  for (const auto& [name, text] : input_.settings) {
    if (std::find(names.begin(), names.end(), name) != names.end() || is_broken(name)) continue;
    const Span top{.file = files_.front().ast->file};
    sink_.report(diag::Code::UnknownSetting, top, name)
        .suggest(diag::nearest(name, names).empty() ? "the policy's settings are written as: setting NAME = VALUE"
                                                    : "did you mean '" + diag::nearest(name, names) + "'?");
  }
}

Value Checker::setting_value(const Declaration& declaration, Span span) {
  const auto found = setting_values_.find(&declaration);
  if (found == setting_values_.end()) return error(span);
  Value value = found->second;
  value.span = span;
  return value;
}

}  // namespace assay::check

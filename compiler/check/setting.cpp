// Settings: constants of the policy, and those that `--set` puts in their place for one run.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compiler/check/lower.h"
#include "compiler/syntax/literals.h"
#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"
#include "runtime/text/fold.h"
#include "runtime/text/nearest.h"

namespace assay::check {

namespace {

// `1_000`: the `_` between digits only helps the eye.
std::string without_separators(std::string_view written) {
  const auto is_digit = [&](std::size_t at) { return at < written.size() && written[at] >= '0' && written[at] <= '9'; };
  std::string out;
  for (std::size_t at = 0; at < written.size(); ++at) {
    if (written[at] != '_' || at == 0 || !is_digit(at - 1) || !is_digit(at + 1)) out += written[at];
  }
  return out;
}

std::optional<double> parse_share(std::string_view text) {
  if (!text.ends_with('%')) return runtime::parse_number(text);
  const std::optional<double> percent = runtime::parse_number(text::trim(text.substr(0, text.size() - 1)));
  return percent ? std::optional(*percent / 100) : std::nullopt;
}

// `"Head of \"Sales\""` is what the policy would write; without quotes around all of it, it stands for itself.
std::optional<std::string> parse_text(std::string_view written) {
  if (written.size() < 2 || !written.starts_with('"') || !written.ends_with('"')) return std::string(written);
  const std::string_view inside = written.substr(1, written.size() - 2);
  for (std::size_t at = 0; at < inside.size(); ++at) {
    if (inside[at] == '"') return std::string(written);
    if (inside[at] == '\\') ++at;
  }
  syntax::Unescaped text = syntax::unescape(inside);
  return text.bad ? std::nullopt : std::optional(std::move(text.value));
}

// Reads what `--set` says as the kind of value that the policy gives the setting: as the policy would write it, or as a cell holds it.
std::optional<ir::ExprId> parse_override(Checker& checker, Kind kind, std::string_view text) {
  ir::Builder& build = checker.build_;
  if (kind == Kind::Integer) {
    const std::optional<std::int64_t> value = runtime::parse_integer(without_separators(text));
    return value ? std::optional(build.integer(*value)) : std::nullopt;
  }
  if (kind == Kind::Number) {
    const std::optional<double> value = parse_share(without_separators(text));
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

// `30 days`: a whole number and a unit, whether or not it is the one that the policy uses.
std::optional<ir::Duration> parse_duration(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789_");
  if (end == std::string_view::npos) return std::nullopt;
  const std::optional<std::int64_t> amount = runtime::parse_integer(without_separators(text.substr(0, end)));
  const std::optional<syntax::DurationUnit> unit = syntax::duration_unit(text::trim(text.substr(end)));
  return amount && unit ? std::optional(length_of(*amount, *unit)) : std::nullopt;
}

bool override_value(Checker& checker, Value& value, const std::string& text) {
  const std::string_view trimmed = text::trim(text);
  if (value.kind == Kind::Duration) {
    const std::optional<ir::Duration> duration = parse_duration(trimmed);
    if (duration) value.duration = *duration;
    return duration.has_value();
  }
  if (value.kind == Kind::Text) {
    std::optional<std::string> written = parse_text(trimmed);
    if (!written) return false;
    value.expr = checker.build_.text(*written);
    value.text = std::move(*written);
    return true;
  }
  const std::optional<ir::ExprId> expr = parse_override(checker, value.kind, trimmed);
  if (!expr) return false;
  value.expr = *expr;
  return true;
}

// How the option is written with the policy's own value, for a shell.
std::string example_of(const std::string& name, const std::string& written) {
  const bool plain = written.find_first_of(" \"'`$\\*") == std::string::npos;
  return fmt::format("write it as the policy does: --set {0}{1}={2}{0}", plain ? "" : "'", name, written);
}

std::string advice_about(const std::string& name, const std::vector<std::string>& settings) {
  if (settings.empty()) return "the policy has none; they are written as: setting NAME = VALUE";
  const std::string near = text::nearest(name, settings);
  return near.empty() ? fmt::format("the policy has: {}", fmt::join(settings, ", ")) : fmt::format("did you mean '{}'?", near);
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
      if (override_value(*this, value, text)) continue;
      sink_.report(diag::Code::BadSetting, declaration.span, name, text, name_of(value.kind)).suggest(example_of(name, written));
    }
    policy_.settings.push_back({declaration.name, std::move(in_force), std::move(written)});
    setting_values_.emplace(&declaration, std::move(value));
  }
  for (const auto& [name, text] : input_.settings) {
    if (std::find(names.begin(), names.end(), name) != names.end() || is_broken(name)) continue;
    const Span top{.file = files_.front().ast->file};
    sink_.report(diag::Code::UnknownSetting, top, name).suggest(advice_about(name, names));
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

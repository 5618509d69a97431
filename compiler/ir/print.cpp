#include "compiler/ir/print.h"

#include <fmt/format.h>

#include "compiler/ir/print_expression.h"
#include "runtime/numbers.h"

namespace assay::ir {

namespace {

const char* words_of(Rule::Kind kind) {
  switch (kind) {
    case Rule::Kind::When: return "when";
    case Rule::Kind::ForEachActivity: return "for each";
    case Rule::Kind::ForEachDay: return "for each day with";
    case Rule::Kind::ForEachWeek: return "for each week with";
    case Rule::Kind::ForEachMonth: return "for each month with";
    case Rule::Kind::ForEachDistinct: return "for each different";
  }
  return "";
}

const char* words_of(Decay::Kind kind) {
  switch (kind) {
    case Decay::Kind::None: return "";
    case Decay::Kind::Halving: return "halving every";
    case Decay::Kind::Fading: return "fading over";
    case Decay::Kind::Losing: return "losing";
    case Decay::Kind::Expiring: return "expiring after";
  }
  return "";
}

class Printer {
 public:
  explicit Printer(const Policy& policy) : policy_(policy), expressions_(policy, true) {}

  std::string run() {
    head();
    schema();
    for (std::size_t i = 0; i < policy_.sections.size(); ++i) section(i);
    outside();
    if (policy_.total.valid()) line("total: {}", expressions_.text(policy_.total));
    for (std::size_t i = 0; i < policy_.grades.size(); ++i) grade(i);
    for (const Transition& transition : policy_.transitions) this->transition(transition);
    outcomes();
    if (const std::string shared = expressions_.shared_lines(); !shared.empty()) out_ += "where\n" + shared;
    return std::move(out_);
  }

 private:
  template <typename... Arguments>
  void line(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    out_ += fmt::format(text, std::forward<Arguments>(arguments)...);
    out_ += '\n';
  }

  void head() {
    out_ += "policy";
    if (!policy_.name.empty()) out_ += fmt::format(" \"{}\"", policy_.name);
    if (!policy_.version.empty()) out_ += " version " + policy_.version;
    line(" timezone {}", policy_.schema.timezone);
    for (const Setting& setting : policy_.settings) line("setting {} = {}", setting.name, setting.value);
  }

  void schema() {
    std::string fields;
    for (const runtime::FieldSpec& field : policy_.schema.fields) {
      if (field.used) fields += fmt::format("{}{}: {}", fields.empty() ? "" : ", ", field.name, runtime::name_of(field.type));
    }
    line("lead {}", fields);
    for (const runtime::ActivitySpec& activity : policy_.schema.activities) {
      std::string attributes;
      for (const runtime::AttributeSpec& attribute : activity.attributes) {
        if (attribute.used)
          attributes += fmt::format("{}{}: {}", attributes.empty() ? "" : ", ", attribute.name, runtime::name_of(attribute.type));
      }
      if (!activity.from_prelude || !attributes.empty())
        line("activity {}{}", activity.name, attributes.empty() ? "" : " (" + attributes + ")");
    }
    for (const Ignore& ignore : policy_.ignores) {
      const std::string name = ignore.activity < 0 ? "active" : policy_.schema.activities[static_cast<std::size_t>(ignore.activity)].name;
      line("ignore {}{}", name, ignore.filter.valid() ? " with " + expressions_.text(ignore.filter) : "");
    }
  }

  static std::string bounds(const std::optional<runtime::Points>& at_most, const std::optional<runtime::Points>& at_least) {
    std::string out;
    if (at_most) out += ", at most " + runtime::points_to_text(*at_most);
    if (at_least) out += ", at least " + runtime::points_to_text(*at_least);
    return out;
  }

  void section(std::size_t index) {
    const Section& section = policy_.sections[index];
    const std::string& name = policy_.result.sections[index].name;
    const char* match = section.match == Section::Match::All     ? ""
                        : section.match == Section::Match::First ? ", first match"
                                                                 : ", best match";
    line("score{}{}{}", name.empty() ? "" : " " + name, match, bounds(section.at_most, section.at_least));
    for (const std::int32_t rule : section.rules) this->rule(static_cast<std::size_t>(rule));
  }

  void outside() {
    bool any = false;
    for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
      if (policy_.rules[i].section >= 0) continue;
      if (!any) line("outside sections");
      any = true;
      rule(i);
    }
  }

  std::string subject(const Rule& rule) {
    if (rule.kind == Rule::Kind::When) return expressions_.text(rule.condition);
    if (rule.chain >= 0) return "shared value of " + expressions_.chain(rule.chain);
    std::string out = expressions_.phrase(rule.phrase);
    if (rule.attribute < 0) return out;
    const auto activity = static_cast<std::size_t>(policy_.phrases[static_cast<std::size_t>(rule.phrase)].activity);
    return policy_.schema.activities[activity].attributes[static_cast<std::size_t>(rule.attribute)].name + " of " + out;
  }

  std::string decay(const Rule& rule) {
    if (rule.decay.kind == Decay::Kind::None) return {};
    const std::string share = rule.decay.kind == Decay::Kind::Losing ? " " + runtime::number_to_text(rule.decay.share) + " every" : "";
    const std::string from = rule.decay_time.valid() ? " from " + expressions_.text(rule.decay_time) : "";
    return fmt::format(", {}{} {}{}", words_of(rule.decay.kind), share, ExpressionPrinter::duration(rule.decay.period), from);
  }

  void rule(std::size_t index) {
    const Rule& rule = policy_.rules[index];
    std::string effects;
    const auto add = [&](const std::string& effect) { effects += (effects.empty() ? "" : ", ") + effect; };
    if (rule.points.valid()) add("points " + expressions_.text(rule.points));
    for (const std::int32_t reason : rule.excludes) add("exclude \"" + policy_.result.excluded[static_cast<std::size_t>(reason)] + '"');
    for (const std::int32_t tag : rule.tags) add("tag \"" + policy_.result.tags[static_cast<std::size_t>(tag)] + '"');
    if (rule.once_every) effects += ", once every " + ExpressionPrinter::duration(*rule.once_every);
    line("  {}: {} {}: {}{}{}", policy_.result.rules[index].id, words_of(rule.kind), subject(rule), effects, decay(rule),
         bounds(rule.at_most, rule.at_least));
  }

  void grade(std::size_t index) {
    const Grade& grade = policy_.grades[index];
    const runtime::GradeInfo& info = policy_.result.grades[index];
    std::string bands;
    for (std::size_t i = 0; i < grade.reached.size(); ++i) {
      bands += fmt::format("{}{} if {}", i == 0 ? "" : "; ", info.labels[i], expressions_.text(grade.reached[i]));
    }
    line("grade {}: {}", info.name, bands);
  }

  void transition(const Transition& transition) {
    std::string from;
    for (std::size_t i = 0; i < transition.from.size(); ++i) {
      if (transition.from[i]) from += (from.empty() ? "" : ", ") + policy_.result.stages[i];
    }
    std::string required;
    for (const Transition::Required& one : transition.required) {
      required += (required.empty() ? ", requires " : ", ") + policy_.result.missing[static_cast<std::size_t>(one.missing)];
    }
    line("from {} to {} when {}{}", from, policy_.result.stages[static_cast<std::size_t>(transition.to)],
         expressions_.text(transition.condition), required);
  }

  void outcomes() {
    for (std::size_t i = 0; i < policy_.segments.size(); ++i)
      line("segment \"{}\" when {}", policy_.result.segments[i], expressions_.text(policy_.segments[i]));
    for (std::size_t i = 0; i < policy_.routes.size(); ++i) {
      std::string targets;
      for (const std::string& target : policy_.result.routes[i].targets)
        targets += fmt::format("{}\"{}\"", targets.empty() ? "" : ", ", target);
      line("route to {} when {}", targets, expressions_.text(policy_.routes[i]));
    }
    for (const Response& response : policy_.responses) {
      std::string verbs;
      for (const std::int32_t activity : response.by) {
        verbs +=
            (verbs.empty() ? "" : ", ") + (activity < 0 ? "active" : policy_.schema.activities[static_cast<std::size_t>(activity)].name);
      }
      line("respond to {} within {}{} by {}", policy_.result.stages[static_cast<std::size_t>(response.stage)],
           ExpressionPrinter::duration(response.within), response.business_time ? " of business hours" : "", verbs);
    }
  }

  const Policy& policy_;
  ExpressionPrinter expressions_;
  std::string out_;
};

}  // namespace

std::string print(const Policy& policy) { return Printer(policy).run(); }

std::string print(const Policy& policy, ExprId expression) { return ExpressionPrinter(policy, false).text(expression); }

}  // namespace assay::ir

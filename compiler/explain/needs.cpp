#include "compiler/explain/needs.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compiler/explain/parts.h"
#include "compiler/explain/words.h"
#include "compiler/interpret/explain.h"
#include "runtime/numbers.h"

namespace assay::explain {
namespace {

using Form = ir::Explanation::Form;

// A policy of defines in defines can ask for the same thing along many ways.
constexpr int deepest = 12;
constexpr std::size_t most_ways = 8;

class NeedFinder {
 public:
  explicit NeedFinder(const LeadView& view) : view_(view) {}

  std::vector<Need> find(std::int32_t index, bool wanted, int depth);

 private:
  std::vector<Need> every(const std::vector<std::int32_t>& children, bool wanted, int depth);
  std::vector<Need> any(const ir::Explanation& explanation, bool wanted, int depth);
  Need leaf(const ir::Explanation& explanation, bool wanted) const;
  std::optional<Need> comparison(const ir::Explanation& explanation, ir::ExprId condition) const;
  std::optional<Need> grade(ir::ExprId condition) const;
  std::optional<Need> missing(const ir::Explanation& explanation, ir::ExprId condition) const;
  Need amount(const ir::Explanation& explanation, ir::ExprId subject, double bound, bool strict, bool more) const;
  std::string name_of(const ir::Explanation& explanation, ir::ExprId subject) const;
  bool is_condition(std::int32_t child) const { return verdict_of(view_, at(child)).has_value(); }
  const ir::Explanation& at(std::int32_t index) const { return view_.policy.explanations[static_cast<std::size_t>(index)]; }

  const LeadView& view_;
};

std::string number(double value) { return runtime::number_to_text(value); }

std::vector<Need> NeedFinder::find(std::int32_t index, bool wanted, int depth) {
  const ir::Explanation& explanation = at(index);
  const std::optional<Verdict> verdict = verdict_of(view_, explanation);
  if (!verdict || *verdict == (wanted ? Verdict::Yes : Verdict::No)) return {};
  const bool has_parts =
      depth < deepest && std::ranges::any_of(explanation.children, [&](std::int32_t child) { return is_condition(child); });
  if (has_parts) {
    switch (explanation.form) {
      case Form::All: return wanted ? every(explanation.children, true, depth) : any(explanation, false, depth);
      case Form::Any: return wanted ? any(explanation, true, depth) : every(explanation.children, false, depth);
      case Form::Not: return every(explanation.children, !wanted, depth);
      case Form::Name: return every(explanation.children, wanted, depth);
      case Form::Plain:
      case Form::CountOf: break;
    }
  }
  return {leaf(explanation, wanted)};
}

std::vector<Need> NeedFinder::every(const std::vector<std::int32_t>& children, bool wanted, int depth) {
  std::vector<Need> needs;
  for (const std::int32_t child : children) {
    if (!is_condition(child)) continue;
    for (Need& need : find(child, wanted, depth + 1)) needs.push_back(std::move(need));
  }
  return needs;
}

std::vector<Need> NeedFinder::any(const ir::Explanation& explanation, bool wanted, int depth) {
  Need need;
  need.kind = Need::Kind::AnyOf;
  need.text = view_.words(explanation.span);
  for (const std::int32_t child : explanation.children) {
    if (!is_condition(child) || need.ways.size() == most_ways) continue;
    std::vector<Need> way = find(child, wanted, depth + 1);
    if (!way.empty()) need.ways.push_back(std::move(way));
  }
  return need.ways.size() == 1 ? std::move(need.ways.front()) : std::vector{std::move(need)};
}

Need NeedFinder::leaf(const ir::Explanation& explanation, bool wanted) const {
  const ir::ExprId condition = wanted ? explanation.known_true : explanation.known_false;
  if (interpret::has_one_value(view_.policy, condition)) {
    if (std::optional<Need> need = missing(explanation, condition)) return *need;
    if (std::optional<Need> need = comparison(explanation, condition)) return *need;
    if (std::optional<Need> need = grade(condition)) return *need;
  }
  Need need;
  PartMaker parts(view_);
  const std::optional<Part> part = parts.make(static_cast<std::int32_t>(&explanation - view_.policy.explanations.data()));
  const std::string found = part ? found_words(*part, view_.model.zone) : std::string();
  need.kind = part && part->asks_activities ? Need::Kind::Activity : Need::Kind::Condition;
  need.text = (wanted ? "" : "no longer: ") + view_.words(explanation.span) + (found.empty() ? "" : " (" + found + ")");
  return need;
}

// `has phone`, or a comparison with a field that has no value.
std::optional<Need> NeedFinder::missing(const ir::Explanation& explanation, ir::ExprId condition) const {
  const ir::Node& node = view_.policy[condition];
  const bool asks_for_it = node.op == ir::Op::Has;
  const bool is_field = interpret::has_one_value(view_.policy, explanation.value);
  if (is_field && !view_.lead.value(explanation.value).known) return missing_field(view_.words(explanation.span));
  for (const std::int32_t child : explanation.children) {
    const ir::ExprId value = at(child).value;
    if (!interpret::has_one_value(view_.policy, value) || view_.lead.value(value).known) continue;
    Need need = missing_field(view_.words(at(child).span));
    if (!asks_for_it) need.text += fmt::format(" (for {})", view_.words(explanation.span));
    return need;
  }
  return std::nullopt;
}

// A constant on one side, a number that is known on the other.
std::optional<Need> NeedFinder::comparison(const ir::Explanation& explanation, ir::ExprId condition) const {
  const ir::Node& node = view_.policy[condition];
  if (node.op != ir::Op::Less && node.op != ir::Op::LessOrEqual) return std::nullopt;
  const ir::ExprId left = view_.policy.operand(node, 0), right = view_.policy.operand(node, 1);
  const bool more = view_.policy[left].op == ir::Op::Constant;
  const ir::ExprId bound = more ? left : right, subject = more ? right : left;
  const std::optional<double> value = view_.number(bound);
  if (view_.policy[bound].op != ir::Op::Constant || !value || !view_.number(subject)) return std::nullopt;
  return amount(explanation, subject, *value, node.op == ir::Op::Less, more);
}

std::string NeedFinder::name_of(const ir::Explanation& explanation, ir::ExprId subject) const {
  const ir::Node& node = view_.policy[subject];
  if (node.op == ir::Op::ScoreValue) return "score";
  if (node.op == ir::Op::SectionValue) return view_.policy.result.sections[static_cast<std::size_t>(node.index)].name;
  const ir::ExprId inner = node.op == ir::Op::IntegerToNumber ? view_.policy.operand(node, 0) : subject;
  for (const std::int32_t child : explanation.children) {
    if (at(child).value == inner || at(child).value == subject) return view_.words(at(child).span);
  }
  return {};
}

Need NeedFinder::amount(const ir::Explanation& explanation, ir::ExprId subject, double bound, bool strict, bool more) const {
  const ir::Op op = view_.policy[subject].op;
  const double has = *view_.number(subject);
  Need need;
  need.of = name_of(explanation, subject);
  need.has = has;
  need.needs = bound;
  const std::string wanted = fmt::format("{}{}", strict ? (more ? "more than " : "fewer than ") : more ? "" : "at most ", number(bound));
  if (op == ir::Op::ScoreValue || op == ir::Op::SectionValue) {
    const std::string where = op == ir::Op::ScoreValue ? "" : " in " + need.of;
    const std::string gap = number(std::abs(std::round((bound - has) * 10'000) / 10'000));
    need.kind = Need::Kind::Points;
    need.text =
        fmt::format("{} {} point{}{} (has {}, needs {})", gap, more ? "more" : "fewer", gap == "1" ? "" : "s", where, number(has), wanted);
    return need;
  }
  if (need.of.empty()) {  // a phrase, counted
    need.kind = Need::Kind::Activity;
    const double gap = more ? bound - has + (strict ? 1 : 0) : has - bound + (strict ? 1 : 0);
    const std::string written = view_.words(explanation.span);
    need.text = more && has == 0 && gap == 1 ? written + " (has not happened)"
                : more && has == 0           ? fmt::format("{} (has not happened, {} needed)", written, number(gap))
                : more                       ? fmt::format("{} (happened {}, {} more needed)", written, times_words(has), number(gap))
                                             : fmt::format("no longer: {} (happened {})", written, times_words(has));
    return need;
  }
  need.kind = Need::Kind::Number;
  need.text = fmt::format("{} {} (is {})", need.of, strict || !more ? wanted : "at least " + wanted, number(has));
  return need;
}

// The lowest of the bands that fit, and what is short of its bound.
std::optional<Need> NeedFinder::grade(ir::ExprId condition) const {
  const ir::Node& node = view_.policy[condition];
  if (node.op != ir::Op::LabelIn || view_.policy[view_.policy.operand(node, 0)].op != ir::Op::GradeValue) return std::nullopt;
  const auto index = static_cast<std::size_t>(view_.policy[view_.policy.operand(node, 0)].index);
  const runtime::GradeInfo& info = view_.policy.result.grades[index];
  const ir::Grade& grade = view_.policy.grades[index];
  const std::vector<std::int32_t>& wanted = view_.policy.label_sets[static_cast<std::size_t>(node.index)];
  const std::int32_t now = view_.lead.outcome().grades[index];
  if (wanted.empty()) return std::nullopt;
  Need need;
  need.of = info.name;
  const std::string is = now == runtime::Result::no_grade ? "has none" : "is " + info.labels[static_cast<std::size_t>(now)];
  need.text = fmt::format("grade {} {} ({}", info.name, info.labels[static_cast<std::size_t>(wanted.back())], is);
  const ir::Node& reached = view_.policy[grade.reached[static_cast<std::size_t>(wanted.back())]];
  if (reached.op == ir::Op::LessOrEqual && (now == runtime::Result::no_grade || wanted.back() < now)) {
    need.needs = view_.number(view_.policy.operand(reached, 0));
    need.has = view_.number(view_.policy.operand(reached, 1));
    if (need.needs && need.has) need.text += fmt::format(", {} short", number(std::round((*need.needs - *need.has) * 10'000) / 10'000));
  }
  need.text += ")";
  return need;
}

}  // namespace

std::vector<Need> needs_of(const LeadView& view, std::int32_t explanation) {
  return explanation < 0 ? std::vector<Need>() : NeedFinder(view).find(explanation, true, 0);
}

Need missing_field(const std::string& field) {
  Need need;
  need.kind = Need::Kind::Field;
  need.of = field;
  need.text = field + " is missing";
  return need;
}

}  // namespace assay::explain

// An explanation for people: what the lead has, section by section what counted and what did not, and the way to the next stage.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compiler/explain/render.h"
#include "compiler/explain/text_lines.h"
#include "compiler/explain/words.h"
#include "runtime/numbers.h"

namespace assay::explain {
namespace {

using Line = TextLines::Line;

constexpr int verdict_width = 9;
constexpr std::size_t most_evidence = 3;  // activities below a condition, unless all are wanted
constexpr std::size_t most_reasons = 3;   // why a rule did not count

std::string signed_points(Points points) { return (points > 0 ? "+" : "") + runtime::points_to_text(points); }

std::string points_words(Points points) {
  const bool one = points == runtime::points_per_unit || points == -runtime::points_per_unit;
  return runtime::points_to_text(points) + (one ? " point" : " points");
}

Color points_color(Points points) { return points > 0 ? Color::Green : points < 0 ? Color::Red : Color::Dim; }

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

std::string_view verdict_words(Verdict verdict) {
  switch (verdict) {
    case Verdict::Yes: return "yes";
    case Verdict::No: return "no";
    case Verdict::Unknown: return "unknown";
  }
  return "";
}

Color verdict_color(Verdict verdict) {
  switch (verdict) {
    case Verdict::Yes: return Color::Green;
    case Verdict::No: return Color::Red;
    case Verdict::Unknown: return Color::Yellow;
  }
  return Color::None;
}

class TextRenderer {
 public:
  TextRenderer(const Explanation& explanation, const TextLayout& layout);

  std::string render();

 private:
  void head();
  void head_line(std::string_view name, const std::string& text, Color color = Color::None);
  std::string score_words() const;
  void section(const SectionEntry& section);
  void rule(const RuleEntry& rule);
  void gives(const RuleEntry& rule);
  void bound(const BoundEntry& bound, Points without, int indent);
  void not_counted(const std::vector<RuleEntry>& rules);
  std::string why_not(const RuleEntry& rule) const;
  void statements();
  void part(const Part& part, int indent, bool with_activities);
  void activities(const Part& part, int indent);
  std::string activity_words(const ShownActivity& activity) const;
  std::string place(const Place& place) const;
  void grades();
  void labels(std::string_view title, const std::vector<LabelEntry>& labels, bool only_first);
  void stages();
  void transition(const Transition& transition);
  void needs(const std::vector<Need>& needs, int indent);
  void ignored();

  const Explanation& explanation_;
  TextLayout layout_;
  TextLines lines_;
  calendar::Zone zone_;
  int points_width_ = 8;
};

TextRenderer::TextRenderer(const Explanation& explanation, const TextLayout& layout)
    : explanation_(explanation), layout_(layout), lines_(layout) {
  if (auto zone = calendar::load_zone(explanation.timezone)) zone_ = std::move(*zone);
  const auto widen = [&](const RuleEntry& rule) {
    points_width_ = std::max(points_width_, static_cast<int>(signed_points(rule.points).size()) + 2);
  };
  for (const SectionEntry& section : explanation.sections) std::ranges::for_each(section.rules, widen);
}

std::string TextRenderer::place(const Place& place) const {
  return place.file.empty() || place.file == explanation_.policy_file ? fmt::format("line {}", place.line)
                                                                      : fmt::format("{}:{}", place.file, place.line);
}

void TextRenderer::head_line(std::string_view name, const std::string& text, Color color) {
  lines_.add({.indent = 2, .mark = name, .mark_width = 11, .mark_color = Color::Dim, .text = text, .text_color = color});
}

std::string TextRenderer::score_words() const {
  if (!explanation_.score) return "missing";
  std::string text = points_words(*explanation_.score);
  std::string parts;
  for (const SectionEntry& section : explanation_.sections) {
    const std::string points = runtime::points_to_text(std::abs(section.points));
    parts += parts.empty() ? (section.points < 0 ? "-" : "") : section.points < 0 ? " - " : " + ";
    parts += section.name.empty() ? points : section.name + " " + points;
  }
  if (explanation_.total) return text + ", total = " + explanation_.total->text;
  return explanation_.sections.size() > 1 ? text + " = " + parts : text;
}

void TextRenderer::head() {
  const Explanation& lead = explanation_;
  lines_.add({.text = lead.id.empty() ? fmt::format("Row {}", lead.row) : "Lead " + lead.id, .text_color = Color::Bold});
  if (!lead.same_id_rows.empty()) {
    std::vector<std::string> rows;
    for (const std::uint64_t row : lead.same_id_rows) rows.push_back(std::to_string(row));
    head_line("row", fmt::format("{} of rows {} that have this id; --row N explains another", lead.row, joined(rows)), Color::Yellow);
  }
  head_line("score", score_words(), Color::Bold);
  for (const GradeEntry& grade : lead.grades) head_line("grade", grade.name + " " + (grade.label.empty() ? "none" : grade.label));
  if (lead.has_stages) head_line("stage", lead.stage + (lead.stage == lead.stage_before ? "" : " (was " + lead.stage_before + ")"));
  if (!lead.excluded.empty()) head_line("excluded", joined(lead.excluded), Color::Red);
  if (!lead.missing.empty()) head_line("missing", joined(lead.missing), Color::Yellow);
  std::vector<std::string> segments;
  for (const LabelEntry& segment : lead.segments) {
    if (segment.holds) segments.push_back('"' + segment.name + '"');
  }
  if (!segments.empty()) head_line("segments", joined(segments));
  if (!lead.tags.empty()) head_line("tags", joined(lead.tags));
  if (!lead.routes.empty()) head_line("route", lead.route.empty() ? "none" : lead.route);
  const std::string name = lead.policy.empty() ? lead.policy_file
                                               : fmt::format("{}{} ({})", lead.policy,
                                                             lead.version.empty() ? "" : ", version " + lead.version, lead.policy_file);
  head_line("policy", name);
  head_line("as of", fmt::format("{} {}", time_words(lead.as_of, zone_), lead.timezone));
}

std::string TextRenderer::activity_words(const ShownActivity& activity) const {
  std::string text = activity.time
                         ? fmt::format("{} ({})", time_words(*activity.time, zone_), age_words(*activity.time, explanation_.as_of))
                         : "at an unknown time";
  text += " " + (activity.kind.empty() ? "an activity of another kind" : activity.kind);
  for (std::size_t i = 0; i < activity.attributes.size(); ++i) {
    const auto& [name, value] = activity.attributes[i];
    text += fmt::format("{}{} {}", i == 0 ? " " : ", ", name, value_words(value, zone_));
  }
  return text;
}

// A condition on its row, below it what it is made of.
void TextRenderer::part(const Part& part, int indent, bool with_activities) {
  if (!part.verdict) return;
  const std::string found = found_words(part, zone_);
  const std::string text = found.empty() ? part.text : part.value ? part.text + " " + found : part.text + ": " + found;
  lines_.add({.indent = indent,
              .mark = verdict_words(*part.verdict),
              .mark_width = verdict_width,
              .mark_color = verdict_color(*part.verdict),
              .text = text});
  if (with_activities || layout_.all) activities(part, indent + verdict_width);
  for (const Part& inner : part.parts) {
    // Of alternatives those that hold decide, unless none does.
    const bool decides = part.form != Part::Form::Any || part.verdict != Verdict::Yes || inner.verdict == Verdict::Yes;
    if (decides || layout_.all) this->part(inner, indent + 2, with_activities);
    if (!inner.verdict && (with_activities || layout_.all)) activities(inner, indent + verdict_width);
  }
  if (part.parts_left_out) lines_.add({.indent = indent + 2, .text = "… (deeper parts are left out)", .text_color = Color::Dim});
}

void TextRenderer::activities(const Part& part, int indent) {
  const std::size_t shown = layout_.all ? part.activities.size() : std::min(part.activities.size(), most_evidence);
  const std::size_t before = part.activities.size() - shown + part.more_activities;
  if (before > 0) lines_.add({.indent = indent, .text = fmt::format("{} earlier", before), .text_color = Color::Dim});
  for (std::size_t i = part.activities.size() - shown; i < part.activities.size(); ++i) {
    lines_.add({.indent = indent, .text = activity_words(part.activities[i]), .text_color = Color::Dim});
  }
}

void TextRenderer::bound(const BoundEntry& bound, Points without, int indent) {
  const std::string text = fmt::format("{} {} ({} without this)", bound.upper ? "at most" : "at least",
                                       runtime::points_to_text(bound.limit), runtime::points_to_text(without));
  lines_.add({.indent = indent,
              .mark = signed_points(bound.points),
              .mark_width = points_width_,
              .mark_color = points_color(bound.points),
              .text = text});
}

// What each activity, day or value was worth.
void TextRenderer::gives(const RuleEntry& rule) {
  const int indent = 2 + points_width_;
  if (rule.more_gives > 0) {
    const std::string text = fmt::format("{} earlier: {}", rule.more_gives, signed_points(rule.more_points));
    lines_.add({.indent = indent, .text = text, .text_color = Color::Dim});
  }
  for (const ShownActivity& give : rule.gives) {
    std::string text = give.unit.empty() ? activity_words(give) : give.unit + ", last " + activity_words(give);
    text += ": " + signed_points(give.points.value_or(0));
    if (give.factor != 1) text += fmt::format(" (× {})", runtime::number_to_text(std::round(give.factor * 10'000) / 10'000));
    lines_.add({.indent = indent, .text = text});
  }
  if (rule.bound) bound(*rule.bound, runtime::subtract_points(rule.points, rule.bound->points), indent);
}

void TextRenderer::rule(const RuleEntry& rule) {
  std::string mark = rule.has_points ? signed_points(rule.points) : "";
  std::string text = rule.reason;
  for (const std::string& reason : rule.excludes) text += reason == rule.reason ? ": excluded" : ": excluded, " + reason;
  for (const std::string& tag : rule.tags) text += ": tag \"" + tag + "\"";
  lines_.add({.indent = 2,
              .mark = mark,
              .mark_width = points_width_,
              .mark_color = points_color(rule.points),
              .text = text,
              .text_color = Color::Bold,
              .right = place(rule.place)});
  const int indent = 2 + points_width_;
  const bool says_more = !rule.gives.empty() || rule.bound || rule.amount || layout_.all;
  if (says_more && rule.text != rule.reason) lines_.add({.indent = indent, .text = rule.text, .text_color = Color::Dim});
  const bool told = rule.condition && rule.condition->text == rule.reason && !rule.gives.empty() && rule.condition->parts.empty();
  if (rule.condition && (!told || layout_.all)) part(*rule.condition, indent, rule.gives.empty());
  if (rule.amount && rule.amount->value) {
    std::string amount = rule.amount->text + " " + found_words(*rule.amount, zone_);
    lines_.add({.indent = indent, .mark = "points", .mark_width = verdict_width, .text = amount});
  }
  gives(rule);
}

// The conditions that a verdict hangs on, with what was found.
void collect_failing(const Part& part, Verdict wanted, std::vector<const Part*>& out) {
  const bool splits = part.form != Part::Form::Plain && part.form != Part::Form::CountOf && part.form != Part::Form::Not &&
                      std::ranges::any_of(part.parts, [](const Part& inner) { return inner.verdict.has_value(); });
  if (!splits) {
    out.push_back(&part);
    return;
  }
  for (const Part& inner : part.parts) {
    if (inner.verdict && inner.verdict != Verdict::Yes && (wanted != Verdict::No || inner.verdict == Verdict::No)) {
      collect_failing(inner, *inner.verdict, out);
    }
  }
}

std::string TextRenderer::why_not(const RuleEntry& rule) const {
  switch (rule.fate) {
    case Fate::Counted: return "gives 0 points";
    case Fate::EarlierApplied: return "an earlier rule of this chain applied";
    case Fate::NoActivities: return "has not happened";
    case Fate::NoPoints:
      return rule.amount ? "its points are missing: " + rule.amount->text + " " + found_words(*rule.amount, zone_)
                         : "its points are missing";
    case Fate::NoAge: return "true, but without an activity whose age could count";
    case Fate::LostContest: return "instead counts: " + rule.winner;
    case Fate::ConditionNotMet: break;
  }
  if (!rule.condition) return {};
  std::vector<const Part*> failing;
  collect_failing(*rule.condition, rule.condition->verdict.value_or(Verdict::No), failing);
  std::string text;
  for (std::size_t i = 0; i < failing.size() && i < most_reasons; ++i) {
    const std::string found = deciding_words(*failing[i], zone_);
    const bool whole = failing[i] == &*rule.condition;
    const std::string words = whole ? found : found.empty() ? "not " + failing[i]->text : failing[i]->text + ": " + found;
    if (!words.empty()) text += (text.empty() ? "" : "; ") + words;
  }
  if (failing.size() > most_reasons) text += fmt::format("; and {} more", failing.size() - most_reasons);
  return text;
}

bool counted(const RuleEntry& rule) {
  return rule.fired && (!rule.has_points || rule.points != 0 || !rule.tags.empty() || !rule.excludes.empty());
}

void TextRenderer::not_counted(const std::vector<RuleEntry>& rules) {
  const auto is_left = [](const RuleEntry& rule) { return !counted(rule); };
  if (std::ranges::none_of(rules, is_left)) return;
  lines_.add({.indent = 2, .text = "did not count", .text_color = Color::Dim});
  for (const RuleEntry& rule : rules) {
    if (!is_left(rule)) continue;
    const bool by_condition = rule.fate == Fate::ConditionNotMet && rule.condition && rule.condition->verdict;
    const Verdict verdict = by_condition ? *rule.condition->verdict : Verdict::No;
    const std::string why = why_not(rule);
    lines_.add({.indent = 4,
                .mark = verdict_words(verdict),
                .mark_width = verdict_width,
                .mark_color = verdict_color(verdict),
                .text = why.empty() ? rule.reason : rule.reason + " – " + why,
                .right = place(rule.place)});
    if (!layout_.all) continue;
    if (rule.text != rule.reason) lines_.add({.indent = 4 + verdict_width, .text = rule.text, .text_color = Color::Dim});
    if (rule.condition) part(*rule.condition, 4 + verdict_width, true);
  }
}

void TextRenderer::section(const SectionEntry& section) {
  lines_.blank();
  const std::string title = fmt::format("{}: {}{}", section.name.empty() ? "Rules without a section" : section.name,
                                        points_words(section.points), section.modifiers.empty() ? "" : " (" + section.modifiers + ")");
  lines_.add({.text = title, .text_color = Color::Bold});
  for (const RuleEntry& entry : section.rules) {
    if (counted(entry)) rule(entry);
  }
  if (section.bound) bound(*section.bound, runtime::subtract_points(section.points, section.bound->points), 2);
  not_counted(section.rules);
}

void TextRenderer::statements() {
  if (explanation_.statements.empty()) return;
  lines_.blank();
  lines_.add({.text = "Vetoes and labels", .text_color = Color::Bold});
  for (const RuleEntry& entry : explanation_.statements) {
    if (counted(entry)) rule(entry);
  }
  not_counted(explanation_.statements);
}

void TextRenderer::grades() {
  if (explanation_.grades.empty()) return;
  lines_.blank();
  lines_.add({.text = "Grades", .text_color = Color::Bold});
  for (const GradeEntry& grade : explanation_.grades) {
    std::string text = fmt::format("{} {}", grade.name, grade.label.empty() ? "none" : grade.label);
    if (grade.by) text += fmt::format(": {} is {}", grade.by->text, grade.value ? runtime::number_to_text(*grade.value) : "missing");
    if (grade.value && grade.better_from) {
      const double gap = std::round((*grade.better_from - *grade.value) * 10'000) / 10'000;
      text += fmt::format("; {} from {}, {} more", grade.better, runtime::number_to_text(*grade.better_from), runtime::number_to_text(gap));
    }
    lines_.add({.indent = 2, .text = text});
  }
}

void TextRenderer::labels(std::string_view title, const std::vector<LabelEntry>& labels, bool only_first) {
  const bool any = std::ranges::any_of(labels, [&](const LabelEntry& label) { return label.holds || layout_.all; });
  if (!any) return;
  lines_.blank();
  lines_.add({.text = title, .text_color = Color::Bold});
  for (const LabelEntry& label : labels) {
    if (!label.holds && !layout_.all) continue;
    lines_.add({.indent = 2, .text = label.name, .right = label.condition ? place(label.condition->place) : ""});
    if (label.condition) part(*label.condition, 4, layout_.all);
    if (only_first && !layout_.all) return;
  }
}

void TextRenderer::needs(const std::vector<Need>& needs, int indent) {
  for (const Need& need : needs) {
    if (need.kind != Need::Kind::AnyOf) {
      lines_.add({.indent = indent, .mark = "-", .mark_width = 2, .text = need.text});
      continue;
    }
    lines_.add({.indent = indent, .mark = "-", .mark_width = 2, .text = "one of these:"});
    for (const std::vector<Need>& way : need.ways) {
      const bool simple = way.size() == 1 && way.front().kind != Need::Kind::AnyOf;
      if (!simple) lines_.add({.indent = indent + 2, .mark = "-", .mark_width = 2, .text = "all of these:"});
      this->needs(way, indent + (simple ? 2 : 4));
    }
  }
}

void TextRenderer::transition(const Transition& transition) {
  const std::string right = place(transition.place);
  const bool taken = transition.state == Transition::State::Taken, elsewhere = transition.state == Transition::State::NotFromHere;
  if (taken || elsewhere) {
    const std::string text = taken ? "entered " + transition.to : fmt::format("{} from {}", transition.to, joined(transition.from));
    lines_.add({.indent = 2, .text = text, .right = right});
    part(transition.condition, 4, true);
    for (const std::string& field : transition.lacking) lines_.add({.indent = 4, .text = field + " is missing"});
    return;
  }
  const bool only_fields = transition.state == Transition::State::LacksFields;
  const std::string title = only_fields ? "for " + transition.to + " only this is missing" : "what is missing for " + transition.to;
  lines_.add({.indent = 2, .text = title, .right = right});
  needs(transition.needs, 4);
  if (layout_.all) part(transition.condition, 4, true);
}

void TextRenderer::stages() {
  if (!explanation_.has_stages) return;
  lines_.blank();
  lines_.add({.text = "Stage: " + explanation_.stage, .text_color = Color::Bold});
  if (!explanation_.excluded.empty()) {
    lines_.add({.indent = 2, .text = "excluded leads take no step: " + joined(explanation_.excluded)});
    return;
  }
  bool open = false;
  for (const Transition& each : explanation_.transitions) {
    open |= each.state == Transition::State::Open || each.state == Transition::State::LacksFields;
    if (each.state != Transition::State::NotFromHere || layout_.all) transition(each);
  }
  if (!open) lines_.add({.indent = 2, .text = "no transition leads on from " + explanation_.stage});
}

void TextRenderer::ignored() {
  if (explanation_.ignored.empty()) return;
  lines_.blank();
  lines_.add({.text = fmt::format("Ignored activities: {} of {}", explanation_.ignored.size(), explanation_.activities),
              .text_color = Color::Bold});
  const std::size_t shown = layout_.all ? explanation_.ignored.size() : std::min(most_evidence, explanation_.ignored.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [activity, reason] = explanation_.ignored[i];
    lines_.add({.indent = 2, .text = activity_words(activity) + (reason.empty() ? "" : " (" + reason + ")")});
  }
}

std::string TextRenderer::render() {
  head();
  for (const SectionEntry& entry : explanation_.sections) section(entry);
  if (explanation_.total && explanation_.total->value) {
    lines_.blank();
    lines_.add({.text = "Total: " + (explanation_.score ? points_words(*explanation_.score) : "missing"), .text_color = Color::Bold});
    lines_.add({.indent = 2,
                .text = explanation_.total->text + " " + found_words(*explanation_.total, zone_),
                .right = place(explanation_.total->place)});
  }
  statements();
  grades();
  stages();
  labels("Segments", explanation_.segments, false);
  if (!explanation_.route.empty() || layout_.all) labels("Routes", explanation_.routes, true);
  ignored();
  return lines_.take();
}

}  // namespace

std::string as_text(const Explanation& explanation, const TextLayout& layout) { return TextRenderer(explanation, layout).render(); }

}  // namespace assay::explain

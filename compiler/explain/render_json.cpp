// An explanation for machines. The keys are documented in docs/explain.md and stay; new ones may come.
#include "compiler/explain/json_writer.h"
#include "compiler/explain/render.h"
#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"

namespace assay::explain {
namespace {

class JsonRenderer {
 public:
  std::string render(const Explanation& explanation);

 private:
  void member(std::string_view key, std::string_view text) {
    json_.key(key);
    json_.text(text);
  }
  void member_points(std::string_view key, Points points) {
    json_.key(key);
    json_.raw(runtime::points_to_text(points));
  }
  void member_number(std::string_view key, const std::optional<double>& number) {
    json_.key(key);
    json_.raw(number ? runtime::number_to_text(*number) : "null");
  }
  void member_count(std::string_view key, std::uint64_t count) {
    json_.key(key);
    json_.raw(std::to_string(count));
  }
  void member_truth(std::string_view key, bool truth) {
    json_.key(key);
    json_.raw(truth ? "true" : "false");
  }
  void member_texts(std::string_view key, const std::vector<std::string>& texts);
  template <typename Items, typename Write>
  void member_list(std::string_view key, const Items& items, Write write) {
    json_.key(key);
    json_.begin_array();
    for (const auto& item : items) write(item);
    json_.end_array();
  }

  void head(const Explanation& explanation);
  void value(const Shown& value);
  void part(const std::optional<Part>& part);
  void part(const Part& part);
  void activity(const ShownActivity& activity);
  void bound(const std::optional<BoundEntry>& bound);
  void place(const Place& place);
  void rule(const RuleEntry& rule);
  void section(const SectionEntry& section);
  void need(const Need& need);
  void transition(const Transition& transition);
  void grade(const GradeEntry& grade);
  void label(const LabelEntry& label);

  JsonWriter json_;
};

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Yes: return "yes";
    case Verdict::No: return "no";
    case Verdict::Unknown: return "unknown";
  }
  return "";
}

std::string_view name_of(Part::Form form) {
  switch (form) {
    case Part::Form::Plain: return "plain";
    case Part::Form::All: return "all";
    case Part::Form::Any: return "any";
    case Part::Form::CountOf: return "count";
    case Part::Form::Not: return "not";
    case Part::Form::Name: return "name";
  }
  return "";
}

std::string_view name_of(Fate fate) {
  switch (fate) {
    case Fate::Counted: return "counted";
    case Fate::ConditionNotMet: return "condition not met";
    case Fate::EarlierApplied: return "earlier rule applied";
    case Fate::NoActivities: return "no activities";
    case Fate::NoPoints: return "points missing";
    case Fate::NoAge: return "no activity to age by";
    case Fate::LostContest: return "another rule counts";
  }
  return "";
}

std::string_view name_of(Transition::State state) {
  switch (state) {
    case Transition::State::Taken: return "taken";
    case Transition::State::Open: return "open";
    case Transition::State::LacksFields: return "lacks fields";
    case Transition::State::NotFromHere: return "not from here";
  }
  return "";
}

std::string_view name_of(Need::Kind kind) {
  switch (kind) {
    case Need::Kind::Points: return "points";
    case Need::Kind::Number: return "number";
    case Need::Kind::Field: return "field";
    case Need::Kind::Activity: return "activity";
    case Need::Kind::Condition: return "condition";
    case Need::Kind::AnyOf: return "any of";
  }
  return "";
}

void JsonRenderer::member_texts(std::string_view key, const std::vector<std::string>& texts) {
  member_list(key, texts, [&](const std::string& text) { json_.text(text); });
}

void JsonRenderer::value(const Shown& value) {
  switch (value.kind) {
    case Shown::Kind::Missing: return json_.null();
    case Shown::Kind::Truth: return json_.raw(value.text == "yes" ? "true" : "false");
    case Shown::Kind::Number: return json_.raw(value.text);
    case Shown::Kind::Text:
    case Shown::Kind::Word:
    case Shown::Kind::Time: return json_.text(value.text);
    case Shown::Kind::List: break;
  }
  json_.begin_array();
  for (const std::string& item : value.items) json_.text(item);
  json_.end_array();
}

void JsonRenderer::place(const Place& place) {
  member("file", place.file);
  member_count("line", place.line);
}

void JsonRenderer::activity(const ShownActivity& activity) {
  json_.begin_object();
  json_.key("activity");
  activity.kind.empty() ? json_.null() : json_.text(activity.kind);
  json_.key("time");
  activity.time ? json_.text(calendar::instant_to_text(*activity.time)) : json_.null();
  json_.key("attributes");
  json_.begin_object();
  for (const auto& [name, shown] : activity.attributes) {
    json_.key(name);
    value(shown);
  }
  json_.end_object();
  if (activity.points) {
    if (!activity.unit.empty()) member("for", activity.unit);
    member_number("factor", activity.factor);
    member_points("points", *activity.points);
  }
  json_.end_object();
}

void JsonRenderer::part(const std::optional<Part>& part) { part ? this->part(*part) : json_.null(); }

void JsonRenderer::part(const Part& part) {
  json_.begin_object();
  member("text", part.text);
  member("form", name_of(part.form));
  member_count("line", part.place.line);
  if (part.verdict) member("holds", name_of(*part.verdict));
  if (part.value) {
    json_.key("value");
    value(*part.value);
  }
  if (!part.entry.empty()) member("entry", part.entry);
  if (!part.list.empty()) member("list", part.list);
  if (part.asks_activities) {
    member_count("activity_count", part.activities.size() + part.more_activities);
    member_list("activities", part.activities, [&](const ShownActivity& each) { activity(each); });
  }
  if (part.outside_window) {
    json_.key("outside_window");
    activity(*part.outside_window);
  }
  if (!part.parts.empty()) member_list("parts", part.parts, [&](const Part& inner) { this->part(inner); });
  if (part.parts_left_out) member_truth("parts_left_out", true);
  json_.end_object();
}

void JsonRenderer::bound(const std::optional<BoundEntry>& bound) {
  json_.key("bound");
  if (!bound) return json_.null();
  json_.begin_object();
  member("kind", bound->upper ? "at most" : "at least");
  member_points("limit", bound->limit);
  member_points("points", bound->points);
  json_.end_object();
}

void JsonRenderer::rule(const RuleEntry& rule) {
  json_.begin_object();
  member("rule", rule.id);
  member("text", rule.text);
  member("reason", rule.reason);
  place(rule.place);
  member_truth("fired", rule.fired);
  member_points("points", rule.points);
  member("outcome", name_of(rule.fate));
  if (!rule.winner.empty()) member("chosen_instead", rule.winner);
  json_.key("condition");
  part(rule.condition);
  if (rule.amount) {
    json_.key("amount");
    part(*rule.amount);
  }
  member_list("gives", rule.gives, [&](const ShownActivity& each) { activity(each); });
  if (rule.more_gives > 0) {
    member_count("earlier_gives", rule.more_gives);
    member_points("earlier_points", rule.more_points);
  }
  bound(rule.bound);
  member_texts("excludes", rule.excludes);
  member_texts("tags", rule.tags);
  json_.end_object();
}

void JsonRenderer::section(const SectionEntry& section) {
  json_.begin_object();
  member("section", section.name);
  member_points("points", section.points);
  member_count("line", section.line);
  member_list("rules", section.rules, [&](const RuleEntry& each) { rule(each); });
  bound(section.bound);
  json_.end_object();
}

void JsonRenderer::need(const Need& need) {
  json_.begin_object();
  member("kind", name_of(need.kind));
  member("text", need.text);
  if (!need.of.empty()) member("of", need.of);
  if (need.has) member_number("has", need.has);
  if (need.needs) member_number("needs", need.needs);
  if (need.kind == Need::Kind::AnyOf) {
    member_list("ways", need.ways, [&](const std::vector<Need>& way) {
      json_.begin_array();
      for (const Need& each : way) this->need(each);
      json_.end_array();
    });
  }
  json_.end_object();
}

void JsonRenderer::transition(const Transition& transition) {
  json_.begin_object();
  member("to", transition.to);
  member_texts("from", transition.from);
  place(transition.place);
  member("state", name_of(transition.state));
  json_.key("condition");
  part(transition.condition);
  member_texts("missing", transition.lacking);
  member_list("needs", transition.needs, [&](const Need& each) { need(each); });
  json_.end_object();
}

void JsonRenderer::grade(const GradeEntry& grade) {
  json_.begin_object();
  member("grade", grade.name);
  json_.key("label");
  grade.label.empty() ? json_.null() : json_.text(grade.label);
  member_number("value", grade.value);
  json_.key("by");
  part(grade.by);
  if (!grade.better.empty()) {
    member("better", grade.better);
    member_number("better_from", grade.better_from);
  }
  json_.end_object();
}

void JsonRenderer::label(const LabelEntry& label) {
  json_.begin_object();
  member("name", label.name);
  member_truth("holds", label.holds);
  json_.key("condition");
  part(label.condition);
  json_.end_object();
}

void JsonRenderer::head(const Explanation& lead) {
  member("id", lead.id);
  member_count("row", lead.row);
  member_list("same_id_rows", lead.same_id_rows, [&](std::uint64_t row) { json_.raw(std::to_string(row)); });
  member("policy", lead.policy);
  member("version", lead.version);
  member("file", lead.policy_file);
  member("timezone", lead.timezone);
  member("as_of", calendar::instant_to_text(lead.as_of));
  json_.key("score");
  json_.raw(lead.score ? runtime::points_to_text(*lead.score) : "null");
  if (lead.has_stages) {
    member("stage_before", lead.stage_before);
    member("stage", lead.stage);
  }
  member_texts("excluded", lead.excluded);
  member_texts("missing", lead.missing);
  member_texts("tags", lead.tags);
  json_.key("route");
  lead.route.empty() ? json_.null() : json_.text(lead.route);
}

std::string JsonRenderer::render(const Explanation& lead) {
  json_.begin_object();
  head(lead);
  member_list("sections", lead.sections, [&](const SectionEntry& each) { section(each); });
  json_.key("total");
  part(lead.total);
  if (lead.total_difference) member_points("total_difference", *lead.total_difference);
  member_list("statements", lead.statements, [&](const RuleEntry& each) { rule(each); });
  member_list("grades", lead.grades, [&](const GradeEntry& each) { grade(each); });
  member_list("transitions", lead.transitions, [&](const Transition& each) { transition(each); });
  member_list("segments", lead.segments, [&](const LabelEntry& each) { label(each); });
  member_list("routes", lead.routes, [&](const LabelEntry& each) { label(each); });
  member_count("activities", lead.activities);
  member_list("ignored", lead.ignored, [&](const auto& each) {
    json_.begin_object();
    json_.key("activity");
    activity(each.first);
    member("reason", each.second);
    json_.end_object();
  });
  json_.end_object();
  return json_.take() + "\n";
}

}  // namespace

std::string as_json(const Explanation& explanation) { return JsonRenderer().render(explanation); }

}  // namespace assay::explain

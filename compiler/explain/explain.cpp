#include "compiler/explain/explain.h"

#include <algorithm>

#include "compiler/explain/lead_view.h"
#include "compiler/explain/parts.h"
#include "compiler/explain/rules.h"
#include "compiler/explain/stages.h"
#include "compiler/interpret/explain.h"
#include "runtime/io/route_target.h"

namespace assay::explain {
namespace {

std::vector<GradeEntry> grades(const LeadView& view) {
  PartMaker parts(view);
  std::vector<GradeEntry> entries;
  for (std::size_t i = 0; i < view.policy.grades.size(); ++i) {
    const ir::Grade& grade = view.policy.grades[i];
    const runtime::GradeInfo& info = view.policy.result.grades[i];
    const std::int32_t label = view.lead.outcome().grades[i];
    GradeEntry& entry = entries.emplace_back();
    entry.name = info.name;
    entry.by = parts.make(grade.explanation);
    if (!grade.reached.empty()) entry.value = view.number(grade.by);
    const bool graded = label != runtime::Result::no_grade;
    if (graded) entry.label = info.labels[static_cast<std::size_t>(label)];
    const std::size_t better = graded ? static_cast<std::size_t>(label) : grade.reached.size();
    if (better == 0 || better > grade.reached.size()) continue;
    const ir::Node& reached = view.policy[grade.reached[better - 1]];
    if (reached.op != ir::Op::LessOrEqual) continue;
    entry.better = info.labels[better - 1];
    entry.better_from = view.number(view.policy.operand(reached, 0));
  }
  return entries;
}

// Names of the labels that fired rules set, each once, in the order of the rules.
std::vector<std::string> labels_set(const LeadView& view, const std::vector<std::string>& names,
                                    std::vector<std::int32_t> ir::Rule::* places) {
  std::vector<bool> set(names.size());
  for (std::size_t i = 0; i < view.policy.rules.size(); ++i) {
    if (!view.lead.outcome().rules[i].fired) continue;
    for (const std::int32_t place : view.policy.rules[i].*places) set[static_cast<std::size_t>(place)] = true;
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (set[i] && std::ranges::find(out, names[i]) == out.end()) out.push_back(names[i]);
  }
  return out;
}

std::string target_words(const runtime::RouteInfo& route) {
  std::string out;
  for (const std::string& target : route.targets) out += (out.empty() ? "" : ", ") + target;
  return out;
}

void add_labels(const LeadView& view, Explanation& out) {
  const runtime::ResultSchema& result = view.policy.result;
  PartMaker parts(view);
  for (std::size_t i = 0; i < view.policy.segments.size(); ++i) {
    out.segments.push_back({result.segments[i], view.lead.holds(view.policy.segments[i]), parts.make(view.policy.segment_explanations[i])});
  }
  const bool excluded = view.lead.outcome().excluded;
  for (std::size_t i = 0; i < view.policy.routes.size(); ++i) {
    const bool holds = view.lead.holds(view.policy.routes[i]);
    out.routes.push_back({target_words(result.routes[i]), holds, parts.make(view.policy.route_explanations[i])});
    if (!holds || excluded || !out.route.empty()) continue;
    const std::vector<std::string>& targets = result.routes[i].targets;
    out.route = targets[io::route_target(out.id, targets.size())];
  }
  out.tags = labels_set(view, result.tags, &ir::Rule::tags);
  out.excluded = labels_set(view, result.excluded, &ir::Rule::excludes);
  for (const std::int32_t field : view.lead.outcome().missing) out.missing.push_back(result.missing[static_cast<std::size_t>(field)]);
}

void add_stages(const LeadView& view, Explanation& out) {
  out.has_stages = view.policy.result.has_stages;
  if (!out.has_stages) return;
  const bool excluded = view.lead.outcome().excluded;
  out.stage_before = view.policy.result.stages[static_cast<std::size_t>(view.lead.current_stage())];
  out.stage = excluded ? "excluded" : view.policy.result.stages[static_cast<std::size_t>(view.lead.outcome().stage)];
  out.transitions = explain_transitions(view, excluded);
}

void add_score(const LeadView& view, Explanation& out) {
  out.sections = explain_sections(view);
  out.statements = explain_statements(view);
  out.score = view.lead.outcome().score;
  if (!view.policy.total.valid()) return;
  PartMaker parts(view);
  out.total = parts.make(view.policy.total_explanation);
  if (out.score) out.total_difference = runtime::subtract_points(*out.score, interpret::sum_of_points(view.lead.outcome().sections));
}

void add_activities(const LeadView& view, Explanation& out) {
  out.activities = view.lead.last_activity() - view.lead.first_activity();
  for (Activity activity = view.lead.first_activity(); activity < view.lead.last_activity(); ++activity) {
    if (!view.lead.is_ignored(activity)) continue;
    const std::optional<std::size_t> by = view.lead.ignored_by(activity);
    out.ignored.emplace_back(view.activity(activity), by ? view.policy.ignores[*by].reason : "");
  }
}

}  // namespace

Explanation explain_lead(const ir::Policy& policy, const source::Sources& sources, std::int64_t as_of, const runtime::Batch& batch,
                         const runtime::ActivityBatch* activities, std::size_t row) {
  const interpret::Model model(policy, interpret::explained_expressions(policy));
  interpret::Evaluation lead(model, as_of);
  lead.run(batch, activities, row);
  const LeadView view{policy, sources, model, lead, activities, as_of};
  Explanation out;
  out.policy = policy.name;
  out.version = policy.version;
  out.policy_file = sources.size() > 0 ? sources[source::FileId{}].name() : "";
  out.timezone = policy.schema.timezone;
  out.as_of = as_of;
  out.id = std::string(batch.ids.value(row));
  out.row = batch.first_row + row;
  add_score(view, out);
  out.grades = grades(view);
  add_labels(view, out);
  add_stages(view, out);
  add_activities(view, out);
  return out;
}

}  // namespace assay::explain

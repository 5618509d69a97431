#include "runtime/io/output_columns.h"

#include <algorithm>

#include "runtime/io/route_target.h"
#include "runtime/points.h"

namespace assay::io {
namespace {

std::string bound_text(const std::string& section, const char* bound, runtime::Points points) {
  return (section.empty() ? "" : section + ": ") + bound + runtime::points_to_text(points);
}

const std::string excluded_stage_name = "excluded";

}  // namespace

OutputColumns::OutputColumns(const runtime::ResultSchema& schema, const WriterOptions& options) : schema_(&schema) {
  columns_.push_back({OutputKind::id, 0, "id"});
  columns_.push_back({OutputKind::score, 0, "score"});
  for (std::size_t i = 0; i < schema.sections.size(); ++i) {
    if (!schema.sections[i].name.empty()) columns_.push_back({OutputKind::section, i, schema.sections[i].name});
  }
  for (std::size_t i = 0; i < schema.grades.size(); ++i) columns_.push_back({OutputKind::grade, i, schema.grades[i].name});
  if (schema.has_stages) columns_.push_back({OutputKind::stage, 0, "stage"});
  if (schema.has_exclude) columns_.push_back({OutputKind::excluded, 0, "excluded"});
  if (schema.has_require) columns_.push_back({OutputKind::missing, 0, "missing"});
  if (schema.has_segments) columns_.push_back({OutputKind::segments, 0, "segments"});
  if (schema.has_tags) columns_.push_back({OutputKind::tags, 0, "tags"});
  if (schema.has_routes) columns_.push_back({OutputKind::route, 0, "route"});
  if (options.explain) columns_.push_back({OutputKind::reasons, 0, "reasons"});
  const std::size_t own = columns_.size();
  for (std::size_t i = 0; i < options.kept_names.size(); ++i) {
    // A kept column must not be taken for one of the result.
    const auto same = [&](const OutputColumn& each) { return each.name == options.kept_names[i]; };
    const bool taken = std::any_of(columns_.begin(), columns_.begin() + static_cast<std::ptrdiff_t>(own), same);
    columns_.push_back({OutputKind::kept, i, (taken ? "lead." : "") + options.kept_names[i]});
  }
  sections_.resize(schema.sections.size());
  for (std::size_t i = 0; i < schema.rules.size(); ++i) {
    if (schema.rules[i].section >= 0 && schema.rules[i].has_points)
      sections_[static_cast<std::size_t>(schema.rules[i].section)].rules.push_back(i);
  }
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    sections_[i].upper = bound_text(schema.sections[i].name, "at most ", schema.sections[i].upper);
    sections_[i].lower = bound_text(schema.sections[i].name, "at least ", schema.sections[i].lower);
  }
}

bool OutputColumns::points(const OutputColumn& column, const runtime::Result& result, std::size_t row, runtime::Points& points) {
  const runtime::PointsColumn& from = column.kind == OutputKind::score ? result.score : result.sections[column.index];
  points = from.values[row];
  return runtime::bit(from.known.data(), row);
}

std::string_view OutputColumns::text(const OutputColumn& column, const LeadBatch& leads, const runtime::Result& result,
                                     std::size_t row) const {
  switch (column.kind) {
    case OutputKind::id: return leads.batch.ids.value(row);
    case OutputKind::grade: {
      const std::int32_t label = result.grades[column.index][row];
      return label == runtime::Result::no_grade ? std::string_view()
                                                : schema_->grades[column.index].labels[static_cast<std::size_t>(label)];
    }
    case OutputKind::stage: {
      const std::int32_t stage = result.stages[row];
      return stage == runtime::Result::excluded_stage ? excluded_stage_name : schema_->stages[static_cast<std::size_t>(stage)];
    }
    case OutputKind::route: {
      if (result.routes[row] == runtime::Result::no_route) return {};
      const auto& targets = schema_->routes[static_cast<std::size_t>(result.routes[row])].targets;
      return targets.size() == 1 ? targets.front() : targets[route_target(leads.batch.ids.value(row), targets.size())];
    }
    case OutputKind::kept: return leads.kept[column.index].value(row);
    case OutputKind::score:
    case OutputKind::section:
    case OutputKind::excluded:
    case OutputKind::missing:
    case OutputKind::segments:
    case OutputKind::tags:
    case OutputKind::reasons: break;
  }
  return {};
}

void OutputColumns::texts(const OutputColumn& column, const runtime::Result& result, std::size_t row,
                          std::vector<std::string_view>& texts) const {
  texts.clear();
  if (column.kind == OutputKind::missing) {
    for (std::uint32_t i = result.missing_offsets[row]; i < result.missing_offsets[row + 1]; ++i) {
      texts.push_back(schema_->missing[static_cast<std::size_t>(result.missing_fields[i])]);
    }
    return;
  }
  const bool is_excluded = column.kind == OutputKind::excluded;
  const bool is_segments = column.kind == OutputKind::segments;
  const auto& flags = is_excluded ? result.excluded : is_segments ? result.segments : result.tags;
  const auto& names = is_excluded ? schema_->excluded : is_segments ? schema_->segments : schema_->tags;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (!runtime::bit(flags[i].data(), row)) continue;
    if (std::find(texts.begin(), texts.end(), std::string_view(names[i])) == texts.end()) texts.push_back(names[i]);
  }
}

void OutputColumns::reasons(const runtime::Result& result, std::size_t row, std::vector<Reason>& reasons) const {
  reasons.clear();
  for (std::size_t section = 0; section < sections_.size(); ++section) {
    const SectionReasons& from = sections_[section];
    runtime::Points sum = 0;
    for (const std::size_t rule : from.rules) {
      const runtime::Points points = result.points[rule][row];
      if (points == 0) continue;
      sum = runtime::add_points(sum, points);
      const runtime::RuleInfo& info = schema_->rules[rule];
      reasons.push_back({info.id, points, info.reason, info.line});
    }
    const runtime::Points bounded = result.sections[section].values[row];
    if (bounded == sum || !runtime::bit(result.sections[section].known.data(), row)) continue;
    const runtime::SectionInfo& info = schema_->sections[section];
    reasons.push_back({info.name, runtime::subtract_points(bounded, sum), bounded < sum ? from.upper : from.lower, info.line});
  }
}

void append_signed_points(runtime::Points points, std::string& out) {
  if (points > 0) out += '+';
  runtime::append_points(points, out);
}

}  // namespace assay::io

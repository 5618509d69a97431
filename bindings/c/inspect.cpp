// What a policy asks of its data and what its results hold, as JSON; the Arrow forms are in inspect_arrow.cpp.
#include <algorithm>

#include <fmt/format.h>

#include "bindings/c/handles.h"
#include "compiler/diag/machine_text.h"
#include "runtime/io/output_columns.h"

namespace assay::c_api {
namespace {

using diag::array;
using diag::quoted;

std::string texts(const std::vector<std::string>& items) {
  return array(items, [](const std::string& text) { return quoted(text); });
}

std::string field_json(const runtime::FieldSpec& field) {
  return fmt::format(R"({{"name":{},"type":{},"labels":{},"from":{},"missing":{},"format":{},"separator":{},"used":{},"declared":{}}})",
                     quoted(field.name), quoted(name_of(field.type)), texts(field.labels), texts(field.from), texts(field.missing),
                     quoted(field.format), quoted(field.separator), field.used, !field.from_prelude);
}

std::string attribute_json(const runtime::AttributeSpec& attribute) {
  return fmt::format(R"({{"name":{},"type":{},"labels":{},"missing":{},"format":{},"used":{}}})", quoted(attribute.name),
                     quoted(name_of(attribute.type)), texts(attribute.labels), texts(attribute.missing), quoted(attribute.format),
                     attribute.used);
}

std::string activity_json(const runtime::ActivitySpec& activity) {
  return fmt::format(R"({{"name":{},"from":{},"attributes":{},"declared":{}}})", quoted(activity.name), texts(activity.from),
                     array(activity.attributes, attribute_json), !activity.from_prelude);
}

std::string setting_json(const ir::Setting& setting) {
  return fmt::format(R"({{"name":{},"value":{}}})", quoted(setting.name), quoted(setting.value));
}

std::string inputs_json(const CompiledPolicy& compiled) {
  const ir::Policy& policy = *compiled.policy;
  const runtime::Schema& schema = compiled.program->schema();
  const std::string id = schema.id_field < 0 ? "null" : quoted(schema.fields[static_cast<std::size_t>(schema.id_field)].name);
  return fmt::format(R"({{"name":{},"version":{},"timezone":{},"id":{},"needs_activities":{},"settings":{},"fields":{},"activities":{}}})",
                     quoted(policy.name), quoted(policy.version), quoted(schema.timezone), id, schema.needs_activities,
                     array(policy.settings, setting_json), array(schema.fields, field_json), array(schema.activities, activity_json));
}

const char* name_of_kind(io::OutputKind kind) {
  switch (kind) {
    case io::OutputKind::id: return "id";
    case io::OutputKind::score: return "score";
    case io::OutputKind::section: return "section";
    case io::OutputKind::grade: return "grade";
    case io::OutputKind::stage: return "stage";
    case io::OutputKind::excluded: return "excluded";
    case io::OutputKind::missing: return "missing";
    case io::OutputKind::segments: return "segments";
    case io::OutputKind::tags: return "tags";
    case io::OutputKind::route: return "route";
    case io::OutputKind::reasons: return "reasons";
    case io::OutputKind::kept: return "kept";
  }
  return "";
}

// The values that a column may hold; empty where they are not a closed set.
std::vector<std::string> values_of(const io::OutputColumn& column, const runtime::ResultSchema& result) {
  std::vector<std::string> values;
  switch (column.kind) {
    case io::OutputKind::grade: return result.grades[column.index].labels;
    case io::OutputKind::stage: values = result.stages; break;
    case io::OutputKind::excluded: return result.excluded;
    case io::OutputKind::missing: return result.missing;
    case io::OutputKind::segments: return result.segments;
    case io::OutputKind::tags: return result.tags;
    case io::OutputKind::route:
      for (const runtime::RouteInfo& route : result.routes) values.insert(values.end(), route.targets.begin(), route.targets.end());
      return values;
    case io::OutputKind::id:
    case io::OutputKind::score:
    case io::OutputKind::section:
    case io::OutputKind::reasons:
    case io::OutputKind::kept: return values;
  }
  if (result.has_exclude) values.emplace_back("excluded");
  return values;
}

std::string rule_json(const runtime::RuleInfo& rule, const runtime::ResultSchema& result) {
  const std::string section = rule.section < 0 ? "null" : quoted(result.sections[static_cast<std::size_t>(rule.section)].name);
  return fmt::format(R"({{"id":{},"reason":{},"section":{},"file":{},"line":{},"has_points":{}}})", quoted(rule.id), quoted(rule.reason),
                     section, quoted(rule.file), rule.line, rule.has_points);
}

std::string outputs_json(const CompiledPolicy& compiled, bool explain) {
  const runtime::ResultSchema& result = compiled.program->result_schema();
  io::WriterOptions options;
  options.explain = explain;
  const io::OutputColumns columns(result, options);
  const auto column_json = [&](const io::OutputColumn& column) {
    return fmt::format(R"({{"name":{},"kind":"{}","values":{}}})", quoted(column.name), name_of_kind(column.kind),
                       texts(values_of(column, result)));
  };
  return fmt::format(R"({{"columns":{},"rules":{}}})", array(columns.columns(), column_json),
                     array(result.rules, [&](const runtime::RuleInfo& rule) { return rule_json(rule, result); }));
}

}  // namespace
}  // namespace assay::c_api

using namespace assay;

assay_status assay_policy_inputs(const assay_policy* policy, char** json, assay_error** error) {
  return c_api::json_of(policy, json, error, c_api::inputs_json);
}

assay_status assay_policy_outputs(const assay_policy* policy, int32_t explain, char** json, assay_error** error) {
  return c_api::json_of(policy, json, error,
                        [&](const c_api::CompiledPolicy& compiled) { return c_api::outputs_json(compiled, explain != 0); });
}

#include "runtime/io/lead_source.h"

#include <algorithm>

namespace assay::io {
namespace {

ColumnNeed need_of(const runtime::FieldSpec& field, const InputOptions& options) {
  ColumnNeed need{"lead." + field.name, field.from, mapped_column(options, field.name)};
  need.names.push_back(field.name);
  if (field.type == runtime::Type::TextList) need.takes = Takes::list;
  return need;
}

class Matcher {
 public:
  Matcher(LeadSource& source, const runtime::Schema& schema, const InputOptions& options)
      : source_(source), schema_(schema), options_(options), index_(source.rows->columns()) {}

  std::optional<Failure> match_field(std::size_t number) {
    const runtime::FieldSpec& field = schema_.fields[number];
    const bool wanted = field.used || static_cast<std::int32_t>(number) == schema_.current_stage_field;
    // What the prelude declares and nobody asks for may fit several columns; that is no fault.
    if (!wanted && field.from_prelude) return std::nullopt;
    const ColumnIndex::Match match = index_.find(need_of(field, options_));
    if (match.failure && wanted) return match.failure;
    const bool is_declared = !field.from_prelude && static_cast<std::int32_t>(number) != schema_.id_field;
    if (is_declared || match.column) source_.asked.push_back({field.name, match.column, is_declared});
    if (wanted) source_.fields[number] = match.column;
    return std::nullopt;
  }

  std::optional<Failure> match_id() {
    const ColumnNeed need = id_need(schema_, options_);
    const ColumnIndex::Match match = index_.find(need);
    if (match.failure) return match.failure;
    source_.id = match.column;
    // An object that does not have an id at all speaks for all of its file: else ids would depend on how far one looks.
    if (source_.id && !index_.starts_with(*source_.id)) source_.id.reset();
    source_.row_numbers_as_ids = !source_.id;
    if (!source_.id) return std::nullopt;
    source_.id_name = need.name.substr(need.name.find('.') + 1);
    source_.id_is_field = schema_.id_field >= 0 && source_.fields[static_cast<std::size_t>(schema_.id_field)] == source_.id;
    const auto is_id = [&](const LeadSource::Asked& each) { return each.field == source_.id_name; };
    if (std::none_of(source_.asked.begin(), source_.asked.end(), is_id)) source_.asked.push_back({source_.id_name, source_.id, false});
    return std::nullopt;
  }

  void match_nested() {
    source_.nested = index_.find({"activities", {"activities"}, "", Takes::list}).column;
    source_.asked.push_back({"activities", source_.nested, false});
    source_.nested_rows = std::make_unique<NestedRows>(source_.file);
  }

 private:
  LeadSource& source_;
  const runtime::Schema& schema_;
  const InputOptions& options_;
  ColumnIndex& index_;
};

}  // namespace

ColumnNeed id_need(const runtime::Schema& schema, const InputOptions& options) {
  if (schema.id_field < 0) return {"lead.id", {"id"}, mapped_column(options, "id")};
  return need_of(schema.fields[static_cast<std::size_t>(schema.id_field)], options);
}

std::optional<Failure> match_columns(LeadSource& source, const runtime::Schema& schema, const InputOptions& options, bool nested,
                                     KeptColumns& kept) {
  Matcher matcher(source, schema, options);
  source.fields.resize(schema.fields.size());
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    if (auto failure = matcher.match_field(i)) return failure;
  }
  if (auto failure = matcher.match_id()) return failure;
  if (auto failure = kept.match(source.rows->columns(), source.kept)) return failure;
  if (nested && source.rows->columns().nests()) matcher.match_nested();
  return std::nullopt;
}

void report_columns(const LeadSource& source, const LeadOptions& options, FileReport& file) {
  const ColumnIndex& index = source.rows->columns();
  for (const LeadSource::Asked& each : source.asked) {
    const std::string name = each.column ? index.name_of(*each.column) : "";
    if (!name.empty()) {
      file.matched.push_back({each.field, name});
    } else if (each.declared) {
      file.unmatched_fields.push_back(each.field);
    }
  }
  for (const std::string& name : index.names()) {
    const auto takes = [&](const MatchedColumn& each) { return each.column == name; };
    const auto is_it = [&](const std::optional<std::size_t>& column) { return column && index.name_of(*column) == name; };
    const bool kept_by_name = !keeps_all(options.keep) && std::any_of(source.kept.begin(), source.kept.end(), is_it);
    if (!kept_by_name && std::none_of(file.matched.begin(), file.matched.end(), takes)) file.unused_columns.push_back(name);
  }
}

void name_columns(const LeadSource& source, std::vector<BadColumn>& found) {
  for (BadColumn& bad : found) {
    const auto is_its = [&](const LeadSource::Asked& each) { return each.field == bad.field && each.column; };
    const auto asked = std::find_if(source.asked.begin(), source.asked.end(), is_its);
    if (asked != source.asked.end()) bad.column = source.rows->columns().name_of(*asked->column);
  }
}

}  // namespace assay::io

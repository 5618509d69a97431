#include <algorithm>

#include <fmt/format.h>

#include "runtime/arrow/leads.h"
#include "runtime/io/kept.h"

namespace assay::arrow {
namespace {

class Matcher {
 public:
  Matcher(const std::vector<NamedColumn>& columns, const io::LeadRequest& request, MatchedLeads& into)
      : columns_(columns),
        request_(request),
        into_(into),
        index_(request.path, names_of(columns), false),
        file_(request.report.leads.emplace_back()) {
    file_.file = request.path;
  }

  std::optional<io::Failure> match() {
    for (std::size_t i = 0; i < request_.schema.fields.size(); ++i) {
      if (auto why = match_field(i)) return why;
    }
    if (auto why = match_id()) return why;
    match_nested();
    if (auto why = match_kept()) return why;
    const bool all = io::keeps_all(request_.options.keep);
    for (const std::string& header : index_.names()) {
      const auto takes = [&](const io::MatchedColumn& each) { return each.column == header; };
      const bool is_kept = !all && std::find(into_.kept_names.begin(), into_.kept_names.end(), header) != into_.kept_names.end();
      if (!is_kept && std::none_of(file_.matched.begin(), file_.matched.end(), takes)) file_.unused_columns.push_back(header);
    }
    return std::nullopt;
  }

 private:
  static std::vector<std::string> names_of(const std::vector<NamedColumn>& columns) {
    std::vector<std::string> names;
    for (const NamedColumn& each : columns) names.push_back(each.name);
    return names;
  }

  io::ColumnNeed need_of(const runtime::FieldSpec& field) const {
    io::ColumnNeed need{field.name, field.from, io::mapped_column(request_.options.input, field.name)};
    need.names.push_back(field.name);
    return need;
  }

  std::optional<io::Failure> match_field(std::size_t number) {
    const runtime::Schema& schema = request_.schema;
    const runtime::FieldSpec& field = schema.fields[number];
    const bool wanted = field.used || static_cast<std::int32_t>(number) == schema.current_stage_field;
    // What the prelude declares and nobody asks for may fit several columns; that is no fault.
    if (!wanted && field.from_prelude) return std::nullopt;
    const auto match = index_.find(need_of(field));
    if (match.failure && wanted) return match.failure;
    if (!match.column) {
      if (!field.from_prelude && static_cast<std::int32_t>(number) != schema.id_field) file_.unmatched_fields.push_back(field.name);
      return std::nullopt;
    }
    file_.matched.push_back({field.name, index_.name_of(*match.column)});
    if (wanted) into_.fields.push_back({number, *match.column});
    return std::nullopt;
  }

  std::optional<io::Failure> match_id() {
    const runtime::Schema& schema = request_.schema;
    const io::ColumnNeed need = schema.id_field >= 0 ? need_of(schema.fields[static_cast<std::size_t>(schema.id_field)])
                                                     : io::ColumnNeed{"id", {"id"}, io::mapped_column(request_.options.input, "id")};
    const auto match = index_.find(need);
    if (match.failure) return match.failure;
    into_.id = match.column;
    file_.row_numbers_as_ids = !match.column;
    if (!match.column) return std::nullopt;
    const auto known = [&](const io::MatchedColumn& each) { return each.field == need.name; };
    if (std::none_of(file_.matched.begin(), file_.matched.end(), known))
      file_.matched.push_back({need.name, index_.name_of(*match.column)});
    return std::nullopt;
  }

  void match_nested() {
    if (request_.nested == nullptr) return;
    const auto match = index_.find({"activities", {"activities"}, ""});
    if (!match.column || !holds_records(*columns_[*match.column].type)) return;
    into_.nested = match.column;
    file_.matched.push_back({"activities", index_.name_of(*match.column)});
  }

  static bool holds_records(const DataType& type) { return type.is_list() && !type.dictionary && type.children[0].kind == Kind::structure; }

  std::optional<io::Failure> match_kept() {
    const std::size_t none = index_.names().size();
    const std::vector<std::string>& wanted = request_.options.keep;
    if (request_.kept_names != nullptr) {
      into_.kept_names = *request_.kept_names;
      for (const std::string& name : into_.kept_names) into_.kept.push_back(index_.find({name, {name}, ""}).column.value_or(none));
    } else if (io::keeps_all(wanted)) {
      into_.kept_names = index_.names();
      for (std::size_t i = 0; i < none; ++i) into_.kept.push_back(i);
    } else {
      for (const std::string& name : wanted) {
        const auto match = index_.find({name, {}, name});
        if (!match.column) return io::nothing_to_keep(index_, name);
        into_.kept_names.push_back(index_.name_of(*match.column));
        into_.kept.push_back(*match.column);
      }
    }
    return std::nullopt;
  }

  const std::vector<NamedColumn>& columns_;
  const io::LeadRequest& request_;
  MatchedLeads& into_;
  io::HeaderIndex index_;
  io::FileReport& file_;
};

}  // namespace

std::optional<io::Failure> match_leads(const std::vector<NamedColumn>& columns, const io::LeadRequest& request, MatchedLeads& into) {
  return Matcher(columns, request, into).match();
}

}  // namespace assay::arrow

#include "runtime/io/activity_match.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay::io {
namespace {

std::optional<Failure> match_structure(const InputOptions& options, ColumnIndex& index, bool nested, MatchedActivities& into) {
  for (std::size_t i = 0; i < activity_columns; ++i) {
    const auto column = static_cast<ActivityColumn>(i);
    const std::string name(name_of(column));
    if (nested && column == ActivityColumn::lead) continue;
    const Takes takes = column == ActivityColumn::attributes ? Takes::object : Takes::value;
    const ColumnIndex::Match match = index.find({"activity." + name, free_names_of(column, options), mapped_column(options, name), takes});
    if (match.failure) return match.failure;
    into.columns[i] = match.column;
    if (match.column) into.asked.emplace_back(name, *match.column);
  }
  for (const ActivityColumn needed : {ActivityColumn::lead, ActivityColumn::activity}) {
    if (into.column_of(needed) || (nested && needed == ActivityColumn::lead)) continue;
    return Failure{fmt::format("{} has no column for the {}; --map activity.{}=COLUMN names it", index.file(),
                               needed == ActivityColumn::lead ? "lead's id" : "kind of activity", name_of(needed))};
  }
  return std::nullopt;
}

std::optional<Failure> match_attributes(const ActivityPlan& plan, const InputOptions& options, ColumnIndex& index,
                                        MatchedActivities& into) {
  for (const auto& targets : plan.targets) {
    auto& columns = into.attributes.emplace_back();
    for (const AttributeTarget& target : targets) {
      columns.emplace_back();
      if (target.slot < 0) continue;
      const std::string& name = target.spec->name;
      const Takes takes = target.spec->type == runtime::Type::TextList ? Takes::list : Takes::value;
      const ColumnIndex::Match match = index.find({"activity." + name, {name}, mapped_column(options, name), takes});
      if (match.failure) return match.failure;
      columns.back() = match.column;
      if (match.column) into.asked.emplace_back(name, *match.column);
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> free_names_of(ActivityColumn column, const InputOptions& options) {
  std::vector<std::string> names = names_of(column);
  for (const auto& [field, mapped] : options.map) {
    if (field == name_of(column)) continue;
    std::erase_if(names, [&, key = loose_key(mapped)](const std::string& name) { return loose_key(name) == key; });
  }
  return names;
}

std::optional<Failure> check_activity_map(const ActivityPlan& plan, const InputOptions& options) {
  for (const auto& [field, column] : options.map) {
    bool known = false;
    for (std::size_t i = 0; i < activity_columns; ++i) known |= field == name_of(static_cast<ActivityColumn>(i));
    for (const runtime::ActivitySpec& activity : plan.schema.activities) {
      known |= std::any_of(activity.attributes.begin(), activity.attributes.end(), [&](const auto& each) { return each.name == field; });
    }
    if (!known) return Failure{fmt::format("--map activity.{}={}: no activity has an attribute {}", field, column, field)};
  }
  return std::nullopt;
}

std::optional<Failure> match_activities(const ActivityPlan& plan, const InputOptions& options, ColumnIndex& index, bool nested,
                                        MatchedActivities& into) {
  if (auto why = check_activity_map(plan, options)) return why;
  if (auto why = match_structure(options, index, nested, into)) return why;
  return match_attributes(plan, options, index, into);
}

void report_columns(const MatchedActivities& matched, const ColumnIndex& index, FileReport& report) {
  for (const auto& [name, column] : matched.asked) {
    const MatchedColumn found{name, index.name_of(column)};
    const auto same = [&](const MatchedColumn& each) { return each.field == found.field && each.column == found.column; };
    if (!found.column.empty() && std::none_of(report.matched.begin(), report.matched.end(), same)) report.matched.push_back(found);
  }
  for (const std::string& name : index.names()) {
    const auto takes = [&](const MatchedColumn& each) { return each.column == name; };
    if (std::none_of(report.matched.begin(), report.matched.end(), takes)) report.unused_columns.push_back(name);
  }
}

}  // namespace assay::io

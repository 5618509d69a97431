// Which columns of a file of activities (or of activities inside leads) belong to what. Found once, then only read, by any number of
// threads.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/io/activity_plan.h"
#include "runtime/io/failure.h"
#include "runtime/io/headers.h"
#include "runtime/io/leads.h"

namespace assay::io {

struct MatchedActivities {
  std::array<std::optional<std::size_t>, activity_columns> columns;
  std::vector<std::vector<std::optional<std::size_t>>> attributes;  // as ActivityPlan::targets: of its own name
  std::vector<std::pair<std::string, std::size_t>> asked;           // names that looked for a column, and theirs

  const std::optional<std::size_t>& column_of(ActivityColumn column) const { return columns[static_cast<std::size_t>(column)]; }
  bool has_ids() const { return column_of(ActivityColumn::activity_id).has_value(); }
};

// Looks for the columns of a file; `nested`: activities inside leads, which need no column for the lead.
std::optional<Failure> match_activities(const ActivityPlan& plan, const InputOptions& options, ColumnIndex& index, bool nested,
                                        MatchedActivities& into);

// What a structural column may be called in a file, in order of preference: without what --map gives to another name.
std::vector<std::string> free_names_of(ActivityColumn column, const InputOptions& options);

// Fails where --map names what no activity has.
std::optional<Failure> check_activity_map(const ActivityPlan& plan, const InputOptions& options);

// Adds the columns that were found, and those that were not asked for. Of JSON it is only known at the end which keys there were.
void report_columns(const MatchedActivities& matched, const ColumnIndex& index, FileReport& report);

}  // namespace assay::io

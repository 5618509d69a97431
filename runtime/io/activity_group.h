// Puts the rows of a table into the order in which they are joined: by lead, and settled there.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/io/activity_table.h"
#include "runtime/io/report.h"

namespace assay::io {

struct Settling {
  bool settles = true;     // drop repeated ids, merge overlaps, order by time; else rows of a lead stay in the order of the files
  bool keeps_ids = false;  // id_hashes are still needed behind it
};

// Orders the rows by lead (table.lead_of, numbered below `leads`), settles them, and leaves out those without a lead. `ranges`: all rows,
// in the order of the files. Gives where the rows of each lead begin, and the end; lead_of is empty behind it; `spare` as of
// ActivityTable::keep_rows. What was dropped and merged is counted.
std::vector<std::uint32_t> group_activities(const ActivityPlan& plan, const Settling& settling, std::size_t leads,
                                            std::span<const RowRange> ranges, ActivityTable& table, ActivityTable& spare,
                                            DataReport& findings);

// Merges the overlaps of one activity among `rows` (of one lead, in the order of the file): the rows that are left keep their order,
// the others leave `rows`. Values change in place. Gives how many rows went into others.
std::size_t merge_overlaps(const ActivityPlan& plan, const MergingActivity& activity, ActivityTable& table,
                           std::vector<std::uint32_t>& rows);

}  // namespace assay::io

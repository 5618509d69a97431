// What one thread converts activities into before they belong to anybody: the rows of a block, the ids of their leads, and what was found.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/activity_table.h"
#include "runtime/io/failure.h"
#include "runtime/io/hash.h"
#include "runtime/io/report.h"

namespace assay::io {

// The id of a row's lead; the text belongs to the block, or to ActivityIntake::held_ids. No bytes: none.
struct LeadId {
  TextKey key;
  const char* bytes = nullptr;

  std::string_view text() const { return {bytes, key.length}; }
};

struct ActivityIntake {
  // The plan must outlive the intake.
  explicit ActivityIntake(const ActivityPlan& plan_) : plan(plan_), table(plan_) {}

  // Adds rows that nothing is known of; gives the first one's number.
  std::size_t add_rows(std::size_t count, bool has_ids);

  // Sets the id of a row's lead, trimmed and not empty. `keeps`: the text lives as long as the block; else it is copied.
  void set_lead(std::size_t row, std::string_view id, const TextKey& key, bool keeps) {
    if (!keeps) id = held_ids.emplace_back(id);
    lead_ids[row] = {key, id.data()};
    table.lead_of[row] = 0;
  }

  // Whether a row's values can count. An activity id can repeat one that lies within reach, so rows that may have one are kept.
  bool keeps(std::size_t row) const { return !table.id_hashes.empty() || plan.asks_for(table.kinds[row], table.times[row]); }

  // Without rows, for the next block.
  void clear();

  const ActivityPlan& plan;
  ActivityTable table;           // lead_of: the lead where it is known by a number; else 0 where lead_ids has one
  std::vector<LeadId> lead_ids;  // one per row where leads are known by ids
  std::deque<std::string> held_ids;
  DataReport findings;
  std::optional<Failure> failure;

  // What ActivityPartitions knows of the texts: their numbers there, and of which of its lives.
  std::vector<TextCodes> codes;
  std::uint64_t life_of_codes = 0;
};

// Decides which rows count as of a time (microseconds since 1970): the others have no lead behind it. An attendance that is to be merged
// and has no time happened when it began. Late rows and those without a time are counted.
void leave_out_late(ActivityIntake& intake, std::int64_t as_of);

}  // namespace assay::io

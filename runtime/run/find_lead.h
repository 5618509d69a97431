// One lead of the files that `score` would read, with its activities: for whoever wants to know about this one only.
//
// All leads are read, so that a second row with the same id does not stay hidden. Activities come as score has them: from files of their
// own, and from the leads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/run/run.h"

namespace assay::run {

struct LeadQuery {
  std::optional<std::string> id;     // as the lead's id is compared: after trimming, byte for byte
  std::optional<std::uint64_t> row;  // from 1, counted over all files; with an id: which of its rows
  // Told about every other id until the lead is found; may be empty.
  std::function<void(std::string_view)> passed_by;
};

struct FoundLead {
  std::optional<io::Failure> failure;  // a file could not be read
  bool found = false;
  io::LeadBatch leads;  // holds the lead in `row_of_batch`
  std::size_t row_of_batch = 0;
  runtime::ActivityBatch joined;  // the activities of files, of the rows of the batch
  bool has_joined = false;
  std::uint64_t row = 0;                    // from 1, counted over all files
  std::vector<std::uint64_t> same_id_rows;  // every row with its id, where there are several
  std::uint64_t rows = 0;                   // read in all

  // What the batches point into.
  std::unique_ptr<io::DataReport> report;
  std::unique_ptr<io::ActivityStore> store;

  // Of the rows of the batch; null: there are none.
  const runtime::ActivityBatch* activities() const { return leads.has_activities ? &leads.activities : has_joined ? &joined : nullptr; }
};

// Reads the files of the settings; what concerns scoring and writing is not looked at.
FoundLead find_lead(const runtime::Schema& schema, const RunSettings& settings, const LeadQuery& query);

}  // namespace assay::run

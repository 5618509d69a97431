// The activities that leads bring along: a list in each lead, read batch by batch, together with those from files (decision 0042).
//
// They come to the same as the same activities in a file would: dropped, merged and ordered by the same code. Of a lead's activities the
// nested ones come first, then those of the files: so is "the first in the file" meant for repeated ids, and the order of equal times.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/batch.h"
#include "runtime/io/activities.h"
#include "runtime/io/rows.h"

namespace assay::io {

struct ActivityIntake;

// How LeadReader is asked for them.
struct NestedOptions {
  std::int64_t as_of = 0;                 // microseconds since 1970
  InputOptions input;                     // only `map`
  const ActivityStore* beside = nullptr;  // finished with beside_nested; null: there are no files of activities
};

class NestedActivities {
 public:
  // All must outlive this; failures and findings go where those of a file would.
  NestedActivities(const runtime::Schema& schema, const NestedOptions& options, DataReport& report);
  ~NestedActivities();

  // Begins a file of leads: activities come as rows with the columns of `index`, which outlives the file. False on failure.
  bool start_file(ColumnIndex& index);
  // Appends activities to the batch: row i of the block belongs to row leads[i] of the batch, and leads do not fall.
  bool append(const RowBlock& block, const std::uint32_t* leads);
  void end_file();

  // The activities of the batch so far, for readers that append columns: lead_of is the row of the batch.
  ActivityIntake& rows();
  const InputOptions& input_options() const;

  // The activities of all rows of the batch, files included, where anybody has nested ones (or overlaps may have to be merged with them);
  // false where there are none: then those of the files are all. The next batch begins.
  bool finish(const runtime::Batch& batch, runtime::ActivityBatch& into);

  const std::optional<Failure>& failure() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::io

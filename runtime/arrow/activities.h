// Activities from Arrow into an ActivityStore, column by column: a table of their own, or the lists of structs that leads hold.
//
// Columns are found as those of activity files are. Attributes come from the column of their own name, else from a struct or JSON text
// `attributes`, else (the first) from `object`. What is counted and reported is as for files.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/arrow/convert.h"
#include "runtime/arrow/owned.h"
#include "runtime/arrow/records.h"
#include "runtime/io/activities.h"
#include "runtime/io/activity_intake.h"

namespace assay::arrow {

// Reads a stream to its end into a store that is not finished yet. `source` names it in messages.
std::optional<io::Failure> load_activities(OwnedStream stream, const std::string& source, const io::InputOptions& options,
                                           io::ActivityStore& store);
std::optional<io::Failure> load_activities(RecordSource& records, const std::string& source, const io::InputOptions& options,
                                           io::ActivityStore& store);

// Adds records of one type to an intake, in steps: what load_activities and nested activities have in common. For one thread.
class ActivityImporter {
 public:
  // All must outlive the importer.
  ActivityImporter(io::ActivityIntake& intake, const io::InputOptions& options, std::string source);
  ~ActivityImporter();

  // Finds the columns of a record type, which outlives the importer. Nested records need no column for the lead.
  std::optional<io::Failure> match(const DataType& record, bool nested);

  // Opens the records of a source with the columns that were found; their type, read into `type`, outlives the importer.
  std::optional<io::Failure> open(RecordSource& records, OwnedStream& stream, DataType& type);

  // What there was so far, as an entry of DataReport::activities.
  const io::FileReport& file() const;

  // Adds rows of a view of such a record. `leads`: the lead of each row, what ActivityTable::lead_of says; null: from its column. Ids of
  // leads in the intake live until the next call.
  std::optional<io::Failure> add(const ArrayView& record, const std::shared_ptr<const void>& array, const Rows& rows,
                                 const std::int32_t* leads);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::arrow

// Activities whose files are in the order of the leads: read along with the leads, so that neither memory nor disk holds them. The same
// activities and the same report as an ActivityStore gives (decision 0139).
//
// In memory are the activities of the batches that are joined at the moment, and the blocks they came in.
// Not here: who finds out that files are in order (ordered_input.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/batch.h"
#include "runtime/io/failure.h"
#include "runtime/io/id_order.h"
#include "runtime/io/leads.h"
#include "runtime/io/report.h"
#include "runtime/schema.h"

namespace assay::io {

class OrderedActivities {
 public:
  // The schema must outlive them. Activities after `as_of` (microseconds since 1970) are dropped.
  OrderedActivities(const runtime::Schema& schema, std::int64_t as_of, std::vector<std::string> files, const InputOptions& options,
                    IdOrder order);
  ~OrderedActivities();

  // The activities of the rows of a batch into `into`, as ActivityStore::join. Any thread; batches are numbered from 0 in the order of the
  // leads, and each number has to come, since those behind it wait for it.
  std::optional<Failure> join(const runtime::Batch& batch, std::uint64_t number, runtime::ActivityBatch& into);

  // Behind the last join: reads the files to their ends, and adds all that was found to the report.
  std::optional<Failure> finish(DataReport& report);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::io

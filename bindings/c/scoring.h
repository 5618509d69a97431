// One run of a policy over a stream of leads: batches are pulled, scored on several threads, and given out in their order. Not here: what
// is handed across assay.h (score.cpp).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bindings/c/handles.h"
#include "runtime/arrow/export.h"
#include "runtime/arrow/owned.h"
#include "runtime/io/activities.h"
#include "runtime/io/leads.h"
#include "runtime/io/nested_activities.h"
#include "runtime/io/report.h"
#include "runtime/run/stages.h"

namespace assay::c_api {

// What a run has found in its data; shared by the run and by who asks about it.
struct Findings {
  std::mutex mutex;  // held while leads are read
  std::int64_t as_of = 0;
  std::uint64_t rows = 0;
  io::DataReport data;
};

// What a caller's options ask for, checked.
struct RunRequest {
  std::shared_ptr<const CompiledPolicy> policy;
  std::int64_t as_of = 0;  // microseconds since 1970
  bool explain = false;
  unsigned threads = 1;
  std::size_t batch_rows = std::size_t{1} << 16;  // leads of a result's batch, at most
};

// A batch of leads and what they did; both live until the next is read.
struct LeadsWithActivities {
  const runtime::Batch* batch = nullptr;  // null: there are no more
  const runtime::ActivityBatch* activities = nullptr;
};

class Scoring {
 public:
  explicit Scoring(RunRequest request);
  ~Scoring();

  // Reads all activities and the leads' schema. An empty stream of activities: there are none beside the leads.
  Outcome open(arrow::OwnedStream leads, arrow::OwnedStream activities);

  void schema(ArrowSchema* out) const;

  // The next batch; `out` is left released at the end.
  Outcome next(ArrowArray* out);
  // The next leads without scoring them; not to be mixed with next().
  Outcome read(LeadsWithActivities& into);
  // A batch without rows.
  void empty_batch(ArrowArray* out) const;

  const std::shared_ptr<Findings>& findings() const { return findings_; }

 private:
  // What a thread scores a batch with; kept from batch to batch.
  struct Slot {
    std::unique_ptr<runtime::Session> session;
    io::LeadBatch leads;
    runtime::ActivityBatch activities;
    runtime::Result result;
    arrow::OwnedArray scores;
  };

  Outcome load(arrow::OwnedStream activities);
  Outcome read_round(std::size_t& filled);
  void score_round(std::size_t count);
  void score(Slot& slot) const;
  void count_unasked();
  const runtime::ActivityBatch* activities_of(Slot& slot) const;

  RunRequest request_;
  const runtime::Program& program_;
  std::shared_ptr<Findings> findings_;
  std::unique_ptr<io::ActivityStore> store_;  // null: there are no activities beside the leads
  io::NestedOptions nested_;
  std::unique_ptr<io::LeadReader> leads_;
  arrow::ResultExporter exporter_;
  run::StageCounter stages_;
  std::vector<Slot> slots_;
  std::deque<arrow::OwnedArray> ready_;
  bool at_end_ = false;
};

// What `given` says, for a policy; what is wrong with it is the caller's.
Outcome read_score_options(const assay_policy* policy, const assay_score_options* given, RunRequest& request);

// The activities of the options, taken over; empty where there are none.
arrow::OwnedStream taken_activities(const assay_score_options* options);

}  // namespace assay::c_api

// Activities from files of any format (readers.h), in any order, held compactly and grouped by lead for one as-of.
//
// load() for each file, then finish() once; after that the store does not change and join() may be called from several threads. Loading
// uses as many threads as InputOptions says; what is joined and reported does not depend on them. What counts stands in
// docs/language/data.md and activities.md; ActivityBatch says what order the activities of a row have.
// Not here: `ignore` (rules of the policy apply it), activities nested in leads (nested_activities.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/activity_reach.h"
#include "runtime/batch.h"
#include "runtime/io/failure.h"
#include "runtime/io/leads.h"
#include "runtime/io/report.h"
#include "runtime/schema.h"

namespace assay::io {

class ActivityStore {
 public:
  // The schema must outlive the store; the report is used by load and finish. Activities after `as_of` (microseconds since 1970) are
  // dropped.
  ActivityStore(const runtime::Schema& schema, std::int64_t as_of, DataReport& report);
  ~ActivityStore();

  // Before load(): activities take about so many bytes of memory; what does not fit is kept in temporary files.
  void limit_memory(std::size_t bytes);
  // Before load(): activities that lie beyond the policy's reach are read and counted, and not kept. Not where nested activities are joined
  // with these.
  void keep_only(const runtime::ActivityReach& reach);
  // Before load(): asked once, when memory is full. True: there is another way (ordered_activities.h), and loading ends; nothing but
  // gave_up() is asked of the store then.
  void when_full(std::function<bool()> has_another_way);

  // Reads one file to its end. False on failure, and where loading gave up.
  bool load(const std::string& file, const InputOptions& options);

  // Drops repeated activity ids, merges overlaps, groups and orders. With `beside_nested`, what it takes a lead's nested activities to
  // decide is left to NestedActivities. False on failure (of temporary files).
  bool finish(bool beside_nested = false);

  // The activities of the rows of a batch into `into`, whose vectors are reused. The columns point into buffers that `into.owners` holds,
  // the texts into the store. Notes which leads were asked for. A failure only where rows are in temporary files.
  std::optional<Failure> join(const runtime::Batch& batch, runtime::ActivityBatch& into) const;

  // Counts the activities whose lead no join asked for into the report. Call it after the last join.
  std::optional<Failure> count_unasked(DataReport& report) const;

  const std::optional<Failure>& failure() const;
  std::uint64_t rows() const;  // read, before anything was dropped
  bool spilled() const;        // whether rows are in temporary files
  bool gave_up() const;

  struct State;  // activity_store.h, for what adds rows of other formats
  State& state() { return *state_; }
  const State& state() const { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace assay::io

#include "runtime/io/nested_activities.h"

#include <fmt/format.h>

#include "runtime/io/activity_rows.h"
#include "runtime/io/activity_runs.h"
#include "runtime/io/activity_store.h"

namespace assay::io {

struct NestedActivities::State {
  State(const runtime::Schema& schema, const NestedOptions& options_, DataReport& report_)
      : options(options_), plan(schema), report(report_), intake(plan) {}

  void take_from_files(const runtime::Batch& batch);
  void take_row(const ActivityTable& from, std::size_t row, std::size_t lead);
  void gather(const std::vector<std::uint32_t>& starts, runtime::ActivityBatch& into);

  NestedOptions options;
  ActivityPlan plan;
  DataReport& report;
  ActivityIntake intake;  // of one batch
  ActivityTable spare{plan};
  MatchedActivities matched;
  ColumnIndex* index = nullptr;
  std::unique_ptr<ActivityRows> rows;
  FileReport file;
  Recycler<JoinBuffers> buffers;
};

NestedActivities::NestedActivities(const runtime::Schema& schema, const NestedOptions& options, DataReport& report)
    : state_(std::make_unique<State>(schema, options, report)) {}
NestedActivities::~NestedActivities() = default;

bool NestedActivities::start_file(ColumnIndex& index) {
  state_->file = {};
  state_->file.file = fmt::format("{} (activities of its leads)", index.file());
  state_->index = &index;
  state_->matched = {};
  state_->intake.failure = match_activities(state_->plan, state_->options.input, index, true, state_->matched);
  if (state_->intake.failure) return false;
  state_->rows = std::make_unique<ActivityRows>(state_->intake, state_->matched, index);
  return true;
}

bool NestedActivities::append(const RowBlock& block, const std::uint32_t* leads) {
  state_->file.rows += block.rows;
  return state_->rows->read(block, leads);
}

void NestedActivities::end_file() {
  if (state_->file.rows > 0) {
    report_columns(state_->matched, *state_->index, state_->file);
    state_->report.activities.push_back(state_->file);
  }
  state_->rows.reset();
}

bool NestedActivities::finish(const runtime::Batch& batch, runtime::ActivityBatch& into) {
  State& state = *state_;
  ActivityIntake& intake = state.intake;
  const bool needed = intake.table.rows() > 0 || (state.options.beside != nullptr && !state.options.beside->state().settling.settles);
  if (!needed || intake.failure) return false;
  leave_out_late(intake, state.options.as_of);
  if (state.options.beside != nullptr) state.take_from_files(batch);
  if (intake.failure) return false;
  const RowRange all{0, intake.table.rows()};
  const std::vector<std::uint32_t> starts =
      group_activities(state.plan, {}, batch.rows, {&all, 1}, intake.table, state.spare, intake.findings);
  state.report.append(intake.findings.take());
  state.gather(starts, into);
  intake.clear();
  return true;
}

// Behind the nested ones; those after as-of are gone already.
void NestedActivities::State::take_from_files(const runtime::Batch& batch) {
  const ActivityStore::State& files = options.beside->state();
  if (files.runs) {
    std::vector<RowRange> ranges;
    intake.failure = files.runs->gather(batch, intake.table, ranges);
    return;
  }
  std::vector<JoinedRows> joined;
  find_activities(files.partitions, batch, joined);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    for (std::size_t i = joined[row].rows.begin; i < joined[row].rows.end; ++i) take_row(*joined[row].table, i, row);
  }
}

void NestedActivities::State::take_row(const ActivityTable& from, std::size_t row, std::size_t lead) {
  ActivityTable& table = intake.table;
  const std::size_t to = table.rows();
  table.resize(to + 1, !from.id_hashes.empty());
  table.lead_of[to] = static_cast<std::int32_t>(lead);
  table.kinds[to] = from.kinds[row];
  table.times[to] = from.times[row];
  if (!from.id_hashes.empty()) table.id_hashes[to] = from.id_hashes[row];
  for (std::size_t i = 0; i < table.slots.size(); ++i) {
    if (!table.slots[i]->copy_from(*from.slots[i], row, to))
      intake.failure = Failure{"the different values of an attribute are longer than 2 GiB"};
  }
}

void NestedActivities::State::gather(const std::vector<std::uint32_t>& starts, runtime::ActivityBatch& into) {
  const std::shared_ptr<JoinBuffers> joined = buffers.take();
  into.owners.clear();
  joined->joined.clear();
  for (std::size_t lead = 0; lead + 1 < starts.size(); ++lead) joined->joined.push_back({&intake.table, {starts[lead], starts[lead + 1]}});
  gather_rows(plan, intake.table, joined, into);
}

ActivityIntake& NestedActivities::rows() { return state_->intake; }
const InputOptions& NestedActivities::input_options() const { return state_->options.input; }

const std::optional<Failure>& NestedActivities::failure() const { return state_->intake.failure; }

}  // namespace assay::io

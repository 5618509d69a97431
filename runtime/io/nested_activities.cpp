#include "runtime/io/nested_activities.h"

#include <fmt/format.h>

#include "runtime/io/activity_rows.h"
#include "runtime/io/activity_runs.h"
#include "runtime/io/activity_store.h"

namespace assay::io {

struct NestedActivities::State {
  State(const runtime::Schema& schema, const NestedOptions& options_, DataReport& report) : options(options_), store(schema, report) {
    store.keeps_ids = false;
  }

  void take_from_files(const runtime::Batch& batch);
  void take_row(const ActivityTable& from, std::size_t row, std::size_t lead);
  void gather(std::size_t leads, runtime::ActivityBatch& into);

  NestedOptions options;
  ActivityStore::State store;  // of one batch
  std::unique_ptr<ActivityRows> rows;
  FileReport file;
};

NestedActivities::NestedActivities(const runtime::Schema& schema, const NestedOptions& options, DataReport& report)
    : state_(std::make_unique<State>(schema, options, report)) {}
NestedActivities::~NestedActivities() = default;

bool NestedActivities::start_file(ColumnIndex& index) {
  state_->rows = std::make_unique<ActivityRows>(state_->store, state_->options.input, index, true);
  state_->file = {};
  state_->file.file = fmt::format("{} (activities of its leads)", index.file());
  return state_->rows->match();
}

bool NestedActivities::append(const RowBlock& block, const std::uint32_t* leads) {
  state_->file.rows += block.rows;
  return state_->rows->read(block, leads);
}

void NestedActivities::end_file() {
  if (state_->file.rows > 0) {
    state_->rows->report_columns(state_->file);
    state_->store.report.activities.push_back(state_->file);
  }
  state_->rows.reset();
}

bool NestedActivities::finish(const runtime::Batch& batch, runtime::ActivityBatch& into) {
  State& state = *state_;
  const std::size_t nested = state.store.table.rows();
  const bool needed = nested > 0 || (state.options.beside != nullptr && !state.options.beside->state().settled);
  if (!needed || state.store.failure) return false;
  if (state.options.beside != nullptr) state.take_from_files(batch);
  if (state.store.failure) return false;
  group_activities(state.store, state.options.as_of, batch.rows, nested);
  state.gather(batch.rows, into);
  state.store.table.clear();
  return true;
}

// Behind the nested ones; those after as-of are gone already.
void NestedActivities::State::take_from_files(const runtime::Batch& batch) {
  const ActivityStore::State& files = options.beside->state();
  if (files.runs) {
    std::vector<RowRange> ranges;
    store.failure = files.runs->gather(batch, store.table, ranges);
    return;
  }
  const ActivityTable& from = files.table;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const std::string_view id = batch.ids.value(row);
    const std::int32_t lead = id.empty() ? -1 : from.leads.find(id, TextKey(id));
    if (lead < 0) continue;
    const auto number = static_cast<std::size_t>(lead);
    files.asked[number].store(true, std::memory_order_relaxed);
    for (std::size_t i = from.starts[number]; i < from.starts[number + 1]; ++i) take_row(from, from.order[i], row);
  }
}

void NestedActivities::State::take_row(const ActivityTable& from, std::size_t row, std::size_t lead) {
  ActivityTable& table = store.table;
  const std::size_t to = table.rows();
  table.lead_of.push_back(static_cast<std::int32_t>(lead));
  table.kinds.push_back(from.kinds[row]);
  table.times.push_back(from.times[row]);
  if (!from.id_hashes.empty() || !table.id_hashes.empty()) {
    table.id_hashes.resize(to + 1, 0);
    if (!from.id_hashes.empty()) table.id_hashes[to] = from.id_hashes[row];
  }
  for (std::size_t i = 0; i < table.slots.size(); ++i) {
    table.slots[i]->resize(to + 1);
    if (!table.slots[i]->copy_from(*from.slots[i], row, to)) store.failure = Failure{"the different values of an attribute are longer than 2 GiB"};
  }
}

void NestedActivities::State::gather(std::size_t leads, runtime::ActivityBatch& into) {
  const ActivityTable& table = store.table;
  const std::shared_ptr<JoinBuffers> buffers = store.buffers.take();
  into.owners.clear();
  into.offsets.assign(table.starts.begin(), table.starts.begin() + static_cast<std::ptrdiff_t>(leads + 1));
  buffers->rows.assign(table.order.begin(), table.order.end());
  gather_rows(store.schema, table, buffers, into);
}

ActivityStore::State& NestedActivities::rows() { return state_->store; }
const InputOptions& NestedActivities::input_options() const { return state_->options.input; }

const std::optional<Failure>& NestedActivities::failure() const { return state_->store.failure; }

}  // namespace assay::io

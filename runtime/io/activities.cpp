#include "runtime/io/activities.h"

#include <algorithm>

#include "runtime/io/activity_runs.h"
#include "runtime/io/activity_store.h"
#include "runtime/io/hash.h"
#include "runtime/io/readers.h"

namespace assay::io {
namespace {

std::int32_t attribute_named(const runtime::ActivitySpec& activity, const char* name) {
  for (std::size_t i = 0; i < activity.attributes.size(); ++i) {
    if (activity.attributes[i].name == name) return static_cast<std::int32_t>(i);
  }
  return -1;
}

// The rows of the leads of a batch, in its order, into `rows`; into.offsets is filled.
void rows_of_batch(const ActivityTable& table, const runtime::Batch& batch, std::vector<std::atomic<bool>>& asked,
                   std::vector<std::uint32_t>& rows, runtime::ActivityBatch& into) {
  constexpr std::size_t ahead = 16;
  std::vector<TextKey> keys(batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) keys[row] = TextKey(batch.ids.value(row));
  rows.clear();
  into.offsets.assign(1, 0);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (row + ahead < batch.rows) table.leads.prefetch(keys[row + ahead]);
    const std::string_view id = batch.ids.value(row);
    const std::int32_t lead = id.empty() ? -1 : table.leads.find(id, keys[row]);
    if (lead >= 0) {
      const auto number = static_cast<std::size_t>(lead);
      asked[number].store(true, std::memory_order_relaxed);
      rows.insert(rows.end(), table.order.begin() + table.starts[number], table.order.begin() + table.starts[number + 1]);
    }
    into.offsets.push_back(static_cast<std::int64_t>(rows.size()));
  }
}

template <class Value>
const Value* gather_plain(const std::vector<Value>& from, const std::vector<std::uint32_t>& rows, std::vector<Value>& into) {
  into.resize(rows.size() + 1);
  for (std::size_t i = 0; i < rows.size(); ++i) into[i] = from[rows[i]];
  return into.data();
}

// The slots of a table like another one.
std::unique_ptr<ActivityTable> table_like(const ActivityTable& other) {
  auto table = std::make_unique<ActivityTable>();
  for (const auto& slot : other.slots) table->slots.push_back(std::make_unique<SlotColumn>(slot->storage()));
  return table;
}

// From the runs. Dictionaries are the buffers' own; they stay while they are small, so that verdicts about texts do.
std::optional<Failure> join_from_runs(const ActivityStore::State& state, const runtime::Batch& batch, runtime::ActivityBatch& into) {
  constexpr std::size_t most_text = std::size_t{8} << 20;
  const std::shared_ptr<JoinBuffers> buffers = state.buffers.take();
  if (!buffers->table) buffers->table = table_like(state.table);
  ActivityTable& table = *buffers->table;
  table.clear();
  if (table.text_bytes() > most_text) table.forget_texts();
  std::vector<RowRange> ranges;
  if (auto failure = state.runs->gather(batch, table, ranges)) return failure;
  buffers->rows.clear();
  into.offsets.assign(1, 0);
  for (const RowRange& range : ranges) {
    for (std::size_t row = range.begin; row < range.end; ++row) buffers->rows.push_back(static_cast<std::uint32_t>(row));
    into.offsets.push_back(static_cast<std::int64_t>(buffers->rows.size()));
  }
  gather_rows(state.schema, table, buffers, into);
  return std::nullopt;
}

}  // namespace

void gather_rows(const runtime::Schema& schema, const ActivityTable& table, const std::shared_ptr<JoinBuffers>& buffers,
                 runtime::ActivityBatch& into) {
  into.kinds = gather_plain(table.kinds, buffers->rows, buffers->kinds);
  into.times = gather_plain(table.times, buffers->rows, buffers->times);
  into.attributes.resize(schema.slots.size());
  buffers->columns.resize(into.attributes.size());
  for (std::size_t i = 0; i < into.attributes.size(); ++i) {
    table.slots[i]->gather(buffers->rows, buffers->columns[i], into.attributes[i], into.owners);
  }
  into.owners.push_back(buffers);
}

ActivityStore::State::~State() = default;

bool ActivityStore::State::keep_within_memory() {
  // What grouping takes beside the table: the order of the rows; some numbers a lead.
  constexpr std::size_t grouping_row = 4, grouping_lead = 32;
  const std::size_t used = table.rows() * (table.row_bytes() + grouping_row) + table.leads.size() * grouping_lead + table.text_bytes();
  if (used <= memory) return true;
  if (!runs) runs = std::make_unique<ActivityRuns>(*this, memory);
  failure = runs->write_run(as_of_of_runs);
  return !failure;
}

ActivityStore::State::State(const runtime::Schema& schema_, DataReport& report_)
    : schema(schema_), report(report_), zone(calendar::load_zone(schema.timezone).value_or(calendar::Zone())), kinds(schema) {
  for (const runtime::Storage storage : schema.slots) table.slots.push_back(std::make_unique<SlotColumn>(storage));
  plan_attributes();
}

void ActivityStore::State::plan_attributes() {
  for (const runtime::ActivitySpec& activity : schema.activities) {
    auto& of_activity = targets.emplace_back();
    for (const runtime::AttributeSpec& attribute : activity.attributes)
      of_activity.push_back({&attribute, attribute.used ? attribute.slot : -1});
  }
  for (std::size_t i = 0; i < schema.activities.size(); ++i) {
    const runtime::ActivitySpec& activity = schema.activities[i];
    const std::int32_t from = attribute_named(activity, "from");
    const std::int32_t to = attribute_named(activity, "to");
    if (!activity.merging_overlaps || from < 0 || to < 0) continue;
    MergingActivity merged;
    merged.kind = static_cast<std::int16_t>(i);
    merged.first = slot_for_merging(i, 0);
    merged.from = slot_for_merging(i, static_cast<std::size_t>(from));
    merged.to = slot_for_merging(i, static_cast<std::size_t>(to));
    const std::int32_t minutes = attribute_named(activity, "minutes");
    if (minutes >= 0) merged.minutes = targets[i][static_cast<std::size_t>(minutes)].slot;
    merging.push_back(merged);
  }
}

std::int32_t ActivityStore::State::slot_for_merging(std::size_t activity, std::size_t attribute) {
  AttributeTarget& target = targets[activity][attribute];
  if (target.slot < 0) {
    target.slot = static_cast<std::int32_t>(table.slots.size());
    table.slots.push_back(std::make_unique<SlotColumn>(runtime::storage_of(target.spec->type)));
  }
  return target.slot;
}

ActivityStore::ActivityStore(const runtime::Schema& schema, DataReport& report) : state_(std::make_unique<State>(schema, report)) {}
ActivityStore::~ActivityStore() = default;

bool ActivityStore::load(const std::string& file, const InputOptions& options) {
  if (state_->failure) return false;
  const ReaderFormat* format = reader_for_file(file, options.format);
  if (format == nullptr || format->load_activities == nullptr) return load_activities(*state_, file, options);
  state_->failure = format->load_activities(file, options, *this);
  return !state_->failure;
}

void ActivityStore::limit_memory(std::size_t bytes, std::int64_t as_of) {
  state_->memory = bytes;
  state_->as_of_of_runs = as_of;
}

bool ActivityStore::finish(std::int64_t as_of, bool beside_nested) {
  state_->settled = !beside_nested || state_->merging.empty();
  state_->keeps_ids = beside_nested;
  if (state_->runs) {
    state_->failure = state_->table.rows() == 0 ? std::nullopt : state_->runs->write_run(as_of);
    if (!state_->failure) state_->failure = state_->runs->finish(as_of);
    return !state_->failure;
  }
  group_activities(*state_, as_of, state_->table.leads.size(), state_->table.rows());
  state_->asked = std::vector<std::atomic<bool>>(state_->table.leads.size());
  return true;
}

std::optional<Failure> ActivityStore::join(const runtime::Batch& batch, runtime::ActivityBatch& into) const {
  const ActivityTable& table = state_->table;
  into.owners.clear();
  if (state_->runs) return join_from_runs(*state_, batch, into);
  const std::shared_ptr<JoinBuffers> buffers = state_->buffers.take();
  rows_of_batch(table, batch, state_->asked, buffers->rows, into);
  gather_rows(state_->schema, table, buffers, into);
  return std::nullopt;
}

std::optional<Failure> ActivityStore::count_unasked(DataReport& report) const {
  if (state_->runs) return state_->runs->count_unasked(report);
  const ActivityTable& table = state_->table;
  for (std::size_t lead = 0; lead < state_->asked.size(); ++lead) {
    const std::uint32_t count = table.starts[lead + 1] - table.starts[lead];
    if (count == 0 || state_->asked[lead]) continue;
    report.without_lead += count;
    ++report.unknown_leads;
    if (report.unknown_lead_samples.size() < most_lead_samples) {
      report.unknown_lead_samples.emplace_back(table.leads.value(static_cast<std::int32_t>(lead)));
    }
  }
  return std::nullopt;
}

const std::optional<Failure>& ActivityStore::failure() const { return state_->failure; }
std::uint64_t ActivityStore::rows() const { return state_->rows_read; }
bool ActivityStore::spilled() const { return state_->runs != nullptr; }

}  // namespace assay::io

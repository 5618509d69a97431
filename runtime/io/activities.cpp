#include "runtime/io/activities.h"

#include <algorithm>

#include "runtime/io/activity_store.h"
#include "runtime/io/hash.h"
#include "runtime/io/readers.h"

namespace assay::io {
namespace {

constexpr std::size_t most_lead_samples = 5;

std::int32_t attribute_named(const runtime::ActivitySpec& activity, const char* name) {
  for (std::size_t i = 0; i < activity.attributes.size(); ++i) {
    if (activity.attributes[i].name == name) return static_cast<std::int32_t>(i);
  }
  return -1;
}

// The rows of the leads of a batch, in its order; into.offsets is filled.
std::vector<RowRange> ranges_of(const ActivityTable& table, const runtime::Batch& batch, std::vector<std::atomic<bool>>& asked,
                                runtime::ActivityBatch& into) {
  constexpr std::size_t ahead = 16;
  std::vector<TextKey> keys(batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) keys[row] = TextKey(batch.ids.value(row));
  std::vector<RowRange> ranges;
  into.offsets.assign(1, 0);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (row + ahead < batch.rows) table.leads.prefetch(keys[row + ahead]);
    const std::string_view id = batch.ids.value(row);
    const std::int32_t lead = id.empty() ? -1 : table.leads.find(id, keys[row]);
    std::int64_t end = into.offsets.back();
    if (lead >= 0) {
      asked[static_cast<std::size_t>(lead)].store(true, std::memory_order_relaxed);
      const RowRange range{table.starts[static_cast<std::size_t>(lead)], table.starts[static_cast<std::size_t>(lead) + 1]};
      end += static_cast<std::int64_t>(range.end - range.begin);
      if (!ranges.empty() && ranges.back().end == range.begin) {
        ranges.back().end = range.end;
      } else if (range.begin < range.end) {
        ranges.push_back(range);
      }
    }
    into.offsets.push_back(end);
  }
  return ranges;
}

template <class Value>
const Value* gather_plain(const std::vector<Value>& from, const std::vector<RowRange>& ranges, std::vector<Value>& into) {
  if (ranges.size() == 1) return from.data() + ranges.front().begin;
  into.clear();
  for (const RowRange& range : ranges) {
    into.insert(into.end(), from.begin() + static_cast<std::ptrdiff_t>(range.begin), from.begin() + static_cast<std::ptrdiff_t>(range.end));
  }
  return into.data();
}

}  // namespace

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

void ActivityStore::finish(std::int64_t as_of, bool beside_nested) {
  state_->settled = !beside_nested || state_->merging.empty();
  state_->keeps_ids = beside_nested;
  group_activities(*state_, as_of, state_->table.leads.size(), state_->table.rows());
  state_->asked = std::vector<std::atomic<bool>>(state_->table.leads.size());
}

void ActivityStore::join(const runtime::Batch& batch, runtime::ActivityBatch& into) const {
  const ActivityTable& table = state_->table;
  into.owners.clear();
  const std::vector<RowRange> ranges = ranges_of(table, batch, state_->asked, into);
  const std::size_t count = into.size();
  const std::shared_ptr<JoinBuffers> buffers = state_->buffers.take();
  into.kinds = gather_plain(table.kinds, ranges, buffers->kinds);
  into.times = gather_plain(table.times, ranges, buffers->times);
  into.attributes.resize(state_->schema.slots.size());
  buffers->columns.resize(into.attributes.size());
  for (std::size_t i = 0; i < into.attributes.size(); ++i) {
    table.slots[i]->gather(ranges, count, buffers->columns[i], into.attributes[i], into.owners);
  }
  into.owners.push_back(buffers);
}

void ActivityStore::count_unasked(DataReport& report) const {
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
}

const std::optional<Failure>& ActivityStore::failure() const { return state_->failure; }
std::uint64_t ActivityStore::rows() const { return state_->rows_read; }

}  // namespace assay::io

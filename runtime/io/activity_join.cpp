// The join: for each lead of a batch its rows, which lie beside each other, copied behind those of the lead before.
#include <algorithm>

#include "runtime/io/activity_store.h"
#include "runtime/io/hash.h"

namespace assay::io {
namespace {

// How many leads ahead of the one that is looked at memory is asked for.
constexpr std::size_t ahead = 16;

// Where a lead of the batch was found.
struct FoundLead {
  ActivityPart* part = nullptr;
  std::size_t lead = 0;
};

std::vector<FoundLead> find_leads(const ActivityPartitions& partitions, const runtime::Batch& batch) {
  std::vector<TextKey> keys(batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) keys[row] = TextKey(batch.ids.value(row));
  const auto part_of = [&](std::size_t row) { return partitions.part(ActivityPartitions::number_of(keys[row].hash)); };
  // What is looked at lies all over memory, and one thing says where the next is.
  const auto fetch = [&](std::size_t row, void (TextDictionary::*what)(const TextKey&) const) {
    const ActivityPart* const part = row < batch.rows ? part_of(row) : nullptr;
    if (part != nullptr) (part->leads.*what)(keys[row]);
  };
  std::vector<FoundLead> found(batch.rows);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    fetch(row + 3 * ahead, &TextDictionary::prefetch);
    fetch(row + 2 * ahead, &TextDictionary::prefetch_place);
    fetch(row + ahead, &TextDictionary::prefetch_text);
    ActivityPart* part = keys[row].length == 0 ? nullptr : part_of(row);
    const std::int32_t lead = part == nullptr ? -1 : part->leads.find(batch.ids.value(row), keys[row]);
    if (lead < 0) continue;
    found[row] = {part, static_cast<std::size_t>(lead)};
    __builtin_prefetch(part->starts.data() + lead);
    __builtin_prefetch(part->asked.data() + lead, 1);
  }
  return found;
}

template <class Value>
const Value* gather_plain(const std::vector<JoinedRows>& joined, Values<Value> ActivityTable::* values, std::size_t rows,
                          Values<Value>& into) {
  into.resize(rows + 1);
  std::size_t at = 0;
  for (std::size_t i = 0; i < joined.size(); ++i) {
    if (i + ahead < joined.size() && joined[i + ahead].table != nullptr) {
      __builtin_prefetch((joined[i + ahead].table->*values).data() + joined[i + ahead].rows.begin);
    }
    if (joined[i].table == nullptr) continue;
    const Value* from = (joined[i].table->*values).data();
    std::copy(from + joined[i].rows.begin, from + joined[i].rows.end, into.data() + at);
    at += joined[i].rows.end - joined[i].rows.begin;
  }
  return into.data();
}

void gather_slot(std::size_t slot, const ActivityTable& like, const std::vector<JoinedRows>& joined, std::size_t rows,
                 GatheredColumn& column, runtime::ActivityBatch& into) {
  like.slots[slot]->begin_gather(rows, column);
  std::size_t at = 0;
  for (std::size_t i = 0; i < joined.size(); ++i) {
    if (i + ahead < joined.size() && joined[i + ahead].table != nullptr) {
      joined[i + ahead].table->slots[slot]->prefetch(joined[i + ahead].rows.begin);
    }
    if (joined[i].table == nullptr) continue;
    joined[i].table->slots[slot]->gather(joined[i].rows.begin, joined[i].rows.end, at, column);
    at += joined[i].rows.end - joined[i].rows.begin;
  }
  like.slots[slot]->finish_gather(rows, column, into.attributes[slot], into.owners);
}

}  // namespace

void find_activities(const ActivityPartitions& partitions, const runtime::Batch& batch, std::vector<JoinedRows>& joined) {
  const std::vector<FoundLead> found = find_leads(partitions, batch);
  joined.assign(batch.rows, {});
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const auto& [part, lead] = found[row];
    if (part == nullptr) continue;
    part->asked[lead].store(true, std::memory_order_relaxed);
    joined[row] = {&part->table, {part->starts[lead], part->starts[lead + 1]}};
  }
}

void gather_rows(const ActivityPlan& plan, const ActivityTable& like, const std::shared_ptr<JoinBuffers>& buffers,
                 runtime::ActivityBatch& into) {
  into.offsets.assign(1, 0);
  for (const JoinedRows& each : buffers->joined) {
    into.offsets.push_back(into.offsets.back() + static_cast<std::int64_t>(each.rows.end - each.rows.begin));
  }
  const std::size_t rows = into.size();
  into.kinds = gather_plain(buffers->joined, &ActivityTable::kinds, rows, buffers->kinds);
  into.times = gather_plain(buffers->joined, &ActivityTable::times, rows, buffers->times);
  into.attributes.resize(plan.schema.slots.size());
  buffers->columns.resize(into.attributes.size());
  for (std::size_t slot = 0; slot < into.attributes.size(); ++slot) {
    gather_slot(slot, like, buffers->joined, rows, buffers->columns[slot], into);
  }
  into.owners.push_back(buffers);
}

}  // namespace assay::io

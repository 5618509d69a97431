#include "runtime/io/activity_table.h"

#include "runtime/batch.h"

namespace assay::io {
ActivityTable::ActivityTable(const ActivityPlan& plan) {
  for (const runtime::Storage storage : plan.slots) slots.push_back(std::make_unique<SlotColumn>(storage));
}

ActivityTable::ActivityTable(const ActivityPlan& plan, const std::vector<std::shared_ptr<TextDictionary>>& texts) {
  for (std::size_t i = 0; i < plan.slots.size(); ++i) slots.push_back(std::make_unique<SlotColumn>(plan.slots[i], texts[i]));
}

void ActivityTable::resize(std::size_t rows, bool has_ids) {
  lead_of.resize(rows, -1);
  kinds.resize(rows, runtime::ActivityBatch::unknown_kind);
  times.resize(rows, runtime::ActivityBatch::untimed);
  if (has_ids || !id_hashes.empty()) id_hashes.resize(rows, 0);
  for (const auto& slot : slots) slot->resize(rows);
}

void ActivityTable::reserve(std::size_t rows, bool has_ids) {
  lead_of.reserve(rows);
  kinds.reserve(rows);
  times.reserve(rows);
  if (has_ids) id_hashes.reserve(rows);
  for (const auto& slot : slots) slot->reserve(rows);
}

void ActivityTable::append_rows(const ActivityTable& other, std::span<const std::uint32_t> rows, std::span<const TextCodes> codes) {
  static const TextCodes same;
  const std::size_t before = kinds.size();
  append_values(other.kinds, rows, kinds);
  append_values(other.times, rows, times);
  if (!other.id_hashes.empty()) {
    id_hashes.resize(before, 0);
    append_values(other.id_hashes, rows, id_hashes);
  } else if (!id_hashes.empty()) {
    id_hashes.resize(kinds.size(), 0);
  }
  for (std::size_t i = 0; i < slots.size(); ++i) slots[i]->append_rows(*other.slots[i], rows, codes.empty() ? same : codes[i]);
}

void ActivityTable::keep_rows(std::span<const std::uint32_t> rows, ActivityTable& spare) {
  spare.clear();
  spare.append_rows(*this, rows, {});
  lead_of.clear();
  lead_of.swap(spare.lead_of);
  kinds.swap(spare.kinds);
  times.swap(spare.times);
  id_hashes.swap(spare.id_hashes);
  // Texts stay where they are: those of the spare table are nobody's.
  for (std::size_t i = 0; i < slots.size(); ++i) slots[i]->swap_rows(*spare.slots[i]);
}

void ActivityTable::clear() {
  lead_of.clear();
  kinds.clear();
  times.clear();
  id_hashes.clear();
  for (const auto& slot : slots) slot->clear();
}

void ActivityTable::forget_texts() {
  for (const auto& slot : slots) slot->forget_texts();
}

std::size_t ActivityTable::row_bytes() const {
  std::size_t bytes = sizeof lead_of[0] + sizeof kinds[0] + sizeof times[0] + (id_hashes.empty() ? 0 : sizeof id_hashes[0]);
  for (const auto& slot : slots) bytes += slot->row_bytes();
  return bytes;
}

std::size_t ActivityTable::text_bytes() const {
  std::size_t bytes = 0;
  for (const auto& slot : slots) bytes += slot->text_bytes();
  return bytes;
}

RowsByLead rows_by_lead(std::span<const std::int32_t> lead_of, std::size_t leads, std::span<const RowRange> ranges) {
  RowsByLead by_lead;
  by_lead.starts.assign(leads + 1, 0);
  std::uint32_t* const counts = by_lead.starts.data() + 1;
  for (const std::int32_t lead : lead_of) {
    if (lead >= 0) ++counts[lead];
  }
  for (std::size_t lead = 0; lead < leads; ++lead) by_lead.starts[lead + 1] += by_lead.starts[lead];
  std::vector<std::uint32_t> next(by_lead.starts.begin(), by_lead.starts.end() - 1);
  by_lead.rows.resize(by_lead.starts.back());
  std::uint32_t* const rows = by_lead.rows.data();
  std::uint32_t* const next_of = next.data();
  for (const RowRange& range : ranges) {
    for (std::size_t row = range.begin; row < range.end; ++row) {
      const std::int32_t lead = lead_of[row];
      if (lead >= 0) rows[next_of[lead]++] = static_cast<std::uint32_t>(row);
    }
  }
  return by_lead;
}

}  // namespace assay::io

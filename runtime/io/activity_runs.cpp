#include "runtime/io/activity_runs.h"

#include <algorithm>

#include "runtime/io/hash.h"

namespace assay::io {
namespace {

struct SortedLead {
  std::uint64_t hash;
  std::int32_t code;
};

// The leads of a table in the order of groups.
std::vector<SortedLead> leads_by_hash(const TextDictionary& leads) {
  std::vector<SortedLead> sorted;
  sorted.reserve(leads.size());
  for (std::size_t code = 0; code < leads.size(); ++code) {
    sorted.push_back({hash_bytes(leads.value(static_cast<std::int32_t>(code))), static_cast<std::int32_t>(code)});
  }
  std::sort(sorted.begin(), sorted.end(), [&](const SortedLead& a, const SortedLead& b) {
    return a.hash != b.hash ? a.hash < b.hash : leads.value(a.code) < leads.value(b.code);
  });
  return sorted;
}

}  // namespace

void ActivityTable::clear() {
  lead_of.clear();
  kinds.clear();
  times.clear();
  id_hashes.clear();
  order.clear();
  starts.clear();
  for (const auto& slot : slots) slot->clear();
}

void ActivityTable::forget_texts() {
  leads = TextDictionary();
  for (const auto& slot : slots) slot->forget_texts();
}

std::size_t ActivityTable::row_bytes() const {
  std::size_t bytes = sizeof lead_of[0] + sizeof kinds[0] + sizeof times[0] + (id_hashes.empty() ? 0 : sizeof id_hashes[0]);
  for (const auto& slot : slots) bytes += slot->row_bytes();
  return bytes;
}

std::size_t ActivityTable::text_bytes() const {
  std::size_t bytes = leads.memory();
  for (const auto& slot : slots) bytes += slot->text_bytes();
  return bytes;
}

std::optional<Failure> ActivityRuns::write_run(std::int64_t as_of) {
  if (!runs_) {
    OpenedScratch opened = ScratchFile::open();
    if (opened.failure) return opened.failure;
    runs_ = std::move(opened.file);
  }
  ActivityTable& table = state_.table;
  time_merging_activities(state_);
  const std::vector<std::uint32_t> rows = rows_by_lead(state_, as_of, table.leads.size(), table.rows());
  const std::uint64_t rank = std::uint64_t{run_places_.size()} << 32;
  Run& run = run_places_.emplace_back();
  run.begin = runs_->size();
  std::string records, group;
  for (const SortedLead& lead : leads_by_hash(table.leads)) {
    const auto code = static_cast<std::size_t>(lead.code);
    records.clear();
    group.clear();
    for (std::uint32_t i = table.starts[code]; i < table.starts[code + 1]; ++i) append_record(table, rows[i], records);
    append_group({lead.hash, rank + code, 0, 0, table.starts[code + 1] - table.starts[code]}, table.leads.value(lead.code), records, group);
    if (!runs_->write(group)) return runs_->failure();
  }
  run.end = runs_->size();
  table.clear();
  table.forget_texts();
  return runs_->flush() ? std::nullopt : runs_->failure();
}

std::optional<Failure> ActivityRuns::read_block(std::size_t block, std::string& into) const {
  into.resize(block_end(block) - blocks_[block].begin);
  if (sorted_->read(blocks_[block].begin, into.data(), into.size())) return std::nullopt;
  return Failure{sorted_->read_problem()};
}

// Rows of the batch in the order of the file, so that it is read forwards and a block once.
std::optional<Failure> ActivityRuns::gather(const runtime::Batch& batch, ActivityTable& table, std::vector<RowRange>& ranges) const {
  ranges.assign(batch.rows, {});
  std::vector<std::pair<std::uint64_t, std::size_t>> wanted;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const std::string_view id = batch.ids.value(row);
    if (!id.empty()) wanted.emplace_back(hash_bytes(id), row);
  }
  std::sort(wanted.begin(), wanted.end());
  std::string bytes;
  std::size_t held = SIZE_MAX;
  for (const auto& [hash, row] : wanted) {
    const auto behind = std::upper_bound(blocks_.begin(), blocks_.end(), hash, [](std::uint64_t a, const Block& b) { return a < b.first_hash; });
    if (behind == blocks_.begin()) continue;
    const auto block = static_cast<std::size_t>(behind - blocks_.begin() - 1);
    if (block != held) {
      if (auto failure = read_block(block, bytes)) return failure;
      held = block;
    }
    Group group;
    std::uint64_t lead = blocks_[block].first_lead;
    for (std::string_view left = bytes; read_group(left, group) && group.head.hash <= hash; left.remove_prefix(group.size()), ++lead) {
      if (group.head.hash != hash || group.id != batch.ids.value(row)) continue;
      asked_[lead / 64].fetch_or(std::uint64_t{1} << (lead % 64), std::memory_order_relaxed);
      ranges[row].begin = table.rows();
      if (!append_rows(group, static_cast<std::int32_t>(row), table)) return Failure{"the different values of an attribute are longer than 2 GiB"};
      ranges[row].end = table.rows();
      break;
    }
  }
  return std::nullopt;
}

std::optional<Failure> ActivityRuns::count_unasked(DataReport& report) const {
  std::vector<std::pair<std::uint64_t, std::string>> samples;  // the first by rank
  std::string bytes;
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    if (auto failure = read_block(block, bytes)) return failure;
    Group group;
    std::uint64_t lead = blocks_[block].first_lead;
    for (std::string_view left = bytes; read_group(left, group); left.remove_prefix(group.size()), ++lead) {
      if ((asked_[lead / 64] >> (lead % 64) & 1) != 0) continue;
      report.without_lead += group.head.rows;
      ++report.unknown_leads;
      samples.emplace_back(group.head.rank, group.id);
      if (samples.size() > 2 * most_lead_samples) {
        std::sort(samples.begin(), samples.end());
        samples.resize(most_lead_samples);
      }
    }
  }
  std::sort(samples.begin(), samples.end());
  for (const auto& [rank, id] : samples) {
    if (report.unknown_lead_samples.size() < most_lead_samples) report.unknown_lead_samples.push_back(id);
  }
  return std::nullopt;
}

}  // namespace assay::io

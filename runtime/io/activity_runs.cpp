#include "runtime/io/activity_runs.h"

#include <algorithm>

#include "runtime/io/hash.h"
#include "runtime/io/on_threads.h"

namespace assay::io {
namespace {

struct SortedLead {
  std::uint64_t hash;
  std::int32_t code;
};

// The leads of a part in the order of groups.
std::vector<SortedLead> leads_by_hash(const TextDictionary& leads) {
  std::vector<SortedLead> sorted;
  sorted.reserve(leads.size());
  for (std::size_t code = 0; code < leads.size(); ++code) {
    sorted.push_back({TextKey(leads.value(static_cast<std::int32_t>(code))).hash, static_cast<std::int32_t>(code)});
  }
  std::sort(sorted.begin(), sorted.end(), [&](const SortedLead& a, const SortedLead& b) {
    return a.hash != b.hash ? a.hash < b.hash : leads.value(a.code) < leads.value(b.code);
  });
  return sorted;
}

}  // namespace

void ActivityRuns::write_part(std::size_t number, ScratchFile& file, Run& run) {
  ActivityPart* part = state_.partitions.part(number);
  if (part == nullptr) return;
  part->number_leads();
  const RowsByLead by_lead = rows_by_lead(part->table.lead_of, part->leads.size(), part->in_file_order());
  run[number] = {&file, file.size(), 0};
  std::string records, group;
  for (const SortedLead& lead : leads_by_hash(part->leads)) {
    const auto code = static_cast<std::size_t>(lead.code);
    records.clear();
    group.clear();
    for (std::uint32_t i = by_lead.starts[code]; i < by_lead.starts[code + 1]; ++i) append_record(part->table, by_lead.rows[i], records);
    const GroupHead head{
        .hash = lead.hash, .rows = by_lead.starts[code + 1] - by_lead.starts[code], .beyond_reach = part->beyond_reach[code]};
    append_group(head, part->leads.value(lead.code), records, group);
    if (!file.write(group)) return;
  }
  run[number].end = file.size();
}

std::optional<Failure> ActivityRuns::write_run() {
  const unsigned threads = state_.threads;
  while (files_.size() < threads) {
    OpenedScratch opened = ScratchFile::open("activities");
    if (opened.failure) return opened.failure;
    files_.push_back(std::move(opened.file));
  }
  Run& run = runs_.emplace_back(ActivityPartitions::count);
  std::atomic<std::size_t> next_file = 0, next_part = 0;
  on_threads(threads, [&] {
    ScratchFile& file = *files_[next_file++];
    for (std::size_t part = next_part++; part < ActivityPartitions::count && !file.failure(); part = next_part++)
      write_part(part, file, run);
    file.flush();
  });
  state_.partitions.clear();
  for (const auto& file : files_) {
    if (file->failure()) return file->failure();
  }
  return std::nullopt;
}

std::optional<Failure> ActivityRuns::read_block(const Block& block, std::string& into) const {
  const ScratchFile& file = *sorted_[block.file];
  into.resize(block.bytes);
  if (file.read(block.begin, into.data(), into.size())) return std::nullopt;
  return Failure{file.read_problem()};
}

// Rows of the batch in the order of hashes, so that files are read forwards and a block once.
std::optional<Failure> ActivityRuns::gather(const runtime::Batch& batch, ActivityTable& table, std::vector<RowRange>& ranges) const {
  ranges.assign(batch.rows, {});
  std::vector<std::pair<std::uint64_t, std::size_t>> wanted;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const std::string_view id = batch.ids.value(row);
    if (!id.empty()) wanted.emplace_back(TextKey(id).hash, row);
  }
  std::sort(wanted.begin(), wanted.end());
  std::string bytes;
  const Block* held = nullptr;
  for (const auto& [hash, row] : wanted) {
    const auto behind =
        std::upper_bound(blocks_.begin(), blocks_.end(), hash, [](std::uint64_t a, const Block& b) { return a < b.first_hash; });
    if (behind == blocks_.begin()) continue;
    const Block& block = *(behind - 1);
    if (&block != held) {
      if (auto failure = read_block(block, bytes)) return failure;
      held = &block;
    }
    Group group;
    std::uint64_t lead = block.first_lead;
    for (std::string_view left = bytes; read_group(left, group) && group.head.hash <= hash; left.remove_prefix(group.size()), ++lead) {
      if (group.head.hash != hash || group.id != batch.ids.value(row)) continue;
      asked_[lead / 64].fetch_or(std::uint64_t{1} << (lead % 64), std::memory_order_relaxed);
      ranges[row].begin = table.rows();
      if (!append_rows(group, static_cast<std::int32_t>(row), table))
        return Failure{"the different values of an attribute are longer than 2 GiB"};
      ranges[row].end = table.rows();
      break;
    }
  }
  return std::nullopt;
}

std::optional<Failure> ActivityRuns::count_unasked(DataReport& report) const {
  std::string bytes;
  for (const Block& block : blocks_) {
    if (auto failure = read_block(block, bytes)) return failure;
    Group group;
    std::uint64_t lead = block.first_lead;
    for (std::string_view left = bytes; read_group(left, group); left.remove_prefix(group.size()), ++lead) {
      if ((asked_[lead / 64] >> (lead % 64) & 1) != 0) continue;
      report.count_unknown_lead(group.id, group.head.rows + group.head.beyond_reach);
    }
  }
  return std::nullopt;
}

}  // namespace assay::io

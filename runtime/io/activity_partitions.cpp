#include "runtime/io/activity_partitions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runtime/io/on_threads.h"

namespace assay::io {
namespace {

// So many that each line of a part's table of leads is looked at several times while it is in the cache, and all that wait are some
// megabytes.
constexpr std::size_t most_unnumbered = std::size_t{1} << 14;
constexpr std::size_t most_long_ids = std::size_t{1} << 18;  // bytes

// What one thread remembers of texts; beyond it, it learns their numbers anew.
constexpr std::size_t most_text_of_intake = std::size_t{16} << 20;

std::vector<std::shared_ptr<TextDictionary>> new_texts(const ActivityPlan& plan) {
  std::vector<std::shared_ptr<TextDictionary>> texts;
  for (const runtime::Storage storage : plan.slots) texts.push_back(SlotColumn::new_texts(storage));
  return texts;
}

bool fail(ActivityIntake& intake, std::string message) {
  intake.failure = Failure{std::move(message)};
  return false;
}

}  // namespace

std::vector<RowRange> ActivityPart::in_file_order() const {
  std::vector<std::pair<std::uint64_t, RowRange>> ranges;
  std::size_t at = 0;
  for (const Block& block : blocks) {
    ranges.emplace_back(block.number, RowRange{at, at + block.rows});
    at += block.rows;
  }
  std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<RowRange> ordered;
  for (const auto& [number, range] : ranges) ordered.push_back(range);
  return ordered;
}

void ActivityPart::append_leads(std::span<const LeadId> ids, std::span<const std::uint32_t> rows, bool are_kept) {
  std::size_t row = are_kept ? table.lead_of.size() : not_kept;
  if (are_kept) table.lead_of.resize(row + rows.size());
  if (unnumbered_count + rows.size() > unnumbered.size() || long_ids.size() > most_long_ids) {
    number_leads();
    unnumbered.resize(std::max(most_unnumbered, rows.size()));
  }
  for (const std::uint32_t from : rows) {
    const TextKey& key = ids[from].key;
    unnumbered[unnumbered_count++] = {key.bits, key.length, static_cast<std::uint32_t>(row)};
    if (!key.is_inline()) long_ids.append(ids[from].text());
    row += are_kept;
  }
}

// Without a branch: whether a row is kept changes from row to row.
void ActivityPart::set_lead(std::uint32_t row, std::int32_t lead) {
  std::int32_t nowhere = 0;
  const bool is_kept = row != not_kept;
  *(is_kept ? &table.lead_of[row] : &nowhere) = lead;
  beyond_reach[static_cast<std::size_t>(lead)] += !is_kept;
}

void ActivityPart::number_leads() {
  std::array<TextDictionary::Keyed, TextDictionary::most_at_once> ids;
  std::array<std::int32_t, TextDictionary::most_at_once> numbers;
  beyond_reach.resize(leads.size() + unnumbered_count);
  const char* long_id = long_ids.data();
  for (std::size_t begin = 0; begin < unnumbered_count; begin += ids.size()) {
    const std::span some = std::span(unnumbered).subspan(begin, std::min(ids.size(), unnumbered_count - begin));
    for (std::size_t i = 0; i < some.size(); ++i) {
      const TextKey key = TextKey::of_bytes(some[i].bits, some[i].length);
      ids[i] = {{key.is_inline() ? reinterpret_cast<const char*>(&some[i].bits) : long_id, key.length}, key};
      long_id += key.is_inline() ? 0 : key.length;
    }
    leads.codes_of(std::span(ids).first(some.size()), numbers.data());
    for (std::size_t i = 0; i < some.size(); ++i) set_lead(some[i].row, numbers[i]);
  }
  unnumbered_count = 0;
  long_ids.clear();
}

std::size_t ActivityPart::bytes_beside_rows(const ActivityPlan& plan) const {
  std::size_t bytes = leads.memory() + unnumbered.capacity() * sizeof(UnnumberedLead) + long_ids.capacity() +
                      beyond_reach.capacity() * sizeof beyond_reach[0];
  for (const std::size_t slot : plan.lists) bytes += table.slots[slot]->element_bytes();
  return bytes;
}

ActivityPartitions::ActivityPartitions(const ActivityPlan& plan) : plan_(plan), texts_(new_texts(plan)), like_(plan, texts_) {}

ActivityPart& ActivityPartitions::part_for(std::size_t number) {
  if (ActivityPart* there = part(number)) return *there;
  const std::lock_guard lock(mutex_);
  if (ActivityPart* there = part(number)) return *there;
  ActivityPart& made = *owned_.emplace_back(std::make_unique<ActivityPart>(plan_, texts_));
  parts_[number].store(&made, std::memory_order_release);
  return made;
}

// An intake numbers texts as they come, so those that are new to it follow each other.
bool ActivityPartitions::number_texts(ActivityIntake& intake) {
  if (intake.life_of_codes != life_) intake.codes.assign(plan_.slots.size(), {});
  intake.life_of_codes = life_;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    if (!texts_[i]) continue;
    const TextDictionary& here = *intake.table.slots[i]->texts();
    TextCodes& codes = intake.codes[i];
    if (codes.size() == here.size()) continue;
    const std::lock_guard lock(mutex_);
    const std::size_t before = texts_[i]->memory();
    if (!append_codes(here, *texts_[i], codes)) return fail(intake, "the different values of an attribute together are longer than 2 GiB");
    text_bytes_ += texts_[i]->memory() - before;
  }
  return true;
}

// The rows of an intake that have a lead, by part: first those to keep, for all parts, then those beyond the policy's reach.
RowsByLead ActivityPartitions::deal(ActivityIntake& intake) const {
  ActivityTable& table = intake.table;
  const LeadId* const ids = intake.lead_ids.data();
  std::int32_t* const part_of = table.lead_of.data();
  for (std::size_t row = 0, rows = table.rows(); row < rows; ++row) {
    const std::size_t number = number_of(ids[row].key.hash) + (intake.keeps(row) ? 0 : count);
    part_of[row] = part_of[row] >= 0 ? static_cast<std::int32_t>(number) : part_of[row];
  }
  const RowRange all{0, table.rows()};
  return rows_by_lead(table.lead_of, 2 * count, {&all, 1});
}

bool ActivityPartitions::add(ActivityIntake& intake, std::uint64_t block) {
  ActivityTable& table = intake.table;
  if (!number_texts(intake)) return false;
  const RowsByLead by_part = deal(intake);
  const std::size_t kept = by_part.starts[count];
  if (rows() + kept > UINT32_MAX) return fail(intake, fmt::format("more than {} activities", UINT32_MAX));
  // Blocks begin at parts far from each other, so that threads do not go from part to part together.
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t number = (i + block * (count / 2 + 5)) % count;
    const std::span<const std::uint32_t> to_keep = by_part.of(number), others = by_part.of(number + count);
    if (to_keep.empty() && others.empty()) continue;
    if (!add_rows(intake, to_keep, others, part_for(number), block)) return false;
  }
  rows_ += kept;
  row_bytes_.store(table.row_bytes(), std::memory_order_relaxed);
  intake.clear();
  if (table.text_bytes() > most_text_of_intake) {
    table.forget_texts();
    intake.codes.assign(plan_.slots.size(), {});
  }
  return true;
}

bool ActivityPartitions::add_rows(ActivityIntake& intake, std::span<const std::uint32_t> kept, std::span<const std::uint32_t> others,
                                  ActivityPart& part, std::uint64_t block) {
  const std::lock_guard lock(part.mutex);
  const std::size_t before = part.bytes_beside_rows(plan_);
  if (part.table.rows() == 0 && expected_rows_ > 0)
    part.table.reserve(expected_rows_ / count * 17 / 16 + 64, !intake.table.id_hashes.empty());
  part.table.append_rows(intake.table, kept, intake.codes);
  part.append_leads(intake.lead_ids, kept, true);
  part.append_leads(intake.lead_ids, others, false);
  if (part.leads.byte_count() > TextDictionary::most_bytes / 2) return fail(intake, "the ids of all leads together are too long");
  if (!kept.empty()) part.blocks.push_back({block, kept.size()});
  lead_bytes_ += part.bytes_beside_rows(plan_) - before;
  return true;
}

std::size_t ActivityPartitions::bytes() const {
  // Beside the rows: their order and a copy, of a few parts at a time.
  const std::size_t rows = this->rows();
  return rows * row_bytes_ + rows / count * 2 * row_bytes_ + lead_bytes_ + text_bytes_;
}

void ActivityPartitions::group(const Settling& settling, unsigned threads, DataReport& report) {
  std::atomic<std::size_t> next = 0;
  std::mutex report_mutex;
  on_threads(threads, [&] {
    DataReport findings;
    ActivityTable spare(plan_);
    for (std::size_t number = next++; number < count; number = next++) {
      ActivityPart* each = part(number);
      if (each == nullptr) continue;
      each->number_leads();
      std::vector<ActivityPart::UnnumberedLead>().swap(each->unnumbered);
      std::string().swap(each->long_ids);
      each->starts = group_activities(plan_, settling, each->leads.size(), each->in_file_order(), each->table, spare, findings);
      each->asked = std::vector<std::atomic<bool>>(each->leads.size());
      std::vector<ActivityPart::Block>().swap(each->blocks);
    }
    const std::lock_guard lock(report_mutex);
    report.append(findings.take());
  });
}

void ActivityPartitions::clear() {
  for (auto& part : parts_) part = nullptr;
  owned_.clear();
  texts_ = new_texts(plan_);
  like_ = ActivityTable(plan_, texts_);
  ++life_;
  rows_ = 0;
  lead_bytes_ = 0;
  text_bytes_ = 0;
}

}  // namespace assay::io

#include "runtime/io/report.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace assay::io {
namespace {

constexpr std::size_t longest_found = 60;
constexpr std::size_t most_kinds = 1000;  // unknown ones that are known by name
constexpr std::size_t most_lead_samples = 5;

std::string shortened(std::string_view found) {
  if (found.size() <= longest_found) return std::string(found);
  std::size_t end = longest_found;
  // Not in the middle of a character.
  while (end > 0 && (static_cast<unsigned char>(found[end]) & 0xC0) == 0x80) --end;
  return std::string(found.substr(0, end)) + "…";
}

void note_unknown_lead(std::vector<std::string>& samples, std::string_view id) {
  if (samples.size() == most_lead_samples && samples.back() <= id) return;
  samples.insert(std::upper_bound(samples.begin(), samples.end(), id), std::string(id));
  if (samples.size() > most_lead_samples) samples.pop_back();
}

}  // namespace

void Counted::add(const Place& place, std::string_view found) {
  ++count;
  if (wants_sample()) samples.push_back({place, shortened(found)});
}

Counted Counted::take() {
  Counted taken{std::exchange(count, 0), std::exchange(samples, {}), taken_samples};
  taken_samples += taken.samples.size();
  return taken;
}

void Counted::append(Counted later) {
  count += later.count;
  for (Sample& sample : later.samples) {
    if (wants_sample()) samples.push_back(std::move(sample));
  }
}

// All that is counted and has samples.
template <class Report>
auto counted_of(Report& report) {
  return std::array{&report.short_rows, &report.long_rows,    &report.unclosed_quotes, &report.bad_records,  &report.repeated_keys,
                    &report.empty_ids,  &report.repeated_ids, &report.unknown_stages,  &report.without_kind, &report.without_lead_id};
}

// All that is only counted.
template <class Report>
auto numbers_of(Report& report) {
  return std::array{&report.lead_rows,         &report.activity_rows, &report.other_unknown_kinds,
                    &report.without_time,      &report.after_as_of,   &report.repeated_activities,
                    &report.merged_activities, &report.without_lead,  &report.unknown_leads};
}

DataReport DataReport::take() {
  DataReport taken;
  const auto from = counted_of(*this), to = counted_of(taken);
  for (std::size_t i = 0; i < from.size(); ++i) *to[i] = from[i]->take();
  const auto numbers = numbers_of(*this), taken_numbers = numbers_of(taken);
  for (std::size_t i = 0; i < numbers.size(); ++i) *taken_numbers[i] = std::exchange(*numbers[i], 0);
  const auto take_columns = [](std::vector<BadColumn>& columns, std::vector<BadColumn>& into) {
    for (BadColumn& column : columns) {
      if (column.cells.count > 0) into.push_back({column.field, column.column, column.expected, column.cells.take()});
    }
  };
  take_columns(bad_leads, taken.bad_leads);
  take_columns(bad_activities, taken.bad_activities);
  taken.unknown_kinds = std::exchange(unknown_kinds, {});
  taken.unknown_lead_samples = std::exchange(unknown_lead_samples, {});
  return taken;
}

void DataReport::append(DataReport later) {
  const auto to = counted_of(*this), from = counted_of(later);
  for (std::size_t i = 0; i < from.size(); ++i) to[i]->append(std::move(*from[i]));
  const auto numbers = numbers_of(*this), later_numbers = numbers_of(later);
  for (std::size_t i = 0; i < numbers.size(); ++i) *numbers[i] += *later_numbers[i];
  const auto append_columns = [](std::vector<BadColumn>& columns, std::vector<BadColumn>& added) {
    for (BadColumn& column : added) bad_column(columns, column.field, column.column, column.expected).cells.append(std::move(column.cells));
  };
  append_columns(bad_leads, later.bad_leads);
  append_columns(bad_activities, later.bad_activities);
  for (const auto& [kind, count] : later.unknown_kinds) count_unknown_kind(kind, count);
  for (const std::string& id : later.unknown_lead_samples) note_unknown_lead(unknown_lead_samples, id);
}

void DataReport::count_unknown_lead(std::string_view id, std::uint64_t activities) {
  without_lead += activities;
  ++unknown_leads;
  note_unknown_lead(unknown_lead_samples, id);
}

// A kind that once found no room finds none later: those with room only come to be smaller. So the order of rows does not matter.
void DataReport::count_unknown_kind(std::string_view kind, std::uint64_t rows) {
  const auto known = unknown_kinds.find(kind);
  if (known != unknown_kinds.end()) {
    known->second += rows;
    return;
  }
  if (unknown_kinds.size() == most_kinds && unknown_kinds.rbegin()->first < kind) {
    other_unknown_kinds += rows;
    return;
  }
  unknown_kinds.emplace(kind, rows);
  if (unknown_kinds.size() <= most_kinds) return;
  const auto last = std::prev(unknown_kinds.end());
  other_unknown_kinds += last->second;
  unknown_kinds.erase(last);
}

BadColumn& DataReport::bad_column(std::vector<BadColumn>& columns, const std::string& field, const std::string& column,
                                  const std::string& expected) {
  for (BadColumn& each : columns) {
    if (each.field == field && each.column == column && each.expected == expected) return each;
  }
  return columns.emplace_back(BadColumn{field, column, expected, {}});
}

std::vector<const BadColumn*> DataReport::in_file_order(const std::vector<BadColumn>& columns, const std::vector<FileReport>& files) {
  const auto place_of = [&](const BadColumn* column) {
    if (column->cells.samples.empty()) return std::pair(files.size(), std::uint64_t{0});
    const Place& first = column->cells.samples.front().place;
    const auto is_its_file = [&](const FileReport& file) { return file.file == first.file; };
    const auto number = std::find_if(files.begin(), files.end(), is_its_file) - files.begin();
    return std::pair(static_cast<std::size_t>(number), first.row);
  };
  std::vector<const BadColumn*> ordered;
  for (const BadColumn& column : columns) ordered.push_back(&column);
  // Those of one row were read together, column by column in the order of the policy, which the stable sort keeps.
  std::stable_sort(ordered.begin(), ordered.end(), [&](auto* a, auto* b) { return place_of(a) < place_of(b); });
  return ordered;
}

std::uint64_t DataReport::bad_count() const {
  std::uint64_t count = short_rows.count + long_rows.count + unclosed_quotes.count + bad_records.count + without_kind.count;
  for (const BadColumn& each : bad_leads) count += each.cells.count;
  for (const BadColumn& each : bad_activities) count += each.cells.count;
  return count;
}

bool BadLimit::passed_by(const DataReport& report) const {
  const std::uint64_t bad = report.bad_count();
  if (count && bad > *count) return true;
  return share && static_cast<double>(bad) > *share * static_cast<double>(report.lead_rows + report.activity_rows);
}

std::optional<BadLimit> bad_limit_of(const std::string& text) {
  BadLimit limit;
  const bool is_share = text.ends_with('%');
  const char* end = text.data() + text.size() - (is_share ? 1 : 0);
  if (is_share) {
    double percent = 0;
    const auto [rest, error] = std::from_chars(text.data(), end, percent, std::chars_format::fixed);
    if (error != std::errc() || rest != end || !(percent >= 0)) return std::nullopt;
    limit.share = percent / 100;
    return limit;
  }
  std::uint64_t count = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (text.empty() || error != std::errc() || rest != end) return std::nullopt;
  limit.count = count;
  return limit;
}

}  // namespace assay::io

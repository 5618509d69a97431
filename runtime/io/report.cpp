#include "runtime/io/report.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace assay::io {
namespace {

constexpr std::size_t longest_found = 60;

std::string shortened(std::string_view found) {
  if (found.size() <= longest_found) return std::string(found);
  std::size_t end = longest_found;
  // Not in the middle of a character.
  while (end > 0 && (static_cast<unsigned char>(found[end]) & 0xC0) == 0x80) --end;
  return std::string(found.substr(0, end)) + "…";
}

}  // namespace

void Counted::add(const Place& place, std::string_view found) {
  ++count;
  if (wants_sample()) samples.push_back({place, shortened(found)});
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

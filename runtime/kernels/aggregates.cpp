// What is counted and computed over the activities that a phrase matches.
#include <algorithm>

#include "runtime/kernels/pass_state.h"
#include "runtime/numbers.h"
#include "runtime/text/fold.h"

namespace assay::kernels {

using runtime::Column;
using runtime::Storage;

namespace {

std::uint64_t list_key(LeadPass& lead, const Column& column, Activity activity) {
  std::string key;
  for (std::int32_t i = column.list_offsets[activity]; i < column.list_offsets[activity + 1]; ++i) {
    key.append(text::fold(column.text.at_row(static_cast<std::size_t>(i)))).push_back('\0');
  }
  return lead.state.folded.number_of_folded(key);
}

std::uint64_t integer_key(const LeadPass& lead, const AttributeRef& attribute, KeyKind kind, std::int64_t value) {
  if (kind == KeyKind::Number) return std::bit_cast<std::uint64_t>(static_cast<double>(value));
  if (kind == KeyKind::Date && attribute.is_time) return static_cast<std::uint64_t>(lead.block.run->zone->local_day(value));
  return static_cast<std::uint64_t>(value);
}

}  // namespace

std::optional<std::uint64_t> key_of(LeadPass& lead, const AttributeRef& attribute, KeyKind kind, Activity activity) {
  const Column* column = lead.column(attribute);
  if (!column || !column->known(activity)) return std::nullopt;
  switch (attribute.storage) {
    case Storage::Text: return lead.state.folded.number(column->text.at_row(activity));
    case Storage::Label:
      return lead.state.folded.number_of_folded(attribute.folded_labels[static_cast<std::size_t>(column->labels[activity])]);
    case Storage::TextList: return list_key(lead, *column, activity);
    case Storage::Number: return std::bit_cast<std::uint64_t>(column->numbers[activity]);
    case Storage::Truth: return runtime::bit(column->truths, activity);
    case Storage::Integer: return integer_key(lead, attribute, kind, column->integers[activity]);
  }
  return std::nullopt;
}

namespace {

using Kind = Aggregate::Kind;

void set_known(const Aggregate& aggregate, LeadPass& lead) { runtime::set_bit(lead.block.bits(aggregate.to.known), lead.row); }

void put(const Aggregate& aggregate, LeadPass& lead, std::int64_t value) {
  lead.block.at<std::int64_t>(aggregate.to.values)[lead.row] = value;
  set_known(aggregate, lead);
}

void put_number(const Aggregate& aggregate, LeadPass& lead, double value) {
  const std::optional<double> known = runtime::known_number(value);
  std::uint64_t* bits = lead.block.bits(aggregate.to.known);
  if (!known) {
    bits[lead.row >> 6] &= ~(std::uint64_t{1} << (lead.row & 63));
    return;
  }
  lead.block.at<double>(aggregate.to.values)[lead.row] = *known;
  runtime::set_bit(bits, lead.row);
}

void put_integer(const Aggregate& aggregate, LeadPass& lead, std::int64_t value) {
  for (const Aggregate::Threshold& threshold : aggregate.thresholds) {
    if (value < threshold.at_least) break;
    runtime::set_bit(lead.block.bits(threshold.to), lead.row);
  }
  if (aggregate.to.valid()) put(aggregate, lead, value);
}

std::int64_t count_units(const LeadPass& lead, std::span<const Activity> timed, calendar::CalendarUnit unit) {
  std::int64_t count = 0;
  std::int32_t last = 0;
  for (const Activity activity : timed) {
    const std::int32_t number = calendar::unit_number(unit, lead.block.run->zone->local_day(lead.time(activity)));
    if (count == 0 || number != last) ++count;
    last = number;
  }
  return count;
}

std::int64_t count_distinct(const Aggregate& aggregate, LeadPass& lead, std::span<const Activity> matched) {
  std::vector<std::uint64_t>& keys = lead.state.keys;
  keys.clear();
  for (const Activity activity : matched) {
    if (const auto key = key_of(lead, aggregate.attribute, KeyKind::Integer, activity)) keys.push_back(*key);
  }
  std::ranges::sort(keys);
  return std::unique(keys.begin(), keys.end()) - keys.begin();
}

// Calls `visit(value)` for the attribute's known values, as int64 or double.
template <typename Visit>
void for_each_value(const Aggregate& aggregate, const LeadPass& lead, std::span<const Activity> matched, Visit visit) {
  const Column* column = lead.column(aggregate.attribute);
  if (!column || column->absent) return;
  for (const Activity activity : matched) {
    if (!column->known(activity)) continue;
    aggregate.attribute.storage == Storage::Number ? visit(column->numbers[activity]) : visit(column->integers[activity]);
  }
}

void add_up(const Aggregate& aggregate, LeadPass& lead, std::span<const Activity> matched) {
  std::int64_t integers = 0;
  double numbers = 0;
  struct Add {
    std::int64_t& integers;
    double& numbers;
    void operator()(std::int64_t value) const { integers = runtime::add_integers(integers, value); }
    void operator()(double value) const { numbers += value; }
  };
  for_each_value(aggregate, lead, matched, Add{integers, numbers});
  aggregate.value_kind == ValueKind::Number ? put_number(aggregate, lead, numbers) : put_integer(aggregate, lead, integers);
}

void average(const Aggregate& aggregate, LeadPass& lead, std::span<const Activity> matched) {
  double sum = 0;
  std::int64_t count = 0;
  for_each_value(aggregate, lead, matched, [&](auto value) {
    sum += static_cast<double>(value);
    ++count;
  });
  if (count > 0) put_number(aggregate, lead, sum / static_cast<double>(count));
}

template <typename Value>
void extreme_of(const Aggregate& aggregate, LeadPass& lead, std::span<const Activity> matched) {
  std::optional<Value> found;
  for_each_value(aggregate, lead, matched, [&](auto each) {
    const auto value = static_cast<Value>(each);
    if (!found || (aggregate.kind == Kind::Maximum ? *found < value : value < *found)) found = value;
  });
  if (!found) return;
  lead.block.at<Value>(aggregate.to.values)[lead.row] = *found;
  set_known(aggregate, lead);
}

// The attribute of one activity, whatever its type.
void take_value(const Aggregate& aggregate, LeadPass& lead, Activity activity) {
  const Column* column = lead.column(aggregate.attribute);
  if (!column || !column->known(activity)) return;
  set_known(aggregate, lead);
  const std::size_t row = lead.row;
  const Offset values = aggregate.to.values;
  switch (aggregate.attribute.storage) {
    case Storage::Truth:
      if (runtime::bit(column->truths, activity)) runtime::set_bit(lead.block.bits(values), row);
      return;
    case Storage::Integer: lead.block.at<std::int64_t>(values)[row] = column->integers[activity]; return;
    case Storage::Label: lead.block.at<std::int64_t>(values)[row] = column->labels[activity]; return;
    case Storage::Number: lead.block.at<double>(values)[row] = column->numbers[activity]; return;
    case Storage::Text: lead.block.at<std::string_view>(values)[row] = column->text.at_row(activity); return;
    case Storage::TextList:
      lead.block.at<ListValue>(values)[row] = {&column->text, static_cast<std::size_t>(column->list_offsets[activity]),
                                               static_cast<std::size_t>(column->list_offsets[activity + 1])};
  }
}

// Counts and sums are 0 without activities, all else is missing.
bool is_zero_without(Kind kind) {
  switch (kind) {
    case Kind::Count:
    case Kind::CountDays:
    case Kind::CountWeeks:
    case Kind::CountMonths:
    case Kind::CountDistinct:
    case Kind::Sum: return true;
    case Kind::LatestTime:
    case Kind::FirstTime:
    case Kind::Average:
    case Kind::Maximum:
    case Kind::Minimum:
    case Kind::LastValue:
    case Kind::FirstValue: return false;
  }
  return false;
}

}  // namespace

void clear(const Aggregate& aggregate, Block& block) {
  for (const Aggregate::Threshold& threshold : aggregate.thresholds) std::fill_n(block.bits(threshold.to), block_words, 0);
  if (!aggregate.to.valid()) return;
  const bool is_zero = is_zero_without(aggregate.kind);
  std::fill_n(block.bits(aggregate.to.known), block_words, is_zero ? ~std::uint64_t{0} : 0);
  if (is_zero) std::fill_n(block.at<std::int64_t>(aggregate.to.values), block_rows, 0);  // 0.0 has the same bytes
  if (aggregate.value_kind == ValueKind::YesNo) std::fill_n(block.bits(aggregate.to.values), block_words, 0);
}

void compute(const Aggregate& aggregate, LeadPass& lead, std::span<const Activity> matched) {
  const auto first_timed = std::ranges::find_if(matched, [&](Activity activity) { return lead.is_timed(activity); });
  const std::span<const Activity> timed{first_timed, matched.end()};
  switch (aggregate.kind) {
    case Kind::Count: return put_integer(aggregate, lead, static_cast<std::int64_t>(matched.size()));
    case Kind::CountDays: return put(aggregate, lead, count_units(lead, timed, calendar::CalendarUnit::day));
    case Kind::CountWeeks: return put(aggregate, lead, count_units(lead, timed, calendar::CalendarUnit::week));
    case Kind::CountMonths: return put(aggregate, lead, count_units(lead, timed, calendar::CalendarUnit::month));
    case Kind::CountDistinct: return put(aggregate, lead, count_distinct(aggregate, lead, matched));
    case Kind::LatestTime:
      if (!timed.empty()) put(aggregate, lead, lead.time(timed.back()));
      return;
    case Kind::FirstTime:
      if (!timed.empty()) put(aggregate, lead, lead.time(timed.front()));
      return;
    case Kind::Sum: return add_up(aggregate, lead, matched);
    case Kind::Average: return average(aggregate, lead, matched);
    case Kind::Maximum:
    case Kind::Minimum:
      return aggregate.value_kind == ValueKind::Number ? extreme_of<double>(aggregate, lead, matched)
                                                       : extreme_of<std::int64_t>(aggregate, lead, matched);
    case Kind::LastValue:
      if (!timed.empty()) take_value(aggregate, lead, timed.back());
      return;
    case Kind::FirstValue:
      if (!timed.empty()) take_value(aggregate, lead, timed.front());
      return;
  }
}

}  // namespace assay::kernels

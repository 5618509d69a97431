#include "runtime/kernels/integers.h"

#include <algorithm>

#include "runtime/numbers.h"

namespace assay::kernels {
namespace {

using calendar::CalendarUnit;
using calendar::Day;

// `function(value)` gives an int64 or an optional of one.
template <typename Function>
void map_known(Values from, Values to, Block& block, Function function) {
  const auto* in = block.at<std::int64_t>(from.values);
  auto* out = block.at<std::int64_t>(to.values);
  const std::uint64_t* known = block.bits(from.known);
  std::uint64_t* out_known = block.bits(to.known);
  std::fill_n(out_known, block_words, 0);
  for (std::size_t row = 0; row < block.rows; ++row) {
    if (!runtime::bit(known, row)) continue;
    if (const std::optional<std::int64_t> value = function(in[row])) {
      out[row] = *value;
      runtime::set_bit(out_known, row);
    }
  }
}

// A zone may put the ends of the calendar into the days beside them.
bool is_day(std::int64_t value) { return value >= calendar::first_day - 2 && value <= calendar::last_day + 2; }
bool is_time(std::int64_t value) {
  return value >= calendar::local_time(calendar::first_day - 2) && value <= calendar::local_time(calendar::last_day + 2);
}

// `function(day)` gives an int64 or an optional of one.
template <typename Function>
void map_days(const MapDates& step, Block& block, Function function) {
  map_known(step.from, step.to, block, [&](std::int64_t day) -> std::optional<std::int64_t> {
    if (!is_day(day)) return std::nullopt;
    return function(static_cast<Day>(day));
  });
}

template <typename Function>
void map_times(const MapDates& step, Block& block, Function function) {
  map_known(step.from, step.to, block, [&](std::int64_t time) -> std::optional<std::int64_t> {
    if (!is_time(time)) return std::nullopt;
    return function(time);
  });
}

template <typename Function>
void map_pairs(const MapPairs& step, Block& block, Function function) {
  const auto *a = block.at<std::int64_t>(step.first.values), *b = block.at<std::int64_t>(step.second.values);
  const std::uint64_t *a_known = block.bits(step.first.known), *b_known = block.bits(step.second.known);
  auto* out = block.at<std::int64_t>(step.to.values);
  std::uint64_t* known = block.bits(step.to.known);
  for (std::size_t word = 0; word < block_words; ++word) known[word] = a_known[word] & b_known[word];
  for (std::size_t row = 0; row < block.rows; ++row) {
    if (runtime::bit(known, row)) out[row] = function(a[row], b[row]);
  }
}

}  // namespace

// The prologue's blocks have all their rows, so that what is the same for all leads may be used with any block.
void run(const MapDates& step, Block& block) {
  const calendar::Zone& zone = *block.run->zone;
  switch (step.function) {
    case DateFunction::DateOfTime: return map_times(step, block, [&](std::int64_t time) { return zone.local_date(time); });
    case DateFunction::StartOfDate: return map_days(step, block, [&](Day day) { return zone.start_of_day(day); });
    case DateFunction::YearOf: return map_days(step, block, [](Day day) { return calendar::civil_from_day(day).year; });
    case DateFunction::MonthOf: return map_days(step, block, [](Day day) { return calendar::civil_from_day(day).month; });
    case DateFunction::WeekdayOf: return map_days(step, block, [](Day day) { return calendar::weekday(day); });
    case DateFunction::StartOfWeek: return map_days(step, block, [](Day day) { return calendar::start_of(CalendarUnit::week, day); });
    case DateFunction::StartOfMonth: return map_days(step, block, [](Day day) { return calendar::start_of(CalendarUnit::month, day); });
    case DateFunction::StartOfQuarter: return map_days(step, block, [](Day day) { return calendar::start_of(CalendarUnit::quarter, day); });
    case DateFunction::StartOfYear: return map_days(step, block, [](Day day) { return calendar::start_of(CalendarUnit::year, day); });
    case DateFunction::AddToDate: return map_days(step, block, [&](Day day) { return calendar::add(day, step.duration); });
    case DateFunction::AddToTime:
      return map_times(step, block, [&](std::int64_t time) { return calendar::add(time, step.duration, zone); });
  }
}

void run(const MapPairs& step, Block& block) {
  switch (step.function) {
    case PairFunction::DaysBetweenTimes: return map_pairs(step, block, calendar::whole_days_between);
    case PairFunction::Multiply: return map_pairs(step, block, runtime::multiply_integers);
  }
}

}  // namespace assay::kernels

// Steps that map slots of int64 row by row: calendar functions, and arithmetic that has no short vector form.
// A row's result is known where all operands are and the function has a value for them. Operands may be any numbers: attributes of
// different activities share a slot, so that a function of times also meets integers. What lies outside the calendar has no value.
#pragma once

#include "runtime/kernels/frame.h"

namespace assay::kernels {

enum class DateFunction : std::uint8_t {
  DateOfTime,
  StartOfDate,
  YearOf,
  MonthOf,
  WeekdayOf,
  StartOfWeek,
  StartOfMonth,
  StartOfQuarter,
  StartOfYear,
  AddToDate,  // `duration`
  AddToTime,
};

struct MapDates {
  DateFunction function;
  calendar::Duration duration;
  Values from, to;
};

enum class PairFunction : std::uint8_t {
  DaysBetweenTimes,  // second minus first in whole 24 hours towards zero
  Multiply,          // saturating
};

struct MapPairs {
  PairFunction function;
  Values first, second, to;
};

void run(const MapDates& step, Block& block);
void run(const MapPairs& step, Block& block);

}  // namespace assay::kernels

#include "runtime/kernels/integers.h"

#include "runtime/calendar/zone.h"
#include "tests/unit/kernels/frame_fixture.h"

namespace assay::kernels {
namespace {

class Integers : public FrameTest {
 protected:
  // Known values.
  Values filled(const std::vector<std::int64_t>& numbers) {
    const Values slot = new_values();
    block.rows = numbers.size();
    for (std::size_t row = 0; row < numbers.size(); ++row) {
      block.at<std::int64_t>(slot.values)[row] = numbers[row];
      set(slot.known, row);
    }
    return slot;
  }
};

constexpr DateFunction all_functions[] = {DateFunction::DateOfTime,   DateFunction::StartOfDate,    DateFunction::YearOf,
                                          DateFunction::MonthOf,      DateFunction::WeekdayOf,      DateFunction::StartOfWeek,
                                          DateFunction::StartOfMonth, DateFunction::StartOfQuarter, DateFunction::StartOfYear,
                                          DateFunction::AddToDate,    DateFunction::AddToTime};

// An integer of one activity lies in the slot of another's time.
TEST_F(Integers, FunctionsOfDatesAndTimesHaveNoValueForOtherNumbers) {
  zone = calendar::load_zone("Asia/Tehran").value();
  const Values from = filled({INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1});
  for (const DateFunction function : all_functions) {
    for (const calendar::Duration& duration : {calendar::Duration{1, 0}, calendar::Duration{0, 1}}) {
      const Values to = new_values();
      run(MapDates{function, duration, from, to}, block);
      for (std::size_t row = 0; row < block.rows; ++row) EXPECT_FALSE(truth(to.known, row)) << static_cast<int>(function) << " " << row;
    }
  }
}

TEST_F(Integers, DaysOfTheEndsOfTheCalendarAreKnownInEveryZone) {
  for (const char* name : {"Asia/Tokyo", "America/Los_Angeles"}) {
    zone = calendar::load_zone(name).value();
    const Values days = filled({calendar::first_day, calendar::last_day}), times = new_values(), again = new_values();
    run(MapDates{DateFunction::StartOfDate, {}, days, times}, block);
    run(MapDates{DateFunction::DateOfTime, {}, times, again}, block);
    for (std::size_t row = 0; row < block.rows; ++row) {
      ASSERT_TRUE(truth(again.known, row)) << name;
      EXPECT_EQ(block.at<std::int64_t>(again.values)[row], block.at<std::int64_t>(days.values)[row]) << name;
    }
  }
}

}  // namespace
}  // namespace assay::kernels

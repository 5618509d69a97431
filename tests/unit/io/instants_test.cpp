#include "runtime/io/instants.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace assay::io {
namespace {

TEST(Instants, AreThoseOfTheCalendar) {
  for (int year = 1970; year < 2100; ++year) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        std::int64_t instant = 0;
        const bool found = usual_instant(fmt::format("{:04}-{:02}-{:02}T00:00:00Z", year, month, day).c_str(), instant);
        const auto wanted = calendar::day_from_civil(year, month, day);
        ASSERT_EQ(found, wanted.has_value()) << year << "-" << month << "-" << day;
        if (wanted) {
          ASSERT_EQ(instant, calendar::local_time(*wanted));
        }
      }
    }
  }
}

TEST(Instants, HaveATimeOfDay) {
  for (int hour = 0; hour < 100; ++hour) {
    for (const int minute : {0, 9, 59, 60, 99}) {
      for (const int second : {0, 7, 59, 60, 99}) {
        std::int64_t instant = 0;
        const bool found = usual_instant(fmt::format("1970-01-01T{:02}:{:02}:{:02}Z", hour, minute, second).c_str(), instant);
        EXPECT_EQ(found, hour < 24 && minute < 60 && second < 60) << hour << ":" << minute << ":" << second;
        if (found) {
          EXPECT_EQ(instant, ((hour * 60 + minute) * 60 + second) * calendar::microseconds_per_second);
        }
      }
    }
  }
}

// Other years are read elsewhere.
TEST(Instants, AreOfTheYearsOfData) {
  std::int64_t instant = 0;
  EXPECT_FALSE(usual_instant("1969-12-31T23:59:59Z", instant));
  EXPECT_FALSE(usual_instant("2100-01-01T00:00:00Z", instant));
  EXPECT_FALSE(usual_instant("0000-01-01T00:00:00Z", instant));
}

TEST(Instants, AreWrittenInOneWay) {
  const std::string usual = "2011-11-11T11:11:11Z";
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < usual.size(); ++at) {
      std::string text = usual;
      text[at] = static_cast<char>(byte);
      std::int64_t instant = 0;
      const bool found = usual_instant(text.c_str(), instant);
      const bool is_digit = byte >= '0' && byte <= '9';
      const bool may_be = usual[at] >= '0' && usual[at] <= '9' ? is_digit : text == usual;
      EXPECT_LE(found, may_be) << byte << " at " << at;
      if (at == 3 || at == 9 || at == 19 || at == 18) {
        EXPECT_EQ(found, may_be) << byte << " at " << at;
      }
    }
  }
}

}  // namespace
}  // namespace assay::io

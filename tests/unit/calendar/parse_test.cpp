#include "runtime/calendar/parse.h"

#include <gtest/gtest.h>

namespace assay::calendar {
namespace {

// "day 2026-11-22", "local …", "instant …" or "bad".
std::string told(const std::optional<Moment>& moment) {
  if (!moment) return "bad";
  switch (moment->kind) {
    case Moment::Kind::day: return "day " + day_to_text(day_of(moment->local));
    case Moment::Kind::local: return "local " + instant_to_text(moment->local).substr(0, instant_to_text(moment->local).size() - 1);
    case Moment::Kind::instant: return "instant " + instant_to_text(moment->local);
  }
  return {};
}

std::string iso(std::string_view cell) { return told(parse_iso(cell)); }

TEST(Iso, ReadsDatesAndTimes) {
  EXPECT_EQ(iso("2026-11-22"), "day 2026-11-22");
  EXPECT_EQ(iso("2026-11-22 09:30"), "local 2026-11-22T09:30:00");
  EXPECT_EQ(iso("2026-11-22T09:30:15"), "local 2026-11-22T09:30:15");
  EXPECT_EQ(iso("2026-11-22t09:30:00z"), "instant 2026-11-22T09:30:00Z");
  EXPECT_EQ(iso("2026-11-22T09:30:00.123456Z"), "instant 2026-11-22T09:30:00.123456Z");
  EXPECT_EQ(iso("2026-11-22T09:30:00.5Z"), "instant 2026-11-22T09:30:00.500Z");
  EXPECT_EQ(iso("2026-11-22T09:30:00,12Z"), "instant 2026-11-22T09:30:00.120Z");
  EXPECT_EQ(iso("2026-11-22T09:30:00.1234569999999999999999"), "local 2026-11-22T09:30:00.123456");
  EXPECT_EQ(iso("2026-11-22T09:30Z"), "instant 2026-11-22T09:30:00Z");
  EXPECT_EQ(iso("0001-01-01"), "day 0001-01-01");
  EXPECT_EQ(iso("9999-12-31T23:59:59.999999Z"), "instant 9999-12-31T23:59:59.999999Z");
}

TEST(Iso, ReadsOffsets) {
  EXPECT_EQ(iso("2026-11-22T09:30:00+02:00"), "instant 2026-11-22T07:30:00Z");
  EXPECT_EQ(iso("2026-11-22T09:30:00+0200"), "instant 2026-11-22T07:30:00Z");
  EXPECT_EQ(iso("2026-11-22 09:30-05"), "instant 2026-11-22T14:30:00Z");
  EXPECT_EQ(iso("2026-11-22T09:30:00.25+13:45"), "instant 2026-11-21T19:45:00.250Z");
  EXPECT_EQ(iso("2026-11-22T09:30:00-00:00"), "instant 2026-11-22T09:30:00Z");
  for (const char* bad : {"+", "+2", "+2:00", "+24:00", "+02:60", "+02:0", "+02:000", "Zz", " Z", "+02:00Z", " +02:00", "UTC"}) {
    EXPECT_EQ(iso("2026-11-22T09:30:00" + std::string(bad)), "bad") << bad;
  }
}

TEST(Iso, RefusesAnythingElse) {
  for (const char* bad : {"",
                          "2026",
                          "2026-1-1",
                          "2026-11-2",
                          "26-11-22",
                          "2026-02-30",
                          "2026-13-01",
                          "0000-01-01",
                          "2026/11/22",
                          "20261122",
                          "22.11.2026",
                          "2026-11-22T",
                          "2026-11-22 9",
                          "2026-11-22 3:15:52",
                          "2026-11-22T24:00:00",
                          "2026-11-22T09:60",
                          "2026-11-22T23:59:60",
                          "2026-11-22T09:30:00.",
                          "2026-11-22T09:30.5",
                          "2026-11-22T09:3",
                          "2026-11-22T09:30:1",
                          "2026-11-22X09:30",
                          "2026-11-22  09:30",
                          "2026-11-22 ",
                          " 2026-11-22",
                          "2026-11-22T0930",
                          "+2026-11-22",
                          "2026-W47-7",
                          "soon",
                          "２０２６-11-22",
                          "10000-01-01",
                          "9999-12-31T23:59:59-00:01",
                          "0001-01-01T00:00:00+00:01"}) {
    EXPECT_EQ(iso(bad), "bad") << bad;
  }
}

std::string with(std::string_view format, std::string_view cell) {
  std::string error;
  const std::optional<DateFormat> compiled = DateFormat::compile(format, &error);
  return compiled ? told(compiled->parse(cell)) : "error: " + error;
}

TEST(DateFormat, ReadsDeclaredParts) {
  EXPECT_EQ(with("DD.MM.YYYY", "22.11.2026"), "day 2026-11-22");
  EXPECT_EQ(with("M/D/YYYY", "2/5/2026"), "day 2026-02-05");
  EXPECT_EQ(with("M/D/YYYY", "10/31/2025"), "day 2025-10-31");
  EXPECT_EQ(with("YYYY/MM/DD", "2026/11/22"), "day 2026-11-22");
  EXPECT_EQ(with("YYYYMMDD", "20261122"), "day 2026-11-22");
  EXPECT_EQ(with("DD.MM.YYYY HH:mm", "22.11.2026 09:30"), "local 2026-11-22T09:30:00");
  EXPECT_EQ(with("YYYY-MM-DD H:mm:ss", "2020-12-30 3:15:52"), "local 2020-12-30T03:15:52");
  EXPECT_EQ(with("YYYY-MM-DDTHH:mm:ss.SSSZ", "2026-11-22T09:30:00.125Z"), "instant 2026-11-22T09:30:00.125Z");
  EXPECT_EQ(with("D.M.YY", "1.2.68"), "day 2068-02-01");
  EXPECT_EQ(with("D.M.YY", "1.2.70"), "day 1970-02-01");
  EXPECT_EQ(with("D.M.YY", "1.2.69"), "day 2069-02-01");
}

TEST(DateFormat, ReadsNothingElse) {
  EXPECT_EQ(with("DD.MM.YYYY", "2.11.2026"), "bad");
  EXPECT_EQ(with("DD.MM.YYYY", "31.02.2026"), "bad");
  EXPECT_EQ(with("DD.MM.YYYY", "2026-11-22"), "bad");
  EXPECT_EQ(with("DD.MM.YYYY", "22.11.2026 "), "bad");
  EXPECT_EQ(with("DD.MM.YYYY", "22.11.20261"), "bad");
  EXPECT_EQ(with("DD.MM.YYYY", "22.11.202"), "bad");
  EXPECT_EQ(with("DD.MM.YYYY", ""), "bad");
  EXPECT_EQ(with("M/D/YYYY", "13/1/2026"), "bad");
  EXPECT_EQ(with("DD.MM.YYYY HH:mm", "22.11.2026 24:00"), "bad");
  EXPECT_EQ(with("DD.MM.YYYY HH:mm", "22.11.2026"), "bad");
}

TEST(DateFormat, ReadsEpochs) {
  EXPECT_EQ(with("epoch s", "0"), "instant 1970-01-01T00:00:00Z");
  EXPECT_EQ(with("epoch s", "1795339800"), "instant 2026-11-22T09:30:00Z");
  EXPECT_EQ(with("epoch ms", "1795339800123"), "instant 2026-11-22T09:30:00.123Z");
  EXPECT_EQ(with("epoch s", "1795339800.5"), "instant 2026-11-22T09:30:00.500Z");
  EXPECT_EQ(with("epoch ms", "1.25"), "instant 1970-01-01T00:00:00.001250Z");
  EXPECT_EQ(with("epoch s", "-1"), "instant 1969-12-31T23:59:59Z");
  for (const char* bad : {"", "x", "1e9", "1 ", "1.", ".5", "--1", "253402300800", "99999999999999999999999", "-62135596801"})
    EXPECT_EQ(with("epoch s", bad), "bad") << bad;
}

TEST(DateFormat, SaysWhatIsWrongWithAFormat) {
  EXPECT_EQ(with("DD.MM", "1.1."), "error: the year is missing (YYYY or YY)");
  EXPECT_EQ(with("YYYY-DD", "1"), "error: the month is missing (MM or M)");
  EXPECT_EQ(with("YYYY-MM", "1"), "error: the day is missing (DD or D)");
  EXPECT_EQ(with("DD.MM.YYYY DD", "1"), "error: 'DD' is a part that is there already");
  EXPECT_EQ(with("DD.MM.YYYY mm", "1"), "error: 'mm' stands without the larger part of the time");
  EXPECT_EQ(with("dd.mm.yyyy", "1").substr(0, 8), "error: '");
  EXPECT_NE(with("", ""), "bad");
}

TEST(Moment, IsReadInAZone) {
  const Zone berlin = *load_zone("Europe/Berlin");
  const Moment late = *parse_iso("2026-11-22T23:30:00Z"), local = *parse_iso("2026-11-22 23:30"), day = *parse_iso("2026-11-22");
  EXPECT_EQ(day_to_text(*late.to_day(berlin)), "2026-11-23");
  EXPECT_EQ(day_to_text(*late.to_day(Zone())), "2026-11-22");
  EXPECT_EQ(day_to_text(*local.to_day(berlin)), "2026-11-22");
  EXPECT_EQ(instant_to_text(local.to_instant(berlin)), "2026-11-22T22:30:00Z");
  EXPECT_EQ(instant_to_text(day.to_instant(berlin)), "2026-11-21T23:00:00Z");
  EXPECT_EQ(parse_iso("9999-12-31T23:30:00Z")->to_day(berlin), std::nullopt);
  EXPECT_EQ(parse_iso("9999-12-31T23:30:00Z")->to_day(Zone()), last_day);
  EXPECT_EQ(parse_iso("9999-12-31 23:30")->to_day(berlin), last_day);
}

TEST(Texts, OfDaysAndInstants) {
  EXPECT_EQ(day_to_text(0), "1970-01-01");
  EXPECT_EQ(day_to_text(first_day), "0001-01-01");
  EXPECT_EQ(instant_to_text(-1), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(instant_to_text(1'000), "1970-01-01T00:00:00.001Z");
}

}  // namespace
}  // namespace assay::calendar

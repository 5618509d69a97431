// Instants as exports write them, `2026-11-22T09:30:00Z`, read many digits at a time. Anything else is calendar's.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/calendar/date.h"
#include "runtime/io/digits.h"

namespace assay::io {

inline constexpr std::size_t instant_size = 20;

// Where the words of an instant begin: "2026-11-", "22T09:30" and "9:30:00Z".
inline constexpr std::size_t instant_words[] = {0, 8, 12};

// The microseconds since 1970 that the three words say; Word is std::uint64_t, or a vector of them. Gives 0 where they are an instant of
// the years 1970 to 2099, else something else; then it is anything.
template <class Word>
[[gnu::always_inline]] inline void read_instant(const Word& first, const Word& second, const Word& third, Word& instant, Word& misfit) {
  // Digits become their values and separators 0; then in each pair of digits ten times the first and the second. Never a branch, so that
  // vectors are read by the same code.
  const Word date = first ^ std::uint64_t{0x2D30302D30303030}, day_time = second ^ std::uint64_t{0x30303A3030543030},
             time = third ^ std::uint64_t{0x5A30303A30303A30};
  misfit = (((date + std::uint64_t{0x7F76767F76767676}) | date) | ((day_time + std::uint64_t{0x76767F76767F7676}) | day_time) |
            ((time + std::uint64_t{0x7F76767F76767F76}) | time)) &
           std::uint64_t{0x8080808080808080};
  const Word date_sums = date * 10 + (date >> 8), day_time_sums = day_time * 10 + (day_time >> 8), time_sums = time * 10 + (time >> 8);
  const Word year = (date_sums & 0xFF) * 100 + (date_sums >> 16 & 0xFF), month = date_sums >> 40 & 0xFF;
  const Word day = day_time_sums & 0xFF, hour = day_time_sums >> 24 & 0xFF, minute = day_time_sums >> 48 & 0xFF;
  const Word seconds = time_sums >> 40 & 0xFF;
  // 1 before March, which begins the year here, so that a leap day is the last of one; and in a leap year.
  const Word early = (month - 3) >> 63, leap = 1 - (((year & 3) + 3) >> 2);
  const Word days_of_month = 30 + ((month + (month >> 3)) & 1) - early * (month - 1) * (2 - leap);
  const Word from_march = year - early;
  constexpr std::uint64_t days_to_1970 = 719'483;  // of that count, with one leap day in four years
  const Word days = from_march * 365 + (from_march >> 2) + (((month + early * 12) * 979 - 2919) >> 5) + day - 1 - days_to_1970;
  // What is too small or too large goes below 0.
  const Word beyond = (year - 1970) | (2099 - year) | (month - 1) | (12 - month) | (day - 1) | (days_of_month - day) | (23 - hour) |
                      (59 - minute) | (59 - seconds);
  misfit |= beyond >> 63;
  instant = (((days * 24 + hour) * 60 + minute) * 60 + seconds) * static_cast<std::uint64_t>(calendar::microseconds_per_second);
}

// The instant that the twenty bytes at `text` are. False where they are none of this kind.
inline bool usual_instant(const char* text, std::int64_t& instant) {
  std::uint64_t value = 0, misfit = 0;
  const auto word = [&](std::size_t i) { return word_at<std::uint64_t>(text + instant_words[i]); };
  read_instant(word(0), word(1), word(2), value, misfit);
  instant = static_cast<std::int64_t>(value);
  return misfit == 0;
}

}  // namespace assay::io

// What generated policies and data are made of: few enough words that they meet, odd enough to hurt.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/calendar/zone.h"

namespace assay::agree {

// Texts as cells and in policies: spellings of each other under folding, several scripts, signs that patterns and words mind.
const std::vector<std::string>& words();
const std::vector<std::string>& patterns();  // with `*`
const std::vector<std::string>& urls();      // malformed ones among them
const std::vector<std::string>& url_patterns();
const std::vector<std::string>& emails();  // likewise
const std::vector<std::string>& domains();
const std::vector<std::string>& expressions();  // regular, without slashes

const std::vector<std::int64_t>& integers();
const std::vector<double>& numbers();
const std::vector<std::string>& number_literals();
const std::vector<std::string>& point_literals();  // with their sign

// A duration as policies write it.
struct WrittenDuration {
  std::string text;
  calendar::Duration value;
  bool exact() const { return value.months == 0; }
  bool whole_days() const { return value.microseconds % calendar::microseconds_per_day == 0; }
};
const std::vector<WrittenDuration>& durations();

// Moments at which clocks change, years end and months are short.
struct Setting {
  std::string timezone;
  std::int64_t as_of;
};
const std::vector<Setting>& settings();

}  // namespace assay::agree

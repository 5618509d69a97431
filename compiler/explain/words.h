// Values, times and what was found, in words for people. Private to compiler/explain.
#pragma once

#include <string>

#include "compiler/explain/explanation.h"
#include "runtime/calendar/zone.h"

namespace assay::explain {

// "CMO" in quotes, 12, a label, `2026-11-21 09:00` in the zone; long texts are cut.
std::string value_words(const Shown& value, const calendar::Zone& zone);

// `2026-11-21 09:00`, with seconds where they are not 0.
std::string time_words(std::int64_t time, const calendar::Zone& zone);

// "2.5 days ago", "3 hours ago", of a moment before `as_of`.
std::string age_words(std::int64_t time, std::int64_t as_of);

// "once", "3 times".
std::string times_words(double count);

// What decided a comparison or a phrase: `title is "CMO", in buyers by "CMO"`, `country is missing`, `has not happened`. Empty where
// there is nothing to add.
std::string found_words(const Part& part, const calendar::Zone& zone);

// The same for a condition that is told in one line, without its parts: also what a `not` turns round, and when something happened.
std::string deciding_words(const Part& part, const calendar::Zone& zone);

}  // namespace assay::explain

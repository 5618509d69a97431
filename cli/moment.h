// The moment that --as-of names.
#pragma once

#include <optional>
#include <string>

#include "runtime/calendar/zone.h"

namespace assay::cli {

// A date is its end in the policy's time zone; an empty text is now. Nullopt: neither a date nor a time.
std::optional<calendar::Instant> as_of_instant(const std::string& written, const calendar::Zone& zone);

// What to say where it is neither.
std::string as_of_problem(const std::string& written);

}  // namespace assay::cli

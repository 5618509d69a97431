// Reads compiled time zone files (TZif, RFC 8536) and the rule at their end. Only zone.cpp uses this.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::calendar {

// From `at` on (seconds since 1970 UTC) the zone is `offset` seconds east of UTC.
struct OffsetChange {
  std::int64_t at;
  std::int64_t offset;
};

struct ZoneData {
  std::int64_t first_offset = 0;
  std::vector<OffsetChange> changes;  // ascending; each changes the offset
  bool repeats = false;               // whether the changes of the last 400 years come again for ever
};

// The zone in the bytes of a TZif file; nullopt when they are not one. The rule at the end is laid out over the 400 years after
// which the calendar repeats itself.
std::optional<ZoneData> read_zone_data(std::string_view bytes);

// Appends the changes that a rule like "CET-1CEST,M3.5.0,M10.5.0/3" makes after `data`'s last one; false when it is malformed.
bool append_rule(std::string_view rule, ZoneData& data);

}  // namespace assay::calendar

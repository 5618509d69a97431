#include "cli/moment.h"

#include <chrono>

#include <fmt/format.h>

#include "runtime/calendar/parse.h"

namespace assay::cli {

std::optional<calendar::Instant> as_of_instant(const std::string& written, const calendar::Zone& zone) {
  if (written.empty()) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  }
  const auto moment = calendar::parse_iso(written);
  if (!moment) return std::nullopt;
  return moment->kind == calendar::Moment::Kind::day ? zone.end_of_day(*moment->to_day(zone)) : moment->to_instant(zone);
}

std::string as_of_problem(const std::string& written) {
  return fmt::format("--as-of needs a date like 2026-11-22 or a time like 2026-11-22T09:30:00Z, not '{}'", written);
}

}  // namespace assay::cli

#include "runtime/activity_reach.h"

namespace assay::runtime {

std::vector<std::int64_t> ActivityReach::first_times(std::int64_t as_of, std::size_t kinds) const {
  std::vector<std::int64_t> times(kinds, INT64_MIN);
  for (std::size_t kind = 0; kind < of_kind.size(); ++kind) {
    const std::int64_t reach = of_kind[kind];
    if (reach == nothing) {
      times[kind] = INT64_MAX;
    } else if (reach != whole_history && __builtin_sub_overflow(as_of, reach, &times[kind])) {
      times[kind] = INT64_MIN;
    }
  }
  return times;
}

}  // namespace assay::runtime

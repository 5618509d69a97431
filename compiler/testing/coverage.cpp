#include "compiler/testing/coverage.h"

namespace assay::testing {

namespace {

void note_flags(const std::vector<runtime::Flags>& flags, std::size_t row, std::vector<bool>& met) {
  for (std::size_t at = 0; at < flags.size(); ++at) {
    if (runtime::bit(flags[at].data(), row)) met[at] = true;
  }
}

void note_index(const std::vector<std::int32_t>& column, std::size_t row, std::vector<bool>& met) {
  const std::int32_t index = row < column.size() ? column[row] : -1;
  if (index >= 0) met[static_cast<std::size_t>(index)] = true;
}

}  // namespace

Coverage::Coverage(const runtime::ResultSchema& schema)
    : rules_(schema.rules.size()), stages_(schema.stages.size()), segments_(schema.segments.size()), routes_(schema.routes.size()) {}

void Coverage::note(const runtime::Result& result, std::size_t row) {
  note_flags(result.fired, row, rules_);
  note_flags(result.segments, row, segments_);
  note_index(result.stages, row, stages_);
  note_index(result.routes, row, routes_);
}

Coverage::Part Coverage::part(const std::vector<bool>& met, std::size_t first) {
  Part part{.all = met.size() > first ? met.size() - first : 0, .unmet = {}};
  for (std::size_t at = first; at < met.size(); ++at) {
    if (!met[at]) part.unmet.push_back(at);
  }
  return part;
}

}  // namespace assay::testing

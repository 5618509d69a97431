#include "runtime/result.h"

namespace assay::runtime {
namespace {

void reset_points(PointsColumn& column, std::size_t rows) {
  column.values.assign(rows, 0);
  column.known.assign(words_for(rows), ~std::uint64_t{0});
}

void reset_flags(std::vector<Flags>& flags, std::size_t count, std::size_t rows) {
  flags.resize(count);
  for (Flags& each : flags) each.assign(words_for(rows), 0);
}

}  // namespace

void Result::reset(const ResultSchema& schema, std::size_t row_count, bool explain) {
  rows = row_count;
  reset_points(score, rows);
  sections.resize(schema.sections.size());
  for (PointsColumn& section : sections) reset_points(section, rows);
  grades.resize(schema.grades.size());
  for (auto& grade : grades) grade.assign(rows, no_grade);
  stages.assign(rows, 0);
  routes.assign(rows, no_route);
  reset_flags(excluded, schema.excluded.size(), rows);
  reset_flags(segments, schema.segments.size(), rows);
  reset_flags(tags, schema.tags.size(), rows);
  missing_offsets.assign(rows + 1, 0);
  missing_fields.clear();
  reset_flags(fired, explain ? schema.rules.size() : 0, rows);
  points.resize(explain ? schema.rules.size() : 0);
  for (auto& each : points) each.assign(rows, 0);
}

}  // namespace assay::runtime

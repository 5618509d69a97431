// What scoring yields: per lead its score, sections, grades, stage, reasons; and the names of all that, which are the same for every batch.
//
// Filled by engines (Program::score), read by writers, tests and explanations. Owns its memory; reused from batch to batch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/batch.h"
#include "runtime/points.h"

namespace assay::runtime {

struct RuleInfo {
  std::string id;             // stable: the `as` name, else made from section and words
  std::string reason;         // shown to people: the reason, else the condition as written
  std::int32_t section = -1;  // index into ResultSchema::sections, -1: a statement outside sections
  std::int32_t line = 0;      // of the policy, from 1
  std::string file;
  bool has_points = false;  // may contribute to its section
};

struct SectionInfo {
  std::string name;  // empty: the nameless section, which has no column of its own
  bool bounded_above = false, bounded_below = false;
  Points upper = 0, lower = 0;
  std::int32_t line = 0;
};

struct GradeInfo {
  std::string name;
  std::vector<std::string> labels;  // best first, `else` last
};

struct RouteInfo {
  std::vector<std::string> targets;  // one: `route to "x"`; several: `route to one of`, chosen by the hash of the id
};

// Labels that leads may carry; each is a bit per lead in Result. Reasons and tags stand in the order of the rules that set them; one that
// rules far apart set stands there more than once, and whoever lists a lead's labels names each once, where it comes first.
struct ResultSchema {
  std::vector<RuleInfo> rules;  // in the order of the file; those of sections and the statements outside
  std::vector<SectionInfo> sections;
  std::vector<GradeInfo> grades;
  std::vector<std::string> stages;    // 0 is `lead`, then the policy's in their order; `excluded` is Result::excluded_stage
  std::vector<std::string> excluded;  // reasons
  std::vector<std::string> missing;   // distinct names of required fields
  std::vector<std::string> segments, tags;
  std::vector<RouteInfo> routes;
  bool has_stages = false, has_exclude = false, has_require = false, has_segments = false, has_tags = false, has_routes = false;
};

struct PointsColumn {
  std::vector<Points> values;
  std::vector<std::uint64_t> known;  // bits; all ones where it cannot be missing
};

// A bit per row.
using Flags = std::vector<std::uint64_t>;

struct Result {
  static constexpr std::int32_t excluded_stage = -1;
  static constexpr std::int32_t no_grade = -1;
  static constexpr std::int32_t no_route = -1;

  std::size_t rows = 0;
  PointsColumn score;
  std::vector<PointsColumn> sections;             // one per ResultSchema::sections
  std::vector<std::vector<std::int32_t>> grades;  // per grade, per row: index into labels or no_grade
  std::vector<std::int32_t> stages;               // per row: index into ResultSchema::stages or excluded_stage
  std::vector<std::int32_t> routes;               // per row: index into ResultSchema::routes or no_route
  std::vector<Flags> excluded, segments, tags;    // per label of the schema
  // Required fields that held a transition of the row back, in the order in which they were met: row r has
  // missing_fields[missing_offsets[r]] up to missing_fields[missing_offsets[r + 1]], each an index into ResultSchema::missing, none twice.
  std::vector<std::uint32_t> missing_offsets;
  std::vector<std::int32_t> missing_fields;
  // Only where RunOptions::explain: per rule whether it fired, and what it gave (0 where it has no points).
  std::vector<Flags> fired;
  std::vector<std::vector<Points>> points;

  // Sizes every column for `rows` rows and clears all bits; keeps memory.
  void reset(const ResultSchema& schema, std::size_t rows, bool explain);
};

}  // namespace assay::runtime

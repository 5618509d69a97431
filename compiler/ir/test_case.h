// A policy test: a lead with its activities, and what is expected of its result. Values are typed and checked; times are absolute.
//
// Run by compiler/testing.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "compiler/source/source.h"
#include "runtime/points.h"

namespace assay::ir {

// missing, yes/no, integer/date/time, number, text (also a label, by its text), list of text
using GivenValue = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

struct GivenField {
  std::int32_t field = -1;
  GivenValue value;
};

struct GivenActivity {
  std::int32_t activity = -1;
  std::int64_t time = INT64_MIN;                                // microseconds since 1970 UTC; INT64_MIN: without a time
  std::vector<std::pair<std::int32_t, GivenValue>> attributes;  // attribute index, value
};

struct Expectation {
  enum class Kind : std::uint8_t { Score, Section, Grade, Stage, Excluded, Missing, Tag, Segment, Route, Fires };
  Kind kind = Kind::Score;
  bool negated = false;
  std::int32_t index =
      -1;  // section, grade, stage (state), required field (ResultSchema::missing), tag, segment; -1: none such can ever be
  std::int32_t label = -1;          // Grade: index of the label
  runtime::Points points = 0;       // Score, Section
  std::string text;                 // Excluded: the reason, empty for any; Route: the target; Fires: as written
  std::vector<std::int32_t> rules;  // Fires: the rules that are meant
  source::Span span;
};

struct TestCase {
  std::string name;
  std::int64_t as_of = 0;
  std::string stage;  // `given stage S`: the lead's current stage; empty: lead
  std::vector<GivenField> fields;
  std::vector<GivenActivity> activities;
  std::vector<Expectation> expectations;
  source::Span span;
};

// `test from "cases.csv" with activities "events.csv"`: rows are leads, columns named `expect …` are expectations. Read when tests are run.
struct CaseFile {
  std::string cases, activities;  // paths that can be opened; no activities: empty
  std::string name;               // of the cases, as written
  source::Span span;
};

}  // namespace assay::ir

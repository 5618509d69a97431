// One pass over the activities of a block's leads for everything that rules ask about them.
//
// Each activity is classified once (activity_classes.h): the class says which filters it passes. What filters ask beyond kind and text has
// been computed for all activities of the block before (residuals: bitmaps made by an activity program). Counts and integer sums over
// windows that are the same for all leads are added up side by side (pass_counts.h). For the other phrases, and for chains, the activities
// that passed each filter are listed lead by lead; phrases cut their windows from the lists. What nothing passed keeps the value of a lead
// without activities.
#pragma once

#include "runtime/kernels/match.h"
#include "runtime/kernels/points.h"

namespace assay::kernels {

// An attribute as a pass reads it. slot -1: no activity has it.
struct AttributeRef {
  std::int32_t slot = -1;
  runtime::Storage storage = runtime::Storage::Integer;
  bool is_time = false;
  std::vector<std::string> folded_labels;
};

struct ActivityFilter {
  std::int32_t activity = -1;            // -1: any
  std::vector<std::uint32_t> atoms;      // of the kind's classifier; all must hold
  std::vector<std::uint32_t> residuals;  // into ActivityPass::residuals; all must hold
  bool ignores = false;                  // what passes is as if it were not there; such filters come first
};

// All comparisons of the filters of some kinds with the texts of one column of attributes.
struct Classifier {
  std::uint32_t slot;
  AtomSet set;
};

// As ir::Bound.
struct WindowBound {
  bool is_after = true;
  bool inclusive = false;
  bool open_when_missing = false;
  bool same_for_all = false;  // the time is the same for every lead
  Values time;
};

struct Aggregate {
  enum class Kind : std::uint8_t {
    Count,
    CountDays,
    CountWeeks,
    CountMonths,
    CountDistinct,
    LatestTime,
    FirstTime,
    Sum,
    Average,
    Maximum,
    Minimum,
    LastValue,
    FirstValue,
  };
  // A truth that holds where the count or sum is at least so much; what is at least 1, so that it is false without activities.
  struct Threshold {
    std::int64_t at_least;
    Offset to;
  };
  Kind kind = Kind::Count;
  AttributeRef attribute;
  ValueKind value_kind = ValueKind::Integer;
  Values to;                          // invalid: only the thresholds are asked for
  std::vector<Threshold> thresholds;  // of Count and of Sum of integers, ascending
};

// How often something happened, up to a limit, as bitmaps: 2^digits - limit + count in binary, or all digits 0 and `reached` from the limit
// on. Points that are so much each time, up to a bound, are then constant points of these bitmaps.
struct LimitedCount {
  std::uint64_t limit = 0;     // 0: not asked for
  std::vector<Offset> digits;  // bit_width(limit - 1) of them, lowest place first
  Offset reached = no_offset;

  void clear(Block& block) const;
  void set(std::uint64_t count, Block& block, std::size_t row) const;
};

// A `for each` rule. What is counted: activities, or the latest of each calendar unit or distinct value.
struct ForEach {
  enum class Unit : std::uint8_t { Activity, Day, Week, Month, Distinct } unit = Unit::Activity;
  AttributeRef attribute;  // Distinct
  bool has_points = false;
  PointsSource points;
  DecaySpec decay;
  std::optional<calendar::Duration> once_every;
  PointBounds bounds;
  Offset fired;
  Offset to = no_offset;  // Points; 0 where it does not fire
  LimitedCount limited;   // instead of `to`
};

struct WindowedPhrase {
  std::uint32_t filter;
  std::vector<WindowBound> bounds;
  std::vector<Aggregate> aggregates;
  std::vector<ForEach> rules;
};

// How values are compared: texts folded (labels by their texts), integers as they are, as numbers, or times by their dates.
enum class KeyKind : std::uint8_t { Text, Integer, Number, Date };

struct ActivityChain {
  struct Part {
    std::uint32_t filter;
    AttributeRef attribute;  // the first one
    bool same = false;
    KeyKind key = KeyKind::Integer;  // how it is compared with the part before it
  };
  std::vector<Part> parts;
  std::optional<calendar::Duration> within;
  std::vector<WindowBound> bounds;
  Offset holds = no_offset;
  Values latest;
  std::vector<ForEach> rules;  // Unit::Distinct of the last part's attribute
};

struct ActivityPass {
  std::vector<ActivityFilter> filters;
  std::vector<std::int32_t> classifier_of_kind;  // per activity of the schema; -1: none
  std::vector<Classifier> classifiers;
  std::vector<WindowedPhrase> phrases;
  std::vector<ActivityChain> chains;
  // The activity program: a list of steps, the size of its frame, and the truths that filters ask for.
  std::uint32_t list = 0;
  std::size_t frame_bytes = 0;
  std::vector<Offset> residuals;
  std::uint32_t state = 0;  // into StepStates::passes
};

void run(const ActivityPass& pass, Block& block);

}  // namespace assay::kernels

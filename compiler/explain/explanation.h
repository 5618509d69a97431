// Why a lead has the result that it has: plain values, made by explain.h, shown by render.h (decision 0050).
//
// Invariants: the points of a section's rules and bounds add up to the section, those of the sections and `total_difference` to the
// score, as `assay score --explain` has them. Texts are the author's words on one line. Nothing refers to the policy or the batch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/explain/condition.h"

namespace assay::explain {

struct BoundEntry {
  bool upper = true;
  Points limit = 0;
  Points points = 0;  // what the bound adds or takes away
};

// Why a rule gave what it gave.
enum class Fate : std::uint8_t {
  Counted,
  ConditionNotMet,
  EarlierApplied,  // an `otherwise` behind a rule that fired
  NoActivities,    // nothing for its `for each`
  NoPoints,        // its points are missing
  NoAge,           // the condition holds without the activity whose age decides
  LostContest,     // `first match` or `best match` chose another rule
};

struct RuleEntry {
  std::string id, text;
  std::string reason;  // shown to people: the author's, else the condition
  Place place;
  bool has_points = false;
  bool fired = false;
  Points points = 0;
  Fate fate = Fate::Counted;
  std::string winner;                // LostContest: the reason of the rule that was chosen
  std::optional<Part> condition;     // none: `always` and `for each`
  std::optional<Part> amount;        // points that differ from lead to lead
  std::vector<ShownActivity> gives;  // activities, days, values with what each was worth, oldest first
  std::size_t more_gives = 0;        // older ones that are left out, and what they gave
  Points more_points = 0;
  std::optional<BoundEntry> bound;  // where its own bound bites
  std::vector<std::string> tags, excludes;
};

struct SectionEntry {
  std::string name;  // empty: the nameless section
  std::string modifiers;
  std::uint32_t line = 0;
  Points points = 0;
  std::vector<RuleEntry> rules;
  std::optional<BoundEntry> bound;
};

// What would have to change so that a condition holds.
struct Need {
  enum class Kind : std::uint8_t { Points, Number, Field, Activity, Condition, AnyOf } kind = Kind::Condition;
  std::string text;  // "12 more points (has 38, needs 50)"
  std::string of;    // `score`, a section, a field, a grade
  std::optional<double> has, needs;
  std::vector<std::vector<Need>> ways;  // AnyOf: each way by itself is enough
};

struct Transition {
  enum class State : std::uint8_t { Taken, Open, LacksFields, NotFromHere } state = State::NotFromHere;
  std::vector<std::string> from;
  std::string to;
  Place place;
  Part condition;
  std::vector<std::string> lacking;  // required fields without a value
  std::vector<Need> needs;           // of open ones
};

struct GradeEntry {
  std::string name;
  std::string label;  // empty: none
  std::optional<Part> by;
  std::optional<double> value;
  std::string better;  // the next better label; empty: there is none
  std::optional<double> better_from;
};

struct LabelEntry {
  std::string name;
  bool holds = false;
  std::optional<Part> condition;
};

struct Explanation {
  std::string policy, version, policy_file, timezone;
  std::int64_t as_of = 0;
  std::string id;
  std::uint64_t row = 0;
  std::vector<std::uint64_t> same_id_rows;  // all rows with this id, where there are several
  std::optional<Points> score;
  std::optional<Part> total;  // where the policy says how the score is made
  std::optional<Points> total_difference;
  std::vector<SectionEntry> sections;
  std::vector<RuleEntry> statements;  // vetoes and labels outside sections
  std::vector<GradeEntry> grades;
  bool has_stages = false;
  std::string stage_before, stage;  // `excluded` for an excluded lead
  std::vector<std::string> excluded, missing, tags;
  std::vector<LabelEntry> segments, routes;
  std::string route;
  std::vector<Transition> transitions;
  std::uint64_t activities = 0;
  std::vector<std::pair<ShownActivity, std::string>> ignored;  // with the reason
};

}  // namespace assay::explain

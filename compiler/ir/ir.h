// The typed Policy IR: what a policy means, with names resolved, types checked, phrases and modifiers reduced to a handful of operations.
//
// Made by compiler/check, read by the interpreter, the plan and everything that shows or compares policies. Expressions are a flat,
// hash-consed DAG: equal expressions have equal ids, so that "distinct comparisons" are distinct ids. Nodes refer only to smaller ids.
//
// Two levels: lead expressions have one value per lead; per-activity expressions (below a Phrase's or Chain part's filter, or an Ignore)
// have one per activity and may contain lead expressions as leaves (decision 0001).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/test_case.h"
#include "compiler/source/source.h"
#include "runtime/calendar/zone.h"
#include "runtime/points.h"
#include "runtime/result.h"
#include "runtime/schema.h"
#include "runtime/text/text_set.h"

namespace assay::ir {

enum class Type : std::uint8_t { Truth, YesNo, Integer, Number, Text, Date, Time, Label, TextList };

enum class Op : std::uint8_t {
#define OP(name, text, payload) name,
#include "compiler/ir/ops.def"
};

struct ExprId {
  std::uint32_t index = UINT32_MAX;
  bool valid() const { return index != UINT32_MAX; }
  bool operator==(const ExprId&) const = default;
};

struct Node {
  Op op = Op::Truth;
  Type type = Type::Truth;
  bool per_activity = false;
  std::int32_t index = -1;      // see ops.def
  std::int32_t attribute = -1;  // index into the attributes of the phrase's (or Attribute's own) activity
  std::int64_t integer = 0;
  double number = 0;
  std::uint32_t first_operand = 0, operand_count = 0;  // into Policy::operands
};

// One comparison of a text column with texts: true when any of them fits (runtime/text/text_set.h has the meaning).
struct TextAtom {
  text::TextMode mode = text::TextMode::equals;
  std::vector<std::string> texts;  // as written, lists flattened, in the order of the policy without repetitions
  std::string name;                // of the list it came from, for dumps; no part of its identity
};

// A calendar part in the policy's time zone and an exact part; one of the two is 0.
using Duration = calendar::Duration;

// A bound of a window: the activity's time must lie on that side of `time`. When `time` is missing the bound matches nothing, unless
// open_when_missing (`since last …`): then there is no bound. An untimed activity matches only where no bound is in force.
struct Bound {
  enum class Side : std::uint8_t { After, Before } side = Side::After;
  ExprId time;  // a lead expression of type Time
  bool inclusive = false;
  bool open_when_missing = false;
};

// Which of a lead's activities are meant. Bounds include the section's `counting since`.
struct Phrase {
  std::int32_t activity = -1;  // index into Schema::activities; -1: `active`, any activity of declared kind or not
  ExprId filter;               // per-activity Truth of object and `with`; invalid: all
  std::vector<Bound> bounds;
};

// Activities a1, a2, … with a1.time < a2.time < …, and last ≤ first + within; bounds hold for each.
struct Chain {
  struct Part {
    std::int32_t activity = -1;
    ExprId filter;
    bool same = false;  // its first attribute equals that of the part before it: both known, texts folded
  };
  std::vector<Part> parts;
  std::optional<Duration> within;
  std::vector<Bound> bounds;
};

struct Ignore {
  std::int32_t activity = -1;
  ExprId filter;  // invalid: all
  std::string reason;
};

// factor by age = as-of − time of the activity: Halving 2^(−age/period), Fading max(0, 1 − age/period), Losing max(0, 1 − share × whole
// periods), Expiring 0 from one period on, else 1.
struct Decay {
  enum class Kind : std::uint8_t { None, Halving, Fading, Losing, Expiring } kind = Kind::None;
  Duration period;
  double share = 0;
};

struct Rule {
  enum class Kind : std::uint8_t {
    When,             // once, if `condition` holds
    ForEachActivity,  // per activity of phrase (after thinning by once_every)
    ForEachDay,       // per calendar day, week, month with an activity of phrase; age: of the latest one in it
    ForEachWeek,
    ForEachMonth,
    ForEachDistinct,  // per distinct known value of `attribute` in phrase, or of the first attribute of chain; age: of its latest
  };
  Kind kind = Kind::When;
  ExprId condition;             // When: what must hold, `otherwise` included
  std::int32_t phrase = -1;     // for each
  std::int32_t chain = -1;      // ForEachDistinct of a chain, else -1
  std::int32_t attribute = -1;  // ForEachDistinct of a phrase
  ExprId points;                // lead expression, Integer or Number; invalid: no points. Missing: the rule does not fire
  Decay decay;
  ExprId decay_time;  // When with decay: Time of the activity whose age counts; missing: the rule does not fire
  std::optional<Duration> once_every;
  std::optional<runtime::Points> at_most, at_least;  // applied to what the rule gives in all, upper first
  std::int32_t section = -1;                         // index into Policy::sections; -1: a statement outside sections
  std::vector<std::int32_t> excludes, tags;          // indices into ResultSchema::excluded and ::tags, set when it fires
  std::int32_t explanation = -1;                     // root of its condition in Policy::explanations
  std::int32_t points_explanation = -1;              // of points that differ from lead to lead
  source::Span span;                                 // of the whole rule
};

struct Section {
  enum class Match : std::uint8_t { All, First, Best } match = Match::All;
  std::vector<std::int32_t> rules;  // in order
  std::optional<runtime::Points> at_most, at_least;
};

struct Grade {
  ExprId by;                      // what is graded, Number
  std::vector<ExprId> reached;    // per label, best first: Truth; the lead has the first that holds, none: no grade
  std::int32_t explanation = -1;  // of `by`
};

struct Transition {
  std::vector<bool> from;  // per state (0 = lead)
  std::int32_t to = 0;
  ExprId condition;
  struct Required {
    std::int32_t missing = 0;  // index into ResultSchema::missing
    ExprId has;
  };
  std::vector<Required> required;
  std::int32_t line = 0;
  std::int32_t explanation = -1;
};

// The conditions of the policy as their authors wrote them, for people who ask why: a tree over spans with the Truths they were reduced to.
struct Explanation {
  source::Span span;
  ExprId known_true, known_false;      // of a condition; invalid for a value
  ExprId value;                        // of a value that took part in a comparison
  std::vector<std::int32_t> children;  // into Policy::explanations
  // What the children are to it: joined by `and`, by `or`, items of `at least 2 of`, what a `not` turns round, what a name stands for;
  // Plain: the parts of a comparison or a calculation.
  enum class Form : std::uint8_t { Plain, All, Any, CountOf, Not, Name } form = Form::Plain;
};

struct Setting {
  std::string name;
  std::string value;  // in force, as text
  std::string written;
};

struct Response {
  std::int32_t stage = 0;
  Duration within;
  bool business_time = false;
  std::vector<std::int32_t> by;  // activities
};

struct BusinessHours {
  struct Open {
    std::int32_t weekday = 1;                     // 1 = Monday
    std::int32_t from_minute = 0, to_minute = 0;  // of the local day
  };
  bool declared = false;  // else Monday to Friday, 09:00 to 17:00
  std::vector<Open> open;
  std::vector<std::string> holidays;  // dates, ISO
};

struct Policy {
  std::string name;
  std::string version;
  std::vector<std::string> header;  // agreed by, review by: as written
  runtime::Schema schema;
  runtime::ResultSchema result;  // rules, sections, grades, stages run parallel to those below

  std::vector<Node> nodes;
  std::vector<ExprId> operands;
  std::vector<std::string> texts;
  std::vector<TextAtom> text_atoms;
  std::vector<std::vector<std::int32_t>> label_sets;  // sorted codes
  std::vector<Duration> durations;
  std::vector<Phrase> phrases;
  std::vector<Chain> chains;

  std::vector<Ignore> ignores;
  std::vector<Rule> rules;
  std::vector<Section> sections;
  ExprId total;  // Number; invalid: the sum of all sections
  std::int32_t total_explanation = -1;
  std::vector<Grade> grades;
  std::vector<Transition> transitions;  // in the order of the file
  std::vector<ExprId> segments;         // parallel to ResultSchema::segments
  std::vector<ExprId> routes;
  std::vector<std::int32_t> segment_explanations, route_explanations;  // parallel to segments, routes
  std::vector<Explanation> explanations;
  std::vector<Setting> settings;
  std::vector<Response> responses;
  BusinessHours business_hours;
  std::vector<TestCase> tests;
  std::vector<CaseFile> case_files;

  const Node& operator[](ExprId id) const { return nodes[id.index]; }
  ExprId operand(const Node& node, std::uint32_t i) const { return operands[node.first_operand + i]; }
};

}  // namespace assay::ir

// The tree of a policy, part two: statements. See ast.h for the whole.
// Every struct has a `span` from its first to its last token (its block included) and spans for what messages point at.
#pragma once

#include "compiler/syntax/ast_expression.h"

namespace assay::syntax {

// clang-format off: a node is a line where it can be

// Head and declarations

struct Agreement { Name by; DateLiteral on; Span span; };
struct PolicyHeader {
  std::optional<Text> name;
  std::optional<std::int64_t> version;
  std::optional<Text> timezone;
  std::vector<Agreement> agreements;
  std::optional<DateLiteral> review_by;
  Span span;
};

struct Use { std::string target; bool is_path = false; Span span; };  // one per target; a module's name or a file in quotes

struct Type {
  // Unknown was reported already.
  enum class Kind : std::uint8_t { Unknown, Text, Email, Url, Phone, Integer, Number, YesNo, Date, Time, OneOf, ListOfText } kind{};
  std::vector<Label> labels;  // of OneOf
  Span span;
};

struct Field {
  Name name;
  Type type;
  std::vector<Text> from;
  std::optional<Text> format;
  std::vector<Text> missing;
  std::optional<Text> separator;
  Span span;
};

struct Attribute { Name name; Type type; Span span; };
struct Activity { Name name; std::vector<Attribute> attributes; bool merging_overlaps = false; std::vector<Text> from; Span span; };
struct Ignore { PhraseId phrase{}; std::optional<Text> reason; Span span; };

struct ListItem { std::string value; bool is_name = false; Span span; };  // a pattern or the name of another list
struct ListFile { Text path; Label column; };
struct List { Name name; std::vector<ListItem> items, except; std::optional<ListFile> file; Span span; };
struct Define { Name name; ExprId value{}; Span span; };
struct Setting { Name name; ExprId value{}; Span span; };

// Scores

struct SectionModifier {
  enum class Kind : std::uint8_t { AtMost, AtLeast, FirstMatch, BestMatch, CountingSinceLast } kind{};
  ExprId bound{};  // of AtMost, AtLeast
  Name verb;       // of CountingSinceLast
  Span span;
};
struct Section { Name name; std::vector<SectionModifier> modifiers; Span span; };

struct PointsEffect { ExprId amount{}; Span span; };  // the sign belongs to the amount: `- a - b` is Arithmetic(Negate(a) - b)
struct ExcludeEffect { std::optional<Text> reason; Span span; };
struct TagEffect { Text tag; Span span; };
struct EnterEffect { Name stage; Span span; };        // only in the cases of `on`
using Effect = std::variant<PointsEffect, ExcludeEffect, TagEffect, EnterEffect>;

struct RuleModifier {
  enum class Kind : std::uint8_t { AtMost, AtLeast, OnceEvery, Halving, Fading, Losing, Expiring } kind{};
  ExprId amount{};    // the bound of AtMost and AtLeast, the share of Losing
  Duration duration;  // of the others and Losing
  Span span;
};

// What stands after a rule's colon.
struct Effects {
  std::vector<Effect> list;
  std::vector<RuleModifier> modifiers;
  std::optional<Text> reason;
  std::optional<Name> as;
  // Set when the points end with `days since NAME "text"`: if NAME is no activity, that phrase is the bare name and the text is the
  // reason. (A name alone before the text is never a phrase in points; the parser has taken the text as the reason.)
  std::optional<PhraseId> open_reason;
  Span span;
};

struct Rule {
  enum class Kind : std::uint8_t { When, ForEach, ForEachPeriod, ForEachDifferent, Always, Otherwise } kind{};
  std::optional<ExprId> condition;    // of When, and of Otherwise where `when` follows
  std::optional<PhraseId> phrase;     // of the three ForEach
  DurationUnit period{};              // of ForEachPeriod: Day, Week, Month
  std::optional<Name> attribute;      // of ForEachDifferent
  Effects effects;
  std::optional<std::size_t> section; // index of the Section statement it belongs to; none is the nameless one
  Span span;
  Span head;                          // all before the colon
};

struct ExcludeStatement { std::optional<Text> reason; ExprId condition{}; Span span; };
struct TagStatement { Text tag; ExprId condition{}; Span span; };
struct Total { ExprId value{}; Span span; };
struct Band { Label label; ExprId bound{}; Span span; };
struct Grade { Name name; ExprId by{}; std::vector<Band> bands; std::optional<Label> otherwise; Span span; };

// Lifecycle

struct Require { std::vector<Name> fields; Name stage; Span span; };
struct Transition {
  enum class Kind : std::uint8_t { Enter, EnterFrom, LeaveTo } kind{};
  std::vector<Name> stages;  // the sources of EnterFrom, the one target of LeaveTo
  ExprId condition{};
  Span span;
};
struct Stage { Name name; std::vector<Transition> transitions; Span span; };

struct Case { std::vector<Label> labels; bool is_else = false; Effects effects; Span span; };
// `on FIELD` or `on VERB ATTRIBUTE`.
struct On { Name subject; std::optional<Name> attribute; std::vector<Case> cases; std::optional<std::size_t> section; Span span; Span head; };

struct Segment { Text name; ExprId condition{}; Span span; };
struct Route { std::vector<Text> targets; bool one_of = false; ExprId condition{}; Span span; };
struct Respond { Name stage; Duration within; std::vector<Name> by; Span span; };
struct OpenHours { std::uint8_t first_day = 1, last_day = 5; std::uint16_t opens = 0, closes = 0; };  // 1 = Monday; minutes of the day
struct BusinessHours { std::vector<OpenHours> open; std::vector<ExprId> except; Span span; };         // except: names of lists, dates

// Tables

struct CellItem {
  enum class Kind : std::uint8_t { Value, Range, Comparison, Else } kind{};
  CompareOp op{};                 // of Comparison
  std::optional<ExprId> value;    // none for Else; a Range expression for Range
};
struct TableCell { std::vector<CellItem> items; Span span; };
struct TableRow { std::vector<TableCell> cells; Span span; };  // the first cell is the row's own; the head has none such
struct Table { Name name; std::vector<Name> by; std::optional<TableRow> head; std::vector<TableRow> rows; std::optional<Text> file; Span span; };

// Tests

struct GivenTime {
  enum class Kind : std::uint8_t { Today, Ago, On, At } kind{};
  Duration ago;
  std::optional<ExprId> at;  // a DateLiteral or TimeLiteral
  Span span;
};
struct GivenValue { Name name; std::vector<ExprId> values; Span span; };
// One item between commas: a field with its value, an activity, or a stage. What `name` is stays open; so does which of `with` are
// attributes and which, from some point on, fields. Values are literals and NameExprs (labels).
struct Given {
  bool is_stage = false;             // `stage SAL`: name is the stage
  Name name;
  std::vector<ExprId> values;
  std::vector<GivenValue> with;
  std::vector<GivenTime> times;
  Span span;
};
struct Expectation {
  // Named: `NAME value` (a section or grade) or `NAME` alone (a stage).
  enum class Kind : std::uint8_t { Score, Named, Stage, Excluded, Missing, Tag, Segment, Route, Fires } kind{};
  bool negated = false;
  std::optional<Name> name;      // of Named, Stage, Missing; of Fires by its `as` name
  std::optional<ExprId> value;   // of Score and Named: a number, label or text
  std::optional<Text> text;      // of Excluded (if any), Tag, Segment, Route, Fires
  Span span;
};
struct Test { Text name; std::optional<ExprId> as_of; std::vector<Given> given; std::vector<Expectation> expect; Span span; };
struct TestFile { Text cases; std::optional<Text> activities; Span span; };

// clang-format on
}  // namespace assay::syntax

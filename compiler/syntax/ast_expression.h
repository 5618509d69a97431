// The tree of a policy, part one: names, literals, expressions and phrases. See ast.h for the whole and for what stays open.
// Expressions and phrases live in vectors of the Ast and are named by handles; chains (`a and b and c`, `1 + 2 - 3`) are one flat
// node, so that only what the limit of nesting counts makes a tree deep.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/source/source.h"

namespace assay::syntax {

using source::Span;

enum class ExprId : std::uint32_t {};
enum class PhraseId : std::uint32_t {};

// A name as written, without its back quotes. `quoted` tells `score` in back quotes (the field) from the keyword.
struct Name {
  std::string text;
  Span span;
  bool quoted = false;
};

// A text literal with its escapes resolved; the span includes the quotes.
struct Text {
  std::string value;
  Span span;
};

// A label of a closed set, a grade or a case: a word, a number or a text, compared as text.
struct Label {
  enum class Kind : std::uint8_t { Word, Number, Text };
  std::string text;
  Kind kind = Kind::Word;
  Span span;
};

enum class DurationUnit : std::uint8_t { Second, Minute, Hour, Day, Week, Month, Quarter, Year };

// `30 days`; the amount is an IntegerLiteral or the name of a setting.
struct Duration {
  ExprId amount{};
  DurationUnit unit{};
  bool business = false;  // only in `respond … within 2 business hours`
  Span span;
};

// clang-format off: a node is a line where it can be

// Literals

struct TextLiteral { std::string value; };
struct IntegerLiteral { std::int64_t value = 0; };
struct NumberLiteral { double value = 0; bool percent = false; };  // 30% has the value 0.3
struct YesNoLiteral { bool value = false; };
struct DateLiteral { std::int16_t year = 0; std::uint8_t month = 0, day = 0; };  // a date of the calendar
struct TimeLiteral {
  DateLiteral date;
  std::int64_t microseconds = 0;                // since the start of that local day
  std::optional<std::int32_t> offset_minutes;   // from `Z` or `+02:00`; without, the time is in the policy's time zone
};
struct DurationLiteral { Duration duration; };
struct RegexLiteral { std::string pattern; };   // between the slashes; `\/` stands for `/`
struct Range { ExprId low{}, high{}; };         // `1..5`, both ends included; only in value lists

// Names and built-in values

struct NameExpr { Name name; };
enum class Builtin : std::uint8_t { Today, Now, Score, Excluded };
struct BuiltinExpr { Builtin which{}; };

// Operators

struct Logic { enum class Op : std::uint8_t { And, Or } op{}; std::vector<ExprId> operands; };  // two or more
struct Not { ExprId operand{}; Span op_span; };
struct Negate { ExprId operand{}; Span op_span; };
enum class ArithmeticOp : std::uint8_t { Add, Subtract, Multiply, Divide };
struct ArithmeticStep { ArithmeticOp op{}; Span op_span; ExprId operand{}; };
// Left to right. One node holds either additions and subtractions or multiplications and divisions.
struct Arithmetic { ExprId first{}; std::vector<ArithmeticStep> steps; };
struct Fallback { std::vector<ExprId> operands; };  // `title else nickname else "none"`: the first that is not missing

enum class CompareOp : std::uint8_t { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, Is, IsNot };
// `exactly` is set for `= exactly "CMO"` and `!= exactly "CMO"`.
struct Comparison { CompareOp op{}; Span op_span; ExprId left{}, right{}; bool exactly = false; };
enum class MatchOp : std::uint8_t { In, Contains, StartsWith, EndsWith, Like, Mentions, Matches };
// Values are texts, numbers, dates, ranges, names (labels, lists, settings), regular expressions for Matches.
struct Match { MatchOp op{}; Span op_span; bool negated = false; ExprId subject{}; std::vector<ExprId> values; bool parenthesised = false; };
struct Between { bool negated = false; Span op_span; ExprId subject{}, low{}, high{}; };
// `has x` (written_has) and `x is not missing` are not negated == known; `x is missing` is the other.
struct IsMissing { ExprId subject{}; bool negated = false; bool written_has = false; };
struct CountOf { enum class Op : std::uint8_t { AtLeast, AtMost, Exactly } op{}; ExprId number{}; std::vector<ExprId> items; };
struct Call { Name function; std::vector<ExprId> arguments; };  // any name before a parenthesis; the checker knows the functions
struct PartOf { Name part; ExprId operand{}; };                 // `domain of email`, `length of x`, `month of d`

// Numbers, times and values from activities

struct PhraseExpr { PhraseId phrase{}; };
struct TimesOf { PhraseId phrase{}; };
struct DaysBetween { ExprId from{}, to{}; };
// The operand is a PhraseExpr, a NameExpr (a field, define or verb: open) or a value. `first` takes a verb only.
struct DaysSince { bool first = false; ExprId operand{}; };
struct AggregateOf { enum class Op : std::uint8_t { Sum, Max, Min, Average } op{}; Name attribute; PhraseId phrase{}; };
struct TimeOf { bool first = false; PhraseId phrase{}; };                   // else last
struct ValueOf { bool first = false; Name attribute; PhraseId phrase{}; };  // `last outcome of called`
struct TimesEntered { Name stage; };
struct DaysSinceEntered { Name stage; };
struct Reached { Name stage; };

using ExprNode = std::variant<TextLiteral, IntegerLiteral, NumberLiteral, YesNoLiteral, DateLiteral, TimeLiteral, DurationLiteral,
    RegexLiteral, Range, NameExpr, BuiltinExpr, Logic, Not, Negate, Arithmetic, Fallback, Comparison, Match, Between, IsMissing, CountOf,
    Call, PartOf, PhraseExpr, TimesOf, DaysBetween, DaysSince, AggregateOf, TimeOf, ValueOf, TimesEntered, DaysSinceEntered, Reached>;

struct Expr {
  ExprNode node;
  Span span;                   // with its parentheses, if it has any
  bool parenthesised = false;
};

// Phrases

// `attended same webinar`: holds the first attribute to that of the part before.
struct Same { Name attribute; Span span; };

// verb [object] {with …}. Objects are TextLiterals and NameExprs (a list, the attribute's own name, or a label).
struct PhrasePart {
  Name verb;
  std::vector<ExprId> objects;
  std::optional<Same> same;
  std::vector<ExprId> conditions;  // after `with`; see ast.h about the commas
  Span span;
};

struct Count {
  enum class Op : std::uint8_t { AtLeast, AtMost, Exactly, MoreThan, FewerThan } op{};
  enum class Of : std::uint8_t { Times, Days, Weeks, Months, Different } of{};
  ExprId number{};                 // an IntegerLiteral or the name of a setting
  std::optional<Name> attribute;   // of Different, as written (`page` or `pages`)
  Span span;
};

struct InLast { Duration duration; };
struct MoreThanAgo { Duration duration; };
struct Since { ExprId date{}; };
struct Before { ExprId date{}; };
struct BetweenDates { ExprId from{}, to{}; };
struct OnToday {};
struct InThis { DurationUnit unit{}; };  // Week, Month, Quarter, Year
struct SinceLast { Name verb; };
struct Window {
  std::variant<InLast, MoreThanAgo, Since, Before, BetweenDates, OnToday, InThis, SinceLast> node;
  Span span;
};

// One part, or a chain of them joined by `then`. Only chains have `within`; count and window hold for the whole.
struct Phrase {
  std::vector<PhrasePart> parts;
  std::optional<Duration> within;
  std::optional<Count> count;
  std::optional<Window> window;
  Span span;
};

// clang-format on
}  // namespace assay::syntax

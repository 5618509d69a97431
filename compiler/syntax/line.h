// One line of a policy as the parser yields it: a statement, or a part of one that stands on a line of its own (a field of `lead`, a
// case of `on`, a `given` of a test, …). compiler/syntax/assemble.h joins lines to statements. Private to this folder.
#pragma once

#include "compiler/syntax/ast.h"

namespace assay::syntax {

// clang-format off: a node is a line where it can be
struct PolicyLine { std::optional<Text> name; Span span; };
struct VersionLine { std::int64_t version = 0; Span span; };
struct TimezoneLine { Text zone; Span span; };
struct ReviewLine { DateLiteral date; Span span; };
struct UseLine { std::vector<Use> targets; Span span; };
struct LeadLine { Span span; };
struct AsOfLine { ExprId time{}; Span span; };
struct GivenLine { std::vector<Given> items; Span span; };
struct ExpectLine { std::vector<Expectation> items; Span span; };
struct RowLine { TableRow row; bool is_head = false; Span span; };

using Line = std::variant<PolicyLine, VersionLine, TimezoneLine, Agreement, ReviewLine, UseLine, LeadLine, Field, Activity, Ignore, List,
    Define, Setting, Section, Rule, ExcludeStatement, TagStatement, Total, Grade, Require, Stage, Transition, On, Case, Segment, Route,
    Respond, BusinessHours, Table, RowLine, Test, TestFile, AsOfLine, GivenLine, ExpectLine>;

// clang-format on
}  // namespace assay::syntax

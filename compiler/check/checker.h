// The checker's state, private to compiler/check. One Checker lowers one policy; each topic has its own source file.
//
// Order of work (check.cpp): load_modules → declare names → settings → schema → statements in the order of the file → tests → finish.
// Defines, lists, tables are lowered where they are used (Context says for whom) and once each for their own faults.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/check/check.h"
#include "compiler/check/scope.h"
#include "compiler/check/value.h"
#include "compiler/ir/builder.h"
#include "runtime/calendar/zone.h"

namespace assay::check {

class Checker {
 public:
  Checker(const syntax::Ast& ast, source::Sources& sources, const CheckInput& input, diag::Sink& sink);
  std::optional<ir::Policy> run();

  // modules.cpp: adds to files_, which holds the policy already, modules in the order of use, the prelude last; each once. Reports
  // unknown modules, unreadable files, circles, syntax errors of modules, and statements that a module may not hold. A used file with a
  // policy of its own counts as Origin::Policy when the using file holds nothing but `use` and tests.
  void load_modules();

  // names.cpp
  void declare_names();
  Declaration* find(const std::string& name);                 // nullptr: none; marks nothing
  Declaration* find(const std::string& name, NameKind kind);  // nullptr also when the name is of another kind
  // The declaration, or nullptr after "there is no … named …" with the nearest names of these kinds. `advice`: what to do about a name of
  // another kind.
  Declaration* resolve(const syntax::Name& name, std::initializer_list<NameKind> kinds, std::string_view advice = {});
  // `as_text`: a text may stand there, and its quotes may be what was forgotten.
  void unknown_name(const syntax::Name& name, std::initializer_list<NameKind> kinds, std::string_view what, bool as_text = false);
  // Adds that the declaration hides one of another sort in the prelude, as `stage booked` does; false where it hides none.
  bool note_hidden(diag::Diagnostic& message, const Declaration& declaration) const;
  std::string guess_for(const std::string& name, std::initializer_list<NameKind> kinds);
  bool add_unquoted(Span span, const std::string& quoted);

  // setting.cpp
  void lower_settings();
  Value setting_value(const Declaration& declaration, Span span);

  // schema.cpp
  void make_schema();
  void add_activity(Declaration& declaration);
  void claim_kinds();
  // Indices into the schema, adding fields of modules and the prelude when they are first asked for.
  std::int32_t field_index(Declaration& declaration);
  const LabelSet* labels_of_field(std::int32_t field);
  const LabelSet* labels_of_attribute(std::int32_t activity, std::int32_t attribute);
  const LabelSet* labels_of_grade(std::int32_t grade);
  std::int32_t attribute_index(std::int32_t activity, const std::string& name) const;
  Value field_value(std::int32_t field, Span span);
  Value attribute_value(ir::Op op, std::int32_t index, std::int32_t activity, std::int32_t attribute, Span span);

  // expression.cpp, comparison.cpp, phrase.cpp, …: never returns a Value whose error was not reported.
  Value lower(syntax::ExprId id, const Context& context);
  Value lower_name(const syntax::Name& name, const Context& context);  // what a bare name means as a value
  Value lower_condition(syntax::ExprId id, const Context& context);    // kind Condition or Error
  std::optional<std::int64_t> constant_integer(syntax::ExprId id, const Context& context, std::string_view what);
  std::optional<ir::Duration> duration(const syntax::Duration& duration, const Context& context);
  // Pairs of truths from values; the kinds have been brought together before (unify).
  Value compare(syntax::CompareOp op, Value left, Value right, Span span);
  bool unify(Value& left, Value& right, Span op_span);  // false after a message
  Value match_texts(const Value& subject, text::TextMode mode, std::vector<std::string> texts, std::string list_name);
  Value as_condition(Value value, const Context& context);  // a yes/no value as condition; others after a message
  Value as_value(Value value);                              // a condition as yes/no value; others as they are
  // The other side of a comparison with `subject`: a bare word is one of its labels first.
  Value lower_beside(const Value& subject, syntax::ExprId id, const Context& context);
  bool is_unquoted_text(const Value& subject, const syntax::Expr& expr, const Context& context);
  Value condition(ir::ExprId known_true, ir::ExprId known_false, Span span);
  Value error(Span span) const;

  // lists.cpp: the list with what it names put in and its exceptions taken out, once
  const ResolvedList& resolve_list(Declaration& declaration);

  // table.cpp: the table as an expression (Integer or Number) for this context, and its own faults and lints, once.
  Value lower_table(Declaration& declaration, const Context& context, Span use);
  void check_table(Declaration& declaration);

  // tests.cpp: all `test` statements of files of Origin::Policy to policy_.tests.
  void lower_tests();
  // lints.cpp: what looks suspicious in the trees of the policy's own files
  void lint_trees();

  // statements (rule.cpp, on.cpp, grade.cpp, stage.cpp, outcome.cpp), in the order of the file
  void lower_statements();
  void finish();

  // Text of the source between the ends of the span as written, comments left out, one space where there was white space.
  std::string words(const syntax::Ast& ast, Span span) const;
  std::string written(Span span) const;  // the same, of whichever file it is
  std::int32_t line_of(Span span) const;

  // spoiled.cpp: whether the parser found a mistake on the lines of this statement (what is left of it says nothing), and whether a line
  // that it left out may declare this name or label (nobody says that it is unknown).
  bool is_spoiled(Span span) const;
  bool is_broken(const std::string& name) const;
  void note_spoiled_lines();
  void note_words_left_out(const syntax::Ast& ast);
  bool has_lost_declaration() const;

  source::Sources& sources_;
  const CheckInput& input_;
  diag::Sink& sink_;
  ir::Policy policy_;
  ir::Builder build_;
  calendar::Zone zone_;
  std::deque<syntax::Ast> module_asts_;
  std::vector<LoadedFile> files_;
  std::deque<Declaration> declarations_;                        // in order of precedence, then of the files
  std::unordered_map<std::string, Declaration*> names_;         // who won each name
  std::unordered_map<const Declaration*, ResolvedList> lists_;  // lists.cpp
  ListTotals list_totals_;
  std::unordered_map<const Declaration*, TableShape> tables_;  // table.cpp
  std::vector<RuleText> rule_texts_;                           // parallel to policy_.rules
  std::deque<LabelSet> label_sets_;
  std::vector<const LabelSet*> field_labels_, grade_labels_;    // per field (nullptr: no label), per grade
  std::vector<std::vector<const LabelSet*>> attribute_labels_;  // per activity, per attribute
  std::vector<std::int32_t>* explained_ = nullptr;              // explanations of what is being lowered
  std::set<std::pair<std::int64_t, std::int64_t>> untyped_;     // fields (-1, field) and attributes whose type was not understood
  std::unordered_map<const Declaration*, Value> setting_values_;
  std::map<DefineKey, DefineInContext> defines_;
  std::vector<const Declaration*> open_defines_;  // being lowered, outermost first
  std::map<std::pair<const Declaration*, text::TextMode>, std::int32_t> list_atoms_;
  std::set<std::pair<source::FileId, std::uint32_t>> spoiled_lines_;
  std::unordered_set<std::string> words_left_out_;
  std::set<std::int32_t> spoiled_activities_;  // whose declaration may have lost attributes
  bool lost_declaration_ = false;              // the parser could not read a declaration, not even its name
  bool sound_ = true;                          // no mistake was found before the tests
  std::set<std::string> unknown_names_;        // told already
  diag::Diagnostic* unquoted_ = nullptr;       // the last message about a text without quotes, which those beside it join
  Span unquoted_span_;                         // the last of its texts
  std::int32_t last_activity_ = -1;            // that a verb named
  std::size_t depth_ = 0;                      // of lower(), defines included
};

}  // namespace assay::check

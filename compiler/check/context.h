// The checker's state, private to compiler/check. One Checker lowers one policy; each topic has its own source file.
//
// Order of work (check.cpp): load_modules → declare names → settings → schema → statements in the order of the file → tests → finish.
// Defines, lists, tables are lowered where they are used (Context says for whom) and once each for their own faults.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "compiler/check/check.h"
#include "compiler/check/value.h"
#include "compiler/ir/builder.h"
#include "runtime/calendar/zone.h"

namespace assay::check {

using source::Span;

// Whose a declaration is; the first one wins over the others.
enum class Origin : std::uint8_t { Policy, Module, Prelude };

// One file that takes part. `ast` lives as long as the Checker.
struct LoadedFile {
  const syntax::Ast* ast = nullptr;
  Origin origin = Origin::Policy;
};

// What a name can mean. All share one scope; labels and attributes are looked up where they belong.
enum class NameKind : std::uint8_t { Field, Activity, List, Define, Setting, Table, Section, Grade, Stage };
const char* name_of(NameKind kind);  // "field", "activity", …

struct Declaration {
  NameKind kind{};
  Origin origin = Origin::Policy;
  const syntax::Ast* ast = nullptr;
  std::string name;
  Span span;  // of the name
  std::variant<std::monostate, const syntax::Field*, const syntax::Activity*, const syntax::List*, const syntax::Define*, const syntax::Setting*,
               const syntax::Table*, const syntax::Section*, const syntax::Grade*, const syntax::Stage*> node;
  std::int32_t index = -1;     // Field, Activity: in the schema, -1 until asked for; Section, Grade, Stage: in the result schema
  bool used = false;
  template <typename Node>
  const Node& as() const { return **std::get_if<const Node*>(&node); }
};

// Fields → defines → sections → score → grades → excluded → stages → segments, routes, labels. A context may ask for its level and below.
enum class Level : std::uint8_t { Constants, Fields, Sections, Score, Grades, Excluded, Stages };

// The highest level that a define needs, and by which way it comes there.
struct Reach {
  Level level = Level::Constants;
  std::string path;  // "'hot' uses 'score'"
  Span span;
};

// Phrases met while lowering a condition: decay must find exactly one.
struct PhrasesMet {
  struct One { std::int32_t phrase = -1, chain = -1; Span span; bool operator==(const One& o) const { return phrase == o.phrase && chain == o.chain; } };
  std::vector<One> distinct;
};

// For whom an expression is lowered. Passed by const reference, copied to change.
struct Context {
  const syntax::Ast* ast = nullptr;
  Level level = Level::Fields;
  std::string_view user = "a section";      // of messages: what must not depend on …
  ir::ExprId counted_from;                  // the section's `counting since`: Time; invalid: none
  bool timed_only = false;                  // rules with decay: activities without a time do not count
  std::int32_t activity = -1;               // inside `with`: whose attributes are visible
  bool in_filter = false;
  bool in_ignore = false;                   // no phrases here
  PhrasesMet* phrases = nullptr;
  Reach* reach = nullptr;                   // inside a define: what it needs is noted instead of refused
};

// A list with other lists put in and exceptions taken out; texts in order, without repetitions.
struct ResolvedList {
  std::vector<std::string> texts;
  bool ok = false;  // false: an error was reported
};

struct RuleText {
  std::string name;       // after `as`
  std::string reason;     // as given, else the condition
  std::string condition;  // as written, one space between words; "always", "otherwise"
};

class Checker {
 public:
  Checker(const syntax::Ast& ast, source::Sources& sources, const CheckInput& input, diag::Sink& sink);
  std::optional<ir::Policy> run();

  // modules.cpp (DECL): fills files_ (the policy first, then modules in the order of use, the prelude last; each once). Reports unknown
  // modules, unreadable files, circles, syntax errors of modules, and statements that a module may not hold. A used file with a policy of its
  // own counts as Origin::Policy when the using file holds nothing but `use` and tests.
  void load_modules();

  // names.cpp
  void declare_names();
  Declaration* find(const std::string& name);                      // nullptr: none; marks nothing
  Declaration* find(const std::string& name, NameKind kind);       // nullptr also when the name is of another kind
  // The declaration, or nullptr after "there is no … named …" with the nearest names of these kinds.
  Declaration* resolve(const syntax::Name& name, std::initializer_list<NameKind> kinds);
  void unknown_name(const syntax::Name& name, std::initializer_list<NameKind> kinds, std::string_view what);
  bool is_broken(const std::string& name) const;                   // its declaration had a syntax error: say nothing

  // schema.cpp: indices into the schema, adding fields of modules and the prelude when they are first asked for.
  std::int32_t field_index(Declaration& declaration);
  std::int32_t activity_index(const Declaration& declaration) const { return declaration.index; }
  const LabelSet* labels_of_field(std::int32_t field);
  const LabelSet* labels_of_attribute(std::int32_t activity, std::int32_t attribute);
  const LabelSet* labels_of_grade(std::int32_t grade);
  std::int32_t attribute_index(std::int32_t activity, const std::string& name) const;
  std::int32_t add_field(runtime::FieldSpec spec);

  // expression.cpp, comparison.cpp, phrase.cpp, …: never returns a Value whose error was not reported.
  Value lower(syntax::ExprId id, const Context& context);
  Value lower_name(const syntax::Name& name, const Context& context);       // what a bare name means as a value
  Value lower_condition(syntax::ExprId id, const Context& context);         // kind Condition or Error
  std::optional<std::int64_t> constant_integer(syntax::ExprId id, const Context& context, std::string_view what);
  std::optional<ir::Duration> duration(const syntax::Duration& duration, const Context& context);
  // Pairs of truths from values; the kinds have been brought together before (unify).
  Value compare(syntax::CompareOp op, Value left, Value right, Span span);
  bool unify(Value& left, Value& right, Span op_span);                      // false after a message
  Value match_texts(const Value& subject, text::TextMode mode, std::vector<std::string> texts, std::string list_name);
  Value condition(ir::ExprId known_true, ir::ExprId known_false, Span span);
  Value error(Span span) const;

  // lists.cpp (DECL)
  const ResolvedList& resolve_list(Declaration& declaration);

  // table.cpp (DECL): the table as an expression (Integer or Number) for this context, and its own faults and lints, once.
  Value lower_table(Declaration& declaration, const Context& context, Span use);
  void check_table(Declaration& declaration);

  // tests.cpp (DECL): all `test` statements of files of Origin::Policy to policy_.tests.
  void lower_tests();

  // Text of the source between the ends of the span as written, comments left out, one space where there was white space.
  std::string words(const syntax::Ast& ast, Span span) const;
  std::int32_t line_of(Span span) const;

  source::Sources& sources_;
  const CheckInput& input_;
  diag::Sink& sink_;
  ir::Policy policy_;
  ir::Builder build_;
  calendar::Zone zone_;
  std::deque<syntax::Ast> module_asts_;
  std::vector<LoadedFile> files_;
  std::deque<Declaration> declarations_;                       // in order of precedence, then of the files
  std::unordered_map<std::string, Declaration*> names_;        // who won each name
  std::vector<RuleText> rule_texts_;                           // parallel to policy_.rules
};

}  // namespace assay::check

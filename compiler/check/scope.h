// What a name can mean, for whom an expression is lowered, and what is noted on the way. Private to compiler/check.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/check/value.h"
#include "compiler/ir/ir.h"
#include "compiler/syntax/ast.h"

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
const char* name_of(NameKind kind);       // "field", "activity", …
std::string with_article(NameKind kind);  // "a field", "an activity"

struct Declaration {
  NameKind kind{};
  Origin origin = Origin::Policy;
  const syntax::Ast* ast = nullptr;
  std::string name;
  Span span;  // of the name
  std::variant<std::monostate, const syntax::Field*, const syntax::Activity*, const syntax::List*, const syntax::Define*,
               const syntax::Setting*, const syntax::Table*, const syntax::Section*, const syntax::Grade*, const syntax::Stage*>
      node;
  std::int32_t index = -1;  // Field, Activity: in the schema, -1 until asked for; Section, Grade, Stage: in the result schema
  bool used = false;
  template <typename Node>
  const Node& as() const {
    return **std::get_if<const Node*>(&node);
  }
};

// Fields → defines → sections → score → grades → excluded → stages → segments, routes, labels. A context may ask for its level and below.
enum class Level : std::uint8_t { Constants, Fields, Sections, Score, Grades, Excluded, Stages };

// The highest level that a define needs, and by which way it comes there.
struct Reach {
  Level level = Level::Constants;
  std::string path;  // "'hot' uses 'score'"
  Span span;
};

// Phrases met while lowering a condition: decay must find exactly one (decision 0013).
struct PhrasesMet {
  struct One {
    std::int32_t phrase = -1, chain = -1;
    Span span;
    bool operator==(const One& o) const { return phrase == o.phrase && chain == o.chain; }
  };
  std::vector<One> distinct;
  void add(const One& one) {
    for (const One& known : distinct) {
      if (known == one) return;
    }
    distinct.push_back(one);
  }
};

// For whom an expression is lowered. Passed by const reference, copied to change.
struct Context {
  const syntax::Ast* ast = nullptr;
  Level level = Level::Fields;
  std::string_view user = "a rule";     // of messages: what must not depend on …
  ir::ExprId counted_from{};            // the section's `counting since`: Time; invalid: none
  bool timed_only = false;              // rules with decay: activities without a time do not count
  std::int32_t activity = -1;           // inside `with`: whose attributes are visible
  bool in_filter = false;
  bool in_ignore = false;                         // no phrases here
  bool in_transition = false;                     // asked during the step: history is what the fields say
  std::optional<syntax::PhraseId> open_reason{};  // of the rule whose points these are: `days since NAME "text"`, see Effects
  PhrasesMet* phrases = nullptr;
  Reach* reach = nullptr;  // inside a define: what it needs is noted instead of refused
};

// A define as it reads in one kind of context.
struct DefineKey {
  const Declaration* declaration = nullptr;
  std::uint32_t counted_from = 0;
  bool timed_only = false;
  auto operator<=>(const DefineKey&) const = default;
};
struct DefineInContext {
  Value value;
  Reach reach;
  PhrasesMet phrases;
  std::vector<std::int32_t> explanations;
};

// A list with other lists put in and exceptions taken out; texts in order, without repetitions.
struct ResolvedList {
  std::vector<std::string> texts;
  bool ok = false;  // false: an error was reported
};

// What all lists of a policy hold together, and which limits were told about; each is told once.
struct ListTotals {
  std::size_t entries = 0;
  bool too_deep_told = false, too_long_told = false;
};

// A table as rows and columns of cells, wherever it was written. `ast` holds the expressions of its cells.
struct TableShape {
  const syntax::Ast* ast = nullptr;
  const syntax::Table* table = nullptr;
  bool made = false;    // looked at before
  bool ok = false;      // false: an error was reported
  bool in_use = false;  // being lowered: meeting it again is a circle
};

// What a test may call a rule besides its reason.
struct RuleText {
  std::string name;       // after `as`
  std::string condition;  // as written, one space between words; "always", "otherwise"
};

}  // namespace assay::check

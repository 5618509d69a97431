// Phrases as IR: which activities are meant, in which window, and how the pieces of the checker ask for them. Private to compiler/check.
#pragma once

#include "compiler/check/checker.h"

namespace assay::check {

// A phrase whose names, object, `with` and window are fine. Exactly one of phrase and chain is set.
struct LoweredPhrase {
  std::int32_t phrase = -1, chain = -1;
  std::int32_t activity = -1;            // of a phrase; -1 is `active`
  const syntax::Count* count = nullptr;  // not looked at yet
  const syntax::Phrase* written = nullptr;
};

// Nothing after a message. `extra_windows` false: a chain or a count is refused by the caller, who knows what to say.
std::optional<LoweredPhrase> lower_phrase(Checker&, syntax::PhraseId, const Context&);
std::optional<LoweredPhrase> lower_chain(Checker&, const syntax::Phrase&, const Context&);
// A verb alone, as a phrase of any such activity; activity -1: `active`.
LoweredPhrase phrase_of_verb(Checker&, std::int32_t activity, const Context&, Span);
// `visited` as a condition.
Value lower_verb(Checker&, std::int32_t activity, const std::string& verb, const Context&, Span);
// The phrase with its count as a condition.
Value phrase_condition(Checker&, const LoweredPhrase&, const Context&, Span);
// Index of the activity that the verb names (-1: `active`), nothing after a message.
std::optional<std::int32_t> resolve_verb(Checker&, const syntax::Name&);
// `with again between A and B`, `with outcome in hot, cold between A and B`: where the word before `between` is a condition or a value of
// its own, the dates are the window of the phrase, whose last part is of that activity. nullptr: the phrase does not end so.
const syntax::Between* window_in_with(const Checker&, std::int32_t activity, const syntax::Phrase&, const syntax::Ast&);
// The object and `with` of a part as a per-activity Truth; invalid: all activities. Nothing after a message. `window`: see above.
std::optional<ir::ExprId> part_filter(Checker&, std::int32_t activity, const syntax::PhrasePart&, const Context&,
                                      const syntax::Between* window);
// The conditions after `with` to the truths that must all be known; false after a message.
bool add_with(Checker&, const syntax::PhrasePart&, const syntax::Between* window, const Context&, std::vector<ir::ExprId>& all);
// The window's bounds; false after a message.
bool add_window(Checker&, const syntax::Window&, const Context&, std::vector<ir::Bound>&);
// The same for the window of a phrase, where it has one.
bool add_window(Checker&, const syntax::Phrase&, const syntax::Between* in_with, const Context&, std::vector<ir::Bound>&);
// What holds for every phrase of the context: the section's `counting since`, and that activities without a time do not count.
void add_context_bounds(Checker&, const Context&, std::vector<ir::Bound>&);

// `visited between DATE and DATE`: any such activity in that window; nothing after a message.
std::optional<LoweredPhrase> verb_in_range(Checker&, const syntax::Name& verb, const syntax::Between&, const Context&, Span);
// Whether the name is that of an activity, or `active`.
bool is_verb(Checker&, const syntax::Name&);

void unknown_attribute(Checker&, std::int32_t activity, const syntax::Name&);
// The attribute that a name after `of`, `different` or `last` means; nothing after a message. `plural`: an `s` at the end is understood.
std::optional<std::int32_t> resolve_attribute(Checker&, std::int32_t activity, const syntax::Name&, bool plural);

// name.cpp, define.cpp
std::string_view name_of(Level level);
bool may_ask(Checker&, Level, const std::string& what, const Context&, Span, const Reach* through);
Value lower_define(Checker&, Declaration&, const Context&, Span);
const DefineInContext& lower_define_body(Checker&, Declaration&, const Context&);
// False after a message: `ignore` and the `with` of another phrase know no phrases.
bool phrases_allowed(Checker&, const Context&, Span);
// literal and calendar helpers
ir::ExprId today(Checker&);
// A moment as the time at which it starts (Date) or itself (Time).
ir::ExprId start_of(Checker&, const Value& moment);
// A moment as a date in the policy's time zone.
ir::ExprId date_of(Checker&, const Value& moment);

}  // namespace assay::check

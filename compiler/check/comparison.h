// What comparisons, matches and phrases share: labels that do not exist, and texts held against texts. Private to compiler/check.
#pragma once

#include "compiler/check/checker.h"

namespace assay::check {

// "'source' has no label 'inbond'", with the nearest one.
void unknown_label(Checker&, const LabelSet&, const std::string& text, Span);

// Two Text values in a mode that is no regex, the first may be a TextList; literals become atoms. Never fails.
Value compare_texts(Checker&, text::TextMode, const Value& left, const Value& right, Span);

// The subject (Text or TextList) against texts of the policy.
Value match_atom(Checker&, const Value& subject, ir::TextAtom atom, Span);

// Texts that `in`, an object or a table row may name: literals, lists, settings. Values of other kinds and dynamic texts are the caller's.
struct TextValues {
  std::vector<std::string> texts;
  std::string list;  // its name, where there is just one list
  std::vector<syntax::ExprId> rest;
  bool ok = true;
};
TextValues static_texts(Checker&, const std::vector<syntax::ExprId>& values, const Context&);

// `visited page = "/x"`: what to write for a comparison with an attribute that lacks its `with`; empty where the words say something else.
std::string with_instead(Checker&, std::string_view phrase, std::string_view comparison);

// The atom of a single list in that mode, made once per list; nothing where something else is asked for.
std::optional<std::int32_t> list_atom(Checker&, const std::vector<syntax::ExprId>& values, const Context&, text::TextMode);
Value match_atom(Checker&, const Value& subject, std::int32_t atom, Span);

// How patterns are held against the subject: `url_pattern` for addresses.
text::TextMode pattern_mode(const Value& subject);

// Tells of constant bounds that no value lies between.
void lint_crossed(Checker&, const Value& low, const Value& high);

// `visited between DATE and DATE`: the window.
Value verb_between(Checker&, const syntax::Name& verb, const syntax::Between&, const Context&, Span);
// `days since visited between DATE and DATE`: the window of a verb alone. Nothing, and nothing reported, where the bounds are no dates
// or the operand is no verb: then it is a comparison.
std::optional<Value> days_since_between(Checker&, const syntax::DaysSince&, const syntax::Between&, const Context&, Span);

}  // namespace assay::check

// in, contains, starts with, ends with, like, mentions, matches: one subject against one value, several, or a list.
#include <algorithm>
#include <utility>

#include "compiler/check/comparison.h"
#include "compiler/check/lower.h"
#include "runtime/text/regex.h"

namespace assay::check {

namespace {

using syntax::MatchOp;
using text::TextMode;

TextMode mode_of(MatchOp op, const Value& subject) {
  switch (op) {
    case MatchOp::In:
    case MatchOp::Like: return pattern_mode(subject);
    case MatchOp::Contains: return subject.kind == Kind::TextList ? TextMode::equals : TextMode::contains;
    case MatchOp::StartsWith: return TextMode::starts_with;
    case MatchOp::EndsWith: return TextMode::ends_with;
    case MatchOp::Mentions: return TextMode::mentions;
    case MatchOp::Matches: return TextMode::regex;
  }
  return TextMode::equals;
}

const char* words_of(MatchOp op) {
  switch (op) {
    case MatchOp::In: return "in";
    case MatchOp::Contains: return "contains";
    case MatchOp::StartsWith: return "starts with";
    case MatchOp::EndsWith: return "ends with";
    case MatchOp::Like: return "like";
    case MatchOp::Mentions: return "mentions";
    case MatchOp::Matches: return "matches";
  }
  return "";
}

// The disjunction of what is asked: true once one is, false once all are.
struct AnyOf {
  std::vector<ir::ExprId> known_true, known_false;
  bool ok = true;

  void add(const Value& value) {
    ok = ok && !value.is_error();
    known_true.push_back(value.known_true);
    known_false.push_back(value.known_false);
  }
  Value condition(Checker& checker, bool negated, Span span) {
    if (!ok) return checker.error(span);
    const ir::ExprId any = checker.build_.disjunction(known_true), none = checker.build_.conjunction(known_false);
    return negated ? checker.condition(none, any, span) : checker.condition(any, none, span);
  }
};

Value match_regex(Checker& checker, const Value& subject, const syntax::Match& node, const Context& context, Span span) {
  AnyOf any;
  for (const syntax::ExprId id : node.values) {
    const syntax::Expr& expr = (*context.ast)[id];
    const auto* regex = std::get_if<syntax::RegexLiteral>(&expr.node);
    if (regex == nullptr) {
      checker.sink_.report(diag::Code::RegexWanted, expr.span).suggest("write the expression between slashes: matches /chief|head/");
      return checker.error(span);
    }
    const text::Regex::Compiled compiled = text::Regex::compile(regex->pattern);
    if (compiled.regex == nullptr) {
      checker.sink_.report(diag::Code::BadRegex, expr.span, compiled.error);
      return checker.error(span);
    }
    any.add(match_atom(checker, subject, {.mode = TextMode::regex, .texts = {regex->pattern}, .name = {}}, span));
  }
  return any.condition(checker, node.negated, span);
}

Value match_text(Checker& checker, const Value& subject, const syntax::Match& node, const Context& context, Span span) {
  if (node.op == MatchOp::Matches) return match_regex(checker, subject, node, context, span);
  const TextMode mode = mode_of(node.op, subject);
  AnyOf any;
  if (const std::optional<std::int32_t> atom = list_atom(checker, node.values, context, mode); atom && !subject.literal) {
    any.add(match_atom(checker, subject, *atom, span));
    return any.condition(checker, node.negated, span);
  }
  TextValues values = static_texts(checker, node.values, context);
  any.ok = values.ok;
  if (values.rest.size() < node.values.size()) {
    any.add(match_atom(checker, subject, {.mode = mode, .texts = std::move(values.texts), .name = values.list}, span));
  }
  for (const syntax::ExprId id : values.rest) {
    const Value value = checker.lower(id, context);
    if (!value.is_error() && value.kind != Kind::Text) {
      Value left = subject, right = value;
      left.kind = Kind::Text;
      checker.unify(left, right, node.op_span);
      any.ok = false;
      continue;
    }
    // The text of a field is no pattern.
    const TextMode own = mode == TextMode::pattern || mode == TextMode::url_pattern ? TextMode::equals : mode;
    any.add(value.is_error() ? value : compare_texts(checker, own, subject, value, span));
  }
  return any.condition(checker, node.negated, span);
}

Value in_range(Checker& checker, const Value& subject, const syntax::Range& range, const Context& context, Span span) {
  const Value low = checker.lower_beside(subject, range.low, context);
  const Value high = checker.lower_beside(subject, range.high, context);
  if (low.is_error() || high.is_error()) return checker.error(span);
  const Value above = checker.compare(syntax::CompareOp::GreaterEqual, subject, low, span);
  if (above.is_error()) return above;
  const Value below = checker.compare(syntax::CompareOp::LessEqual, subject, high, span);
  if (below.is_error()) return below;
  lint_crossed(checker, low, high);
  return checker.condition(checker.build_.conjunction(above.known_true, below.known_true),
                           checker.build_.disjunction(above.known_false, below.known_false), span);
}

bool report_list(Checker& checker, const Value& subject, const syntax::Expr& expr) {
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  if (name == nullptr || checker.find(name->name.text, NameKind::List) == nullptr) return false;
  if (subject.kind == Kind::Label && subject.labels->code(name->name.text) >= 0) return false;
  checker.sink_
      .report(diag::Code::TypeMixUp, expr.span, checker.written(subject.span), describe(subject), name->name.text, "a list of texts")
      .suggest(checker.find(checker.written(subject.span), NameKind::Activity) != nullptr
                   ? fmt::format("what it is about stands directly behind it: {} {}", checker.written(subject.span), name->name.text)
                   : "lists hold texts; write the values themselves");
  return true;
}

// Labels of one set are asked for at once.
Value in_labels(Checker& checker, const Value& subject, const std::vector<std::int32_t>& codes, Span span) {
  std::vector<std::int32_t> others;
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(subject.labels->labels.size()); ++i) {
    if (std::find(codes.begin(), codes.end(), i) == codes.end()) others.push_back(i);
  }
  return checker.condition(checker.build_.label_in(subject.expr, codes), checker.build_.label_in(subject.expr, others), span);
}

Value match_values(Checker& checker, const Value& subject, const syntax::Match& node, const Context& context, Span span) {
  AnyOf any;
  std::vector<std::int32_t> codes;
  for (const syntax::ExprId id : node.values) {
    const syntax::Expr& expr = (*context.ast)[id];
    if (report_list(checker, subject, expr)) {
      any.ok = false;
      continue;
    }
    if (const auto* range = std::get_if<syntax::Range>(&expr.node)) {
      any.add(in_range(checker, subject, *range, context, expr.span));
      continue;
    }
    const Value value = checker.lower_beside(subject, id, context);
    const bool is_label = subject.kind == Kind::Label && value.kind == Kind::Label && value.labels == subject.labels;
    if (is_label && checker.build_.is_constant(value.expr)) {
      codes.push_back(static_cast<std::int32_t>(checker.build_[value.expr].integer));
      continue;
    }
    any.add(value.is_error() ? value : checker.compare(syntax::CompareOp::Equal, subject, value, expr.span));
  }
  if (!codes.empty()) any.add(in_labels(checker, subject, codes, span));
  return any.condition(checker, node.negated, span);
}

}  // namespace

text::TextMode pattern_mode(const Value& subject) {
  return subject.kind == Kind::Text && subject.text_type == runtime::Type::Url ? TextMode::url_pattern : TextMode::pattern;
}

TextValues static_texts(Checker& checker, const std::vector<syntax::ExprId>& values, const Context& context) {
  TextValues out;
  for (const syntax::ExprId id : values) {
    const syntax::Expr& expr = (*context.ast)[id];
    if (const auto* literal = std::get_if<syntax::TextLiteral>(&expr.node)) {
      out.texts.push_back(literal->value);
      continue;
    }
    const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
    const bool is_attribute = name != nullptr && context.in_filter && checker.attribute_index(context.activity, name->name.text) >= 0;
    Declaration* declaration = name == nullptr || is_attribute ? nullptr : checker.find(name->name.text);
    if (name != nullptr && declaration == nullptr && !is_attribute && !(name->name.text == "active" && !name->name.quoted)) {
      checker.unknown_name(name->name, {NameKind::List, NameKind::Setting, NameKind::Field}, "list or field", true);
      out.ok = false;
    } else if (declaration != nullptr && declaration->kind == NameKind::List) {
      const ResolvedList& list = checker.resolve_list(*declaration);
      declaration->used = true;
      out.ok = out.ok && list.ok;
      out.texts.insert(out.texts.end(), list.texts.begin(), list.texts.end());
      if (values.size() == 1) out.list = declaration->name;
    } else if (declaration != nullptr && declaration->kind == NameKind::Setting && checker.setting_value(*declaration, expr.span).literal) {
      declaration->used = true;
      out.texts.push_back(checker.setting_value(*declaration, expr.span).text);
    } else {
      out.rest.push_back(id);
    }
  }
  return out;
}

std::optional<std::int32_t> list_atom(Checker& checker, const std::vector<syntax::ExprId>& values, const Context& context,
                                      text::TextMode mode) {
  const auto* name = values.size() == 1 ? std::get_if<syntax::NameExpr>(&(*context.ast)[values.front()].node) : nullptr;
  if (name == nullptr || (context.in_filter && checker.attribute_index(context.activity, name->name.text) >= 0)) return std::nullopt;
  Declaration* declaration = checker.find(name->name.text, NameKind::List);
  if (declaration == nullptr) return std::nullopt;
  const auto known = checker.list_atoms_.find({declaration, mode});
  if (known != checker.list_atoms_.end()) return known->second;
  const ResolvedList& list = checker.resolve_list(*declaration);
  if (!list.ok) return std::nullopt;
  declaration->used = true;
  const std::int32_t atom = checker.build_.text_atom({.mode = mode, .texts = list.texts, .name = declaration->name});
  checker.list_atoms_.emplace(std::pair(declaration, mode), atom);
  return atom;
}

// Patterns are held against the parts of an address, and a malformed one has none: whether it fits is unknown.
Value match_atom(Checker& checker, const Value& subject, std::int32_t atom, Span span) {
  ir::Builder& build = checker.build_;
  const bool of_parts = checker.policy_.text_atoms[static_cast<std::size_t>(atom)].mode == TextMode::url_pattern;
  const ir::ExprId matches = build.text_match(subject.expr, atom);
  const ir::ExprId known = build.has(of_parts ? build.function(ir::Op::PathOf, ir::Type::Text, {subject.expr}) : subject.expr);
  return checker.condition(matches, build.conjunction(known, build.negation(matches)), span);
}

Value match_atom(Checker& checker, const Value& subject, ir::TextAtom atom, Span span) {
  if (!subject.literal) return match_atom(checker, subject, checker.build_.text_atom(std::move(atom)), span);
  ir::Builder& build = checker.build_;
  const bool fits = std::any_of(atom.texts.begin(), atom.texts.end(),
                                [&](const std::string& text) { return text::matches_one(atom.mode, text, subject.text); });
  return checker.condition(build.truth(fits), build.truth(!fits), span);
}

Value compare_texts(Checker& checker, text::TextMode mode, const Value& left, const Value& right, Span span) {
  ir::Builder& build = checker.build_;
  if (right.literal) return match_atom(checker, left, {.mode = mode, .texts = {right.text}, .name = {}}, span);
  const bool symmetric = mode == TextMode::equals || mode == TextMode::exactly;
  if (left.literal && symmetric) return match_atom(checker, right, {.mode = mode, .texts = {left.text}, .name = {}}, span);
  const ir::ExprId related = build.text_relation(mode, left.expr, right.expr);
  return checker.condition(related, build.conjunction({build.has(left.expr), build.has(right.expr), build.negation(related)}), span);
}

Value lower_node(Checker& checker, const syntax::Match& node, const Context& context, Span span) {
  const Value subject = checker.as_value(checker.lower(node.subject, context));
  if (subject.is_error()) return subject;
  if (subject.kind == Kind::Text || subject.kind == Kind::TextList) return match_text(checker, subject, node, context, span);
  if (node.op == MatchOp::In && subject.kind != Kind::Duration) return match_values(checker, subject, node, context, span);
  const std::string with = with_instead(checker, checker.written(subject.span), std::string(words_of(node.op)) + " …");
  checker.sink_.report(diag::Code::TextWanted, subject.span, words_of(node.op), describe(subject))
      .suggest(!with.empty() ? with
               : checker.find(checker.written(subject.span), NameKind::Activity) != nullptr
                   ? fmt::format("what it is about stands directly behind it: {} \"/pricing*\"", checker.written(subject.span))
               : subject.kind == Kind::Label ? "labels are compared with 'is' and 'in'"
                                             : "numbers and dates are compared with '=', '<' and 'in'");
  return checker.error(span);
}

}  // namespace assay::check

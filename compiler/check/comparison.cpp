// Comparisons: bringing two values to one type, and the pair of truths that a comparison of known values is.
#include "compiler/check/comparison.h"

#include <utility>

#include <fmt/format.h>

#include "compiler/check/builtins.h"
#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"
#include "runtime/text/fold.h"
#include "runtime/text/nearest.h"

namespace assay::check {

namespace {

using syntax::CompareOp;

bool is_equality(CompareOp op) {
  return op == CompareOp::Equal || op == CompareOp::NotEqual || op == CompareOp::Is || op == CompareOp::IsNot;
}

bool is_negative(CompareOp op) { return op == CompareOp::NotEqual || op == CompareOp::IsNot; }

// What to write instead, by what stands on the two sides.
}  // namespace

std::string with_instead(Checker& checker, std::string_view phrase, std::string_view comparison) {
  const std::size_t blank = phrase.find(' ');
  if (blank == std::string_view::npos) return {};
  const std::string verb(phrase.substr(0, blank)), attribute(phrase.substr(blank + 1));
  const Declaration* activity = checker.find(verb, NameKind::Activity);
  if (activity == nullptr || checker.attribute_index(activity->index, attribute) < 0) return {};
  return fmt::format("a condition on an attribute stands behind with: {} with {} {}", verb, attribute, comparison);
}

namespace {

// The operator of `left > right`.
std::string_view words_between(const Checker& checker, Span left, Span right) {
  if (left.file != right.file || left.end > right.begin) return "=";
  return text::trim(checker.sources_[left.file].text({left.file, left.end, right.begin}));
}

std::string mix_up_help(Checker& checker, const std::string& left_words, const std::string& right_words, const Value& left,
                        const Value& right) {
  if (checker.find(left_words, NameKind::Activity) != nullptr) {
    if (right.is_number()) return fmt::format("how often is asked by a count: {} at least {} times", left_words, right_words);
    if (right.kind == Kind::Text || right.kind == Kind::TextList)
      return fmt::format("what it is about stands directly behind it: {} {}", left_words, right_words);
  }
  if (const std::string with = with_instead(checker, left_words, "= " + right_words); !with.empty()) return with;
  if (left.is_number() && right.literal && left_words.starts_with("weekday of"))
    return "days of the week are numbers: 1 is Monday, 7 is Sunday";
  if (left.is_number() && right.literal && left_words.starts_with("month of")) return "months are numbers: 1 is January";
  if (right.literal && checker.find(right.text, NameKind::Setting) != nullptr) return "names stand without quotes: " + right.text;
  if (left.kind == Kind::Text && checker.find(right_words, NameKind::Stage) != nullptr)
    return "a stage's name alone is the question: " + right_words;
  if (left.kind == Kind::YesNo && right.kind == Kind::Duration && left_words.find(" then ") != std::string::npos)
    return "the time between two activities is written within " + right_words;
  const bool happened = left.kind == Kind::Condition || left.kind == Kind::YesNo;
  if (happened && right.kind == Kind::Duration) return fmt::format("write: {} in last {}", left_words, right_words);
  if (left.kind == Kind::YesNo && right.is_number()) return fmt::format("write {0}, or not {0}", left_words);
  if (left.is_number() && right.literal) return "numbers are written without quotes, for example: " + left_words + " >= 1000";
  if (left.is_moment() && right.literal) return "dates are written without quotes, for example: 2026-11-22";
  if (left.kind == Kind::YesNo && right.literal) return "write '" + left_words + "' or '" + left_words + " = yes'";
  if (left.kind == Kind::Text && right.is_number())
    return "texts are written in quotes; if '" + left_words + "' holds numbers, declare it as integer or number";
  if (left.kind == Kind::Text && right.is_moment()) return "if '" + left_words + "' holds dates, declare it as date";
  if (left.kind == Kind::TextList && right.kind == Kind::Text) return "write: " + left_words + " contains …";
  if (left.is_number() && right.kind == Kind::Duration)
    return fmt::format("a number is compared with a number, without a unit: {} >= {}", left_words,
                       right_words.substr(0, right_words.find(' ')));
  if (left.is_moment() && right.kind == Kind::Duration)
    return "write: " + left_words + " >= now - 30 days, or: days since " + left_words + " <= 30";
  if (left.is_moment() && right.kind == Kind::Number && right_words.find('/') != std::string::npos)
    return "dates are written year-month-day: 2026-11-22";
  if (left.is_moment() && right.kind == Kind::Integer && right_words.size() == 4)
    return fmt::format("write: year of {} {} {}", left_words, words_between(checker, left.span, right.span), right_words);
  if (left.is_moment() && right.is_number() && right_words.find('-') != std::string::npos)
    return "dates are written year-month-day: 2026-11-22";
  if (left.is_moment() && right.is_number()) return "write: days since " + left_words + " <= 30";
  if (right.kind == Kind::TextList) return "write: … contains …";
  const bool is_asked = right.kind == Kind::YesNo || right.kind == Kind::Condition;
  if (is_asked && checker.find(right_words, NameKind::Define) != nullptr)
    return fmt::format("'{0}' is a condition by itself: when {0}", right_words);
  return "both sides must be of one type";
}

void report_mix_up(Checker& checker, const Value& left, const Value& right) {
  const std::string left_words = checker.written(left.span), right_words = checker.written(right.span);
  checker.sink_.report(diag::Code::TypeMixUp, right.span, left_words, describe(left), right_words, describe(right))
      .suggest(mix_up_help(checker, left_words, right_words, left, right));
}

// A text literal or a setting's text beside a label stands for a label.
bool adopt_label(Checker& checker, Value& literal, const Value& label) {
  const std::int32_t code = label.labels->code(literal.text);
  if (code < 0) {
    unknown_label(checker, *label.labels, literal.text, literal.span);
    return false;
  }
  literal.kind = Kind::Label;
  literal.labels = label.labels;
  literal.expr = checker.build_.constant(ir::Type::Label, code);
  return true;
}

Value pair(Checker& checker, ir::Op if_true, ir::Op if_false, ir::ExprId left, ir::ExprId right, bool swapped_false, Span span) {
  ir::Builder& build = checker.build_;
  const ir::ExprId known_false = swapped_false ? build.compare(if_false, right, left) : build.compare(if_false, left, right);
  return checker.condition(build.compare(if_true, left, right), known_false, span);
}

Value compare_ordered(Checker& checker, CompareOp op, ir::ExprId left, ir::ExprId right, Span span) {
  switch (op) {
    case CompareOp::Equal:
    case CompareOp::Is: return pair(checker, ir::Op::Equal, ir::Op::NotEqual, left, right, false, span);
    case CompareOp::NotEqual:
    case CompareOp::IsNot: return pair(checker, ir::Op::NotEqual, ir::Op::Equal, left, right, false, span);
    case CompareOp::Less: return pair(checker, ir::Op::Less, ir::Op::LessOrEqual, left, right, true, span);
    case CompareOp::LessEqual: return pair(checker, ir::Op::LessOrEqual, ir::Op::Less, left, right, true, span);
    case CompareOp::Greater: return pair(checker, ir::Op::Less, ir::Op::LessOrEqual, right, left, true, span);
    case CompareOp::GreaterEqual: return pair(checker, ir::Op::LessOrEqual, ir::Op::Less, right, left, true, span);
  }
  return checker.error(span);
}

// yes/no = yes/no: known where both are.
Value compare_yes_no(Checker& checker, CompareOp op, const Value& left, const Value& right, Span span) {
  ir::Builder& build = checker.build_;
  const ir::ExprId left_yes = build.is_yes(left.expr), left_no = build.is_no(left.expr);
  const ir::ExprId right_yes = build.is_yes(right.expr), right_no = build.is_no(right.expr);
  const ir::ExprId same = build.disjunction(build.conjunction(left_yes, right_yes), build.conjunction(left_no, right_no));
  const ir::ExprId other = build.disjunction(build.conjunction(left_yes, right_no), build.conjunction(left_no, right_yes));
  return is_negative(op) ? checker.condition(other, same, span) : checker.condition(same, other, span);
}

// The codes that fit `label OP code`; the first label of a grade is the highest.
std::vector<std::int32_t> fitting_codes(CompareOp op, std::int32_t code, std::int32_t count, bool complement) {
  std::vector<std::int32_t> codes;
  for (std::int32_t i = 0; i < count; ++i) {
    bool fits = i == code;
    if (is_negative(op)) fits = i != code;
    if (op == CompareOp::Less) fits = i > code;
    if (op == CompareOp::LessEqual) fits = i >= code;
    if (op == CompareOp::Greater) fits = i < code;
    if (op == CompareOp::GreaterEqual) fits = i <= code;
    if (fits != complement) codes.push_back(i);
  }
  return codes;
}

CompareOp mirrored(CompareOp op) {
  switch (op) {
    case CompareOp::Less: return CompareOp::Greater;
    case CompareOp::LessEqual: return CompareOp::GreaterEqual;
    case CompareOp::Greater: return CompareOp::Less;
    case CompareOp::GreaterEqual: return CompareOp::LessEqual;
    case CompareOp::Equal:
    case CompareOp::NotEqual:
    case CompareOp::Is:
    case CompareOp::IsNot: break;
  }
  return op;
}

Value compare_labels(Checker& checker, CompareOp op, const Value& left, const Value& right, Span span) {
  ir::Builder& build = checker.build_;
  if (!is_equality(op) && !left.labels->ordered) {
    checker.sink_.report(diag::Code::LabelsHaveNoOrder, span, left.labels->owner).suggest("use 'is', 'is not', 'in' or 'not in'");
    return checker.error(span);
  }
  if (build.is_constant(left.expr) && !build.is_constant(right.expr)) return compare_labels(checker, mirrored(op), right, left, span);
  const auto count = static_cast<std::int32_t>(left.labels->labels.size());
  const auto beside = [&](std::int32_t code, bool complement) {
    return build.label_in(left.expr, fitting_codes(op, code, count, complement));
  };
  if (build.is_constant(right.expr)) {
    const auto code = static_cast<std::int32_t>(build[right.expr].integer);
    return checker.condition(beside(code, false), beside(code, true), span);
  }
  std::vector<ir::ExprId> known_true, known_false;
  for (std::int32_t code = 0; code < count; ++code) {
    const ir::ExprId other = build.label_in(right.expr, {code});
    known_true.push_back(build.conjunction(other, beside(code, false)));
    known_false.push_back(build.conjunction(other, beside(code, true)));
  }
  return checker.condition(build.disjunction(known_true), build.disjunction(known_false), span);
}

bool is_label_word(const syntax::Expr& expr) {
  return std::holds_alternative<syntax::NameExpr>(expr.node) || std::holds_alternative<syntax::TextLiteral>(expr.node) ||
         std::holds_alternative<syntax::IntegerLiteral>(expr.node) || std::holds_alternative<syntax::NumberLiteral>(expr.node) ||
         std::holds_alternative<syntax::YesNoLiteral>(expr.node) || std::holds_alternative<syntax::Negate>(expr.node);
}

}  // namespace

void unknown_label(Checker& checker, const LabelSet& labels, const std::string& text, Span span) {
  if (!labels.complete || checker.is_broken(text) || !checker.unknown_names_.insert(text + " of " + labels.owner).second) return;
  diag::Diagnostic& message = checker.sink_.report(diag::Code::UnknownLabel, span, labels.owner, text);
  for (const LabelSet& other : checker.label_sets_) {
    if (&other != &labels && other.code(text) >= 0) message.suggest("'" + text + "' is a label of '" + other.owner + "'");
  }
  if (const std::string near = text::nearest(text, labels.labels); !near.empty()) {
    message.did_you_mean(near);
    return;
  }
  std::string all;
  for (std::size_t i = 0; i < labels.labels.size() && i < 20; ++i) all += (i == 0 ? "" : ", ") + labels.labels[i];
  message.suggest("its labels are: " + all);
}

// `source is inbound` where the policy declares `Source: one of inbound, event`, and `source` is the prelude's text: one message for all of
// the labels. True after a message, or where it was told.
static bool is_label_elsewhere(Checker& checker, const syntax::Name& name) {
  for (const LabelSet& labels : checker.label_sets_) {
    if (labels.code(name.text) < 0) continue;
    if (!checker.unknown_names_.insert("labels of " + labels.owner).second) return true;
    checker.sink_.report(diag::Code::UnknownName, name.span, "field, define or setting", name.text)
        .suggest(fmt::format("'{}' is a label of '{}'", name.text, labels.owner));
    return true;
  }
  return false;
}

// `title = CMO`, `title = Head of Sales`, `source is Paid Search`: words beside a text or a label that nothing declares are a text whose
// quotes were forgotten. True after a message.
bool Checker::is_unquoted_text(const Value& subject, const syntax::Expr& expr, const Context& context) {
  if (subject.kind != Kind::Text && subject.kind != Kind::Label) return false;
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  const auto* phrase = std::get_if<syntax::PhraseExpr>(&expr.node);
  const auto* part = std::get_if<syntax::PartOf>(&expr.node);
  const syntax::Name* first = name != nullptr     ? &name->name
                              : phrase != nullptr ? &(*context.ast)[phrase->phrase].parts.front().verb
                              : part != nullptr   ? &part->part
                                                  : nullptr;
  if (first == nullptr || (first->quoted && name == nullptr) || first->text == "active" || find(first->text) != nullptr) return false;
  if (part != nullptr && find_part(first->text) != nullptr) return false;
  for (std::size_t i = 0; i < policy_.schema.activities.size(); ++i) {
    if (attribute_index(static_cast<std::int32_t>(i), first->text) >= 0) return false;  // told as that
  }
  const std::string text = words(*context.ast, expr.span);
  if (text.find('"') != std::string::npos) return false;  // `f"CMO"`
  if (subject.kind == Kind::Label) {
    if (phrase == nullptr || is_broken(first->text)) return false;
    const std::int32_t code = subject.labels->code(text);
    if (code < 0) return false;
    const std::string label = fmt::format("\"{}\"", subject.labels->labels[static_cast<std::size_t>(code)]);
    sink_.report(diag::Code::MissingText, expr.span, "a label of several words stands").suggest("write " + label).replace(expr.span, label);
    return true;
  }
  if (name != nullptr && is_label_elsewhere(*this, *first)) return true;
  if (name != nullptr) {
    unknown_name(*first, {NameKind::Field, NameKind::Define, NameKind::Setting}, "field, define or setting", true);
    return true;
  }
  if (is_broken(first->text) || lost_declaration_ || !unknown_names_.insert(first->text).second) return true;
  const std::string quoted = fmt::format("\"{}\"", text);
  sink_.report(diag::Code::UnknownName, first->span, "field, define or setting", first->text)
      .suggest("if it is a text, it stands in quotes: " + quoted)
      .replace(expr.span, quoted);
  return true;
}

Value Checker::lower_beside(const Value& subject, syntax::ExprId id, const Context& context) {
  const syntax::Expr& expr = (*context.ast)[id];
  if (is_unquoted_text(subject, expr, context)) return error(expr.span);
  if (subject.kind != Kind::Label || !is_label_word(expr)) return lower(id, context);
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  const auto* literal = std::get_if<syntax::TextLiteral>(&expr.node);
  const std::string text = name != nullptr ? name->name.text : literal != nullptr ? literal->value : words(*context.ast, expr.span);
  Value value = error(expr.span);
  value.literal = true;
  value.text = text;
  const bool own = subject.labels->code(text) >= 0;
  if (!own && !subject.labels->complete) return error(expr.span);
  if (name != nullptr && !own && (find(text) != nullptr || (context.in_filter && attribute_index(context.activity, text) >= 0))) {
    return lower(id, context);
  }
  if (is_broken(text) && !own) return error(expr.span);
  return adopt_label(*this, value, subject) ? value : error(expr.span);
}

bool Checker::unify(Value& left, Value& right, Span) {
  if (left.is_error() || right.is_error()) return false;
  left = as_value(left);
  right = as_value(right);
  if (left.kind == Kind::Label && right.literal) return right.kind == Kind::Label || adopt_label(*this, right, left);
  if (right.kind == Kind::Label && left.literal) return left.kind == Kind::Label || adopt_label(*this, left, right);
  if (left.is_number() && right.is_number() && left.kind != right.kind) {
    left.expr = build_.to_number(left.expr);
    right.expr = build_.to_number(right.expr);
    left.kind = right.kind = Kind::Number;
  }
  if (left.is_moment() && right.is_moment() && left.kind != right.kind) {
    left.expr = date_of(*this, left);
    right.expr = date_of(*this, right);
    left.kind = right.kind = Kind::Date;
  }
  if (left.kind != right.kind) {
    report_mix_up(*this, left, right);
    return false;
  }
  if (left.kind == Kind::Label && left.labels != right.labels) {
    sink_.report(diag::Code::LabelsOfTwo, right.span, left.labels->owner, right.labels->owner);
    return false;
  }
  return true;
}

Value Checker::compare(CompareOp op, Value left, Value right, Span span) {
  if (!unify(left, right, span)) return error(span);
  switch (left.kind) {
    case Kind::Integer:
    case Kind::Number:
    case Kind::Date:
    case Kind::Time: return compare_ordered(*this, op, left.expr, right.expr, span);
    case Kind::YesNo:
      if (is_equality(op)) return compare_yes_no(*this, op, left, right, span);
      break;
    case Kind::Label: return compare_labels(*this, op, left, right, span);
    case Kind::Text:
      if (is_equality(op)) {
        const Value same = compare_texts(*this, text::TextMode::equals, left, right, span);
        return is_negative(op) ? condition(same.known_false, same.known_true, span) : same;
      }
      break;
    case Kind::Error:
    case Kind::Condition:
    case Kind::TextList:
    case Kind::Duration: break;
  }
  sink_.report(diag::Code::CannotCompare, span, describe(left))
      .suggest(left.kind == Kind::TextList ? "ask for an element: … contains \"x\"" : "use '=' or '!='");
  return error(span);
}

// `country = dach`: one of a list is asked for by another word.
bool equals_list(Checker& checker, const Value& left, const syntax::Comparison& node, const Context& context) {
  const auto* list = std::get_if<syntax::NameExpr>(&(*context.ast)[node.right].node);
  const bool texts = left.kind == Kind::Text && is_equality(node.op) && !node.exactly;
  if (!texts || list == nullptr || checker.find(list->name.text, NameKind::List) == nullptr) return false;
  if (checker.unknown_names_.contains("sort of " + list->name.text)) return true;
  const Span name = list->name.span;
  const std::string_view in = is_negative(node.op) ? "not in" : "in";
  checker.sink_.report(diag::Code::ListAsValue, name, list->name.text)
      .suggest(fmt::format("write: {} {} {}", checker.written(left.span), in, list->name.text))
      .replace({name.file, left.span.end, name.begin}, fmt::format(" {} ", in));
  return true;
}

Value lower_node(Checker& checker, const syntax::Comparison& node, const Context& context, Span span) {
  const Value left = checker.lower(node.left, context);
  if (left.is_error()) return left;  // its labels are unknown: the right side could only cause a second message
  if (equals_list(checker, left, node, context)) return checker.error(span);
  const Value right = checker.lower_beside(left, node.right, context);
  if (right.is_error()) return right;
  if (!node.exactly) return checker.compare(node.op, left, right, span);
  for (const Value& side : {left, right}) {
    if (side.kind == Kind::Text) continue;
    checker.sink_.report(diag::Code::TypeMixUp, side.span, "exactly", "for texts only", checker.written(side.span), describe(side));
    return checker.error(span);
  }
  const Value same = compare_texts(checker, text::TextMode::exactly, left, right, span);
  return is_negative(node.op) ? checker.condition(same.known_false, same.known_true, span) : same;
}

void lint_crossed(Checker& checker, const Value& low, const Value& high) {
  ir::Builder& build = checker.build_;
  const bool constants = low.expr.valid() && high.expr.valid() && build.is_constant(low.expr) && build.is_constant(high.expr);
  if (!checker.input_.lints || !constants) return;
  const bool numbers = low.is_number() && high.is_number();
  const bool moments = low.kind == high.kind && low.is_moment();
  const bool crossed = numbers   ? build[build.to_number(low.expr)].number > build[build.to_number(high.expr)].number
                       : moments ? build[low.expr].integer > build[high.expr].integer
                                 : false;
  if (!crossed) return;
  const std::string from = checker.written(low.span), to = checker.written(high.span);
  checker.sink_.report(diag::Code::BoundsCross, source::join(low.span, high.span), fmt::format("nothing lies between {} and {}", from, to))
      .suggest(fmt::format("the lower bound stands first: {} and {}", to, from));
}

// Kleene: low ≤ x and x ≤ high.
Value lower_node(Checker& checker, const syntax::Between& node, const Context& context, Span span) {
  const syntax::Expr& written = (*context.ast)[node.subject];
  if (const auto* name = std::get_if<syntax::NameExpr>(&written.node);
      name != nullptr && !context.in_filter && is_verb(checker, name->name)) {
    return verb_between(checker, name->name, node, context, span);
  }
  if (const auto* since = std::get_if<syntax::DaysSince>(&written.node); since != nullptr && !written.parenthesised && !node.negated) {
    if (std::optional<Value> days = days_since_between(checker, *since, node, context, span)) return *days;
  }
  const Value subject = checker.lower(node.subject, context);
  if (subject.is_error()) return subject;
  const Value low = checker.lower_beside(subject, node.low, context);
  const Value high = checker.lower_beside(subject, node.high, context);
  if (low.is_error() || high.is_error()) return checker.error(span);
  const Value above = checker.compare(CompareOp::GreaterEqual, subject, low, span);
  if (above.is_error()) return above;
  const Value below = checker.compare(CompareOp::LessEqual, subject, high, span);
  if (below.is_error()) return below;
  lint_crossed(checker, low, high);
  ir::Builder& build = checker.build_;
  const ir::ExprId inside = build.conjunction(above.known_true, below.known_true);
  const ir::ExprId outside = build.disjunction(above.known_false, below.known_false);
  return node.negated ? checker.condition(outside, inside, span) : checker.condition(inside, outside, span);
}

}  // namespace assay::check

#include "compiler/syntax/print_expression.h"

#include <fmt/format.h>

#include "compiler/syntax/literals.h"

namespace assay::syntax {

namespace {

std::string_view arithmetic_sign(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::Add: return "+";
    case ArithmeticOp::Subtract: return "-";
    case ArithmeticOp::Multiply: return "*";
    case ArithmeticOp::Divide: return "/";
  }
  return "+";
}

std::string_view match_word(MatchOp op) {
  switch (op) {
    case MatchOp::In: return "in";
    case MatchOp::Contains: return "contains";
    case MatchOp::StartsWith: return "starts-with";
    case MatchOp::EndsWith: return "ends-with";
    case MatchOp::Like: return "like";
    case MatchOp::Mentions: return "mentions";
    case MatchOp::Matches: return "matches";
  }
  return "in";
}

std::string_view count_word(Count::Op op) {
  switch (op) {
    case Count::Op::AtLeast: return "at-least";
    case Count::Op::AtMost: return "at-most";
    case Count::Op::Exactly: return "exactly";
    case Count::Op::MoreThan: return "more-than";
    case Count::Op::FewerThan: return "fewer-than";
  }
  return "at-least";
}

std::string_view aggregate_word(AggregateOf::Op op) {
  switch (op) {
    case AggregateOf::Op::Sum: return "sum";
    case AggregateOf::Op::Max: return "max";
    case AggregateOf::Op::Min: return "min";
    case AggregateOf::Op::Average: return "average";
  }
  return "sum";
}

}  // namespace

std::string ExpressionPrinter::quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    if (letter == '\n') {
      out += "\\n";
    } else if (letter == '\t') {
      out += "\\t";
    } else {
      out += letter;
    }
  }
  return out + '"';
}

std::string ExpressionPrinter::name(const Name& name) { return name.quoted ? fmt::format("`{}`", name.text) : name.text; }
std::string ExpressionPrinter::label(const Label& label) { return label.kind == Label::Kind::Text ? quoted(label.text) : label.text; }
std::string ExpressionPrinter::date(const DateLiteral& date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

std::string_view ExpressionPrinter::compare_sign(CompareOp op) {
  switch (op) {
    case CompareOp::Equal: return "=";
    case CompareOp::NotEqual: return "!=";
    case CompareOp::Less: return "<";
    case CompareOp::LessEqual: return "<=";
    case CompareOp::Greater: return ">";
    case CompareOp::GreaterEqual: return ">=";
    case CompareOp::Is: return "is";
    case CompareOp::IsNot: return "is-not";
  }
  return "=";
}

std::string ExpressionPrinter::expression(ExprId id) const {
  return std::visit([&](const auto& made) { return node(made); }, ast_[id].node);
}

std::string ExpressionPrinter::expressions(const std::vector<ExprId>& ids) const {
  std::string out;
  for (const ExprId id : ids) out += " " + expression(id);
  return out;
}

std::string ExpressionPrinter::duration(const Duration& duration) const {
  return fmt::format("{}{} {}", duration.business ? "business " : "", expression(duration.amount), unit_word(duration.unit));
}

// Literals and names

std::string ExpressionPrinter::node(const TextLiteral& node) const { return quoted(node.value); }
std::string ExpressionPrinter::node(const IntegerLiteral& node) const { return fmt::format("{}", node.value); }
std::string ExpressionPrinter::node(const NumberLiteral& node) const {
  return fmt::format("{}{}", node.value, node.percent ? "#percent" : "#");
}
std::string ExpressionPrinter::node(const YesNoLiteral& node) const { return node.value ? "yes" : "no"; }
std::string ExpressionPrinter::node(const DateLiteral& node) const { return date(node); }
std::string ExpressionPrinter::node(const TimeLiteral& node) const {
  const std::int64_t seconds = node.microseconds / 1'000'000;
  std::string out = fmt::format("{}T{:02}:{:02}:{:02}", date(node.date), seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (node.microseconds % 1'000'000 != 0) out += fmt::format(".{:06}", node.microseconds % 1'000'000);
  return node.offset_minutes ? out + fmt::format("{:+}min", *node.offset_minutes) : out;
}
std::string ExpressionPrinter::node(const DurationLiteral& node) const { return fmt::format("({})", duration(node.duration)); }
std::string ExpressionPrinter::node(const RegexLiteral& node) const { return fmt::format("/{}/", node.pattern); }
std::string ExpressionPrinter::node(const Range& node) const { return fmt::format("{}..{}", expression(node.low), expression(node.high)); }
std::string ExpressionPrinter::node(const NameExpr& node) const { return name(node.name); }
std::string ExpressionPrinter::node(const BuiltinExpr& node) const {
  switch (node.which) {
    case Builtin::Today: return "#today";
    case Builtin::Now: return "#now";
    case Builtin::Score: return "#score";
    case Builtin::Excluded: return "#excluded";
  }
  return "#today";
}

// Operators

std::string ExpressionPrinter::node(const Logic& node) const {
  return fmt::format("({}{})", node.op == Logic::Op::And ? "and" : "or", expressions(node.operands));
}
std::string ExpressionPrinter::node(const Not& node) const { return fmt::format("(not {})", expression(node.operand)); }
std::string ExpressionPrinter::node(const Negate& node) const { return fmt::format("(neg {})", expression(node.operand)); }
std::string ExpressionPrinter::node(const Arithmetic& node) const {
  std::string out = "(" + expression(node.first);
  for (const ArithmeticStep& step : node.steps) out += fmt::format(" {} {}", arithmetic_sign(step.op), expression(step.operand));
  return out + ")";
}
std::string ExpressionPrinter::node(const Fallback& node) const { return fmt::format("(else{})", expressions(node.operands)); }
std::string ExpressionPrinter::node(const Comparison& node) const {
  return fmt::format("({}{} {} {})", compare_sign(node.op), node.exactly ? "exactly" : "", expression(node.left), expression(node.right));
}
std::string ExpressionPrinter::node(const Match& node) const {
  return fmt::format("({}{} {} [{}])", node.negated ? "not-" : "", match_word(node.op), expression(node.subject),
                     node.values.empty() ? "" : expressions(node.values).substr(1));
}
std::string ExpressionPrinter::node(const Between& node) const {
  return fmt::format("({}between {} {} {})", node.negated ? "not-" : "", expression(node.subject), expression(node.low),
                     expression(node.high));
}
std::string ExpressionPrinter::node(const IsMissing& node) const {
  return fmt::format("({} {})", node.negated ? "has" : "missing", expression(node.subject));
}
std::string ExpressionPrinter::node(const CountOf& node) const {
  const std::string_view word = node.op == CountOf::Op::AtLeast ? "at-least" : node.op == CountOf::Op::AtMost ? "at-most" : "exactly";
  return fmt::format("({}-of {}{})", word, expression(node.number), expressions(node.items));
}
std::string ExpressionPrinter::node(const Call& node) const {
  return fmt::format("(call {}{})", name(node.function), expressions(node.arguments));
}
std::string ExpressionPrinter::node(const PartOf& node) const {
  return fmt::format("(part {} {})", name(node.part), expression(node.operand));
}

// Activities

std::string ExpressionPrinter::node(const PhraseExpr& node) const { return phrase(node.phrase); }
std::string ExpressionPrinter::node(const TimesOf& node) const { return fmt::format("(times {})", phrase(node.phrase)); }
std::string ExpressionPrinter::node(const DaysBetween& node) const {
  return fmt::format("(days-between {} {})", expression(node.from), expression(node.to));
}
std::string ExpressionPrinter::node(const DaysSince& node) const {
  return fmt::format("(days-since{} {})", node.first ? "-first" : "", expression(node.operand));
}
std::string ExpressionPrinter::node(const AggregateOf& node) const {
  return fmt::format("({} {} {})", aggregate_word(node.op), name(node.attribute), phrase(node.phrase));
}
std::string ExpressionPrinter::node(const TimeOf& node) const {
  return fmt::format("(time-of-{} {})", node.first ? "first" : "last", phrase(node.phrase));
}
std::string ExpressionPrinter::node(const ValueOf& node) const {
  return fmt::format("({} {} {})", node.first ? "first" : "last", name(node.attribute), phrase(node.phrase));
}
std::string ExpressionPrinter::node(const TimesEntered& node) const { return fmt::format("(times-entered {})", name(node.stage)); }
std::string ExpressionPrinter::node(const DaysSinceEntered& node) const { return fmt::format("(days-since-entered {})", name(node.stage)); }
std::string ExpressionPrinter::node(const Reached& node) const { return fmt::format("(reached {})", name(node.stage)); }

std::string ExpressionPrinter::part(const PhrasePart& part) const {
  std::string out = name(part.verb) + expressions(part.objects);
  if (part.same) out += " (same " + name(part.same->attribute) + ")";
  if (!part.conditions.empty()) out += fmt::format(" (with{})", expressions(part.conditions));
  return out;
}

std::string ExpressionPrinter::count(const Count& count) const {
  std::string of;
  switch (count.of) {
    case Count::Of::Times: of = "times"; break;
    case Count::Of::Days: of = "days"; break;
    case Count::Of::Weeks: of = "weeks"; break;
    case Count::Of::Months: of = "months"; break;
    case Count::Of::Different: of = "different " + name(*count.attribute); break;
  }
  return fmt::format("({} {} {})", count_word(count.op), expression(count.number), of);
}

std::string ExpressionPrinter::window(const Window& window) const {
  struct Words {
    const ExpressionPrinter& print;
    std::string operator()(const InLast& node) const { return fmt::format("(in-last {})", print.duration(node.duration)); }
    std::string operator()(const MoreThanAgo& node) const { return fmt::format("(more-than-ago {})", print.duration(node.duration)); }
    std::string operator()(const Since& node) const { return fmt::format("(since {})", print.expression(node.date)); }
    std::string operator()(const Before& node) const { return fmt::format("(before {})", print.expression(node.date)); }
    std::string operator()(const BetweenDates& node) const {
      return fmt::format("(between {} {})", print.expression(node.from), print.expression(node.to));
    }
    std::string operator()(const OnToday&) const { return "(today)"; }
    std::string operator()(const InThis& node) const { return fmt::format("(in-this {})", unit_word(node.unit)); }
    std::string operator()(const SinceLast& node) const { return fmt::format("(since-last {})", name(node.verb)); }
  };
  return std::visit(Words{*this}, window.node);
}

std::string ExpressionPrinter::phrase(PhraseId id) const {
  const Phrase& phrase = ast_[id];
  std::string out = "(phrase ";
  for (std::size_t at = 0; at < phrase.parts.size(); ++at) out += (at == 0 ? "" : " then ") + part(phrase.parts[at]);
  if (phrase.within) out += fmt::format(" (within {})", duration(*phrase.within));
  if (phrase.count) out += " " + count(*phrase.count);
  if (phrase.window) out += " " + window(*phrase.window);
  return out + ")";
}

}  // namespace assay::syntax

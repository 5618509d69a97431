#include "compiler/syntax/line_parser.h"

namespace assay::syntax {

std::optional<Line> LineParser::scoring() {
  switch (type()) {
    case T::WHEN:
    case T::FOR:
    case T::ALWAYS:
    case T::OTHERWISE: return score_rule();
    case T::SCORE: return section();
    case T::EXCLUDE: return exclude_statement();
    case T::TAG: return tag_statement();
    case T::TOTAL: return total();
    case T::GRADE: return grade();
    default: return std::nullopt;
  }
}

Line LineParser::section() {
  const std::size_t first = at_;
  Section made;
  need(T::SCORE);
  made.name = name();
  while (take(T::COMMA)) made.modifiers.push_back(section_modifier());
  made.span = from(first);
  return made;
}

SectionModifier LineParser::section_modifier() {
  const std::size_t first = at_;
  SectionModifier made;
  if (take(T::AT)) {
    made.kind = is(T::MOST) ? SectionModifier::Kind::AtMost : SectionModifier::Kind::AtLeast;
    take_if(is_any(T::MOST, T::LEAST));
    made.bound = bound();
  } else if (take(T::COUNTING)) {
    made.kind = SectionModifier::Kind::CountingSinceLast;
    need(T::SINCE);
    need(T::LAST);
    made.verb = name();
  } else {
    made.kind = is(T::FIRST) ? SectionModifier::Kind::FirstMatch : SectionModifier::Kind::BestMatch;
    take_if(is_any(T::FIRST, T::BEST));
    need(T::MATCH);
  }
  made.span = from(first);
  return made;
}

Line LineParser::score_rule() {
  const std::size_t first = at_;
  Rule made;
  rule_head(made);
  made.head = from(first);
  need(T::COLON);
  made.effects = effects();
  made.span = from(first);
  return made;
}

void LineParser::rule_head(Rule& rule) {
  if (take(T::WHEN)) {
    rule.kind = Rule::Kind::When;
    rule.condition = expression();
  } else if (take(T::OTHERWISE)) {
    rule.kind = Rule::Kind::Otherwise;
    if (take(T::WHEN)) rule.condition = expression();
  } else if (take(T::ALWAYS)) {
    rule.kind = Rule::Kind::Always;
  } else {
    need(T::FOR);
    need(T::EACH);
    rule.kind = Rule::Kind::ForEach;
    if (is(T::UNIT) && type(1) == T::WITH) {
      rule.kind = Rule::Kind::ForEachPeriod;
      rule.period = rule_period(need(T::UNIT));
      need(T::WITH);
    } else if (is(T::DIFFERENT) && type(2) == T::OF) {
      rule.kind = Rule::Kind::ForEachDifferent;
      need(T::DIFFERENT);
      rule.attribute = word();
      need(T::OF);
    }
    rule.phrase = phrase(true);
  }
}

Effects LineParser::effects() {
  const std::size_t first = at_;
  Effects made;
  do effect(made);
  while (take(T::COMMA));
  made.span = from(first);
  return made;
}

void LineParser::effect(Effects& effects) {
  const std::size_t first = at_;
  bool excludes = false;
  if (is_any(T::PLUS, T::MINUS)) {
    const ExprId amount = points();
    if (given_up_) return;
    effects.list.emplace_back(PointsEffect{amount, from(first)});
    reason_at_end(amount, effects);
  } else if (take(T::EXCLUDE)) {
    excludes = true;
    effects.list.emplace_back(ExcludeEffect{{}, from(first)});
  } else if (take(T::TAG)) {
    Text tag = text();
    effects.list.emplace_back(TagEffect{std::move(tag), from(first)});
  } else if (take(T::ENTER)) {
    Name stage = stage_name();
    effects.list.emplace_back(EnterEffect{std::move(stage), from(first)});
  } else {
    effects.modifiers.push_back(rule_modifier());
  }
  while (is_any(T::TEXT, T::AS)) {
    if (take(T::AS)) {
      add_name(effects, name());
    } else if (excludes) {  // the first text is its own reason
      std::get<ExcludeEffect>(effects.list.back()).reason = text();
      excludes = false;
    } else {
      add_reason(effects, text());
    }
  }
}

ExprId LineParser::points() {
  const std::size_t first = at_;
  const bool negative = is(T::MINUS);
  const Span sign = take_if(is_any(T::PLUS, T::MINUS));
  const ExprId term = multiplicative();
  if (given_up_) return term;
  Arithmetic sum{first_term(term, negative, sign), {}};
  while (is_any(T::PLUS, T::MINUS)) {
    const ArithmeticOp op = is(T::PLUS) ? ArithmeticOp::Add : ArithmeticOp::Subtract;
    closed_before_operator(sum.steps.empty() ? sum.first : sum.steps.back().operand, here());
    const Span op_span = take_if(true);
    sum.steps.push_back({op, op_span, multiplicative()});
  }
  const ExprId amount = sum.steps.empty() ? sum.first : add(std::move(sum), from(first));
  if (!is(T::ELSE)) return amount;
  Fallback node{{amount}};
  while (is(T::ELSE)) {
    closed_before_operator(node.operands.back(), here());
    need(T::ELSE);
    node.operands.push_back(additive());
  }
  return add(std::move(node), from(first));
}

RuleModifier LineParser::rule_modifier() {
  using Kind = RuleModifier::Kind;
  const std::size_t first = at_;
  RuleModifier made;
  if (take(T::AT)) {
    made.kind = is(T::MOST) ? Kind::AtMost : Kind::AtLeast;
    take_if(is_any(T::MOST, T::LEAST));
    made.amount = bound();
    made.span = from(first);
    return made;
  }
  switch (type()) {
    case T::ONCE: made.kind = Kind::OnceEvery; break;
    case T::HALVING: made.kind = Kind::Halving; break;
    case T::FADING: made.kind = Kind::Fading; break;
    case T::LOSING: made.kind = Kind::Losing; break;
    case T::EXPIRING: made.kind = Kind::Expiring; break;
    default: give_up(); return made;
  }
  ++at_;
  if (made.kind == Kind::Losing) made.amount = bound();
  need(made.kind == Kind::Fading ? T::OVER : made.kind == Kind::Expiring ? T::AFTER : T::EVERY);
  made.duration = duration();
  made.span = from(first);
  return made;
}

// A modifier begins with words that are names, too, and would go on a list; no list goes on with the second.
bool LineParser::begins_modifier(std::size_t ahead) const {
  const T next = type(ahead + 1);
  switch (type(ahead)) {
    case T::AT: return next == T::MOST || next == T::LEAST;
    case T::ONCE:
    case T::HALVING: return next == T::EVERY;
    case T::FADING: return next == T::OVER;
    case T::EXPIRING: return next == T::AFTER;
    case T::LOSING: return type(ahead + 2) == T::EVERY || type(ahead + 3) == T::EVERY;
    default: return false;
  }
}

Line LineParser::exclude_statement() {
  const std::size_t first = at_;
  ExcludeStatement made;
  need(T::EXCLUDE);
  made.reason = optional_text();
  need(T::WHEN);
  made.condition = expression();
  made.span = from(first);
  return made;
}

Line LineParser::tag_statement() {
  const std::size_t first = at_;
  TagStatement made;
  need(T::TAG);
  made.tag = text();
  need(T::WHEN);
  made.condition = expression();
  made.span = from(first);
  return made;
}

Line LineParser::total() {
  const std::size_t first = at_;
  need(T::TOTAL);
  need(T::EQUAL);
  const ExprId value = expression();
  return Total{value, from(first)};
}

Line LineParser::grade() {
  const std::size_t first = at_;
  Grade made;
  need(T::GRADE);
  made.name = name();
  need(T::BY);
  made.by = fallback();
  need(T::COLON);
  made.bands.push_back(band());
  while (take(T::COMMA)) {
    if (take(T::ELSE)) {
      made.otherwise = label();
      break;
    }
    made.bands.push_back(band());
  }
  made.span = from(first);
  return made;
}

Band LineParser::band() {
  const std::size_t first = at_;
  Band made;
  made.label = label();
  need(T::FROM);
  made.bound = bound();
  made.span = from(first);
  return made;
}

Line LineParser::case_line() {
  const std::size_t first = at_;
  Case made;
  made.is_else = take(T::ELSE);
  if (!made.is_else) made.labels = list_of([&] { return label(); });
  need(T::CASE_COLON);
  made.effects = effects();
  made.span = from(first);
  return made;
}

}  // namespace assay::syntax

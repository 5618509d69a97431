#include "compiler/syntax/line_parser.h"

namespace assay::syntax {

std::optional<Line> LineParser::lifecycle() {
  switch (type()) {
    case T::REQUIRE: return require();
    case T::STAGE: return stage();
    case T::ENTER:
    case T::LEAVE: return transition();
    case T::ON: return on_statement();
    case T::SEGMENT: return segment();
    case T::ROUTE: return route();
    case T::RESPOND: return respond();
    case T::BUSINESS: return business_hours();
    case T::TABLE: return table();
    default: return std::nullopt;
  }
}

Line LineParser::require() {
  const std::size_t first = at_;
  Require made;
  need(T::REQUIRE);
  made.fields = list_of([&] { return name(); });
  need(T::FOR);
  made.stage = stage_name();
  made.span = from(first);
  return made;
}

Line LineParser::stage() {
  const std::size_t first = at_;
  need(T::STAGE);
  Stage made{name(), {}, {}};
  made.span = from(first);
  if (!is(T::WHEN)) return made;
  const std::size_t when = at_, expressions = ast_.expressions.size(), phrases = ast_.phrases.size();
  need(T::WHEN);
  const ExprId condition = expression();
  if (words_[when].starts_row && is(T::COLON)) {  // `when` begins a rule behind a stage without a condition
    forget_nodes(expressions, phrases);
    at_ = when;
    return made;
  }
  made.span = from(first);
  made.transitions.push_back({Transition::Kind::Enter, {}, condition, made.span});
  return made;
}

Line LineParser::transition() {
  const std::size_t first = at_;
  Transition made;
  if (take(T::LEAVE)) {
    need(T::TO);
    made.kind = Transition::Kind::LeaveTo;
    made.stages.push_back(stage_name());
  } else {
    need(T::ENTER);
    made.kind = is(T::FROM) ? Transition::Kind::EnterFrom : Transition::Kind::Enter;
    if (take(T::FROM)) made.stages = list_of([&] { return stage_name(); });
  }
  need(T::WHEN);
  made.condition = expression();
  made.span = from(first);
  return made;
}

Line LineParser::on_statement() {
  const std::size_t first = at_;
  On made;
  need(T::ON);
  made.subject = name();
  if (is_word(type())) made.attribute = word();
  made.span = made.head = from(first);
  return made;
}

Line LineParser::segment() {
  const std::size_t first = at_;
  need(T::SEGMENT);
  Text called = text();
  need(T::WHEN);
  const ExprId condition = expression();
  return Segment{std::move(called), condition, from(first)};
}

Line LineParser::route() {
  const std::size_t first = at_;
  Route made;
  need(T::ROUTE);
  need(T::TO);
  made.one_of = take(T::ONE);
  if (made.one_of) {
    need(T::OF);
    made.targets = texts();
  } else {
    made.targets.push_back(text());
  }
  need(T::WHEN);
  made.condition = expression();
  made.span = from(first);
  return made;
}

Line LineParser::respond() {
  const std::size_t first = at_;
  Respond made;
  need(T::RESPOND);
  need(T::TO);
  made.stage = stage_name();
  need(T::WITHIN);
  const Span number_span = here();
  const ExprId number = amount();
  const bool business = take(T::BUSINESS);
  const Span unit_span = unit();
  if (given_up_) return made;
  made.within = duration_of(number, unit_span, join(number_span, unit_span));
  made.within.business = business;
  need(T::BY);
  made.by = list_of([&] { return name(); });
  made.span = from(first);
  return made;
}

Line LineParser::business_hours() {
  const std::size_t first = at_;
  BusinessHours made;
  need(T::BUSINESS);
  check_word(need(T::UNIT), "hours", {});
  made.open = list_of([&] { return open_hours(); });
  if (take(T::EXCEPT)) {
    made.except = list_of([&] {
      if (!is(T::DATE)) return name_expression(name());
      const Span day = need(T::DATE);
      return add(date(day), day);
    });
  }
  made.span = from(first);
  return made;
}

OpenHours LineParser::open_hours() {
  OpenHours made;
  const Span first_day = name().span;
  const Span last_day = take(T::MINUS) ? name().span : first_day;
  made.first_day = weekday(first_day);
  made.last_day = weekday(last_day);
  const Span opens = need(T::CLOCK);
  need(T::MINUS);
  set_hours(made, opens, need(T::CLOCK));
  return made;
}

// Tables

Line LineParser::table() {
  const std::size_t first = at_;
  Table made;
  need(T::TABLE);
  made.name = name();
  need(T::BY);
  made.by = list_of([&] { return name(); });
  if (take(T::FROM)) made.file = text();
  made.span = from(first);
  return made;
}

Line LineParser::table_row() {
  const std::size_t first = at_;
  RowLine made;
  made.is_head = take(T::BAR);
  do made.row.cells.push_back(cell());
  while (take(T::BAR));
  if (!made.is_head && made.row.cells.size() == 1) give_up();
  made.span = made.row.span = from(first);
  return made;
}

TableCell LineParser::cell() {
  const std::size_t first = at_;
  TableCell made;
  made.items = list_of([&] { return cell_item(); });
  made.span = from(first);
  return made;
}

CellItem LineParser::cell_item() {
  const std::size_t first = at_;
  CellItem made;
  if (take(T::ELSE)) {
    made.kind = CellItem::Kind::Else;
  } else if (is_comparing(type())) {
    made.kind = CellItem::Kind::Comparison;
    made.op = compare_op(type());
    ++at_;
    made.value = value();
  } else {
    const ExprId low = value();
    made.value = low;
    if (!take(T::RANGE)) return made;
    made.kind = CellItem::Kind::Range;
    const ExprId high = value();
    made.value = add(Range{low, high}, from(first));
  }
  return made;
}

}  // namespace assay::syntax

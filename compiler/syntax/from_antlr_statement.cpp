#include "compiler/syntax/from_antlr.h"

namespace assay::syntax {

std::optional<Line> FromAntlr::line(P::LineContext* tree) {
  refused_ = false;
  for (const auto part : {&FromAntlr::scoring, &FromAntlr::declaration, &FromAntlr::lifecycle, &FromAntlr::test_line, &FromAntlr::head}) {
    std::optional<Line> made = (this->*part)(tree);
    if (made) return refused_ ? std::nullopt : std::move(made);
  }
  return std::nullopt;
}

std::optional<Line> FromAntlr::part(P::PartContext* tree) {
  refused_ = false;
  Line made;
  if (tree->field()) {
    made = field(tree->field());
  } else if (tree->caseLine()) {
    made = case_line(tree->caseLine());
  } else {
    made = row(tree->tableRow());
  }
  return refused_ ? std::nullopt : std::optional(std::move(made));
}

std::optional<Line> FromAntlr::head(P::LineContext* tree) {
  if (auto* node = tree->policyHeader()) return PolicyLine{optional_text(node->TEXT()), span(node)};
  if (auto* node = tree->version()) return VersionLine{version_at(span(node->INTEGER())), span(node)};
  if (auto* node = tree->timezone()) return TimezoneLine{text(node->TEXT()), span(node)};
  if (auto* node = tree->agreed()) return Agreement{name(node->name()), date(span(node->DATE())), span(node)};
  if (auto* node = tree->review()) return ReviewLine{date(span(node->DATE())), span(node)};
  if (auto* node = tree->use()) return use(node);
  return std::nullopt;
}

std::optional<Line> FromAntlr::declaration(P::LineContext* tree) {
  if (auto* node = tree->lead()) return LeadLine{span(node)};
  if (auto* node = tree->activity()) return activity(node);
  if (auto* node = tree->ignore()) {
    Ignore made{phrase(node->phrase(), node->dateRange()), std::nullopt, span(node)};
    made.reason = optional_text(node->TEXT());
    if (!made.reason) made.reason = take_over_reason(made.phrase);
    return made;
  }
  if (auto* node = tree->list()) return list(node);
  if (auto* node = tree->define()) return Define{name(node->name()), expression(node->expression()), span(node)};
  if (auto* node = tree->setting()) return Setting{name(node->name()), expression(node->expression()), span(node)};
  return std::nullopt;
}

std::optional<Line> FromAntlr::lifecycle(P::LineContext* tree) {
  if (auto* node = tree->require()) return Require{names(node->name()), name(node->stageName()), span(node)};
  if (auto* node = tree->stage()) {
    Stage made{name(node->name()), {}, span(node)};
    if (node->WHEN()) made.transitions.push_back({Transition::Kind::Enter, {}, expression(node->expression()), span(node)});
    return made;
  }
  if (auto* node = tree->transition()) return transition(node);
  if (auto* node = tree->onStatement()) {
    On made;
    made.subject = name(node->name());
    if (node->word()) made.attribute = name(node->word());
    made.span = made.head = span(node);
    return made;
  }
  if (auto* node = tree->segment()) {
    const Text of = text(node->TEXT());
    return Segment{of, expression(node->expression()), span(node)};
  }
  if (auto* node = tree->route()) return route(node);
  if (auto* node = tree->respond()) return respond(node);
  if (auto* node = tree->businessHours()) return business_hours(node);
  if (auto* node = tree->table()) return table(node);
  return std::nullopt;
}

UseLine FromAntlr::use(P::UseContext* tree) {
  UseLine made{{}, span(tree)};
  for (auto* node : tree->useTarget()) {
    const Span place = span(node);
    if (node->TEXT()) {
      made.targets.push_back({text(node->TEXT()).value, true, place});
    } else {
      made.targets.push_back({name(node->name()).text, false, place});
    }
  }
  return made;
}

// Declarations

Field FromAntlr::field(P::FieldContext* tree) {
  Field made;
  made.name = name(tree->word());
  made.type = declared_type(tree->type());
  made.span = span(tree);
  for (auto* option : tree->fieldOption()) field_option(option, made);
  return made;
}

void FromAntlr::field_option(P::FieldOptionContext* tree, Field& field) {
  std::vector<Text> values;
  if (tree->FROM()) {
    values = texts(tree->texts());
  } else if (tree->TEXT()) {
    values.push_back(text(tree->TEXT()));
  } else {
    for (auto* node : tree->missingValue()) {
      const Span place = span(node);
      values.push_back(node->TEXT() ? text(node->TEXT()) : Text{std::string(written(place)), place});
    }
  }
  add_option(field, span(tree->getStart()), std::move(values));
}

Type FromAntlr::declared_type(P::TypeContext* tree) {
  const Span whole = span(tree);
  if (tree->SLASH()) return {Type::Kind::YesNo, {}, whole};
  if (tree->LIST()) {
    check_list_type(name(tree->name()), whole);
    return {Type::Kind::ListOfText, {}, whole};
  }
  if (!tree->ONE()) return named_type(whole);
  Type made{Type::Kind::OneOf, {}, whole};
  for (auto* node : tree->label()) made.labels.push_back(label(node));
  return made;
}

Activity FromAntlr::activity(P::ActivityContext* tree) {
  Activity made;
  made.name = name(tree->name());
  for (auto* node : tree->attribute()) made.attributes.push_back({name(node->word()), declared_type(node->type()), span(node)});
  made.merging_overlaps = tree->MERGING() != nullptr;
  if (tree->FROM()) made.from = texts(tree->texts());
  made.span = span(tree);
  return made;
}

List FromAntlr::list(P::ListContext* tree) {
  List made;
  made.name = name(tree->name());
  made.span = span(tree);
  if (tree->FROM()) {
    P::ColumnNameContext* column = tree->columnName();
    const Label label = label_at(span(column), type(column));
    made.file = ListFile{text(tree->TEXT()), label};
    return made;
  }
  made.items = list_items(tree->listItems(0));
  if (tree->EXCEPT()) made.except = list_items(tree->listItems(1));
  return made;
}

std::vector<ListItem> FromAntlr::list_items(P::ListItemsContext* tree) {
  std::vector<ListItem> items;
  items.reserve(tree->children.size() / 2 + 1);
  for (std::size_t at = 0; at < tree->children.size(); at += 2) {
    if (auto* node = dynamic_cast<antlr4::tree::TerminalNode*>(tree->children[at])) {
      Text pattern = text(node);
      items.push_back({std::move(pattern.value), false, pattern.span});
    } else {
      Name other = name(static_cast<P::NameContext*>(tree->children[at]));
      items.push_back({std::move(other.text), true, other.span});
    }
  }
  return items;
}

// Lifecycle

Transition FromAntlr::transition(P::TransitionContext* tree) {
  Transition made;
  made.kind = tree->LEAVE() ? Transition::Kind::LeaveTo : tree->FROM() ? Transition::Kind::EnterFrom : Transition::Kind::Enter;
  made.stages = names(tree->stageName());
  made.condition = expression(tree->expression());
  made.span = span(tree);
  return made;
}

Route FromAntlr::route(P::RouteContext* tree) {
  Route made;
  made.one_of = tree->ONE() != nullptr;
  made.targets = made.one_of ? texts(tree->texts()) : std::vector<Text>{text(tree->TEXT())};
  made.condition = expression(tree->expression());
  made.span = span(tree);
  return made;
}

Respond FromAntlr::respond(P::RespondContext* tree) {
  Respond made;
  made.stage = name(tree->stageName());
  const ExprId number = amount(tree->amount());
  made.within = duration_of(number, span(tree->unit()), join(span(tree->amount()), span(tree->unit())));
  made.within.business = tree->BUSINESS() != nullptr;
  made.by = names(tree->name());
  made.span = span(tree);
  return made;
}

BusinessHours FromAntlr::business_hours(P::BusinessHoursContext* tree) {
  BusinessHours made;
  made.span = span(tree);
  check_word(span(tree->UNIT()), "hours", "write business hours Mon-Fri 09:00-17:00");
  for (auto* node : tree->openHours()) made.open.push_back(open_hours(node));
  for (auto* node : tree->exceptItem()) {
    made.except.push_back(node->DATE() ? add(date(span(node)), span(node)) : name_expression(name(node->name())));
  }
  return made;
}

OpenHours FromAntlr::open_hours(P::OpenHoursContext* tree) {
  OpenHours made;
  const auto days = tree->name();
  made.first_day = weekday(span(days.front()));
  made.last_day = refused_ ? made.first_day : weekday(span(days.back()));
  set_hours(made, span(tree->CLOCK(0)), span(tree->CLOCK(1)));
  return made;
}

// Tables

Table FromAntlr::table(P::TableContext* tree) {
  Table made;
  std::vector<Name> all = names(tree->name());
  made.name = all.front();
  made.by.assign(all.begin() + 1, all.end());
  made.file = optional_text(tree->TEXT());
  made.span = span(tree);
  return made;
}

RowLine FromAntlr::row(P::TableRowContext* tree) {
  RowLine made;
  made.span = made.row.span = span(tree);
  made.is_head = tree->getStart()->getType() == P::BAR;
  for (auto* node : tree->cell()) {
    TableCell cell;
    cell.span = span(node);
    for (auto* item : node->cellItem()) cell.items.push_back(cell_item(item));
    made.row.cells.push_back(std::move(cell));
  }
  return made;
}

CellItem FromAntlr::cell_item(P::CellItemContext* tree) {
  CellItem made;
  if (tree->ELSE()) {
    made.kind = CellItem::Kind::Else;
    return made;
  }
  const ExprId low = value(tree->value(0));
  made.value = low;
  if (tree->RANGE()) {
    made.kind = CellItem::Kind::Range;
    made.value = add(Range{low, value(tree->value(1))}, span(tree));
    return made;
  }
  if (!tree->compareOperator()) return made;
  made.kind = CellItem::Kind::Comparison;
  made.op = compare_op(type(tree->compareOperator()));
  return made;
}

}  // namespace assay::syntax

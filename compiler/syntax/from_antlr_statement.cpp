#include <array>

#include "compiler/diag/suggest.h"
#include "compiler/syntax/from_antlr.h"
#include "compiler/syntax/literals.h"

namespace assay::syntax {

namespace {

constexpr std::array<std::pair<std::string_view, Type::Kind>, 9> kTypes = {{
    {"text", Type::Kind::Text},
    {"email", Type::Kind::Email},
    {"url", Type::Kind::Url},
    {"phone", Type::Kind::Phone},
    {"integer", Type::Kind::Integer},
    {"number", Type::Kind::Number},
    {"date", Type::Kind::Date},
    {"time", Type::Kind::Time},
    {"list", Type::Kind::ListOfText},
}};

// What people write who know another system.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kOtherTypes = {{
    {"string", "text"},
    {"str", "text"},
    {"varchar", "text"},
    {"char", "text"},
    {"int", "integer"},
    {"whole", "integer"},
    {"float", "number"},
    {"double", "number"},
    {"decimal", "number"},
    {"bool", "yes/no"},
    {"boolean", "yes/no"},
    {"datetime", "time"},
    {"timestamp", "time"},
    {"enum", "one of a, b, c"},
}};

std::string nearest_type(std::string_view word) {
  for (const auto& [other, ours] : kOtherTypes) {
    if (word == other) return std::string(ours);
  }
  std::vector<std::string_view> known;
  for (const auto& [written, kind] : kTypes) known.push_back(written);
  return diag::nearest(word, known);
}

}  // namespace

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
  if (auto* node = tree->version()) {
    const std::optional<std::int64_t> number = integer_value(written(span(node->INTEGER())));
    if (!number) refuse(diag::Code::NumberTooLarge, span(node->INTEGER()));
    return VersionLine{number.value_or(0), span(node)};
  }
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
    if (node->WHEN()) made.transitions.push_back({Transition::Kind::Enter, {}, expression(node->expression()), true, span(node)});
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

// Declarations --------------------------------------------------------------------------------------------------------------------

Field FromAntlr::field(P::FieldContext* tree) {
  Field made;
  made.name = name(tree->word());
  made.type = type(tree->type());
  made.span = span(tree);
  for (auto* option : tree->fieldOption()) field_option(option, made);
  return made;
}

void FromAntlr::field_option(P::FieldOptionContext* tree, Field& field) {
  const auto once = [&](bool before) {
    if (before) refuse(diag::Code::OptionTwice, span(tree->getStart()), written(span(tree->getStart())));
  };
  if (tree->FROM()) {
    once(!field.from.empty());
    field.from = texts(tree->texts());
  } else if (tree->FORMAT()) {
    once(field.format.has_value());
    field.format = text(tree->TEXT());
  } else if (tree->SEPARATOR()) {
    once(field.separator.has_value());
    field.separator = text(tree->TEXT());
  } else {
    once(!field.missing.empty());
    for (auto* node : tree->missingValue()) {
      const Span place = span(node);
      field.missing.push_back(node->TEXT() ? text(node->TEXT()) : Text{std::string(written(place)), place});
    }
  }
}

Type FromAntlr::type(P::TypeContext* tree) {
  Type made{Type::Kind::Unknown, {}, span(tree)};
  if (tree->SLASH()) {
    made.kind = Type::Kind::YesNo;
  } else if (tree->ONE()) {
    made.kind = Type::Kind::OneOf;
    for (auto* node : tree->label()) made.labels.push_back(label(node));
  } else if (tree->LIST()) {
    const Name of = name(tree->name());
    made.kind = Type::Kind::ListOfText;
    if (of.text != "text") sink_.report(diag::Code::UnknownType, made.span, written(made.span)).did_you_mean("list of text");
  } else {
    const std::string word(written(made.span));
    for (const auto& [written, kind] : kTypes) {
      if (word == written) made.kind = kind;
    }
    if (made.kind == Type::Kind::Unknown) {
      sink_.report(diag::Code::UnknownType, made.span, word).did_you_mean(nearest_type(word));
    }
  }
  return made;
}

Activity FromAntlr::activity(P::ActivityContext* tree) {
  Activity made;
  made.name = name(tree->name());
  for (auto* node : tree->attribute()) made.attributes.push_back({name(node->word()), type(node->type()), span(node)});
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
    const Label label = column->TEXT() ? Label{text(column->TEXT()).value, Label::Kind::Text, span(column)}
                                       : Label{name(column->name()).text, Label::Kind::Word, span(column)};
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

// Lifecycle -----------------------------------------------------------------------------------------------------------------------

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
  const Span word = span(tree->UNIT());
  if (written(word) != "hours") refuse(diag::Code::UnexpectedWord, word, written(word)).suggest("write business hours Mon-Fri 09:00-17:00");
  for (auto* node : tree->openHours()) made.open.push_back(open_hours(node));
  for (auto* node : tree->exceptItem()) {
    made.except.push_back(node->DATE() ? add(date(span(node)), span(node)) : name_expression(name(node->name())));
  }
  return made;
}

OpenHours FromAntlr::open_hours(P::OpenHoursContext* tree) {
  OpenHours made;
  const auto days = tree->name();
  made.first_day = weekday(days.front());
  made.last_day = refused_ ? made.first_day : weekday(days.back());
  const Span from = span(tree->CLOCK(0)), to = span(tree->CLOCK(1));
  const std::optional<std::uint16_t> opens = clock_value(written(from)), closes = clock_value(written(to));
  if (!opens) refuse(diag::Code::NoSuchDate, from, written(from), "time of day").suggest("times of day are written 09:00");
  if (!closes) refuse(diag::Code::NoSuchDate, to, written(to), "time of day").suggest("times of day are written 17:00");
  if (opens && closes && *closes <= *opens) refuse(diag::Code::HoursBackwards, join(from, to));
  made.opens = opens.value_or(0);
  made.closes = closes.value_or(0);
  return made;
}

// `Mon`, `Monday`, …, in any case.
std::uint8_t FromAntlr::weekday(P::NameContext* tree) {
  constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  const Name day = name(tree);
  std::string folded;
  for (const char letter : day.text) folded += static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
  for (std::size_t at = 0; at < kDays.size(); ++at) {
    const bool same = folded.size() >= 3 && (folded == kDays[at] || folded == kDays[at].substr(0, 3));
    if (same) return static_cast<std::uint8_t>(at + 1);
  }
  refuse(diag::Code::UnknownWeekday, day.span, day.text);
  return 1;
}

// Tables --------------------------------------------------------------------------------------------------------------------------

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
  switch (tree->compareOperator()->getStart()->getType()) {
    case P::NOT_EQUAL: made.op = CompareOp::NotEqual; break;
    case P::LESS: made.op = CompareOp::Less; break;
    case P::LESS_EQUAL: made.op = CompareOp::LessEqual; break;
    case P::GREATER: made.op = CompareOp::Greater; break;
    case P::GREATER_EQUAL: made.op = CompareOp::GreaterEqual; break;
    default: made.op = CompareOp::Equal; break;
  }
  return made;
}

}  // namespace assay::syntax

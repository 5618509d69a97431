#include "compiler/syntax/line_parser.h"

namespace assay::syntax {

std::optional<Line> LineParser::line() {
  for (const auto kind :
       {&LineParser::scoring, &LineParser::declaration, &LineParser::lifecycle, &LineParser::test_line, &LineParser::head_line}) {
    if (std::optional<Line> made = (this->*kind)()) return made;
  }
  return std::nullopt;
}

// Head

std::optional<Line> LineParser::head_line() {
  switch (type()) {
    case T::POLICY: return policy_header();
    case T::VERSION: return version();
    case T::TIMEZONE: return timezone();
    case T::AGREED: return agreed();
    case T::REVIEW: return review();
    case T::USE: return use();
    default: return std::nullopt;
  }
}

Line LineParser::policy_header() {
  const std::size_t first = at_;
  need(T::POLICY);
  std::optional<Text> name = optional_text();
  return PolicyLine{std::move(name), from(first)};
}

Line LineParser::version() {
  const std::size_t first = at_;
  need(T::VERSION);
  const Span number = need(T::INTEGER);
  return VersionLine{given_up_ ? 0 : version_at(number), from(first)};
}

Line LineParser::timezone() {
  const std::size_t first = at_;
  need(T::TIMEZONE);
  Text zone = text();
  return TimezoneLine{std::move(zone), from(first)};
}

Line LineParser::agreed() {
  const std::size_t first = at_;
  Agreement made;
  need(T::AGREED);
  need(T::BY);
  made.by = name();
  need(T::ON);
  made.on = date(need(T::DATE));
  made.span = from(first);
  return made;
}

Line LineParser::review() {
  const std::size_t first = at_;
  need(T::REVIEW);
  need(T::BY);
  const DateLiteral day = date(need(T::DATE));
  return ReviewLine{day, from(first)};
}

Line LineParser::use() {
  const std::size_t first = at_;
  need(T::USE);
  const auto use_target = [&] {
    if (is(T::TEXT)) {
      Text path = text();
      return Use{std::move(path.value), true, path.span};
    }
    Name module = name();
    return Use{std::move(module.text), false, module.span};
  };
  std::vector<Use> targets = list_of(use_target);
  return UseLine{std::move(targets), from(first)};
}

// Declarations

std::optional<Line> LineParser::declaration() {
  switch (type()) {
    case T::LEAD: return LeadLine{need(T::LEAD)};
    case T::ACTIVITY: return activity();
    case T::IGNORE: return ignore();
    case T::LIST: return list();
    case T::DEFINE: return define();
    case T::SETTING: return setting();
    default: return std::nullopt;
  }
}

Line LineParser::field() {
  const std::size_t first = at_;
  Field made;
  made.name = word();
  need(T::COLON);
  made.type = declared_type();
  while (is_any(T::FROM, T::FORMAT, T::MISSING, T::SEPARATOR)) field_option(made);
  made.span = from(first);
  return made;
}

void LineParser::field_option(Field& field) {
  const Span option = here();
  std::vector<Text> values;
  if (take(T::FROM)) {
    values = texts();
  } else if (take(T::MISSING)) {
    values = list_of([&] { return missing_value(); });
  } else {
    ++at_;
    values.push_back(text());
  }
  add_option(field, option, std::move(values));
}

Text LineParser::missing_value() {
  if (is(T::TEXT)) return text();
  const std::size_t first = at_;
  take(T::MINUS);
  take_if(is_any(T::INTEGER, T::NUMBER));
  if (given_up_) return {};
  return {std::string(written(from(first))), from(first)};
}

Type LineParser::declared_type() {
  const std::size_t first = at_;
  if (take(T::YES)) {
    need(T::SLASH);
    need(T::NO);
    return {Type::Kind::YesNo, {}, from(first)};
  }
  if (take(T::LIST)) {
    need(T::OF);
    const Name of = name();
    check_list_type(of, from(first));
    return {Type::Kind::ListOfText, {}, from(first)};
  }
  if (!take(T::ONE)) return named_type(name().span);
  need(T::OF);
  Type made{Type::Kind::OneOf, {}, {}};
  made.labels.push_back(label());
  while (is(T::COMMA) && type(2) != T::COLON) {  // behind the colon of a label stands the type of an attribute
    ++at_;
    made.labels.push_back(label());
  }
  made.span = from(first);
  return made;
}

Line LineParser::activity() {
  const std::size_t first = at_;
  Activity made;
  need(T::ACTIVITY);
  made.name = name();
  if (take(T::LPAREN)) {
    made.attributes = list_of([&] { return attribute(); });
    need(T::RPAREN);
  }
  made.merging_overlaps = take(T::MERGING);
  if (made.merging_overlaps) need(T::OVERLAPS);
  if (take(T::FROM)) made.from = texts();
  made.span = from(first);
  return made;
}

Attribute LineParser::attribute() {
  const std::size_t first = at_;
  Name called = word();
  need(T::COLON);
  Type type = declared_type();
  return {std::move(called), std::move(type), from(first)};
}

Line LineParser::ignore() {
  const std::size_t first = at_;
  need(T::IGNORE);
  Ignore made;
  made.phrase = phrase(true);
  made.reason = optional_text();
  made.span = from(first);
  if (!made.reason && !given_up_) made.reason = take_over_reason(made.phrase);
  return made;
}

Line LineParser::list() {
  const std::size_t first = at_;
  List made;
  need(T::LIST);
  made.name = name();
  if (take(T::COLON)) {
    made.items = list_items();
    if (take(T::EXCEPT)) made.except = list_items();
  } else {
    need(T::FROM);
    Text path = text();
    need(T::COLUMN);
    const T column = type();
    made.file = ListFile{std::move(path), label_at(take_if(column == T::TEXT || is_name(column)), column)};
  }
  made.span = from(first);
  return made;
}

std::vector<ListItem> LineParser::list_items() {
  return list_of([&]() -> ListItem {
    if (is(T::TEXT)) {
      Text pattern = text();
      return {std::move(pattern.value), false, pattern.span};
    }
    Name other = name();
    return {std::move(other.text), true, other.span};
  });
}

Line LineParser::define() {
  const std::size_t first = at_;
  need(T::DEFINE);
  Name called = name();
  need(T::COLON);
  const ExprId value = expression();
  return Define{std::move(called), value, from(first)};
}

Line LineParser::setting() {
  const std::size_t first = at_;
  need(T::SETTING);
  Name called = name();
  need(T::EQUAL);
  const ExprId value = expression();
  return Setting{std::move(called), value, from(first)};
}

}  // namespace assay::syntax

#include "compiler/syntax/line_parser.h"

namespace assay::syntax {

std::optional<Line> LineParser::test_line() {
  switch (type()) {
    case T::TEST: return test();
    case T::AS: return as_of();
    case T::GIVEN: return given();
    case T::EXPECT: return expect();
    default: return std::nullopt;
  }
}

Line LineParser::test() {
  const std::size_t first = at_;
  need(T::TEST);
  if (!take(T::FROM)) {
    Test made;
    made.name = text();
    made.span = from(first);
    return made;
  }
  TestFile made;
  made.cases = text();
  if (take(T::WITH)) {
    check_word(name().span, "activities", {});
    made.activities = text();
  }
  made.span = from(first);
  return made;
}

Line LineParser::as_of() {
  const std::size_t first = at_;
  need(T::AS);
  need(T::OF);
  const bool with_time = is(T::TIME);
  const Span time = take_if(is_any(T::DATE, T::TIME));
  const ExprId made = moment(time, with_time);
  return AsOfLine{made, from(first)};
}

Line LineParser::given() {
  const std::size_t first = at_;
  need(T::GIVEN);
  std::vector<Given> items = list_of([&] { return given_item(); });
  return GivenLine{std::move(items), from(first)};
}

Given LineParser::given_item() {
  const std::size_t first = at_;
  Given made;
  made.is_stage = take(T::STAGE);
  if (made.is_stage) {
    made.name = stage_name();
    made.span = from(first);
    return made;
  }
  made.name = name();
  if (begins_given_value(0)) made.values = given_values();
  if (take(T::WITH)) {
    made.with.push_back(given_pair());
    while (is(T::COMMA) && is_word(type(1)) && begins_given_value(2)) {
      ++at_;
      made.with.push_back(given_pair());
    }
  }
  if (begins_given_time(0)) {
    made.times.push_back(given_time());
    while (is(T::COMMA) && begins_given_time(1)) {
      ++at_;
      made.times.push_back(given_time());
    }
  }
  made.span = from(first);
  return made;
}

GivenValue LineParser::given_pair() {
  const std::size_t first = at_;
  GivenValue made;
  made.name = word();
  made.values = given_values();
  made.span = from(first);
  return made;
}

// `3 days ago` is a time.
bool LineParser::begins_given_value(std::size_t ahead) const { return begins_value(ahead) && type(ahead + 2) != T::AGO; }

std::vector<ExprId> LineParser::given_values() {
  std::vector<ExprId> values = {value()};
  while (is(T::COMMA)) {
    const bool sign = type(1) == T::PLUS || type(1) == T::MINUS;
    if (!begins_literal(sign ? 2 : 1) || type(3) == T::AGO) break;
    ++at_;
    values.push_back(literal_value());
  }
  return values;
}

GivenTime LineParser::given_time() {
  const std::size_t first = at_;
  GivenTime made;
  if (is_any(T::ON, T::AT)) {
    made.kind = is(T::ON) ? GivenTime::Kind::On : GivenTime::Kind::At;
    ++at_;
    const bool with_time = is(T::TIME);
    const Span time = take_if(is(T::DATE) || (with_time && made.kind == GivenTime::Kind::At));
    made.at = moment(time, with_time);
  } else if (!take(T::TODAY)) {
    made.kind = GivenTime::Kind::Ago;
    made.ago = duration();
    need(T::AGO);
  }
  made.span = from(first);
  return made;
}

bool LineParser::begins_given_time(std::size_t ahead) const {
  const T next = type(ahead + 1);
  switch (type(ahead)) {
    case T::TODAY: return true;
    case T::ON: return next == T::DATE;
    case T::AT: return next == T::DATE || next == T::TIME;
    default: return is_unit(next) && type(ahead + 2) == T::AGO;
  }
}

Line LineParser::expect() {
  const std::size_t first = at_;
  need(T::EXPECT);
  std::vector<Expectation> items = list_of([&] { return expectation(); });
  return ExpectLine{std::move(items), from(first)};
}

Expectation LineParser::expectation() {
  using Kind = Expectation::Kind;
  const std::size_t first = at_;
  Expectation made;
  made.negated = take(T::NOT);
  if (take(T::SCORE)) {
    made.kind = Kind::Score;
    made.value = value();
  } else if (take(T::STAGE)) {
    made.kind = is(T::EXCLUDED) ? Kind::Excluded : Kind::Stage;
    if (!take(T::EXCLUDED)) made.name = stage_name();
  } else if (take(T::EXCLUDED)) {
    made.kind = Kind::Excluded;
    made.text = optional_text();
  } else if (take(T::MISSING)) {
    made.kind = Kind::Missing;
    made.name = word();
  } else if (is_any(T::TAG, T::SEGMENT, T::ROUTE)) {
    made.kind = is(T::TAG) ? Kind::Tag : is(T::SEGMENT) ? Kind::Segment : Kind::Route;
    ++at_;
    made.text = text();
  } else if (is(T::FIRES) && (type(1) == T::TEXT || is_name(type(1)))) {
    made.kind = Kind::Fires;
    ++at_;
    made.text = optional_text();
    if (!made.text) made.name = name();
  } else {
    made.kind = Kind::Named;
    made.name = stage_name();
    if (begins_value(0)) made.value = value();
  }
  made.span = from(first);
  return made;
}

}  // namespace assay::syntax

#include "compiler/syntax/node_maker.h"

#include <array>

#include "compiler/syntax/literals.h"
#include "compiler/syntax/other_words.h"
#include "runtime/text/nearest.h"

namespace assay::syntax {

namespace {

constexpr std::array<std::pair<std::string_view, Type::Kind>, 9> type_words = {{
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
constexpr std::array<std::pair<std::string_view, std::string_view>, 29> other_type_words = {{
    {"string", "text"},
    {"percent", "number"},
    {"percentage", "number"},
    {"currency", "number"},
    {"money", "number"},
    {"mail", "email"},
    {"telephone", "phone"},
    {"link", "url"},
    {"website", "url"},
    {"flag", "yes/no"},
    {"picklist", "one of a, b, c"},
    {"multiselect", "list of text"},
    {"str", "text"},
    {"varchar", "text"},
    {"char", "text"},
    {"int", "integer"},
    {"whole", "integer"},
    {"float", "number"},
    {"double", "number"},
    {"decimal", "number"},
    {"bool", "yes/no"},
    {"checkbox", "yes/no"},
    {"dropdown", "one of a, b, c"},
    {"select", "one of a, b, c"},
    {"multiple", "list of text"},
    {"boolean", "yes/no"},
    {"datetime", "time"},
    {"timestamp", "time"},
    {"enum", "one of a, b, c"},
}};

std::string nearest_type(std::string_view word) {
  for (const auto& [other, ours] : other_type_words) {
    if (word == other) return std::string(ours);
  }
  std::vector<std::string_view> known;
  for (const auto& [written, kind] : type_words) known.push_back(written);
  return text::nearest(word, known);
}

void report_unknown_type(diag::Sink& sink, Span place, std::string_view word) {
  const std::string near = nearest_type(word);
  if (!advice_for_sign(word, false).empty()) return;  // told as a sign
  diag::Diagnostic& message = sink.report(diag::Code::UnknownType, place, word);
  if (near.empty()) {
    message.suggest("there are text, email, url, phone, integer, number, yes/no, date, time, one of a, b, c and list of text");
  } else if (near.starts_with("one of")) {
    message.suggest("write " + near);
  } else {
    message.did_you_mean(near);
  }
}

}  // namespace

// Words

Name NodeMaker::name_at(Span place) const {
  const std::string_view text = written(place);
  const bool quoted = text.starts_with('`');
  return {std::string(quoted ? text.substr(1, text.size() - 2) : text), place, quoted};
}

Text NodeMaker::text_at(Span place) {
  std::string_view inside = written(place);
  // A text in curly quotes or without an end was reported by the lexer; its value is of no interest then.
  if (!inside.starts_with('"') || inside.size() < 2 || !inside.ends_with('"')) return {std::string(inside), place};
  inside = inside.substr(1, inside.size() - 2);
  Unescaped result = unescape(inside);
  if (result.bad) {
    const std::uint32_t begin = place.begin + 1 + static_cast<std::uint32_t>(result.bad->offset);
    const Span bad{place.file, begin, begin + static_cast<std::uint32_t>(result.bad->length)};
    refuse(diag::Code::UnknownEscape, bad, written(bad));
  }
  return {std::move(result.value), place};
}

Label NodeMaker::label_at(Span place, WordType type) {
  if (type == WordType::TEXT) return {text_at(place).value, Label::Kind::Text, place};
  const bool number = type == WordType::INTEGER || type == WordType::NUMBER;
  return {name_at(place).text, number ? Label::Kind::Number : Label::Kind::Word, place};
}

std::int64_t NodeMaker::version_at(Span place) {
  const std::optional<std::int64_t> number = integer_value(written(place));
  if (!number) refuse(diag::Code::NumberTooLarge, place);
  return number.value_or(0);
}

Type NodeMaker::named_type(Span place) {
  Type made{Type::Kind::Unknown, {}, place};
  const std::string_view word = written(place);
  for (const auto& [written, kind] : type_words) {
    if (word == written) made.kind = kind;
  }
  if (made.kind == Type::Kind::Unknown) report_unknown_type(sink_, place, word);
  return made;
}

void NodeMaker::check_list_type(const Name& of, Span whole) {
  if (of.text != "text") sink_.report(diag::Code::UnknownType, whole, written(whole)).did_you_mean("list of text");
}

// `option` is the word that says which.
void NodeMaker::add_option(Field& field, Span option, std::vector<Text> values) {
  const auto once = [&](bool before) {
    if (before) refuse(diag::Code::OptionTwice, option, written(option));
  };
  const std::string_view word = written(option);
  if (word == "from" || word == "missing") {
    std::vector<Text>& all = word == "from" ? field.from : field.missing;
    once(!all.empty());
    all = std::move(values);
  } else {
    std::optional<Text>& one = word == "format" ? field.format : field.separator;
    once(one.has_value());
    one = std::move(values.front());
  }
}

void NodeMaker::check_word(Span place, std::string_view wanted, std::string_view advice) {
  if (written(place) != wanted) refuse(diag::Code::UnexpectedWord, place, written(place)).suggest(std::string(advice));
}

// `Mon`, `Monday`, …, in any case.
std::uint8_t NodeMaker::weekday(Span place) {
  constexpr std::array<std::string_view, 7> weekday_names = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  const Name day = name_at(place);
  std::string folded;
  for (const char letter : day.text) folded += static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
  for (std::size_t at = 0; at < weekday_names.size(); ++at) {
    const bool same = folded.size() >= 3 && (folded == weekday_names[at] || folded == weekday_names[at].substr(0, 3));
    if (same) return static_cast<std::uint8_t>(at + 1);
  }
  refuse(diag::Code::UnknownWeekday, day.span, day.text);
  return 1;
}

void NodeMaker::set_hours(OpenHours& hours, Span from, Span to) {
  const std::optional<std::uint16_t> opens = clock_value(written(from)), closes = clock_value(written(to));
  if (!opens) refuse(diag::Code::NoSuchDate, from, written(from), "time of day").suggest("times of day are written 09:00");
  if (!closes) refuse(diag::Code::NoSuchDate, to, written(to), "time of day").suggest("times of day are written 17:00");
  if (opens && closes && *closes <= *opens) refuse(diag::Code::HoursBackwards, join(from, to));
  hours.opens = opens.value_or(0);
  hours.closes = closes.value_or(0);
}

// Literals

ExprId NodeMaker::add(ExprNode node, Span place) {
  ast_.expressions.push_back({std::move(node), place, false});
  return static_cast<ExprId>(ast_.expressions.size() - 1);
}

ExprId NodeMaker::name_expression(Name name) {
  const Span place = name.span;
  return add(NameExpr{std::move(name)}, place);
}

ExprId NodeMaker::number_literal(Span place, WordType type, bool negative) {
  const std::string digits = (negative ? "-" : "") + std::string(written(place));
  if (type == WordType::INTEGER) {
    const std::optional<std::int64_t> number = integer_value(digits);
    if (!number) refuse(diag::Code::NumberTooLarge, place);
    return add(IntegerLiteral{number.value_or(0)}, place);
  }
  const std::optional<double> number = number_value(digits);
  if (!number) refuse(diag::Code::NumberTooLarge, place);
  return add(NumberLiteral{number.value_or(0), type == WordType::PERCENT}, place);
}

ExprId NodeMaker::signed_number(Span digits, WordType type, bool negative, Span whole) {
  const ExprId id = number_literal(digits, type, negative);
  at(id).span = whole;
  return id;
}

// `\/` stands for `/`; all else is the regular expression's own.
ExprId NodeMaker::regex_literal(Span place) {
  std::string pattern;
  const std::string_view inside = written(place).substr(1, written(place).size() - 2);
  for (std::size_t at = 0; at < inside.size(); ++at) {
    if (inside[at] == '\\' && at + 1 < inside.size() && inside[at + 1] == '/') continue;
    pattern += inside[at];
  }
  return add(RegexLiteral{std::move(pattern)}, place);
}

DateLiteral NodeMaker::date(Span place) {
  const std::optional<DateLiteral> date = date_value(written(place));
  if (!date) refuse(diag::Code::NoSuchDate, place, written(place), "date").suggest("dates are written 2026-11-22: year, month, day");
  return date.value_or(DateLiteral{1, 1, 1});
}

ExprId NodeMaker::moment(Span place, bool with_time) {
  if (!with_time) return add(date(place), place);
  const std::optional<TimeLiteral> time = time_value(written(place));
  if (!time) refuse(diag::Code::NoSuchDate, place, written(place), "time").suggest("times are written 2026-11-22 09:30");
  return add(time.value_or(TimeLiteral{}), place);
}

Duration NodeMaker::duration_of(ExprId amount, Span unit, Span whole) {
  return {amount, duration_unit(written(unit)).value_or(DurationUnit::Day), false, whole};
}

}  // namespace assay::syntax

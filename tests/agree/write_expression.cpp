#include "tests/agree/write_expression.h"

#include <fmt/format.h>

#include "tests/agree/vocabulary.h"

namespace assay::agree {

using fmt::format;

std::string ExpressionWriter::quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string ExpressionWriter::text_literal() { return quoted(random_.pick(words())); }
std::string ExpressionWriter::date_literal() { return random_.pick(declared_.dates_near); }

std::string ExpressionWriter::joined(const std::vector<std::string>& pool, std::size_t most) {
  std::string out = quoted(random_.pick(pool));
  for (std::size_t more = random_.below(most); more > 0; --more) out += ", " + quoted(random_.pick(pool));
  return out;
}

std::string ExpressionWriter::duration(bool exact_only, bool whole_days) {
  if (!exact_only && !declared_.whole_settings.empty() && random_.chance(5)) return declared_.whole_settings.front() + " days";
  while (true) {
    const WrittenDuration& chosen = random_.pick(durations());
    if ((!exact_only || chosen.exact()) && (!whole_days || chosen.whole_days())) return chosen.text;
  }
}

std::string ExpressionWriter::condition(Level level, int depth) {
  if (depth > 0 && random_.chance(40)) return compound(level, depth);
  Makers makers;
  add_field_conditions(makers);
  add_activity_conditions(makers);
  add_result_conditions(makers, level);
  return one_of(makers);
}

std::string ExpressionWriter::field_condition() {
  Makers makers;
  add_field_conditions(makers);
  return makers.empty() ? "has id" : one_of(makers);
}

std::string ExpressionWriter::compound(Level level, int depth) {
  const auto below = [&] { return condition(level, depth - 1); };
  switch (random_.below(6)) {
    case 0: return format("(({}) and ({}))", below(), below());
    case 1: return format("(({}) or ({}))", below(), below());
    case 2: return format("(not ({}))", below());
    case 3:
      return format("({} {} of (({}), ({}), ({})))", random_.pick({"at least", "at most", "exactly"}), random_.between(0, 3), below(),
                    below(), below());
    case 4: return format("(({}) {} ({}))", number(level, depth - 1), comparison(), number(level, depth - 1));
    default: return format("(({}) and (({}) or ({})))", below(), below(), below());
  }
}

void ExpressionWriter::add_field_conditions(Makers& makers) {
  const Declared& d = declared_;
  const auto of = [&](const std::vector<std::string>& names, std::string (ExpressionWriter::*write)(const std::string&)) {
    if (!names.empty()) makers.push_back([this, &names, write] { return (this->*write)(random_.pick(names)); });
  };
  of(d.texts, &ExpressionWriter::text_condition);
  of(d.texts, &ExpressionWriter::text_condition);
  of(d.urls, &ExpressionWriter::url_condition);
  of(d.integers, &ExpressionWriter::number_condition);
  of(d.numbers, &ExpressionWriter::number_condition);
  of(d.yes_nos, &ExpressionWriter::yes_no_condition);
  of(d.dates, &ExpressionWriter::date_condition);
  of(d.times, &ExpressionWriter::time_condition);
  of(d.text_lists, &ExpressionWriter::list_condition);
  if (!d.emails.empty()) makers.push_back([this] { return text_condition("domain of " + random_.pick(declared_.emails)); });
  if (!d.emails.empty()) makers.push_back([this] { return text_condition(random_.pick(declared_.emails)); });
  if (!d.choices.empty()) {
    makers.push_back([this] {
      const Choice& choice = random_.pick(declared_.choices);
      return label_condition(choice, choice.name);
    });
  }
}

void ExpressionWriter::add_activity_conditions(Makers& makers) {
  for (int i = 0; i < 3; ++i) makers.push_back([this] { return phrase(true); });
  makers.push_back([this] { return chain(false); });
  makers.push_back([this] { return format("({}) {} {}", number(Level::Fields, 1), comparison(), random_.pick(number_literals())); });
  makers.push_back([this] { return time_condition(format("(time of {} {})", random_.pick({"last", "first"}), phrase(false))); });
  makers.push_back([this] { return edge_condition(); });
  if (!declared_.conditions.empty()) makers.push_back([this] { return random_.pick(declared_.conditions); });
}

void ExpressionWriter::add_result_conditions(Makers& makers, Level level) {
  const auto compared = [&](std::string name) { return format("{} {} {}", name, comparison(), random_.pick(number_literals())); };
  if (level >= Level::Sections && !declared_.sections.empty()) {
    makers.push_back([this, compared] { return compared(random_.pick(declared_.sections)); });
  }
  if (level >= Level::Score) makers.push_back([compared] { return compared("score"); });
  if (level >= Level::Grades && !declared_.grades.empty()) {
    makers.push_back([this] {
      const Choice& grade = random_.pick(declared_.grades);
      if (random_.chance(25)) return format("has {}", grade.name);
      return format("{} {} {}", grade.name, random_.pick({"is", ">=", "<", "!=", "<=", ">"}), random_.pick(grade.labels));
    });
  }
  if (level >= Level::Stages) {
    makers.push_back([] { return std::string("excluded"); });
    if (!declared_.stages.empty()) {
      makers.push_back([this] { return random_.pick(declared_.stages); });
      makers.push_back([this] { return "reached " + random_.pick(declared_.stages); });
    }
  }
}

std::string ExpressionWriter::text_values() {
  if (!declared_.lists.empty() && random_.chance(30)) return random_.pick(declared_.lists);
  return format("({})", joined(random_.chance(40) ? patterns() : words(), 3));
}

std::string ExpressionWriter::text_condition(const std::string& subject) {
  const std::string negated = random_.pick({"", "", "not "});
  switch (random_.below(12)) {
    case 0: return format("{} = {}", subject, text_literal());
    case 1: return format("{} != {}", subject, text_literal());
    case 2: return format("{} = exactly {}", subject, text_literal());
    case 3: return format("{} {}in {}", subject, negated, text_values());
    case 4: return format("{} {}like {}", subject, negated, text_values());
    case 5: return format("{} {}contains ({})", subject, negated, joined(words(), 2));
    case 6: return format("{} {}{} ({})", subject, negated, random_.pick({"starts with", "ends with"}), joined(words(), 2));
    case 7: return format("{} {}mentions ({})", subject, negated, joined(words(), 3));
    case 8: return format("{} {}matches /{}/", subject, negated, random_.pick(expressions()));
    case 9: return random_.chance(50) ? format("has ({})", subject) : format("({}) is missing", subject);
    case 10: return format("({} else {}) = {}", subject, text_literal(), text_literal());
    default:
      return declared_.texts.empty() ? format("has ({})", subject)
                                     : format("{} {} {}", subject, random_.pick({"=", "!="}), random_.pick(declared_.texts));
  }
}

std::string ExpressionWriter::url_condition(const std::string& subject) {
  switch (random_.below(4)) {
    case 0: return format("{} {} ({})", subject, random_.pick({"in", "like", "not in"}), joined(url_patterns(), 3));
    case 1:
      return declared_.page_lists.empty()
                 ? format("has {}", subject)
                 : format("{} {} {}", subject, random_.pick({"in", "like", "not like"}), random_.pick(declared_.page_lists));
    case 2: return text_condition(format("({} of {})", random_.pick({"host", "path", "query"}), subject));
    default: return format("{} {} {}", subject, random_.pick({"=", "contains", "starts with"}), quoted(random_.pick(urls())));
  }
}

std::string ExpressionWriter::number_condition(const std::string& subject) {
  const auto literal = [&] { return random_.pick(number_literals()); };
  switch (random_.below(6)) {
    case 0: return format("{} is {}missing", subject, random_.pick({"", "not "}));
    case 1: return format("{} {}between {} and {}", subject, random_.pick({"", "not "}), literal(), literal());
    case 2: return format("{} {}in ({}, {})", subject, random_.pick({"", "not "}), literal(), literal());
    case 3: return format("{} in 1..{}", subject, random_.between(1, 60));
    default: return format("{} {} {}", subject, comparison(), simple_number());
  }
}

std::string ExpressionWriter::label_condition(const Choice& choice, const std::string& subject) {
  const auto label = [&] { return random_.pick(choice.labels); };
  switch (random_.below(5)) {
    case 0: return format("{} {} {}", subject, random_.pick({"=", "!=", "is", "is not"}), label());
    case 4: return format("({} else {}) = {}", subject, label(), label());
    case 1: return format("{} {}in ({}, {})", subject, random_.pick({"", "not "}), label(), label());
    case 2: return format("{} is {}missing", subject, random_.pick({"", "not "}));
    default: return format("{} is {}", subject, label());
  }
}

std::string ExpressionWriter::yes_no_condition(const std::string& subject) {
  switch (random_.below(6)) {
    case 0: return subject;
    case 1: return format("(not {})", subject);
    case 4: return format("({} else {})", subject, random_.pick({"yes", "no"}));
    case 5: return format("not ({} else {})", subject, random_.pick({"yes", "no"}));
    case 2: return format("{} {} {}", subject, random_.pick({"=", "is"}), random_.pick({"yes", "no"}));
    default: return format("has {}", subject);
  }
}

std::string ExpressionWriter::date_condition(const std::string& subject) {
  switch (random_.below(8)) {
    case 0: return format("{} {} {}", subject, comparison(), date_literal());
    case 6: return format("({} else {}) {} {}", subject, date_literal(), comparison(), date_literal());
    case 7: return format("{} {} {} {} {}", subject, random_.pick({"-", "+"}), duration(false, true), comparison(), date_literal());
    case 1: return format("{} between {} and {}", subject, date_literal(), date_literal());
    case 2: return format("{} {} (today {} {})", subject, comparison(), random_.pick({"-", "+"}), duration(false, true));
    case 3:
      return format("({} of {}) {} {}", random_.pick({"year", "month", "weekday"}), subject, comparison(),
                    random_.pick({"2026", "2", "7", "11"}));
    case 4: return format("(days since {}) {} {}", subject, comparison(), random_.between(-3, 40));
    default: return format("{} is {}missing", subject, random_.pick({"", "not "}));
  }
}

std::string ExpressionWriter::time_condition(const std::string& subject) {
  switch (random_.below(5)) {
    case 0: return format("{} {} (now - {})", subject, comparison(), duration());
    case 1: return format("{} {} {}", subject, comparison(), date_literal());  // by its own date
    case 2: return format("{} {} {} 09:30", subject, comparison(), date_literal());
    case 3: return format("(days since {}) {} {}", subject, comparison(), random_.between(-3, 40));
    default: return format("{} is {}missing", subject, random_.pick({"", "not "}));
  }
}

std::string ExpressionWriter::list_condition(const std::string& subject) {
  switch (random_.below(4)) {
    case 0: return format("{} {}contains ({})", subject, random_.pick({"", "not "}), joined(words(), 3));
    case 1: return format("{} {}in ({})", subject, random_.pick({"", "not "}), joined(words(), 3));
    case 2: return format("(length of {}) {} {}", subject, comparison(), random_.between(0, 3));
    default: return format("has {}", subject);
  }
}

std::string ExpressionWriter::simple_number() {
  if (!declared_.number_settings.empty() && random_.chance(15)) return random_.pick(declared_.number_settings);
  if (!declared_.integers.empty() && random_.chance(20)) return random_.pick(declared_.integers);
  if (!declared_.numbers.empty() && random_.chance(20)) return random_.pick(declared_.numbers);
  return random_.pick(number_literals());
}

std::string ExpressionWriter::number(Level level, int depth) {
  const auto below = [&] { return format("({})", number(level, depth - 1)); };
  if (depth > 0 && random_.chance(55)) {
    switch (random_.below(6)) {
      case 0:
      case 1: return format("{} {} {}", below(), random_.pick({"+", "-", "*", "/"}), below());
      case 2: return format("{}({}, {})", random_.pick({"min", "max"}), below(), below());
      case 3: return format("{}({})", random_.pick({"abs", "round", "floor", "ceil"}), below());
      case 4: return format("{} else {}", below(), below());
      default: return format("-{}", below());
    }
  }
  Makers makers{[this] { return simple_number(); }, [this] { return simple_number(); }};
  add_activity_numbers(makers);
  if (!declared_.texts.empty()) makers.push_back([this] { return format("length of {}", random_.pick(declared_.texts)); });
  if (!declared_.dates.empty())
    makers.push_back([this] { return format("days between {} and {}", random_.pick(declared_.dates), date_literal()); });
  if (!declared_.values.empty()) makers.push_back([this] { return random_.pick(declared_.values); });
  if (!declared_.tables.empty()) makers.push_back([this] { return random_.pick(declared_.tables); });
  if (level >= Level::Sections && !declared_.sections.empty()) makers.push_back([this] { return random_.pick(declared_.sections); });
  if (level >= Level::Score) makers.push_back([] { return std::string("score"); });
  return one_of(makers);
}

}  // namespace assay::agree

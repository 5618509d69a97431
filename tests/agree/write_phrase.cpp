// Phrases, chains and what is counted over them.
#include <fmt/format.h>

#include "tests/agree/vocabulary.h"
#include "tests/agree/write_expression.h"

namespace assay::agree {

using fmt::format;
using Type = Attribute::Type;

namespace {

bool is_number(const Attribute& attribute) { return attribute.type == Type::Integer || attribute.type == Type::Number; }

std::vector<Attribute> numeric_attributes(const Verb& verb) {
  std::vector<Attribute> found;
  for (const Attribute& attribute : verb.attributes) {
    if (is_number(attribute)) found.push_back(attribute);
  }
  return found;
}

}  // namespace

void ExpressionWriter::add_activity_numbers(Makers& makers) {
  makers.push_back([this] { return format("(times {})", phrase(false)); });
  makers.push_back([this] {
    std::string asked = phrase(false);
    while (asked.find(" between ") != std::string::npos) asked = phrase(false);  // after `days since NAME` it would be a comparison
    return format("(days since {}{})", random_.pick({"", "first "}), asked);
  });
  makers.push_back([this] {
    const Verb& verb = random_.pick(declared_.verbs);
    const std::vector<Attribute> numeric = numeric_attributes(verb);
    if (numeric.empty()) return format("(times {})", phrase_of(verb, false));
    return format("({} of {} of {})", random_.pick({"sum", "max", "min", "average"}), random_.pick(numeric).name, phrase_of(verb, false));
  });
  makers.push_back([this] {
    const Verb& verb = random_.pick(declared_.verbs);
    const std::vector<Attribute> numeric = numeric_attributes(verb);
    if (numeric.empty()) return simple_number();
    return format("({} {} of {})", random_.pick({"last", "first"}), random_.pick(numeric).name, phrase_of(verb, false));
  });
}

std::string ExpressionWriter::object(const Attribute& attribute) {
  switch (attribute.type) {
    case Type::Url:
      if (!declared_.page_lists.empty() && random_.chance(30)) return random_.pick(declared_.page_lists);
      return joined(url_patterns(), 2);
    case Type::Text:
      if (random_.chance(15)) return attribute.name;
      if (!declared_.lists.empty() && random_.chance(30)) return random_.pick(declared_.lists);
      return joined(random_.chance(30) ? patterns() : words(), 2);
    case Type::Label: return random_.pick(attribute.labels);
    case Type::Integer:
    case Type::Number:
    case Type::YesNo:
    case Type::Date:
    case Type::Time: break;
  }
  return "";
}

std::string ExpressionWriter::attribute_condition(const Attribute& attribute) {
  const std::string& name = attribute.name;
  if (random_.chance(10)) return format("has {}", name);
  switch (attribute.type) {
    case Type::Text:
      if (random_.chance(20)) return format("{} {} {}", name, random_.pick({"in", "contains", "not in", "mentions"}), joined(words(), 3));
      if (random_.chance(10) && !declared_.texts.empty()) return format("{} = {}", name, random_.pick(declared_.texts));
      return format("{} {} {}", name, random_.pick({"=", "!=", "in", "contains", "starts with", "mentions", "not in", "not mentions"}),
                    text_literal());
    case Type::Url: return format("{} {} {}", name, random_.pick({"in", "like", "not in"}), quoted(random_.pick(url_patterns())));
    case Type::Label:
      if (random_.chance(30)) return format("{} in {}, {}", name, random_.pick(attribute.labels), random_.pick(attribute.labels));
      return format("{} {} {}", name, random_.pick({"=", "!="}), random_.pick(attribute.labels));
    case Type::Integer:
    case Type::Number:
      if (random_.chance(30)) return format("{} between {} and {}", name, random_.pick(number_literals()), random_.pick(number_literals()));
      return format("{} {} {}", name, comparison(), simple_number());
    case Type::YesNo: return random_.chance(50) ? name : format("not {}", name);
    case Type::Date: return format("{} {} {}", name, comparison(), random_.chance(50) ? "today" : date_literal());
    case Type::Time: return format("{} {} {}", name, comparison(), random_.chance(50) ? "now" : date_literal());
  }
  return name;
}

// About the value at the latest or the first activity.
std::string ExpressionWriter::edge_condition() {
  const Verb& verb = random_.pick(declared_.verbs);
  if (verb.attributes.empty()) return "has (time of last " + verb.name + ")";
  const Attribute& attribute = random_.pick(verb.attributes);
  const std::string subject = format("({} {} of {})", random_.pick({"last", "first"}), attribute.name, phrase_of(verb, false));
  switch (attribute.type) {
    case Type::Text: return text_condition(subject);
    case Type::Url: return url_condition(subject);
    case Type::Label: return label_condition({subject, attribute.labels}, subject);
    case Type::Integer:
    case Type::Number: return number_condition(subject);
    case Type::YesNo: return yes_no_condition(subject);
    case Type::Date: return date_condition(subject);
    case Type::Time: return time_condition(subject);
  }
  return subject;
}

std::string ExpressionWriter::part(const Verb& verb) {
  std::string out = verb.name;
  if (verb.attributes.empty()) return out;
  if (random_.chance(40)) out += " " + object(verb.attributes.front());
  if (random_.chance(35)) {
    out += " with " + attribute_condition(random_.pick(verb.attributes));
    if (random_.chance(30)) out += ", " + attribute_condition(verb.attributes.back());
  }
  return out;
}

std::string ExpressionWriter::count(const Verb& verb) {
  const std::string amount =
      format("{} {}", random_.pick({"at least", "at most", "exactly", "more than", "fewer than"}), random_.between(0, 4));
  if (!verb.attributes.empty() && random_.chance(25)) return format("{} different {}", amount, random_.pick(verb.attributes).name);
  if (random_.chance(30)) return format("on {} {}", amount, random_.pick({"days", "weeks", "months"}));
  return amount + " times";
}

std::string ExpressionWriter::window() {
  const auto day = [this] { return !declared_.dates.empty() && random_.chance(30) ? random_.pick(declared_.dates) : date_literal(); };
  switch (random_.below(9)) {
    case 0:
    case 1: return format("in last {}", duration());
    case 8: return format("{} (now - {})", random_.pick({"since", "before"}), duration());
    case 2: return format("more than {} ago", duration());
    case 3: return format("{} {}", random_.pick({"since", "before"}), day());
    case 4: return format("between {} and {}", day(), day());
    case 5: return "today";
    case 6: return format("in this {}", random_.pick({"week", "month", "quarter", "year"}));
    default: return format("since last {}", random_.pick(declared_.verbs).name);
  }
}

std::string ExpressionWriter::phrase(bool with_count) {
  if (!random_.chance(12)) return phrase_of(random_.pick(declared_.verbs), with_count);
  std::string out = "active";
  if (with_count && random_.chance(60)) out += " " + count({"active", {}});
  return random_.chance(60) ? out + " " + window() : out;
}

std::string ExpressionWriter::phrase_of(const Verb& verb, bool with_count) {
  std::string out = part(verb);
  if (with_count && random_.chance(40)) out += " " + count(verb);
  return random_.chance(55) ? out + " " + window() : out;
}

std::string ExpressionWriter::chain(bool all_same) {
  const Verb* verb = &random_.pick(declared_.verbs);
  const auto with_object = [&](const Verb& each) { return !each.attributes.empty(); };
  while (all_same && !with_object(*verb)) verb = &random_.pick(declared_.verbs);
  std::string out = part(*verb);
  for (std::size_t more = 1 + random_.below(2); more > 0; --more) {
    if (with_object(*verb) && (all_same || random_.chance(40))) {
      out += format(" then {} same {}", verb->name, verb->attributes.front().name);
      if (random_.chance(25)) out += " with " + attribute_condition(verb->attributes.back());
      continue;
    }
    verb = &random_.pick(declared_.verbs);
    out += " then " + part(*verb);
  }
  if (random_.chance(60)) out += " within " + duration();
  return random_.chance(25) ? out + " " + window() : out;
}

}  // namespace assay::agree

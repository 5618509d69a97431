#include "compiler/format/spacing.h"

#include <algorithm>
#include <initializer_list>

namespace assay::format {

namespace {

using Kind = syntax::Token::Kind;

bool is_any(std::string_view text, std::initializer_list<std::string_view> of) { return std::find(of.begin(), of.end(), text) != of.end(); }

bool is_name(const Word& word) { return word.kind == Kind::Name || word.kind == Kind::QuotedName; }

// Words after which a minus subtracts.
bool ends_operand(const Word& word) {
  switch (word.kind) {
    case Kind::Name:
    case Kind::QuotedName:
    case Kind::Text:
    case Kind::Number:
    case Kind::Date:
    case Kind::Regex: return true;
    case Kind::Sign: return word.text == ")";
    case Kind::Comment: return false;
    case Kind::Keyword: break;
  }
  return is_any(word.text, {"today", "now", "score", "excluded", "yes",   "no",    "second", "seconds", "minute",   "minutes", "hour",
                            "hours", "day", "days",  "week",     "weeks", "month", "months", "quarter", "quarters", "year",    "years"});
}

bool is_minus_or_plus(const Word& word) { return word.kind == Kind::Sign && is_any(word.text, {"+", "-", "−", "–"}); }

// The sign of a number or of points, as opposed to one that adds or subtracts.
bool is_sign_of_value(std::span<const Word> words, std::size_t at, bool row) {
  if (!is_minus_or_plus(words[at])) return false;
  const bool only_values = row || is_any(words[0].text, {"given", "expect"});
  return only_values || at == 0 || !ends_operand(words[at - 1]);
}

// `+20` stands close, `+ 4 * talks` does not: one sees at once what is a number and what is computed. In parentheses and after words
// a sign always stands close to what it negates.
bool close_after_sign(std::span<const Word> words, std::size_t sign, bool row) {
  const std::string_view before = sign > 0 ? words[sign - 1].text : std::string_view{};
  std::size_t depth = 0;
  for (std::size_t at = 0; at < sign; ++at) {
    if (words[at].text == "(") ++depth;
    if (words[at].text == ")" && depth > 0) --depth;
  }
  const bool points = !row && depth == 0 && is_any(before, {":", ","}) && !is_any(words[0].text, {"given", "expect", "grade"});
  if (!points) return true;
  const bool number = sign + 1 < words.size() && words[sign + 1].kind == Kind::Number;
  const bool computed =
      sign + 2 < words.size() && words[sign + 2].kind == Kind::Sign && is_any(words[sign + 2].text, {"+", "-", "*", "/", "×", "−", "–"});
  return number && !computed;
}

bool opens_call(std::span<const Word> words, std::size_t at) {
  const bool declaration = words[0].text == "activity" && at == 2;
  return words[at].text == "(" && is_name(words[at - 1]) && !declaration;
}

}  // namespace

bool space_before(std::span<const Word> words, std::size_t at, bool row) {
  const Word& word = words[at];
  const Word& before = words[at - 1];
  const bool sign = word.kind == Kind::Sign, after_sign = before.kind == Kind::Sign;
  if (sign && is_any(word.text, {",", ":", ")", ".."})) return false;
  if (after_sign && is_any(before.text, {"(", ".."})) return false;
  if (sign && opens_call(words, at)) return false;
  const bool yes_no = (sign && word.text == "/" && before.text == "yes" && at + 1 < words.size() && words[at + 1].text == "no") ||
                      (after_sign && before.text == "/" && word.text == "no" && at > 1 && words[at - 2].text == "yes");
  if (yes_no) return false;
  const bool hours = words[0].text == "business" && (word.text == "-" || before.text == "-");
  if (hours) return false;
  if (is_sign_of_value(words, at - 1, row)) return !close_after_sign(words, at - 1, row);
  return true;
}

bool may_break_before(std::span<const Word> words, std::size_t at) {
  const Word& before = words[at - 1];
  if (before.kind == Kind::Sign && is_any(before.text, {",", ":"})) return true;
  return words[at].kind == Kind::Keyword && is_any(words[at].text, {"and", "or"});
}

}  // namespace assay::format

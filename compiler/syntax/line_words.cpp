#include "compiler/syntax/line_words.h"

namespace assay::syntax {

namespace {

constexpr std::string_view units[] = {"second", "seconds", "minute", "minutes", "hour",    "hours",    "day",  "days",
                                      "week",   "weeks",   "month",  "months",  "quarter", "quarters", "year", "years"};

bool fits_one(const LineWords& line, std::string_view wanted, std::size_t word) {
  if (wanted == "#") return line.is_kind(word, Token::Kind::Number);
  if (wanted == "\"") return line.is_kind(word, Token::Kind::Text);
  if (wanted == "&") return line.is_kind(word, Token::Kind::Date);
  if (wanted == "regex") return line.is_kind(word, Token::Kind::Regex);
  if (wanted == "~") return LineWords::is_any(line.text(word), units);
  if (wanted == "@") return line.is_name(word);
  if (wanted == "_") return word < line.line_.end;
  if (wanted == "bar") return line.text(word) == "|";
  return word < line.line_.end && line.text(word) == wanted;
}

}  // namespace

bool LineWords::fits(std::string_view wanted, std::size_t word) const {
  while (!wanted.empty()) {
    const std::size_t bar = wanted.find('|');
    if (fits_one(*this, wanted.substr(0, bar), word)) return true;
    wanted = bar == std::string_view::npos ? std::string_view{} : wanted.substr(bar + 1);
  }
  return false;
}

std::size_t LineWords::end_of(std::string_view pattern, std::size_t first) const {
  std::size_t word = first;
  for (std::string_view rest = pattern; !rest.empty(); ++word) {
    const std::string_view wanted = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), wanted.size() + 1));
    if (!fits(wanted, word)) return first;
  }
  return word;
}

std::vector<std::string_view> LineWords::attributes_of(std::string_view verb) const {
  std::vector<std::string_view> names;
  for (std::size_t word = 0; word + 2 < words_.size(); ++word) {
    if (bytes(words_[word]) != "activity" || bytes(words_[word + 1]) != verb || bytes(words_[word + 2]) != "(") continue;
    for (std::size_t at = word + 3; at + 1 < words_.size() && bytes(words_[at]) != ")"; ++at) {
      if (bytes(words_[at + 1]) == ":") names.push_back(bytes(words_[at]));
    }
    break;
  }
  return names;
}

}  // namespace assay::syntax

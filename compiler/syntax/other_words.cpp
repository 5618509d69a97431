#include "compiler/syntax/other_words.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "runtime/text/nearest.h"

namespace assay::syntax {

namespace {

constexpr std::array<std::string_view, 34> line_words = {
    "policy", "version", "timezone", "agreed", "review",    "use",      "lead",  "activity", "ignore", "list",    "define", "setting",
    "score",  "when",    "for",      "always", "otherwise", "exclude",  "tag",   "total",    "grade",  "require", "stage",  "enter",
    "leave",  "on",      "segment",  "route",  "respond",   "business", "table", "test",     "given",  "expect"};

// How people begin a line who know another language.
constexpr std::pair<std::string_view, std::string_view> other_line_words[] = {
    {"if", "rules begin with when, or with for each"},
    {"whenever", "rules begin with when"},
    {"where", "rules begin with when"},
    {"unless", "write when not"},
    {"rule", "rules begin with when, or with for each"},
    {"foreach", "write for each"},
    {"every", "write for each"},
    {"each", "write for each"},
    {"else", "write otherwise"},
    {"elif", "write otherwise when"},
    {"elseif", "write otherwise when"},
    {"import", "write use"},
    {"include", "write use"},
    {"let", "write define name: value, or setting name = value"},
    {"var", "write define name: value, or setting name = value"},
    {"const", "write setting name = value"},
    {"set", "write setting name = value"},
    {"section", "write score and its name"},
    {"field", "fields stand under the word lead, as name: type"},
    {"fields", "fields stand under the word lead, as name: type"},
    {"event", "write activity"},
    {"add", "rules begin with when: when C: +10"},
    {"give", "rules begin with when: when C: +10"},
    {"status", "write stage"},
    {"assign", "write route to \"…\" when C"},
    {"begin", "there are no blocks; every line begins with its own word"},
    {"end", "there are no blocks; every line begins with its own word"},
    {"return", "rules begin with when: when C: +10"},
    {"veto", "write exclude \"reason\" when C"},
    {"disqualify", "write exclude \"reason\" when C"},
    {"reject", "write exclude \"reason\" when C"},
    {"label", "write tag \"…\" when C"},
    {"column", "fields stand under the word lead, as name: type from \"Column\""},
    {"elsif", "write otherwise when"},
    {"per", "write for each"},
    {"from", "a transition is written enter from MQL when …"},
    {"back", "write leave to, and the stage that follows"},
    {"start", "points for every lead are written always: +10"},
    {"base", "points for every lead are written always: +10"},
    {"exit", "write leave to, and the stage that follows"},
    {"move", "write under the stage: enter when C"},
    {"then", "write expect in a test; between activities, then stands in the same line"},
    {"cap", "a cap stands behind the section's name: score profile, at most 50"},
    {"max", "a cap stands behind the section's name: score profile, at most 50"},
    {"threshold", "write setting threshold = 60"},
    {"filter", "write ignore for activities, exclude for leads"},
    {"function", "write define name: value"},
    {"def", "write define name: value"},
    {"case", "the cases of a field stand under a line that begins with on"},
    {"switch", "write on and the name of a field"},
    {"tier", "write grade"},
    {"band", "write grade"},
    {"enum", "write list, or a field that is one of a, b, c"},
    {"array", "write list"},
    {"decay", "decay stands behind the points: when visited: +10, halving every 30 days"},
    {"wenn", "the words of the language are English: when"},
    {"falls", "the words of the language are English: when"},
    {"sonst", "the words of the language are English: otherwise"},
    {"regel", "rules begin with when, or with for each"},
    {"quand", "the words of the language are English: when"},
    {"lorsque", "the words of the language are English: when"},
    {"sinon", "the words of the language are English: otherwise"},
    {"annars", "the words of the language are English: otherwise"},
};

// Words within a line that belong to other languages, or to English where Assay has one word only.
constexpr std::pair<std::string_view, std::string_view> foreign_words[] = {
    {"greater", "write >"},
    {"less", "write < for numbers, fewer than for counts"},
    {"equals", "write ="},
    {"equal", "write ="},
    {"contain", "write contains"},
    {"include", "write contains"},
    {"includes", "write contains"},
    {"during", "write in last 30 days"},
    {"past", "write in last 30 days"},
    {"up", "write at most 10"},
    {"maximum", "write at most 10"},
    {"minimum", "write at least 10"},
    {"limit", "write at most 10"},
    {"half", "write halving every 30 days"},
    {"decay", "write halving every 30 days"},
    {"decaying", "write halving every 30 days"},
    {"expires", "write expiring after 30 days"},
    {"regex", "write matches /…/"},
    {"exists", "write has, before the name"},
    {"did", "write not, before the activity"},
    {"didnt", "write not, before the activity"},
    {"startswith", "write starts with"},
    {"endswith", "write ends with"},
    {"begins", "write starts with"},
    {"starting", "write starts with"},
    {"start", "write starts with"},
    {"ending", "write ends with"},
    {"end", "write ends with"},
    {"has", "write contains, or has before the name"},
    {"within", "write in last 30 days; within stands after then"},
    {"max", "write at most 10"},
    {"min", "write at least 10"},
    {"points", "leave it out"},
    {"reason", "write the reason in quotes behind the points"},
    {"because", "write the reason in quotes behind the points"},
    {"halve", "write halving every 30 days"},
    {"halves", "write halving every 30 days"},
    {"where", "write with behind an activity, when before a condition"},
    {"yesterday", "write 1 day ago"},
    {"if", "write when"},
    {"per", "write every"},
    {"und", "the words of the language are English: and"},
    {"oder", "the words of the language are English: or"},
    {"nicht", "the words of the language are English: not"},
    {"ist", "the words of the language are English: is"},
    {"enthält", "the words of the language are English: contains"},
    {"zwischen", "the words of the language are English: between"},
    {"ou", "the words of the language are English: or"},
    {"est", "the words of the language are English: is"},
    {"contient", "the words of the language are English: contains"},
    {"eller", "the words of the language are English: or"},
    {"plus", "write +20"},
    {"minus", "write -20"},
};

// Keywords that stand within a line and are long enough to be recognised when they are misspelt.
constexpr std::string_view keywords[] = {"between",  "missing",  "contains", "starts", "ends",      "with",   "like",      "mentions",
                                         "matches",  "exactly",  "from",     "except", "then",      "within", "same",      "since",
                                         "before",   "least",    "most",     "more",   "fewer",     "than",   "today",     "times",
                                         "first",    "last",     "this",     "each",   "different", "format", "separator", "merging",
                                         "overlaps", "counting", "best",     "match",  "once",      "every",  "halving",   "fading",
                                         "over",     "losing",   "expiring", "after",  "exclude",   "when",   "otherwise", "business",
                                         "column",   "else",     "fires",    "enter",  "excluded",  "stage",  "segment",   "route"};

constexpr std::array<std::string_view, 16> unit_words = {"second", "seconds", "minute", "minutes", "hour",    "hours",    "day",  "days",
                                                         "week",   "weeks",   "month",  "months",  "quarter", "quarters", "year", "years"};

// Words before `than`, and the sign that says the same.
constexpr std::pair<std::string_view, std::string_view> comparatives[] = {
    {"bigger", ">"},  {"larger", ">"}, {"higher", ">"},  {"greater", ">"}, {"above", ">"},   {"later", ">"},
    {"smaller", "<"}, {"lower", "<"},  {"shorter", "<"}, {"below", "<"},   {"earlier", "<"}, {"less", "<"}};

constexpr std::string_view month_names[] = {"january", "february",  "march", "april",   "may",      "june",     "july",
                                            "august",  "september", "sept",  "october", "november", "december", "januar",
                                            "februar", "märz",      "mai",   "juni",    "juli",     "oktober",  "dezember"};

constexpr std::pair<std::string_view, std::string_view> other_signs[] = {
    {"{", "there are no braces; every line begins with its own word"},
    {"}", "there are no braces; every line begins with its own word"},
    {"[", "parentheses are round, and conditions on an activity stand after with"},
    {"]", "parentheses are round, and conditions on an activity stand after with"},
    {"`", "a name in back quotes begins and ends on one line: `stage`"},
    {"'", "write not; texts stand in straight double quotes"},
    {"?", "there is no ?; write when C: +10, and on the next line otherwise: +5"},
    {"$", "numbers stand without a currency, names without a sign before them"},
    {"€", "numbers stand without a currency"},
    {"£", "numbers stand without a currency"},
    {"±", "points have one sign, + or -"},
    {"&", "conditions are joined by the word and"},
    {"|", "conditions are joined by the word or"},
    {"%", "a percentage is a number with the sign directly behind it: 30%"},
    {"^", "there are no powers; multiply: x * x"},
    {"~", "texts are compared with like, contains or mentions"},
    {"@", "texts stand in quotes: \"@gmail.com\""},
    {"\\", "a line ends by itself; leave the sign out"},
    {"…", "a range is written with two dots: 1..5"},
    {"→", "between the condition and the points stands a colon"},
    {"⇒", "between the condition and the points stands a colon"},
    {"•", "lines begin with their word, without a bullet"},
    {"·", "lines begin with their word, without a bullet"},
    {"—", "lines begin with their word, without a bullet; a minus is -"},
};

std::string_view advice(std::span<const std::pair<std::string_view, std::string_view>> rows, std::string_view word) {
  for (const auto& [other, what] : rows) {
    if (other == word) return what;
  }
  return {};
}

}  // namespace

bool begins_line(std::string_view word) { return std::find(line_words.begin(), line_words.end(), word) != line_words.end(); }

std::string nearest_line_word(std::string_view word) { return text::nearest(word, line_words); }

std::string_view advice_for_line(std::string_view word) { return advice(other_line_words, word); }

bool is_meant_to_begin_line(std::string_view word) {
  return !advice_for_line(word).empty() || (word.size() > 3 && !nearest_line_word(word).empty());
}

std::string_view advice_within_line(std::string_view word) { return advice(foreign_words, word); }

std::string_view advice_for_sign(std::string_view sign, bool among_values) {
  if (among_values && (sign == "[" || sign == "]")) return "values of a list are separated by commas: \"DE\", \"AT\"";
  return advice(other_signs, sign);
}

std::string nearest_keyword(std::string_view word) {
  return word.size() > 3 ? text::nearest(word, std::span<const std::string_view>(keywords)) : std::string{};
}

std::string keyword_in_small_letters(std::string_view word) {
  static constexpr std::string_view short_keywords[] = {"and", "or", "not", "is",   "in",  "has", "of",  "by",  "to",
                                                        "as",  "on", "at",  "when", "yes", "no",  "tag", "list"};
  std::string small(word);
  for (char& letter : small) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  const auto is_in = [&](auto begin, auto end) { return std::find(begin, end, std::string_view(small)) != end; };
  const bool known = is_in(std::begin(short_keywords), std::end(short_keywords)) || is_in(std::begin(keywords), std::end(keywords));
  return known && small != word ? small : std::string{};
}

std::string nearest_unit(std::string_view word) { return text::nearest(word, unit_words); }

std::string_view sign_of_comparative(std::string_view word) { return advice(comparatives, word); }

bool names_month(std::string_view word) {
  if (word.size() < 3) return false;
  std::string folded(word);
  for (char& letter : folded) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  return std::any_of(std::begin(month_names), std::end(month_names), [&](std::string_view month) { return month.starts_with(folded); });
}

// ANTLR shows words in quotes and other tokens by the name of their rule.
std::string described_token(const std::string& token) {
  if (token.starts_with('\'')) return token.substr(1, token.size() - 2);
  constexpr std::pair<std::string_view, std::string_view> token_words[] = {
      {"TEXT", "a text in quotes"},
      {"INTEGER", "a number"},
      {"NUMBER", "a number"},
      {"PERCENT", "a number"},
      {"DATE", "a date"},
      {"TIME", "a time"},
      {"CLOCK", "a time of day such as 09:00"},
      {"NAME", "a name"},
      {"UNIT", "days"},
      {"EQUAL", "="},
      {"CASE_COLON", ":"},
      {"LIST_COMMA", ","},
      {"AND", "and"},
      {"OR", "or"},
      {"NOT", "not"},
      {"MINUS", "-"},
  };
  for (const auto& [name, words] : token_words) {
    if (token == name) return std::string(words);
  }
  return {};
}

}  // namespace assay::syntax

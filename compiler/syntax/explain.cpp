#include "compiler/syntax/explain.h"

#include <algorithm>
#include <array>

#include "compiler/diag/suggest.h"

namespace assay::syntax {

namespace {

using diag::Applicability;
using diag::Code;
using diag::Diagnostic;

constexpr std::array<std::string_view, 34> kLineWords = {
    "policy", "version", "timezone", "agreed", "review",    "use",      "lead",  "activity", "ignore", "list",    "define", "setting",
    "score",  "when",    "for",      "always", "otherwise", "exclude",  "tag",   "total",    "grade",  "require", "stage",  "enter",
    "leave",  "on",      "segment",  "route",  "respond",   "business", "table", "test",     "given",  "expect"};

// How people begin a line who know another language.
constexpr std::pair<std::string_view, std::string_view> kOtherLineWords[] = {
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
};

// Words within a line that belong to other languages, or to English where Assay has one word only.
constexpr std::pair<std::string_view, std::string_view> kOtherWords[] = {
    {"greater", "write >"},
    {"less", "write < for numbers, fewer than for counts"},
    {"equals", "write ="},
    {"equal", "write ="},
    {"contain", "write contains"},
    {"include", "write contains"},
    {"includes", "write contains"},
    {"during", "write in last 30 days"},
    {"within", "write in last 30 days; within stands after then"},
    {"max", "write at most 10"},
    {"min", "write at least 10"},
    {"points", "leave it out"},
    {"reason", "write the reason in quotes behind the points"},
    {"because", "write the reason in quotes behind the points"},
    {"halve", "write halving every 30 days"},
    {"yesterday", "write 1 day ago"},
    {"if", "write when"},
    {"per", "write every"},
    {"plus", "write +20"},
    {"minus", "write -20"},
};

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
                                        "sep", "oct", "nov", "dec", "mär", "mai", "okt", "dez"};

class Explainer {
 public:
  Explainer(const source::Source& source, const std::vector<Word>& words, const BrokenLine& line, diag::Sink& sink)
      : source_(source), words_(words), line_(line), sink_(sink), at_(line.failure.word) {}

  void explain() {
    static constexpr bool (Explainer::* kGuesses[])() = {
        &Explainer::unknown_statement, &Explainer::date_in_words,        &Explainer::in_the_last,           &Explainer::stray_comma,
        &Explainer::other_word,        &Explainer::without_quotes,       &Explainer::wrong_sign_after_name, &Explainer::missing_name,
        &Explainer::missing_condition, &Explainer::missing_unit,         &Explainer::missing_times,         &Explainer::points_without_sign,
        &Explainer::missing_points,    &Explainer::unclosed_parenthesis, &Explainer::missing_colon,         &Explainer::missing_with,
        &Explainer::missing_comma,     &Explainer::second_comparison,    &Explainer::keyword_as_name,       &Explainer::missing_value,
        &Explainer::expected};
    for (const auto guess : kGuesses) {
      if ((this->*guess)()) return;
    }
    if (at_end()) {
      sink_.report(Code::UnexpectedEnd, span(last()), "something is missing at its end");
    } else {
      sink_.report(Code::UnexpectedWord, span(at_), text(at_));
    }
  }

 private:
  // Words of the line; empty beyond its ends.
  std::string_view text(std::size_t word) const {
    if (word < line_.first || word >= line_.end) return {};
    return source_.bytes().substr(words_[word].begin, words_[word].end - words_[word].begin);
  }
  std::string_view before(std::size_t steps = 1) const { return at_ >= line_.first + steps ? text(at_ - steps) : std::string_view{}; }
  std::string_view after(std::size_t steps = 1) const { return text(at_ + steps); }
  std::string_view first() const { return text(line_.first); }
  std::size_t last() const { return std::max(line_.first, line_.end - 1); }
  bool at_end() const { return at_ >= line_.end; }
  bool is_kind(std::size_t word, Token::Kind kind) const { return word >= line_.first && word < line_.end && words_[word].kind == kind; }
  bool is_before(Token::Kind kind) const { return at_ > line_.first && words_[at_ - 1].kind == kind; }
  bool is_name(std::size_t word) const { return is_kind(word, Token::Kind::Name) || is_kind(word, Token::Kind::QuotedName); }
  bool in_rule(std::string_view rule) const {
    return std::find(line_.failure.rules.begin(), line_.failure.rules.end(), rule) != line_.failure.rules.end();
  }
  static bool is_any(std::string_view word, std::initializer_list<std::string_view> of) {
    return std::find(of.begin(), of.end(), word) != of.end();
  }
  template <std::size_t Size>
  static bool is_any(std::string_view word, const std::string_view (&of)[Size]) {
    return std::find(of, of + Size, word) != of + Size;
  }
  bool begins_rule() const { return is_any(first(), {"when", "for", "always", "otherwise"}); }

  Span span(std::size_t word) const { return {source_.id(), words_[word].begin, words_[word].end}; }
  // Where the missing thing would stand: the word that came instead, or the last word when the line ended.
  Span here() const { return at_end() ? span(last()) : span(at_); }
  Span whole_line() const { return join(span(line_.first), span(last())); }
  // The empty place behind a word, for edits that insert.
  Span behind(std::size_t word) const { return {source_.id(), words_[word].end, words_[word].end}; }

  // Index of the colon that ends the head of a rule, outside of parentheses.
  std::optional<std::size_t> colon() const {
    std::size_t depth = 0;
    for (std::size_t word = line_.first; word < line_.end; ++word) {
      if (text(word) == "(") ++depth;
      if (text(word) == ")" && depth > 0) --depth;
      if (text(word) == ":" && depth == 0) return word;
    }
    return std::nullopt;
  }

  bool unknown_statement() {
    if (at_ != line_.first && line_.failure.rules.front() != "line") return false;
    if (begins_line(first()) || (first() == "as" && text(line_.first + 1) == "of")) return false;
    if (text(line_.first + 1) == ":") {
      const bool name = words_[line_.first].kind != Token::Kind::Sign;
      if (line_.in_lead || line_.in_on || !name) return false;
      sink_.report(Code::OutOfPlace, span(line_.first), "a field is declared under the word lead, a case under a line that begins with on");
      return true;
    }
    const std::string word(first());
    const std::string close = diag::nearest(word, kLineWords);
    const bool typed =
        is_any(text(line_.first + 1), {"text", "email", "url", "phone", "integer", "number", "yes", "date", "time", "one", "list"});
    const auto* other =
        std::find_if(std::begin(kOtherLineWords), std::end(kOtherLineWords), [&](const auto& pair) { return pair.first == first(); });
    const bool foreign = other != std::end(kOtherLineWords);
    const bool field = line_.in_lead && ((close.empty() && !foreign) || typed) && words_[line_.first].kind != Token::Kind::Sign;
    if (field && line_.first + 1 < line_.end) {
      sink_.report(Code::MissingColon, span(line_.first + 1), "after the name of the field").replace(behind(line_.first), ":");
      return true;
    }
    if (is_kind(line_.first, Token::Kind::Sign)) return stray_sign();
    Diagnostic& message = sink_.report(Code::UnknownStatement, span(line_.first), word);
    if (foreign) {
      message.suggest(std::string(other->second));
    } else {
      message.did_you_mean(close);
    }
    return true;
  }

  bool stray_sign() {
    const std::string_view sign = first();
    if (sign == ",") {
      sink_.report(Code::StrayComma, span(line_.first));
    } else if (sign == ")") {
      sink_.report(Code::UnopenedParenthesis, span(line_.first));
    } else {
      sink_.report(Code::UnexpectedSign, span(line_.first), sign);
    }
    return true;
  }

  // `1 October 2026`, `Oct 1, 2026`.
  bool date_in_words() {
    const auto is_month = [&](std::size_t word) {
      if (!is_name(word) || text(word).size() < 3) return false;
      std::string folded(text(word));
      for (char& letter : folded) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
      return std::any_of(std::begin(kMonths), std::end(kMonths), [&](std::string_view month) { return folded.starts_with(month); });
    };
    const auto tell = [&](std::size_t from, std::size_t to) {
      sink_.report(Code::DateFormat, join(span(from), span(std::min(to, last()))));
      return true;
    };
    const auto is_number = [&](std::size_t word) { return is_kind(word, Token::Kind::Number); };
    for (std::size_t month = at_ > line_.first + 1 ? at_ - 2 : line_.first; month <= at_ + 1 && month < line_.end; ++month) {
      if (!is_month(month)) continue;
      if (month > line_.first && is_number(month - 1)) return tell(month - 1, is_number(month + 1) ? month + 1 : month);
      if (is_number(month + 1))
        return tell(month, is_number(month + 2) ? month + 2 : text(month + 2) == "," && is_number(month + 3) ? month + 3 : month + 1);
    }
    return false;
  }

  bool in_the_last() {
    for (std::size_t word = at_ > line_.first + 1 ? at_ - 2 : line_.first; word <= at_ && word < line_.end; ++word) {
      if (!is_any(text(word), {"the", "a", "an", "past"})) continue;
      if (!is_any(text(word + 1), {"last", "past", "first", "this"}) && text(word) != "past") continue;
      Diagnostic& message = sink_.report(Code::UnexpectedWord, span(word), text(word));
      message.suggest(text(word) == "past" ? "write in last 30 days" : fmt::format("leave '{}' out: in last 30 days", text(word)));
      return true;
    }
    return false;
  }

  bool stray_comma() {
    if (!at_end() && text(at_) == "," && is_any(before(), {",", ":", "("})) {
      sink_.report(Code::StrayComma, span(at_)).replace(span(at_), "", Applicability::MachineApplicable);
      return true;
    }
    const bool trailing = before() == "," && (at_end() || is_any(text(at_), {")", ":"}));
    if (!trailing) return false;
    sink_.report(Code::StrayComma, span(at_ - 1)).replace(span(at_ - 1), "", Applicability::MachineApplicable);
    return true;
  }

  bool other_word() {
    for (const std::size_t word : {at_, at_ > line_.first + 1 ? at_ - 1 : line_.end}) {
      for (const auto& [other, advice] : kOtherWords) {
        if (text(word) != other) continue;
        // `max` and `within` are words of the language, too; before the place of failure they were understood.
        if (word != at_ && (is_any(other, {"max", "min"}) || (other == "within" && text(at_) != "last"))) continue;
        sink_.report(Code::UnexpectedWord, span(word), other).suggest(std::string(advice));
        return true;
      }
    }
    return false;
  }

  // Names that stand between quotes: routes, segments, tags, reasons, tests, files.
  bool without_quotes() {
    std::string_view what;
    if (first() == "route" && is_any(before(), {"to", "of"})) what = "a route needs its target";
    if (first() == "segment" && before() == "segment") what = "a segment needs its name";
    if (before() == "tag") what = "a tag stands";
    if (first() == "test" && before() == "test") what = "a test needs its name";
    if (first() == "test" && before() == "from") what = "a file's name stands";
    if (first() == "timezone") what = "a time zone stands";
    if (first() == "policy" && at_ == line_.first + 1 && !at_end()) what = "a policy's name stands";
    if (before() == "exclude" && first() != "exclude" && is_name(at_)) what = "a reason stands";
    if (first() == "exclude" && at_ == line_.first + 1 && is_name(at_)) what = "a reason stands";
    if (is_any(before(), {"segment", "route"}) && first() == "expect") what = "a name of a segment or route stands";
    if (line_.in_lead && is_any(before(), {"from", "format", "separator"})) what = fmt_what(before());
    if (what.empty()) return false;
    Diagnostic& message = sink_.report(Code::MissingText, here(), what);
    if (!at_end() && is_name(at_)) message.replace(span(at_), fmt::format("\"{}\"", text(at_)));
    return true;
  }

  static std::string_view fmt_what(std::string_view option) {
    if (option == "from") return "the name of a column stands";
    return option == "format" ? "a format stands" : "a separator stands";
  }

  // `setting x: 1`, `define x = 1`.
  bool wrong_sign_after_name() {
    const std::string_view sign = text(at_);
    if (sign == ":" && is_any(first(), {"setting", "total"})) {
      sink_.report(Code::MissingEquals, span(at_), first() == "total" ? "the total" : "a setting")
          .replace(span(at_), " =", Applicability::MachineApplicable);
      return true;
    }
    const bool wants_colon = is_any(first(), {"define", "list", "grade"}) || in_rule("field") || in_rule("attribute");
    if (sign != "=" || !wants_colon) return false;
    sink_.report(Code::MissingColon, span(at_), "after the name; = is for settings").replace(span(at_), ":");
    return true;
  }

  bool missing_name() {
    if (at_ != line_.first + 1) return false;
    std::string_view what;
    if (first() == "score") what = "a score section";
    if (is_any(first(), {"list", "define", "setting", "activity", "grade", "stage", "table"})) what = first();
    const bool sign =
        !at_end() && (is_kind(at_, Token::Kind::Sign) || is_kind(at_, Token::Kind::Text) || is_kind(at_, Token::Kind::Number));
    if (what.empty() || (!at_end() && !sign)) return false;
    const std::string described = first() == "score" ? std::string(what) : fmt::format("'{}'", what);
    Diagnostic& message = sink_.report(Code::MissingName, at_end() ? span(line_.first) : span(at_), described);
    if (first() == "score" && !at_end() && text(at_) == "=") message.suggest("the total of all sections is written total = …");
    return true;
  }

  bool missing_condition() {
    const bool opens = is_any(before(), {"when", "and", "or", "not"}) || (before() == "(" && text(at_) == ")");
    if (!opens || !(at_end() || is_any(text(at_), {":", ",", ")", "and", "or", "then"}))) return false;
    sink_.report(Code::MissingCondition, here(), before());
    return true;
  }

  bool missing_unit() {
    if (!is_before(Token::Kind::Number) || !is_any(before(2), {"last", "within", "every", "over", "after", "than", "of", "to"}))
      return false;
    if (before(2) == "than" && !is_any(text(at_), {"ago", "day", "old"})) return false;
    if (is_any(before(2), {"of", "to"})) return false;
    const bool word = is_name(at_);
    const std::string close = word ? diag::nearest(text(at_), kUnits) : "";
    Diagnostic& message = sink_.report(Code::MissingUnit, here());
    if (!close.empty()) return message.did_you_mean(close), true;
    message.suggest(fmt::format("did you mean {} days?", before())).replace(behind(at_ - 1), " days");
    return true;
  }

  bool missing_times() {
    if (!is_before(Token::Kind::Number) || !is_any(before(2), {"least", "most", "exactly", "than"})) return false;
    const bool modifier = before(4) == ",";
    if (modifier && before(2) != "than") return false;
    Diagnostic& message = sink_.report(Code::MissingTimes, here());
    const std::string how_many = before(2) == "exactly" ? "exactly" : fmt::format("{} {}", before(3), before(2));
    message.suggest(fmt::format("write {} {} times", how_many, before())).replace(behind(at_ - 1), " times");
    return true;
  }

  bool points_without_sign() {
    const std::optional<std::size_t> head = colon();
    if (at_end() || !head || *head + 1 != at_ || !(begins_rule() || line_.in_on)) return false;
    if (!is_kind(at_, Token::Kind::Number) && !is_name(at_) && text(at_) != "(") return false;
    const bool effect_word = is_name(at_) && is_name(at_ + 1);
    if (effect_word) return false;
    sink_.report(Code::MissingSign, span(at_), text(at_)).replace({source_.id(), words_[at_].begin, words_[at_].begin}, "+");
    return true;
  }

  bool missing_points() {
    if (!begins_rule() || !at_end()) return false;
    const std::optional<std::size_t> head = colon();
    if (head && *head + 1 != line_.end) return false;
    if (!head && signed_end()) return missing_colon();
    if (!head && unclosed()) return false;
    sink_.report(Code::MissingPoints, whole_line());
    return true;
  }

  // The sign before points that no colon precedes: the last `+ n` or `- n` of the line.
  std::optional<std::size_t> signed_end() const {
    for (std::size_t word = last(); word > line_.first; --word) {
      if (is_any(text(word), {"+", "-"}) && !is_any(text(word - 1), {"(", ","})) return word;
    }
    return std::nullopt;
  }

  std::optional<std::size_t> unclosed() const {
    std::vector<std::size_t> open;
    for (std::size_t word = line_.first; word < std::min(at_, line_.end); ++word) {
      if (text(word) == "(") open.push_back(word);
      if (text(word) == ")" && !open.empty()) open.pop_back();
    }
    return open.empty() ? std::nullopt : std::optional(open.back());
  }

  bool unclosed_parenthesis() {
    const std::optional<std::size_t> open = unclosed();
    if (open && (at_end() || is_any(text(at_), {":", ","}) || begins_line(text(at_)))) {
      sink_.report(Code::UnclosedParenthesis, here()).also(span(*open), "opened here").replace(behind(at_end() ? last() : at_ - 1), ")");
      return true;
    }
    if (open || at_end() || text(at_) != ")") return false;
    sink_.report(Code::UnopenedParenthesis, span(at_)).replace(span(at_), "");
    return true;
  }

  bool missing_colon() {
    if (begins_rule() && !colon()) {
      const bool effect = !at_end() && is_any(text(at_), {"+", "-", "exclude", "tag"});
      const std::optional<std::size_t> sign = effect ? std::optional(at_) : at_end() ? signed_end() : std::nullopt;
      if (!sign) return false;
      sink_.report(Code::MissingColon, span(*sign), "between the condition and the points").replace(behind(*sign - 1), ":");
      return true;
    }
    const bool list = is_any(first(), {"list", "define"}) && at_ == line_.first + 2;
    const bool grade = first() == "grade" && in_rule("grade") && !colon();
    if (at_end() || !(list || grade) || !(is_name(at_) || is_kind(at_, Token::Kind::Text) || is_kind(at_, Token::Kind::Number)))
      return false;
    sink_.report(Code::MissingColon, span(at_), list ? "after the name" : "before the bands").replace(behind(at_ - 1), ":");
    return true;
  }

  // `attended webinar minutes >= 30`
  bool missing_with() {
    static constexpr std::string_view kComparing[] = {"=",      "!=",   "<",        "<=",   ">",       ">=",      "is", "in", "contains",
                                                      "starts", "ends", "mentions", "like", "between", "matches", "≥",  "≤",  "≠"};
    const bool compared = is_name(at_) || is_kind(at_, Token::Kind::Keyword);
    if (at_end() || !compared || !is_any(after(), kComparing) || at_ < line_.first + 2) return false;
    const bool object = is_name(at_ - 1) || is_kind(at_ - 1, Token::Kind::Text);
    const bool verb = is_name(at_ - 2) || before(2) == ",";
    if (!object || !verb) return false;
    sink_.report(Code::MissingWith, span(at_), text(at_)).replace(behind(at_ - 1), " with");
    return true;
  }

  bool missing_comma() {
    const bool modifier =
        is_any(text(at_), {"halving", "fading", "losing", "expiring", "once", "tag", "exclude", "first", "best", "counting"}) ||
        (text(at_) == "at" && is_any(after(), {"most", "least"}));
    const bool after_colon = begins_rule() && colon() && *colon() < at_ && before() != ":" && before() != ",";
    const bool of_section = first() == "score" && at_ > line_.first + 1 && before() != ",";
    if (!at_end() && modifier && (after_colon || of_section)) {
      sink_.report(Code::MissingComma, span(at_), text(at_)).replace(behind(at_ - 1), ",");
      return true;
    }
    const bool texts = is_kind(at_, Token::Kind::Text) && is_before(Token::Kind::Text);
    if (at_end() || !texts) return false;
    sink_.report(Code::MissingComma, span(at_), text(at_)).replace(behind(at_ - 1), ",");
    return true;
  }

  // `0 < x < 5`, `times visited with minutes >= 30 >= 3`
  bool second_comparison() {
    static constexpr std::string_view kSigns[] = {"=", "!=", "<", "<=", ">", ">=", "≥", "≤", "≠", "is", "between"};
    if (at_end() || !is_any(text(at_), kSigns)) return false;
    std::size_t comparisons = 0;
    bool phrase = false;
    for (std::size_t word = line_.first; word < at_; ++word) {
      comparisons += is_any(text(word), kSigns) ? 1 : 0;
      phrase = phrase || is_any(text(word), {"with", "times", "since", "last"});
    }
    if (comparisons == 0) return false;
    Diagnostic& message = sink_.report(Code::ChainedComparison, span(at_));
    message.suggest(phrase ? "put the number in parentheses: (times visited with seconds >= 30) >= 3"
                           : "write x between 1 and 5, or join two conditions by and");
    return true;
  }

  bool keyword_as_name() {
    if (at_end() || !is_kind(at_, Token::Kind::Keyword)) return false;
    static constexpr std::string_view kBeforeNames[] = {
        "list",  "define", "setting", "activity", "grade",  "stage", "table", "score", "require", "by",  "as",    "has",
        "from",  "to",     "use",     "when",     "and",    "or",    "not",   "(",     "with",    "for", "enter", ",",
        "total", "is",     "in",      "=",        "!=",     "<",     "<=",    ">",     ">=",      "+",   "-",     "*",
        "/",     "each",   "then",    "given",    "expect", "of",    "on",    "since", "ignore"};
    const bool name_wanted = is_any(before(), kBeforeNames);
    const bool operator_word = is_any(text(at_), {"and", "or", "then", "is", "when", "with", "of", "by"}) &&
                               !is_any(first(), {"define", "list", "setting", "stage", "grade", "activity", "table"});
    if (!name_wanted || operator_word) return false;
    sink_.report(Code::KeywordAsName, span(at_), text(at_))
        .suggest(fmt::format("put it in back quotes: `{0}`", text(at_)))
        .replace(span(at_), fmt::format("`{}`", text(at_)));
    return true;
  }

  bool missing_value() {
    static constexpr std::string_view kOperators[] = {
        "=",  "!=",       "<",        "<=",   ">",       ">=",   "+",       "-",   "*",  "/",  "≥",    "≤",    "≠",     "is",
        "in", "contains", "mentions", "like", "matches", "with", "between", "has", "of", "by", "else", "from", "since", "before"};
    if (!is_any(before(), kOperators) || !(at_end() || is_any(text(at_), {":", ",", ")", "and", "or", "when", "=", "<", ">"})))
      return false;
    sink_.report(Code::MissingValue, here(), before());
    return true;
  }

  // Last resort: what the grammar says could stand here, if that is one or two things.
  bool expected() {
    std::vector<std::string> names;
    for (const std::string& token : line_.failure.expected) {
      const std::string name = described(token);
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    if (names.empty() || names.size() > 3) return false;
    std::string list = names[0];
    for (std::size_t at = 1; at < names.size(); ++at) list += (at + 1 == names.size() ? " or " : ", ") + names[at];
    if (at_end()) {
      sink_.report(Code::UnexpectedEnd, span(last()), "expected " + list);
    } else {
      const std::string close = is_name(at_) ? diag::nearest(text(at_), keywords_expected()) : "";
      sink_.report(Code::UnexpectedWord, span(at_), text(at_)).label("expected " + list).did_you_mean(close);
    }
    return true;
  }

  std::vector<std::string> keywords_expected() const {
    std::vector<std::string> words;
    for (const std::string& token : line_.failure.expected) {
      if (token.starts_with('\'')) words.push_back(token.substr(1, token.size() - 2));
    }
    return words;
  }

  // ANTLR shows words in quotes and other tokens by the name of their rule.
  static std::string described(const std::string& token) {
    if (token.starts_with('\'')) return token.substr(1, token.size() - 2);
    constexpr std::pair<std::string_view, std::string_view> kTokens[] = {
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
    for (const auto& [name, words] : kTokens) {
      if (token == name) return std::string(words);
    }
    return {};
  }

  static constexpr std::array<std::string_view, 16> kUnits = {"second",  "seconds",  "minute", "minutes", "hour",  "hours",
                                                              "day",     "days",     "week",   "weeks",   "month", "months",
                                                              "quarter", "quarters", "year",   "years"};

  const source::Source& source_;
  const std::vector<Word>& words_;
  const BrokenLine& line_;
  diag::Sink& sink_;
  std::size_t at_;
};

}  // namespace

bool begins_line(std::string_view word) { return std::find(kLineWords.begin(), kLineWords.end(), word) != kLineWords.end(); }

bool is_meant_to_begin_line(std::string_view word) {
  const bool other =
      std::any_of(std::begin(kOtherLineWords), std::end(kOtherLineWords), [&](const auto& pair) { return pair.first == word; });
  return other || (word.size() > 3 && !diag::nearest(word, kLineWords).empty());
}

void explain(const source::Source& source, const std::vector<Word>& words, const BrokenLine& line, diag::Sink& sink) {
  Explainer(source, words, line, sink).explain();
}

}  // namespace assay::syntax

// Lines that say in plain English, or with the signs of a spreadsheet, what Assay says in other words.
#include <fmt/format.h>

#include "compiler/syntax/line_words.h"
#include "compiler/syntax/other_words.h"

namespace assay::syntax {

namespace {

using diag::Applicability;
using diag::Code;

class English : private LineWords {
 public:
  explicit English(const LineWords& line) : LineWords(line) {}

  bool explain() {
    if (at_end()) return requirement_of_nothing() || colon_of_on();
    return large_number() || words_too_many() || comparative() || word_in_between() || time_in_words() || wrong_head() || word_in_test();
  }

 private:
  bool tell(std::size_t from, std::size_t to, std::string advice) {
    sink_.report(Code::UnexpectedWord, join(span(from), span(to)), written(from, to)).suggest(std::move(advice));
    return true;
  }
  bool tell(std::size_t from, std::size_t to, std::string advice, std::string replacement) {
    sink_.report(Code::UnexpectedWord, join(span(from), span(to)), written(from, to))
        .suggest(std::move(advice))
        .replace(join(span(from), span(to)), std::move(replacement));
    return true;
  }

  // `country is in dach`, `title not missing`, `has not title`, `for every visited`: a word of English that is one too many or another one.
  bool words_too_many() {
    if (before() == "is" && is_any(text(at_), {"in", "contains", "between", "like", "mentions", "matches", "starts", "ends"})) {
      sink_.report(Code::UnexpectedWord, span(at_ - 1), before())
          .suggest(fmt::format("leave 'is' out: {} …", text(at_)))
          .replace(join(span(at_ - 1), span(at_)), std::string(text(at_)), Applicability::MachineApplicable);
      return true;
    }
    if (before() == "not" && is_any(text(at_), {"=", "is"})) return tell(at_ - 1, at_, "write != or is not");
    if (before() == "not" && text(at_) == "missing") return tell(at_ - 1, at_, "write has, before the name, or is not missing behind it");
    if (before() == "has" && text(at_) == "not") return tell(at_ - 1, at_, "write not has");
    if (before() == "for" && text(at_) == "every") return tell(at_ - 1, at_, "write for each");
    for (const std::size_t word : {at_, at_ - 1}) {
      if (!begins_rule() || text(word) != "then" || !is_any(text(word + 1), {"+", "-", "exclude", "tag"})) continue;
      sink_.report(Code::MissingColon, span(word), "between the condition and the points")
          .replace(join(behind(word - 1), span(word)), ":", Applicability::MachineApplicable);
      return true;
    }
    if (text(at_) == "last" && is_kind(at_ + 1, Token::Kind::Number) && before() != "in") {
      sink_.report(Code::UnexpectedWord, span(at_), text(at_))
          .suggest(fmt::format("write in last {} {}", after(), is_kind(at_ + 2, Token::Kind::Keyword) ? text(at_ + 2) : "days"))
          .replace(span(at_), "in last", Applicability::MachineApplicable);
      return true;
    }
    for (std::size_t word = line_.first; word < at_; ++word) {
      const bool at_bound = text(word) == "is" && text(word + 1) == "at" && is_any(text(word + 2), {"least", "most"});
      if (!at_bound) continue;
      const std::string sign = text(word + 2) == "least" ? ">=" : "<=";
      return tell(word, word + 2, "write " + sign, sign);
    }
    if (is_any(text(at_), {"more", "fewer"}) && after() == "than" && is_kind(at_ + 2, Token::Kind::Number) && begins_rule()) {
      const std::string_view sign = text(at_) == "more" ? ">" : "<";
      return tell(at_, at_ + 1, fmt::format("numbers are compared by signs: {} {}", sign, text(at_ + 2)), std::string(sign));
    }
    if (is_any(text(at_), {"more", "fewer"}) && after() == "then") return tell(at_, at_ + 1, fmt::format("write {} than", text(at_)));
    if (before() == "else" && words_[at_ - 1].starts_row) return tell(at_ - 1, at_ - 1, "write otherwise", "otherwise");
    if (before() == "if" && before(2) == "else") return tell(at_ - 2, at_ - 1, "write otherwise when", "otherwise when");
    if (before() == "is" && text(at_) == "one" && after() == "of") return tell(at_ - 1, at_ + 1, "write in", "in");
    const bool ago = is_any(text(at_), {"less", "fewer"}) && after() == "than" && text(at_ + 4) == "ago";
    return ago && tell(at_, at_, fmt::format("write in last {} {}", text(at_ + 2), text(at_ + 3)));
  }

  // `employees > 3, consent`, `in 3-5`, `list x: "a" and "b"`: another word or sign joins here.
  bool word_in_between() {
    const bool condition = is_any(first(), {"when", "otherwise"}) && (!colon() || *colon() > at_);
    if (text(at_) == "," && is_before(Token::Kind::Text) && is_kind(at_ + 1, Token::Kind::Text) && is_any(before(2), {"=", "is"}))
      return tell(at_ - 2, at_ - 2, "write in, for one of several", "in");
    if (text(at_) == "-" && first() == "list")
      return tell(at_, at_, "entries stand behind a colon and are separated by commas: list rivals: \"a\", \"b\"");
    if (text(at_) == "," && condition) {
      sink_.report(Code::UnexpectedWord, span(at_), ",").suggest("conditions are joined by and, or by or");
      return true;
    }
    if (text(at_) == "-" && is_before(Token::Kind::Number) && is_kind(at_ + 1, Token::Kind::Number) && before(2) == "in") {
      sink_.report(Code::UnexpectedWord, span(at_), "-")
          .suggest(fmt::format("write {}..{}", before(), after()))
          .replace(span(at_), "..", Applicability::MachineApplicable);
      return true;
    }
    if (text(at_) == "to" && is_before(Token::Kind::Number) && before(2) == "between") {
      sink_.report(Code::UnexpectedWord, span(at_), "to")
          .suggest(fmt::format("write between {} and {}", before(), after()))
          .replace(span(at_), "and");
      return true;
    }
    if (is_any(text(at_), {"and", "or"}) && is_any(first(), {"list", "use", "require"})) {
      sink_.report(Code::UnexpectedWord, span(at_), text(at_))
          .suggest("separate them by commas")
          .replace(join(behind(at_ - 1), span(at_)), ",");
      return true;
    }
    for (std::size_t word = line_.first; word < at_; ++word) {
      if (!is_any(text(word), {"match", "matching", "regex"}) || text(word + 1) != "/") continue;
      sink_.report(Code::UnexpectedWord, span(word), text(word)).did_you_mean("matches");
      return true;
    }
    if (first() == "list" && is_kind(at_, Token::Kind::Number)) {
      sink_.report(Code::MissingText, span(at_), "an entry of a list stands").replace(span(at_), fmt::format("\"{}\"", text(at_)));
      return true;
    }
    if (first() == "exclude" && at_ == line_.first + 1 && second_is_condition()) {
      sink_.report(Code::UnexpectedWord, span(at_), text(at_))
          .label("expected when, or a reason in quotes")
          .replace(behind(at_ - 1), " when");
      return true;
    }
    return false;
  }

  bool second_is_condition() const {
    static constexpr std::string_view comparing_words[] = {"=", "!=", "<", "<=", ">", ">=", "is", "in", "contains", "mentions", "between"};
    for (std::size_t word = at_; word < line_.end; ++word) {
      if (text(word) == "when") return false;
      if (is_any(text(word), comparing_words)) return true;
    }
    return false;
  }

  // `employees bigger than 3`, `employees is greater than 3`
  bool comparative() {
    const std::size_t than = text(at_) == "than" ? at_ : after() == "than" ? at_ + 1 : line_.end;
    if (than >= line_.end || than == line_.first) return false;
    const std::string_view sign = sign_of_comparative(text(than - 1));
    if (sign.empty()) return false;
    const std::size_t from = than >= line_.first + 2 && text(than - 2) == "is" ? than - 2 : than - 1;
    return tell(from, than, fmt::format("write {}", sign), std::string(sign));
  }

  bool adjoins(std::size_t word) const { return word + 1 < line_.end && words_[word].end == words_[word + 1].begin; }

  // `1,000`, `50k`, `5 million`
  bool large_number() {
    if (!is_before(Token::Kind::Number)) return false;
    const std::string_view digits = before();
    const bool group = text(at_) == "," && adjoins(at_ - 1) && adjoins(at_) && after().size() == 3 && is_kind(at_ + 1, Token::Kind::Number);
    if (group)
      return tell(at_ - 1, at_ + 1, "a number stands without signs between its digits, or with _", fmt::format("{}_{}", digits, after()));
    const bool decimal = text(at_) == "," && adjoins(at_ - 1) && adjoins(at_) && is_kind(at_ + 1, Token::Kind::Number) &&
                         !is_any(first(), {"list", "grade"});
    if (decimal)
      return tell(at_ - 1, at_ + 1, fmt::format("a decimal has a point: {}.{}", digits, after()), fmt::format("{}.{}", digits, after()));
    const std::string_view word = text(at_);
    if (word.size() == 2 && (word[0] == 'e' || word[0] == 'E') && word[1] > '0' && word[1] <= '9' && adjoins(at_ - 1))
      return tell(at_ - 1, at_, fmt::format("write the zeros: {}_000_000 for {}e6", digits, digits));
    if (is_any(word, {"k", "K", "thousand"})) return tell(at_, at_, fmt::format("write {}_000", digits));
    if (is_any(word, {"m", "M", "million", "mio"})) return tell(at_, at_, fmt::format("write {}_000_000", digits));
    return is_any(word, {"percent", "pct"}) && tell(at_, at_, fmt::format("write {}%", digits));
  }

  // `in last week`, `visited pricing 30 days ago`, `visited twice`
  bool time_in_words() {
    const std::string_view word = text(at_);
    for (const std::size_t at : {at_, at_ - 1}) {
      const bool bare = at > line_.first && text(at - 1) == "last" && is_any(text(at), {"hour", "day", "week", "month", "quarter", "year"});
      if (bare) return tell(at, at, fmt::format("write in last 1 {}", text(at)), fmt::format("1 {}", text(at)));
    }
    if (is_kind(at_, Token::Kind::Number) && text(at_ + 2) == "ago")
      return tell(at_, at_ + 2, fmt::format("write in last {0} {1}, or more than {0} {1} ago", word, after()));
    for (const std::size_t at : {at_, at_ - 1}) {
      const std::string_view count = text(at) == "twice" ? "2 times" : text(at) == "thrice" ? "3 times" : std::string_view{};
      if (!count.empty() && at > line_.first) return tell(at, at, fmt::format("write at least {}, or exactly {}", count, count));
    }
    if (!is_kind(at_, Token::Kind::Number) || !is_any(after(), {"times", "time"})) return false;
    const bool whole = word.find('.') == std::string_view::npos;
    return tell(at_, at_ + 1,
                whole ? fmt::format("write at least {0} {1}, or exactly {0} {1}", word, after())
                      : "times are counted in whole numbers: at least 2 times");
  }

  // `stage MQL: score >= 50`, `grade fit: A from 35`, `A >= 35`, `route "x" when`
  bool wrong_head() {
    if (first() == "stage" && text(at_) == ":" && at_ == line_.first + 2) return tell(at_, at_, "write when", " when");
    if (first() == "grade" && text(at_) == ":" && at_ == line_.first + 2)
      return tell(at_, at_, "say what it is by: grade fit by score: A from 35, else B");
    if (first() == "grade" && is_any(text(at_), {"=", ">", ">=", "at", "above", "over"}) && is_any(before(2), {":", ","}))
      return tell(at_, at_, "write from", "from");
    if (first() == "route" && at_ == line_.first + 1 && is_kind(at_, Token::Kind::Text))
      return tell(at_, at_, "write route to", "to " + std::string(text(at_)));
    if (is_before(Token::Kind::Text) && at_ > line_.first && words_[at_ - 1].end == words_[at_].begin && is_name(at_)) {
      return tell(at_, at_, "a quote within a text is written \\\"");
    }
    return false;
  }

  bool word_in_test() {
    return is_any(first(), {"given", "expect"}) && is_any(text(at_), {"=", "is", ":"}) &&
           tell(at_, at_, fmt::format("leave '{}' out", text(at_)), "");
  }

  // `on called outcome:`
  bool colon_of_on() {
    return line_.in_on && !words_[line_.first].starts_row && text(last()) == ":" && tell(last(), last(), "leave the colon out", "");
  }

  bool requirement_of_nothing() {
    if (first() != "require" || has_word("for")) return false;
    sink_.report(Code::UnexpectedEnd, span(last()), "say for which stage").suggest("write: require last_name, title for MQL");
    return true;
  }
  bool has_word(std::string_view word) const {
    for (std::size_t at = line_.first; at < line_.end; ++at) {
      if (text(at) == word) return true;
    }
    return false;
  }
};

// `+2, at most 10 per day`, `+2, max 10 daily`
class Limit : private LineWords {
 public:
  explicit Limit(const LineWords& line) : LineWords(line) {}

  bool explain() {
    for (std::size_t word = at_ > line_.first + 3 ? at_ - 3 : line_.first; word <= std::min(at_, last()); ++word) {
      std::size_t end = word;
      for (const std::string_view form : {"at most # per|a|an|each|every|for|in day|week|month", "max|maximum|limit|cap # per|a|each|every day|week|month",
                                          "at most # daily|weekly|monthly", "max|maximum|limit|cap # daily|weekly|monthly"}) {
        end = std::max(end, end_of(form, word));
      }
      if (end > word) return tell(word, end - 1);
    }
    return false;
  }

 private:
  std::string_view period(std::size_t last) const {
    if (text(last) == "daily") return "day";
    if (text(last) == "weekly") return "week";
    return text(last) == "monthly" ? "month" : text(last);
  }

  // What the rule counts and gives, where it is a rule.
  bool tell(std::size_t from, std::size_t to) {
    diag::Diagnostic& message = sink_.report(Code::UnexpectedWord, join(span(from), span(to)), written(from, to));
    message.suggest(fmt::format("a bound holds for all that {} gives; there is none per {}", begins_rule() ? "the rule" : "the section", period(to)));
    const std::optional<std::size_t> head = colon();
    const bool each = first() == "for" && head && *head < from && *head > line_.first + 2;
    const std::size_t of_period = end_of("for each day|week|month with", line_.first);
    if (each && of_period > line_.first) {
      message.suggest(fmt::format("leave it out: the rule gives its points once for each {}", text(line_.first + 2)))
          .replace(join(span(from - 1), span(to)), "");
      return true;
    }
    const std::string counted(each ? written(line_.first + 2, *head - 1) : "visited");
    const std::string points(each && text(from - 1) == "," && from > *head + 2 ? written(*head + 1, from - 2) : "+2");
    return message.suggest(fmt::format("a fixed number for each {0} that has one is: for each {0} with {1}: {2}", period(to), counted, points)), true;
  }
};

}  // namespace

bool explain_limit(const LineWords& line) { return Limit(line).explain(); }

bool explain_english(const LineWords& line) { return English(line).explain(); }

}  // namespace assay::syntax

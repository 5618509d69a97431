#include "compiler/syntax/explain.h"

#include <algorithm>
#include <array>

#include "compiler/syntax/line_words.h"
#include "compiler/syntax/other_words.h"
#include "runtime/text/nearest.h"

namespace assay::syntax {

namespace {

using diag::Applicability;
using diag::Code;
using diag::Diagnostic;

class Explainer : private LineWords {
 public:
  using LineWords::LineWords;

  void explain() {
    static constexpr bool (Explainer::* guesses[])() = {&Explainer::capital_letters,
                                                        &Explainer::pasted_table,
                                                        &Explainer::order,
                                                        &Explainer::question,
                                                        &Explainer::test,
                                                        &Explainer::limit,
                                                        &Explainer::phrasing,
                                                        &Explainer::unknown_statement,
                                                        &Explainer::date_in_words,
                                                        &Explainer::in_the_last,
                                                        &Explainer::stray_comma,
                                                        &Explainer::english,
                                                        &Explainer::missing_unit,
                                                        &Explainer::not_whole,
                                                        &Explainer::missing_times,
                                                        &Explainer::without_quotes,
                                                        &Explainer::misspelt_word,
                                                        &Explainer::other_word,
                                                        &Explainer::wrong_sign_after_name,
                                                        &Explainer::missing_name,
                                                        &Explainer::missing_condition,
                                                        &Explainer::missing_sign,
                                                        &Explainer::missing_points,
                                                        &Explainer::unclosed_parenthesis,
                                                        &Explainer::missing_colon,
                                                        &Explainer::missing_with,
                                                        &Explainer::missing_comma,
                                                        &Explainer::subject_left_out,
                                                        &Explainer::second_comparison,
                                                        &Explainer::keyword_as_name,
                                                        &Explainer::missing_value,
                                                        &Explainer::last_phrasing,
                                                        &Explainer::expected};
    for (const auto guess : guesses) {
      if ((this->*guess)()) return;
    }
    if (at_end()) {
      sink_.report(Code::UnexpectedEnd, span(last()), "something is missing at its end");
    } else {
      sink_.report(Code::UnexpectedWord, span(at_), text(at_));
    }
  }

 private:
  bool order() { return explain_order(*this); }
  bool question() { return explain_question(*this); }
  bool limit() { return explain_limit(*this); }
  bool test() { return explain_test(*this); }
  bool phrasing() { return explain_phrasing(*this); }
  bool pasted_table() { return explain_table(*this); }
  bool last_phrasing() { return explain_last_phrasing(*this); }
  bool english() { return explain_english(*this); }

  bool unknown_statement() {
    if (at_ != line_.first && line_.failure.rules.front() != "line") return false;
    if (begins_line(first()) || (first() == "as" && text(line_.first + 1) == "of")) return false;
    if (text(line_.first + 1) == ":" && first() == "else" && !line_.in_on) {
      sink_.report(Code::UnknownStatement, span(line_.first), first()).suggest("write otherwise").replace(span(line_.first), "otherwise");
      return true;
    }
    if (text(line_.first + 1) == ":") {
      const bool name = words_[line_.first].kind != Token::Kind::Sign;
      if (line_.in_lead || line_.in_on || !name) return false;
      const std::string close = nearest_line_word(first());
      if (is_any(close, {"always", "otherwise", "lead"})) {
        sink_.report(Code::UnknownStatement, span(line_.first), first()).did_you_mean(close);
        return true;
      }
      Diagnostic& message = sink_.report(Code::OutOfPlace, span(line_.first),
                                         "a field is declared under the word lead, a case under a line that begins with on");
      const bool texts = is_kind(line_.first + 2, Token::Kind::Text);
      if (texts) message.suggest(fmt::format("a list is written: list {}: {}, …", first(), text(line_.first + 2)));
      if (!texts && compares())
        message.suggest(fmt::format("a condition gets a name by: define {0}: …; a stage by: stage {0} when …", first()));
      return true;
    }
    const std::string word(first());
    const std::string close = nearest_line_word(word);
    const bool typed =
        is_any(text(line_.first + 1), {"text", "email", "url", "phone", "integer", "number", "yes", "date", "time", "one", "list"});
    const std::string_view advice = advice_for_line(word);
    const bool field = line_.in_lead && ((close.empty() && advice.empty()) || typed) && words_[line_.first].kind != Token::Kind::Sign;
    if (field && line_.first + 1 < line_.end) {
      const bool equals = text(line_.first + 1) == "=";
      sink_.report(Code::MissingColon, span(line_.first + 1), "after the name of the field")
          .replace(equals ? join(behind(line_.first), span(line_.first + 1)) : behind(line_.first), ":");
      return true;
    }
    if (is_kind(line_.first, Token::Kind::Sign)) return stray_sign();
    Diagnostic& message = sink_.report(Code::UnknownStatement, span(line_.first), word);
    if (text(line_.first + 1) == "=" && advice.empty() && close.empty()) {
      message.suggest(fmt::format("a name is given by: define {0}: …, or for a number to try out: setting {0} = …", word));
    } else if (!advice.empty()) {
      message.suggest(std::string(advice));
    } else {
      message.did_you_mean(close);
    }
    return true;
  }

  bool compares() const {
    static constexpr std::string_view comparing_words[] = {
        "=", "!=", "<", "<=", ">", ">=", "is", "in", "contains", "mentions", "between", "has"};
    for (std::size_t word = line_.first; word < line_.end; ++word) {
      if (is_any(text(word), comparing_words)) return true;
    }
    return false;
  }

  bool stray_sign() {
    const std::string_view sign = first();
    if (sign == ",") {
      sink_.report(Code::StrayComma, span(line_.first));
    } else if (sign == ")") {
      sink_.report(Code::UnopenedParenthesis, span(line_.first));
    } else if (sign == ":" && line_.in_lead) {
      sink_.report(Code::MissingName, span(line_.first), "a field");
    } else {
      Diagnostic& message = sink_.report(Code::UnexpectedSign, span(line_.first), sign);
      if (is_any(sign, {"/", "*", "-"})) message.suggest("comments begin with #");
    }
    return true;
  }

  // `1 October 2026`, `Oct 1, 2026`.
  bool date_in_words() {
    const auto is_month = [&](std::size_t word) { return is_name(word) && names_month(text(word)); };
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

  // `title IN buyers`, `big AND consent`
  bool capital_letters() {
    for (std::size_t back = 0; back <= 2 && at_ >= line_.first + 1 + back; ++back) {
      const std::size_t word = at_ - back;
      const std::string small = is_kind(word, Token::Kind::Name) ? keyword_in_small_letters(text(word)) : "";
      if (small.empty() || !stands_once(word)) continue;
      sink_.report(Code::UnexpectedWord, span(word), text(word))
          .suggest("words of the language are written in small letters: " + small)
          .replace(span(word), small, Applicability::MachineApplicable);
      return true;
    }
    return false;
  }

  // `title contians "x"`, `visited in lats 30 days`: the parser took a misspelt keyword for a name, or stopped at it.
  bool misspelt_word() {
    for (std::size_t back = 0; back <= 2 && at_ >= line_.first + 1 + back; ++back) {
      const std::size_t word = at_ - back;
      if (word >= line_.end) continue;
      const bool than = back == 0 && text(word) == "than";
      if (!than && !stands_once(word)) continue;
      const std::string close = than ? "then" : nearest_keyword(text(word));
      if (words_[word].starts_row && is_meant_to_begin_line(text(word))) {
        sink_.report(Code::UnknownStatement, span(word), text(word)).did_you_mean(nearest_line_word(text(word)));
        return true;
      }
      if (close.empty() || !advice_within_line(text(word)).empty()) continue;
      sink_.report(Code::UnexpectedWord, span(word), text(word)).did_you_mean(close);
      return true;
    }
    return false;
  }

  bool other_word() {
    for (std::size_t back = 0; back <= 2 && at_ >= line_.first + 1 + back; ++back) {
      const std::size_t word = at_ - back;
      const std::string_view advice = advice_within_line(text(word));
      if (advice.empty()) continue;
      // Before the place of failure words were understood, perhaps as names.
      const bool understood = word != at_ && !stands_once(word);
      if (understood || (word != at_ && text(word) == "within" && text(at_) != "last")) continue;
      sink_.report(Code::UnexpectedWord, span(word), text(word)).suggest(std::string(advice));
      return true;
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
    if (at_end() || !is_name(at_)) return true;
    std::size_t end = at_ + 1;
    while (end < line_.end && is_name(end) && !words_[end].starts_row) ++end;
    message.replace(join(span(at_), span(end - 1)), fmt::format("\"{}\"", written(at_, end - 1)));
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
    const bool by = is_any(first(), {"grade", "table"}) && text(at_) == "by" && after() != "by";
    if (what.empty() || (!at_end() && !sign && !by)) return false;
    const std::string described = first() == "score" ? std::string(what) : fmt::format("'{}'", what);
    Diagnostic& message = sink_.report(Code::MissingName, at_end() ? span(line_.first) : span(at_), described);
    if (first() == "score" && words_[line_.first].starts_row && compares())
      message.suggest("a condition stands behind when: enter when score >= 60 in a stage, when score >= 60 in a rule");
    if (first() == "score" && !words_[line_.first].starts_row)
      message.suggest("where the score of one section is meant, its name alone is enough");
    if (first() == "score" && words_[line_.first].starts_row && text(at_) == ",")
      message.suggest("the total of all sections is bounded by: total = min(profile + actions, 100)");
    if (first() == "score" && !at_end() && text(at_) == "=") message.suggest("the total of all sections is written total = …");
    return true;
  }

  bool missing_condition() {
    const bool empty = before() == "(" && text(at_) == ")";
    const bool opens = is_any(before(), {"when", "and", "or", "not"}) || empty;
    if (!opens || !(at_end() || is_any(text(at_), {":", ",", ")", "and", "or", "then"}))) return false;
    const bool of_function = empty && (is_name(at_ - 2) || before(2) == "in");
    sink_.report(of_function ? Code::MissingValue : Code::MissingCondition, here(), before());
    return true;
  }

  bool missing_unit() {
    if (!is_before(Token::Kind::Number) || !is_any(before(2), {"last", "within", "every", "over", "after", "than", "of", "to"}))
      return false;
    if (before(2) == "than" && !is_any(text(at_), {"ago", "day", "old"})) return false;
    if (is_any(before(2), {"of", "to"})) return false;
    const bool word = is_name(at_);
    if (word && first() == "respond" && text::edit_distance(text(at_), "business", 2) <= 2) return false;
    const std::string close = word ? nearest_unit(text(at_)) : "";
    Diagnostic& message = sink_.report(Code::MissingUnit, here());
    if (!close.empty()) return message.did_you_mean(close), true;
    message.suggest(fmt::format("did you mean {} days?", before())).replace(behind(at_ - 1), " days");
    return true;
  }

  // `in last 1.5 days`
  bool not_whole() {
    const bool decimal = is_kind(at_, Token::Kind::Number) && text(at_).find('.') != std::string_view::npos;
    if (!decimal || !is_any(before(), {"last", "within", "every", "over", "after", "exactly", "than"})) return false;
    sink_.report(Code::UnexpectedWord, span(at_), text(at_))
        .suggest("a whole number stands here; parts of a day are hours: in last 36 hours");
    return true;
  }

  bool missing_times() {
    if (is_kind(at_, Token::Kind::Number) && is_any(before(), {"least", "most"}) && before(2) == "at")
      return after() != "times" && count_of_no_times();
    if (!is_before(Token::Kind::Number) || !is_any(before(2), {"least", "most", "exactly", "than"})) return false;
    const bool modifier = before(4) == ",";
    if (modifier && before(2) != "than") return false;
    Diagnostic& message = sink_.report(Code::MissingTimes, here());
    if (first() == "for" && before(2) == "most") {
      message.suggest(fmt::format("a bound on the points stands behind them: +1, at most {}", before()));
      return true;
    }
    const std::string how_many = before(2) == "exactly" ? "exactly" : fmt::format("{} {}", before(3), before(2));
    const bool of_field = is_any(text(at_), {":", "and", "or", ")", ""}) && before(2) != "exactly";
    message.suggest(fmt::format("write {} {} times{}", how_many, before(),
                                of_field ? fmt::format("; a number is compared by {} {}",
                                                       before(2) == "least"  ? ">="
                                                       : before(2) == "most" ? "<="
                                                                             : ">",
                                                       before())
                                         : ""));
    const bool noun = is_name(at_) && is_any(after(), {":", "in", "and", "or", ")", "since", ""});
    if (!of_field) message.replace(noun ? span(at_) : behind(at_ - 1), noun ? "times" : " times");
    return true;
  }

  // `gpa at least 3.5`: what is not whole counts nothing.
  bool count_of_no_times() {
    const std::string compared = fmt::format("{} {}", before() == "least" ? ">=" : "<=", text(at_));
    const Span phrase = join(span(at_ - 2), span(at_));
    sink_.report(Code::UnexpectedWord, phrase, source_.text(phrase))
        .suggest("a number is compared by signs: " + compared)
        .replace(phrase, compared);
    return true;
  }

  bool missing_sign() {
    const std::optional<std::size_t> head = colon();
    if (at_end() || !head || *head + 1 != at_ || !(begins_rule() || line_.in_on)) return false;
    if (!is_kind(at_, Token::Kind::Number) && !is_name(at_) && text(at_) != "(") return false;
    if (line_.in_on && !begins_rule() && is_name(at_)) return missing_enter();
    if (is_name(at_) && (is_name(at_ + 1) || is_kind(at_ + 1, Token::Kind::Text))) return misspelt_effect();
    sink_.report(Code::MissingSign, span(at_), text(at_)).replace({source_.id(), words_[at_].begin, words_[at_].begin}, "+");
    return true;
  }

  // `ready: SAL`, `ready: go to SAL`
  bool missing_enter() {
    const std::string close = nearest_effect();
    Diagnostic& message = sink_.report(Code::UnexpectedWord, span(at_), text(at_)).label("expected enter, exclude, tag or points");
    if (!close.empty() && at_ != last()) return message.did_you_mean(close), true;
    message.suggest(fmt::format("a case that moves a lead says: enter {}", text(last())))
        .replace(join(span(at_), span(last())), fmt::format("enter {}", text(last())));
    return true;
  }
  std::string nearest_effect() const {
    static constexpr std::string_view effect_words[] = {"exclude", "tag", "enter"};
    const bool veto = is_any(text(at_), {"disqualify", "reject", "veto", "block"});
    return veto ? "exclude" : text::nearest(text(at_), effect_words);
  }

  // `when C: exlude "x"`
  bool misspelt_effect() {
    sink_.report(Code::UnexpectedWord, span(at_), text(at_)).label("expected points, exclude or tag").did_you_mean(nearest_effect());
    return true;
  }

  bool missing_points() {
    if (!begins_rule() || !at_end()) return false;
    const std::optional<std::size_t> head = colon();
    if (head && *head + 1 != line_.end) return false;
    if (!head && signed_end()) return missing_colon();
    if (!head && unclosed()) return false;
    if (head && !words_[line_.first].starts_row && line_.first > 0) return colon_of_stage(*head);
    sink_.report(Code::MissingPoints, whole_line());
    return true;
  }

  // `stage MQL when score >= 50:`: the rest of a row that begins with another word than a rule's.
  bool colon_of_stage(std::size_t head) {
    sink_.report(Code::UnexpectedWord, span(head), ":").suggest("leave the colon out: only rules have one").replace(span(head), "");
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
    static constexpr std::string_view comparing_words[] = {
        "=", "!=", "<", "<=", ">", ">=", "is", "in", "contains", "starts", "ends", "mentions", "like", "between", "matches", "≥", "≤", "≠"};
    const bool compared = is_name(at_) || is_kind(at_, Token::Kind::Keyword);
    if (at_end() || !compared || !is_any(after(), comparing_words) || at_ < line_.first + 2) return false;
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

  // `title contains "head" or contains "director"`: what is compared stands before each comparison.
  bool subject_left_out() {
    static constexpr std::string_view comparing_words[] = {"is", "=", "contains", "mentions", "starts", "ends", "like", "matches", "in",
                                                           "<",  ">", "<=",       ">=",       "≥",      "≤",    "!=",   "missing"};
    if (at_end() || !is_any(text(at_), comparing_words) || !is_any(before(), {"and", "or"})) return false;
    const std::string_view is = text(at_) == "missing" ? " is" : "";
    for (std::size_t word = at_ - 1; word > line_.first + 1; --word) {
      if (!is_any(text(word), comparing_words) || !is_name(word - 1)) continue;
      const std::size_t from = text(word - 2) == "of" && word > line_.first + 3 ? word - 3 : word - 1;
      const std::string subject = fmt::format("{}{}", written(from, word - 1), is);
      sink_.report(Code::UnexpectedWord, span(at_), text(at_))
          .suggest(fmt::format("say again what is compared: {} {} {}", before(), subject, text(at_)))
          .replace(behind(at_ - 1), " " + subject);
      return true;
    }
    return false;
  }

  // `0 < x < 5`, `times visited with minutes >= 30 >= 3`
  bool second_comparison() {
    static constexpr std::string_view comparing_signs[] = {"=", "!=", "<", "<=", ">", ">=", "≥", "≤", "≠", "is", "between"};
    if (at_end() || !is_any(text(at_), comparing_signs)) return false;
    std::size_t comparisons = 0;
    bool phrase = false;
    for (std::size_t word = line_.first; word < at_; ++word) {
      comparisons += is_any(text(word), comparing_signs) ? 1 : 0;
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
    static constexpr std::string_view words_before_names[] = {
        "list",  "define", "setting", "activity", "grade",  "stage", "table", "score", "require", "by",  "as",    "has",
        "from",  "to",     "use",     "when",     "and",    "or",    "not",   "(",     "with",    "for", "enter", ",",
        "total", "is",     "in",      "=",        "!=",     "<",     "<=",    ">",     ">=",      "+",   "-",     "*",
        "/",     "each",   "then",    "given",    "expect", "of",    "on",    "since", "ignore"};
    const bool name_wanted = is_any(before(), words_before_names);
    const bool operator_word = is_any(text(at_), {"and", "or", "then", "is", "when", "with", "of", "by"}) &&
                               !is_any(first(), {"define", "list", "setting", "stage", "grade", "activity", "table"});
    if (!name_wanted || operator_word) return false;
    sink_.report(Code::KeywordAsName, span(at_), text(at_))
        .suggest(fmt::format("put it in back quotes: `{0}`", text(at_)))
        .replace(span(at_), fmt::format("`{}`", text(at_)));
    return true;
  }

  bool missing_value() {
    static constexpr std::string_view operators[] = {
        "=",  "!=",       "<",        "<=",   ">",       ">=",   "+",       "-",   "*",  "/",  "≥",    "≤",    "≠",     "is",
        "in", "contains", "mentions", "like", "matches", "with", "between", "has", "of", "by", "else", "from", "since", "before"};
    if (!is_any(before(), operators) || !(at_end() || is_any(text(at_), {":", ",", ")", "and", "or", "when", "=", "<", ">"}))) return false;
    sink_.report(Code::MissingValue, here(), before());
    return true;
  }

  // Last resort: what the grammar says could stand here, if that is one or two things.
  bool expected() {
    std::vector<std::string> names;
    for (const std::string& token : line_.failure.expected) {
      const std::string name = described_token(token);
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    if (names.empty() || names.size() > 3) return false;
    std::string list = names[0];
    for (std::size_t at = 1; at < names.size(); ++at) list += (at + 1 == names.size() ? " or " : ", ") + names[at];
    if (at_end()) {
      sink_.report(Code::UnexpectedEnd, span(last()), "expected " + list);
    } else {
      const std::string close = is_name(at_) ? text::nearest(text(at_), keywords_expected()) : "";
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
};

}  // namespace

void explain(const source::Source& source, const std::vector<Word>& words, const BrokenLine& line, diag::Sink& sink) {
  Explainer(source, words, line, sink).explain();
}

}  // namespace assay::syntax

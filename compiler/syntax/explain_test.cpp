// Lines of tests: times of what is given, values without the name of their attribute, and what is expected not to be there.
#include <charconv>

#include <fmt/format.h>

#include "compiler/syntax/line_words.h"

namespace assay::syntax {

namespace {

using diag::Applicability;
using diag::Code;

// A longer line of dates is no test that anybody reads.
constexpr std::size_t most_repeated = 10;

class TestLine : private LineWords {
 public:
  explicit TestLine(const LineWords& line) : LineWords(line) {}

  bool explain() {
    if (first() == "given" && !at_end())
      return repeated() || unit_left_out() || time_of_day() || date_without_word() || second_value() || with_behind_time();
    // Behind what was read as a whole `given`, these words began a line of their own.
    const bool rest = line_.in_test && !words_[line_.first].starts_row;
    if (rest && first() == "on") return on_no_day();
    if (rest && first() == "for") return length_without_name();
    return first() == "expect" && expected_not_to_be();
  }

 private:
  diag::Diagnostic& tell(std::size_t from, std::size_t to, std::string advice) {
    return sink_.report(Code::UnexpectedWord, join(span(from), span(to)), written(from, to)).suggest(std::move(advice));
  }
  bool has_clock(std::size_t word) const { return is_kind(word, Token::Kind::Date) && text(word).find(':') != std::string_view::npos; }
  bool is_day(std::size_t word) const { return is_kind(word, Token::Kind::Date) && text(word).find('-') != std::string_view::npos; }
  std::string_view word_of(std::size_t date) const { return has_clock(date) ? "at" : "on"; }

  // `on 2026-11-03, 2026-11-04`, `on 2026-11-03 and 2026-11-04`, `visited "/c" 2026-11-03`, `visited "/c" in 2026-11-03`
  bool date_without_word() {
    if (fits("in|from|since", at_) && is_day(at_ + 1))
      return tell(at_, at_, fmt::format("write {}", word_of(at_ + 1))).replace(span(at_), std::string(word_of(at_ + 1))), true;
    const bool joined = fits("and|to|until", at_) && is_day(at_ - 1);
    const std::size_t date = joined ? text(at_ + 1) == "on" || text(at_ + 1) == "at" ? at_ + 2 : at_ + 1 : at_;
    if (!is_day(date)) return false;
    const std::string meant = fmt::format("{} {}", word_of(date), text(date));
    if (joined) {
      const std::string both = fmt::format("{} {}, {}", word_of(at_ - 1), text(at_ - 1), meant);
      diag::Diagnostic& message = tell(at_, date, "each activity has its own date: " + both);
      if (text(at_) == "and") message.replace(join(behind(at_ - 1), span(date)), ", " + meant);
      return true;
    }
    if (fits("on|at", date - 1)) return false;
    const bool after_one = text(date - 1) == "," && is_day(date - 2);
    const std::string advice = after_one ? fmt::format("say it again for each: {} {}, {}", word_of(date - 2), text(date - 2), meant)
                                         : fmt::format("write {}", meant);
    tell(date, date, advice).replace(span(date), meant, Applicability::MachineApplicable);
    return true;
  }

  // `given attended for 45 minutes`
  bool length_without_name() {
    if (end_of("for # ~", line_.first) == line_.first) return false;
    const std::string meant = fmt::format("with {} {}", text(line_.first + 2), text(line_.first + 1));
    tell(line_.first, line_.first + 2, fmt::format("write {}, if the activity has that attribute", meant))
        .replace(join(span(line_.first), span(line_.first + 2)), meant);
    return true;
  }

  // `given visited on 2026-10-23 12:00`
  bool on_no_day() {
    if (!has_clock(line_.first + 1)) return tell(line_.first, line_.first, "behind on stands a day: on 2026-11-22"), true;
    diag::Diagnostic& message =
        tell(line_.first, line_.first + 1, fmt::format("a day stands behind on, a time behind at: at {}", text(line_.first + 1)));
    for (std::size_t word = line_.first; word + 1 < line_.end; ++word) {
      if (text(word) == "on" && has_clock(word + 1)) message.replace(span(word), "at", Applicability::MachineApplicable);
    }
    return true;
  }

  // `on 2026-10-23 at 12:00`, `today at 12:00`
  bool time_of_day() {
    const std::size_t clock = text(at_) == "at" ? at_ + 1 : at_;
    if (!has_clock(clock) || is_day(clock)) return false;
    if (end_of("on & at", clock - 3) == clock || end_of("on &", clock - 2) == clock) {
      const std::size_t on = text(clock - 1) == "at" ? clock - 3 : clock - 2;
      const std::string meant = fmt::format("at {} {}", text(on + 1), text(clock));
      tell(at_, clock, "write: " + meant).replace(join(span(on), span(clock)), meant, Applicability::MachineApplicable);
      return true;
    }
    return tell(at_, clock, fmt::format("a time of day stands behind its date: at 2026-11-22 {}", text(clock))), true;
  }

  // `visited "/c" 3 times on 2026-11-03`
  bool repeated() {
    const std::size_t begin = is_kind(at_, Token::Kind::Number) || fits("twice|thrice", at_) ? at_ : at_ - 1;
    const bool in_word = fits("twice|thrice", begin);
    if (!in_word && end_of("# times|time|x", begin) == begin) return false;
    const std::size_t when = in_word ? begin + 1 : begin + 2;
    const std::size_t end = end_of_time(when);
    if (end == when) {
      return tell(begin, when - 1, "say when each happened: 1 day ago, 2 days ago; or on 2026-11-03, on 2026-11-03"), true;
    }
    const std::string time(written(when, end - 1));
    diag::Diagnostic& message = tell(begin, when - 1, fmt::format("say it once for each: {0}, {0}", time));
    std::size_t number = text(begin) == "twice" ? 2 : 3;
    if (!in_word) std::from_chars(text(begin).data(), text(begin).data() + text(begin).size(), number);
    if (number == 0 || number > most_repeated) return true;
    std::string all = time;
    for (std::size_t one = 1; one < number; ++one) all += ", " + time;
    message.replace(join(span(begin), span(end - 1)), all, Applicability::MachineApplicable);
    return true;
  }

  // `3, 4 days ago`
  bool unit_left_out() {
    const std::size_t begin = at_ - 1;
    if (end_of("# ,|and # ~ ago", begin) == begin) return false;
    const std::string both = fmt::format("{0} {2} ago, {1} {2} ago", text(begin), text(begin + 2), text(begin + 3));
    tell(begin, begin + 4, "write: " + both).replace(join(span(begin), span(begin + 4)), both, Applicability::MachineApplicable);
    return true;
  }

  std::size_t end_of_time(std::size_t word) const {
    for (const std::string_view form : {"on &", "at &", "# ~ ago", "today"}) {
      if (const std::size_t end = end_of(form, word); end > word) return end;
    }
    return word;
  }

  // `letter "Autumn" opened on 2026-10-05`, `attended "Pricing" minutes 45`
  bool second_value() {
    std::size_t verb = at_;
    while (verb > line_.first + 1 && text(verb - 1) != ",") --verb;
    if (verb + 1 >= line_.end || !is_name(verb) || !fits("\"|#|@", verb + 1)) return false;
    const std::vector<std::string_view> attributes = attributes_of(text(verb));
    const auto is_attribute = [&](std::size_t word) {
      return std::find(attributes.begin(), attributes.end(), text(word)) != attributes.end();
    };
    const std::size_t second = verb + 2;
    if (at_ < second || at_ > second + 1) return false;
    if (fits("\"|#|@|yes|no", second) && is_attribute(verb + 1)) {  // `called outcome later`
      const std::string meant = fmt::format("with {} {}", text(verb + 1), text(second));
      tell(verb + 1, verb + 1, fmt::format("write: {} {}", text(verb), meant))
          .replace(span(verb + 1), "with " + std::string(text(verb + 1)));
      return true;
    }
    if (is_attribute(second) && fits("\"|#|@|yes|no", second + 1)) {
      tell(second, second, fmt::format("write: {} with {}", written(verb, verb + 1), written(second, second + 1)))
          .replace(behind(second - 1), " with");
      return true;
    }
    const bool ended = end_of_time(second + 1) > second + 1 || fits(",|with", second + 1) || second + 1 >= line_.end;
    if (!fits("\"|#|@|yes|no", second) || !ended || end_of_time(second) > second) return false;
    const std::string_view attribute = attributes.size() > 1 ? attributes[1] : "ATTRIBUTE";
    const bool quotes = attributes.size() > 1 && is_name(second) && is_text(attribute);
    const std::string value = fmt::format("{0}{1}{0}", quotes ? "\"" : "", text(second));
    diag::Diagnostic& message =
        tell(second, second,
             fmt::format("every value but the first has its attribute's name: {} with {} {}", written(verb, verb + 1), attribute, value));
    if (attributes.size() == 1)
      message.suggest(
          fmt::format("it has one attribute; declare a second: activity {} ({}: …, ATTRIBUTE: text)", text(verb), attributes.front()));
    if (attributes.size() > 1) message.replace(span(second), fmt::format("with {} {}", attribute, value));
    return true;
  }

  // Whether the attribute, as it stands in its declaration, is a text.
  bool is_text(std::string_view declared) const {
    const auto at = std::find_if(words_.begin(), words_.end(), [&](const Word& word) { return bytes(word).data() == declared.data(); });
    return words_.end() - at > 2 && is_any(bytes(at[2]), {"text", "url", "email", "phone"});
  }

  // `attended "Pricing" on 2026-10-03 with minutes 45`
  bool with_behind_time() {
    if (text(at_) != "with") return false;
    std::size_t time = at_ - 1;
    while (time > line_.first && end_of_time(time) != at_) --time;
    if (time == line_.first) return false;
    std::size_t end = at_ + 1;
    while (end < line_.end && text(end) != "," && !words_[end].starts_row) ++end;
    const std::string meant = fmt::format("{} {}", written(at_, end - 1), written(time, at_ - 1));
    tell(at_, at_, fmt::format("with stands before the time: {}", meant))
        .replace(join(span(time), span(end - 1)), meant, Applicability::MachineApplicable);
    return true;
  }

  // `no route`, `not tag`, `no stage`, `route none`
  bool expected_not_to_be() {
    for (std::size_t word = line_.first + 1; word < line_.end && word <= at_; ++word) {
      const bool no = fits("no|not|without", word) && fits("expect|,", word - 1);
      const bool none = fits("route|routes|segment|segments|tag|tags|stage|missing", word) && fits("none|nothing|no", word + 1);
      if ((no && tell_none(word, word + 1, word + 1)) || (none && tell_none(word, word, word + 1))) return true;
    }
    return false;
  }

  bool tell_none(std::size_t from, std::size_t what, std::size_t to) {
    if (fits("\"|@", to + 1) && to == what) return false;  // it is named
    const auto meant = [&](std::string advice, std::string replacement) {
      diag::Diagnostic& message = tell(from, to, std::move(advice));
      if (!replacement.empty()) message.replace(join(span(from), span(to)), std::move(replacement));
      return true;
    };
    if (fits("stage|stages", what)) return meant("a lead in no stage is expected as: stage lead", "stage lead");
    if (fits("score|points", what)) return meant("write: score 0", "score 0");
    if (fits("exclude|exclusion|veto", what)) return meant("write: not excluded", "not excluded");
    if (fits("grade|grades", what)) return meant("say which one is not reached: not fit A", "");
    if (fits("missing", what)) return meant("name each field that is not missing: not missing title", "");
    if (fits("fires|rule|rules|reason|reasons", what)) return meant("name each rule that does not fire: not fires \"reason\"", "");
    for (const std::string_view kind : {"route", "segment", "tag"}) {
      if (!fits(kind, what) && text(what) != std::string(kind) + "s") continue;
      const std::vector<std::string_view> names = named(kind);
      const bool elsewhere = std::any_of(words_.begin(), words_.end(), [&](const Word& word) { return bytes(word) == "use"; });
      if (names.empty() && !elsewhere) return meant(fmt::format("leave it out: nothing here gives a {}", kind), "");
      const std::string each = none_of(kind, names);
      if (names.empty() || names.size() > most_repeated)
        return meant(fmt::format("name each that is not expected: not {} \"…\"", kind), "");
      return meant("name each that is not expected: " + each, each);
    }
    return false;
  }

  static std::string none_of(std::string_view kind, const std::vector<std::string_view>& names) {
    std::string line;
    for (const std::string_view name : names) line += fmt::format("{}not {} {}", line.empty() ? "" : ", ", kind, name);
    return line;
  }

  // The routes, segments or tags, in quotes, that the file names outside of `expect`.
  std::vector<std::string_view> named(std::string_view kind) const {
    std::vector<std::string_view> names;
    bool in_expect = false;
    for (std::size_t word = 0; word + 1 < words_.size(); ++word) {
      if (words_[word].starts_row) in_expect = bytes(words_[word]) == "expect";
      if (in_expect || bytes(words_[word]) != kind) continue;
      std::size_t name = word + 1;
      while (name < words_.size() && (bytes(words_[name]) == "to" || bytes(words_[name]) == "one" || bytes(words_[name]) == "of")) ++name;
      for (; name < words_.size() && words_[name].kind == Token::Kind::Text; name += 2) {
        if (std::find(names.begin(), names.end(), bytes(words_[name])) == names.end()) names.push_back(bytes(words_[name]));
        if (kind == "tag" || name + 1 >= words_.size() || bytes(words_[name + 1]) != ",") break;
      }
    }
    return names;
  }
};

}  // namespace

bool explain_test(const LineWords& line) { return TestLine(line).explain(); }

}  // namespace assay::syntax

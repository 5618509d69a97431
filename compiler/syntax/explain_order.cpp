// What belongs to an activity stands behind it in one order: what it is about, `with …`, the count, the window; and of activities joined
// by `then`, at their very end. Lines that could not be read because they have another order, a second window, or a count within a chain.
#include <algorithm>
#include <charconv>
#include <span>

#include <fmt/format.h>

#include "compiler/syntax/chain_advice.h"
#include "compiler/syntax/line_words.h"

namespace assay::syntax {

namespace {

using diag::Applicability;
using diag::Code;

class Order : private LineWords {
 public:
  explicit Order(const LineWords& line) : LineWords(line) {}

  bool explain() {
    if (is_any(first(), {"given", "expect"}) || at_end()) return false;
    for (std::size_t start = line_.first + 1; start <= at_; ++start) {
      if (!begins_phrase(start)) continue;
      read(start);
      if (pieces_.back().end >= at_ && judge()) return true;
    }
    return false;
  }

 private:
  enum class Kind { Verb, About, With, Within, Count, Window };
  struct Piece {
    Kind kind{};
    std::size_t begin = 0, end = 0;
  };

  bool begins_phrase(std::size_t word) const {
    return is_name(word) && fits("when|and|or|not|(|each|with|of|times|since|first|last", word - 1);
  }

  void read(std::size_t at) {
    pieces_.assign(1, {Kind::Verb, at, at + 1});
    while (const std::optional<Piece> next = piece(pieces_.back().end)) pieces_.push_back(*next);
  }

  std::optional<Piece> piece(std::size_t at) const {
    if (text(at) == "then" && is_name(at + 1)) return Piece{Kind::Verb, at, at + 2};
    if (text(at) == "with") return Piece{Kind::With, at, end_of_with(at)};
    if (const std::size_t end = end_of("within #|@ ~", at); end > at) return Piece{Kind::Within, at, end};
    if (const std::size_t end = end_of_count(at); end > at) return Piece{Kind::Count, at, end};
    if (const std::size_t end = end_of_window(at); end > at) return Piece{Kind::Window, at, end};
    if (const std::size_t end = end_of_objects(at); end > at) return Piece{Kind::About, at, end};
    return std::nullopt;
  }

  std::size_t end_of_any(std::span<const std::string_view> patterns, std::size_t at) const {
    for (const std::string_view pattern : patterns) {
      if (const std::size_t end = end_of(pattern, at); end > at) return end;
    }
    return at;
  }

  std::size_t end_of_count(std::size_t at) const {
    static constexpr std::string_view patterns[] = {
        "at least|most #|@ times|time",   "at least|most #|@ different @", "exactly #|@ times|time", "exactly #|@ different @",
        "more|fewer than #|@ times|time", "on at least|most # ~",          "on exactly # ~",         "on more|fewer than # ~"};
    return end_of_any(patterns, at);
  }

  std::size_t end_of_window(std::size_t at) const {
    static constexpr std::string_view patterns[] = {"in last #|@ ~",  "in this ~",      "more than #|@ ~ ago", "since last @",
                                                    "since|before &", "since|before @", "between & and &",     "today"};
    return end_of_any(patterns, at);
  }

  bool is_compared(std::size_t word) const {
    return fits("=|!=|<|<=|>|>=|is|in|not|contains|starts|ends|like|mentions|matches|between", word) && end_of_window(word) == word;
  }

  std::size_t end_of_objects(std::size_t at) const {
    if (const std::size_t end = end_of("same @", at); end > at) return end;
    const auto is_object = [&](std::size_t word) {
      // Not `until 2026-02-01`, `per week`.
      const bool alone =
          word + 1 >= line_.end || fits(":|,|)|and|or|then|with|within|in|at|on|more|fewer|exactly|since|before|between|today", word + 1);
      return is_kind(word, Token::Kind::Text) || (is_name(word) && alone && !fits("~", word) && !is_compared(word + 1));
    };
    if (!is_object(at)) return at;
    while (text(at + 1) == "," && is_object(at + 2)) at += 2;
    return at + 1;
  }

  // `with` goes on until the condition does, or until another part of the phrase begins.
  std::size_t end_of_with(std::size_t with) const {
    std::size_t depth = 0;
    bool between = false;
    for (std::size_t word = with + 1; word < line_.end; ++word) {
      if (text(word) == "(") ++depth;
      if (text(word) == ")" && depth-- == 0) return word;
      if (depth > 0) continue;
      if (fits(":|or|then", word) || (text(word) == "and" && !between)) return word;
      const bool bound = text(word) == "and";
      between = !bound && (between || text(word) == "between");
      if (bound || text(word) == "between" || is_compared(word - 1)) continue;
      if (end_of_count(word) > word || end_of_window(word) > word || end_of("within #|@ ~", word) > word) return word;
    }
    return line_.end;
  }

  std::string written(const Piece& piece) const { return std::string(LineWords::written(piece.begin, piece.end - 1)); }
  Span span_of(const Piece& piece) const { return join(span(piece.begin), span(piece.end - 1)); }
  Span whole() const { return join(span(pieces_.front().begin), span(pieces_.back().end - 1)); }
  std::vector<Piece> all(Kind kind) const {
    std::vector<Piece> found;
    std::copy_if(pieces_.begin(), pieces_.end(), std::back_inserter(found), [&](const Piece& piece) { return piece.kind == kind; });
    return found;
  }
  bool is_single(const Piece& piece) const { return all(piece.kind).size() == 1; }

  bool judge() {
    const bool chain = all(Kind::Verb).size() > 1;
    const std::vector<Piece> windows = all(Kind::Window), counts = all(Kind::Count);
    if (since_kind_of_activity()) return true;
    if (chain && !counts.empty()) return counted_chain(counts.front());
    if (windows.size() > 1) return two_windows(windows[0], windows[1]);
    if (chain && begins_for_each() && !windows.empty()) return chain_of_for_each(windows.front());
    if (!chain && !all(Kind::Within).empty() && !counts.empty()) return within_of_count(all(Kind::Within).front(), counts.front());
    return other_order();
  }

  // `called since last called "budget"`
  bool since_kind_of_activity() {
    for (std::size_t at = 0; at + 1 < pieces_.size(); ++at) {
      const Piece& since = pieces_[at];
      const Piece& more = pieces_[at + 1];
      const bool said = more.kind == Kind::About || more.kind == Kind::With;
      if (since.kind != Kind::Window || !said || end_of("since last @", since.begin) == since.begin) continue;
      const std::string_view verb = text(since.begin + 2);
      sink_.report(Code::UnexpectedWord, span_of(more), written(more))
          .label("'since last' takes an activity alone")
          .suggest(fmt::format("since the latest that was such: since time of last {} {}", verb, written(more)))
          .suggest(fmt::format("for what the latest said: last {} of {} …", attribute_or(verb, "ATTRIBUTE"), verb))
          .replace(span(since.begin + 1), "time of last");
      return true;
    }
    return false;
  }

  std::string_view attribute_or(std::string_view verb, std::string_view otherwise) const {
    const std::vector<std::string_view> attributes = attributes_of(verb);
    return attributes.empty() ? otherwise : attributes.front();
  }

  // The parts of a chain with what they are about.
  std::vector<std::string> parts() const {
    std::vector<std::string> parts;
    for (const Piece& piece : pieces_) {
      if (piece.kind == Kind::Verb) parts.emplace_back(text(piece.end - 1));
      if (piece.kind == Kind::About || piece.kind == Kind::With) parts.back() += " " + written(piece);
    }
    return parts;
  }

  bool counted_chain(const Piece& count) {
    const auto before = [&](const Piece& piece) { return piece.kind == Kind::Verb && piece.begin < count.begin; };
    CountedChain chain{.parts = parts(), .counted = 0, .count = written(count), .number = {}, .within = {}, .window = {}};
    chain.counted = static_cast<std::size_t>(std::count_if(pieces_.begin(), pieces_.end(), before)) - 1;
    const std::size_t number = count.begin + (text(count.begin) == "on" ? 3 : 2);
    if (text(number - 1) == "least" && text(number + 1) != "different") chain.number = whole_number(text(number));
    for (const Piece& piece : pieces_) {
      if (piece.kind == Kind::Within) chain.within = std::string(LineWords::written(piece.begin + 1, piece.end - 1));
      if (piece.kind == Kind::Window) chain.window = written(piece);
    }
    diag::Diagnostic& message = sink_.report(Code::ChainWithCount, span_of(count));
    for (std::string& way : ways_to_count(chain)) message.suggest(std::move(way));
    return true;
  }

  static std::optional<std::size_t> whole_number(std::string_view digits) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(number) : std::nullopt;
  }

  // Windows that end at as-of: of two, the shorter lies in the other, so that both hold where each has its activity.
  bool ends_today(const Piece& window) const { return fits("in|since|today", window.begin); }

  bool two_windows(const Piece& one, const Piece& other) {
    diag::Diagnostic& message = sink_.report(Code::WindowTwice, span_of(other)).also(span_of(one), "the first one");
    const bool once = all(Kind::Count).empty() || text(all(Kind::Count).front().begin + 1) == "least";
    const std::string_view before = text(pieces_.front().begin - 1);
    const bool condition = is_any(before, {"when", "and", "or", "not", "("}) && !begins_for_each();
    if (end_of("since &", one.begin) > one.begin && text(other.begin) == "before") {
      message.suggest(fmt::format("write between {} and {}; both days count", text(one.begin + 1), text(other.begin + 1)));
    } else if (once && condition && ends_today(one) && ends_today(other) && all(Kind::Verb).size() == 1) {
      std::string said;
      for (const Piece& piece : in_order()) {
        if (piece.kind != Kind::Window) said += written(piece) + " ";
      }
      std::string both = fmt::format("{0}{1} and {0}{2}", said, written(one), written(other));
      if (before == "not") both = "(" + both + ")";
      message.suggest("ask for each: " + both).replace(whole(), both, Applicability::MachineApplicable);
    } else if (const Piece& since = end_of("since last @", one.begin) > one.begin ? one : other;
               end_of("since last @", since.begin) > since.begin) {
      message.suggest(fmt::format("put the rule into a section of its own: score …, counting since last {}; there, ask for the other one",
                                  text(since.begin + 2)));
    } else {
      message.suggest("name the narrower one");
    }
    return true;
  }

  bool begins_for_each() const { return first() == "for" && text(line_.first + 2) != "different"; }

  // Whether every activity of the chain may have an attribute: of those that the file does not declare nothing is known here.
  bool may_share() const {
    const auto declared_without = [&](const Piece& verb) {
      const std::string_view name = text(verb.end - 1);
      for (std::size_t word = 0; word + 2 < words_.size(); ++word) {
        if (bytes(words_[word]) == "activity" && bytes(words_[word + 1]) == name) return bytes(words_[word + 2]) != "(";
      }
      return false;
    };
    const std::vector<Piece> verbs = all(Kind::Verb);
    return std::none_of(verbs.begin(), verbs.end(), declared_without);
  }

  // `for each opened in last 12 weeks then clicked`
  bool chain_of_for_each(const Piece& window) {
    const std::vector<std::string> links = parts();
    std::string same = links.front();
    const std::string attribute(attribute_or(text(pieces_.front().begin), "ATTRIBUTE"));
    for (std::size_t link = 1; link < links.size(); ++link) same += fmt::format(" then {} same {}", links[link], attribute);
    std::string once;
    for (const std::string& link : links) once += (once.empty() ? "" : " then ") + link;
    std::string end;
    for (const Piece& within : all(Kind::Within)) end += " " + written(within);
    end += " " + written(window);
    diag::Diagnostic& message = sink_.report(Code::ChainHere, whole());
    if (may_share())
      message.suggest(fmt::format("for each that all of them are about: for each different {} of {}{}", attribute, same, end));
    message.suggest(fmt::format("{}once for a lead: when {}{}", may_share() ? "or " : "", once, end));
    return true;
  }

  // `login at least 3 times within 14 days since last trial`
  bool within_of_count(const Piece& within, const Piece& count) {
    const std::string length(LineWords::written(within.begin + 1, within.end - 1));
    diag::Diagnostic& message = sink_.report(Code::WithinAlone, span_of(within));
    const std::size_t next = within.end;
    const std::size_t origin = end_of("since last @", next) > next            ? next + 2
                               : end_of("of|after|from|since @", next) > next ? next + 1
                                                                              : next;
    if (origin > next) {
      const CountedChain chain{.parts = {std::string(text(origin)), parts().front()},
                               .counted = 1,
                               .count = written(count),
                               .number = {},
                               .within = length,
                               .window = {}};
      for (std::string& way : ways_to_count(chain)) message.suggest(std::move(way));
      return true;
    }
    if (!all(Kind::Window).empty()) return message.suggest("leave it out: the window says it"), true;
    message.suggest(fmt::format("write in last {}", length)).replace(span(within.begin), "in last");
    return true;
  }

  std::vector<Piece> in_order() const {
    const auto rank = [](const Piece& piece) { return piece.kind < Kind::Within ? Kind::Verb : piece.kind; };
    std::vector<Piece> ordered = pieces_;
    std::stable_sort(ordered.begin(), ordered.end(), [&](const Piece& a, const Piece& b) { return rank(a) < rank(b); });
    for (auto part = ordered.begin(); part != ordered.end() && part->kind < Kind::Within;) {
      const auto next =
          std::find_if(part + 1, ordered.end(), [](const Piece& piece) { return piece.kind == Kind::Verb || piece.kind >= Kind::Within; });
      std::stable_sort(part, next, [](const Piece& a, const Piece& b) { return a.kind < b.kind; });
      part = next;
    }
    return ordered;
  }

  // Twice the same in one part of a chain is not a matter of order.
  bool says_twice(const std::vector<Piece>& ordered) const {
    const auto same = [](const Piece& a, const Piece& b) { return a.kind == b.kind && a.kind != Kind::Verb; };
    return std::adjacent_find(ordered.begin(), ordered.end(), same) != ordered.end();
  }

  // `called in last 30 days with outcome is "later"`, `called in last 60 days then visited`
  bool other_order() {
    const std::vector<Piece> ordered = in_order();
    const auto same = [](const Piece& a, const Piece& b) { return a.begin == b.begin; };
    if (says_twice(ordered) || std::equal(ordered.begin(), ordered.end(), pieces_.begin(), same)) return false;
    std::string line;
    for (const Piece& piece : ordered) line += (line.empty() ? "" : " ") + written(piece);
    const bool chain = all(Kind::Verb).size() > 1;
    const std::vector<Piece> windows = all(Kind::Window);
    diag::Diagnostic& message = sink_.report(Code::UnexpectedWord, span(at_), text(at_));
    if (chain && !windows.empty() && windows.front().end < pieces_.back().end) {
      const std::string rule = "a window stands at the very end and holds for the whole chain";
      if (!ends_today(windows.front())) return message.suggest(rule), true;  // the later activity may lie outside of it
      message.suggest(rule + ": " + line);
    } else if (chain) {
      message.suggest("'within' and a window stand at the very end: " + line);
    } else {
      message.suggest("what it is about, with, the count and the window stand in this order: " + line);
    }
    message.replace(whole(), line, Applicability::MachineApplicable);
    return true;
  }

  std::vector<Piece> pieces_;
};

}  // namespace

bool explain_order(const LineWords& line) { return Order(line).explain(); }

}  // namespace assay::syntax

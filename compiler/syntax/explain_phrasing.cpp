// Looks for the rows of phrasings.cpp in a line that could not be read.
#include <string>

#include <fmt/format.h>

#include "compiler/syntax/line_words.h"
#include "compiler/syntax/other_words.h"
#include "compiler/syntax/phrasings.h"

namespace assay::syntax {

namespace {

using diag::Code;

// How far before the place of failure a phrasing may end: what follows it was perhaps understood as something else.
constexpr std::size_t understood = 2;

// A row held against the words of the line from one word on.
struct Match {
  std::size_t first = 0, end = 0;          // of all its words
  std::size_t marked = 0, marked_end = 0;  // of those in brackets
  std::vector<std::string_view> captured;
};

class PhrasingFinder : private LineWords {
 public:
  explicit PhrasingFinder(const LineWords& line) : LineWords(line) {}

  bool explain(std::span<const Phrasing> among) {
    for (const Phrasing& row : among) {
      if (!stands_where(row.where)) continue;
      const std::size_t last = row.words.starts_with('^') ? line_.first : std::min(at_, line_.end - 1);
      for (std::size_t first = line_.first; first <= last; ++first) {
        if (const std::optional<Match> found = match(row, first)) return tell(row, *found);
      }
    }
    return false;
  }

 private:
  bool stands_where(std::string_view where) const {
    if (where.empty()) return true;
    const std::size_t head_end = begins_rule() ? colon().value_or(line_.end) : line_.end;
    if (where == "points") return begins_rule() && head_end < at_;
    if (where == "tests") return line_.in_test;
    if (where != "condition") return fits(where, line_.first) || (line_.in_lead && where.find("fields") != std::string_view::npos);
    const bool holds_one = begins_rule() || is_any(first(), {"enter", "leave", "stage", "segment", "route", "exclude", "tag", "define"});
    return holds_one && at_ <= head_end;
  }

  std::optional<Match> match(const Phrasing& row, std::size_t first) const {
    Match found{.first = first, .end = first, .marked = first, .marked_end = 0, .captured = {}};
    for (std::string_view rest = row.words; !rest.empty();) {
      const std::string_view wanted = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), wanted.size() + 1));
      if (wanted == "^") continue;
      if (wanted == "[") {
        found.marked = found.end;
      } else if (wanted == "]") {
        found.marked_end = found.end;
      } else if (wanted == "$") {
        if (found.end != line_.end) return std::nullopt;
      } else {
        if (!fits(wanted, found.end)) return std::nullopt;
        const bool captures = wanted.find('|') != std::string_view::npos || is_any(wanted, {"#", "\"", "&", "~", "@", "_"});
        if (captures) found.captured.push_back(text(found.end));
        ++found.end;
      }
    }
    if (found.marked_end == 0) found.marked_end = found.end;
    if (at_ > found.end + understood || crosses_rows(found)) return std::nullopt;
    return found;
  }

  // What stands on the next row was hardly meant for this line.
  bool crosses_rows(const Match& found) const {
    for (std::size_t word = found.first + 1; word < found.end; ++word) {
      if (words_[word].starts_row) return true;
    }
    return false;
  }

  static std::string filled(std::string_view pattern, const Match& found) {
    std::string out;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
      const bool bare = pattern[at] == '{' && at + 1 < pattern.size() && pattern[at + 1] == '~';
      const std::size_t digit = at + (bare ? 2 : 1);
      const bool hole = pattern[at] == '{' && digit < pattern.size() && pattern[digit] >= '0' && pattern[digit] <= '9';
      const auto index = hole ? static_cast<std::size_t>(pattern[digit] - '0') : 0;
      if (!hole || index >= found.captured.size()) {
        out += pattern[at];
        continue;
      }
      const std::string_view text = found.captured[index];
      out += bare && text.size() > 1 ? text.substr(1, text.size() - 2) : text;
      at = digit + 1;
    }
    return out;
  }

  bool tell(const Phrasing& row, const Match& found) {
    const std::size_t last = found.marked_end - 1;
    diag::Diagnostic& message = sink_.report(Code::UnexpectedWord, join(span(found.marked), span(last)), written(found.marked, last));
    message.suggest(filled(row.advice, found));
    if (!row.instead.empty()) message.replace(join(span(found.marked), span(last)), row.instead == "-" ? "" : filled(row.instead, found));
    return true;
  }
};

}  // namespace

bool explain_phrasing(const LineWords& line) { return PhrasingFinder(line).explain(phrasings()); }
bool explain_last_phrasing(const LineWords& line) { return PhrasingFinder(line).explain(last_phrasings()); }

}  // namespace assay::syntax

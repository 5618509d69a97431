// Tables as Markdown and wikis write them: bars around every row, a line of dashes, cells without quotes, no line that says what it is.
#include "compiler/syntax/line_words.h"

namespace assay::syntax {

namespace {

using diag::Code;

class PastedTable : private LineWords {
 public:
  explicit PastedTable(const LineWords& line) : LineWords(line) {}

  bool explain() {
    if (line_.in_table) return bar_too_many();
    if (first() != "|") return false;
    sink_.report(Code::UnexpectedSign, span(line_.first), "|")
        .suggest(
            "a table begins with its name: table fit by country, employees; below it stand its head | < 50 | >= 50 and rows such as "
            "\"DE\", \"AT\" | 5 | 15");
    return true;
  }

 private:
  // A bar at the end of a row, or the second of two with nothing between them: an empty first cell.
  std::optional<std::size_t> first_bar_too_many() const {
    for (std::size_t word = line_.first; word <= std::min(at_, last()); ++word) {
      if (text(word) == "|" && (ends_row(word) || (word > line_.first && text(word - 1) == "|"))) return word;
    }
    return std::nullopt;
  }

  bool bar_too_many() {
    const std::optional<std::size_t> bar = first_bar_too_many();
    if (!bar) return false;
    sink_.report(Code::UnexpectedWord, span(*bar), "|")
        .suggest(
            "write no bars around a table and no line of dashes in it: its head begins with a bar, | < 50 | >= 50, and its rows with "
            "their value, \"DE\", \"AT\" | 5 | 15");
    return true;
  }

  bool ends_row(std::size_t word) const { return word + 1 >= words_.size() || words_[word + 1].starts_row; }
};

}  // namespace

bool explain_table(const LineWords& line) { return PastedTable(line).explain(); }

}  // namespace assay::syntax

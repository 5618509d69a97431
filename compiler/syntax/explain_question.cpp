// Questions for what the latest activity said, and for a grade, in words that Assay has for something else.
#include <fmt/format.h>

#include "compiler/syntax/line_words.h"

namespace assay::syntax {

namespace {

using diag::Code;

class Question : private LineWords {
 public:
  explicit Question(const LineWords& line) : LineWords(line) {}

  bool explain() {
    for (std::size_t word = line_.first; word <= std::min(at_, last()); ++word) {
      if (grade(word) || attribute_of_last(word) || value_of_last(word)) return true;
    }
    return false;
  }

 private:
  static constexpr std::string_view compares = "is|=|!=|was|in|contains|equals";

  bool tell(std::size_t from, std::size_t to, std::string advice, std::string replacement) {
    diag::Diagnostic& message =
        sink_.report(Code::UnexpectedWord, join(span(from), span(to)), written(from, to)).suggest(std::move(advice));
    if (!replacement.empty()) message.replace(join(span(from), span(to)), std::move(replacement));
    return true;
  }

  // The activity of the file that has the attribute; empty: none.
  std::string_view verb_with(std::string_view attribute) const {
    for (std::size_t word = 0; word + 1 < words_.size(); ++word) {
      if (bytes(words_[word]) != "activity") continue;
      const std::string_view verb = bytes(words_[word + 1]);
      const std::vector<std::string_view> attributes = attributes_of(verb);
      if (std::find(attributes.begin(), attributes.end(), attribute) != attributes.end()) return verb;
    }
    return {};
  }

  // `outcome of last called`, `most recent outcome of called`
  bool attribute_of_last(std::size_t word) {
    const std::size_t article = end_of("@ of the", word) > word ? 1 : 0;
    if (const std::size_t which = word + 2 + article;
        end_of("@ of", word) > word && fits("last|first|latest", which) && is_name(which + 1)) {
      const std::string meant = fmt::format("{} {} of {}", text(which) == "first" ? "first" : "last", text(word), text(which + 1));
      return at_ <= which + 2 && tell(word, which + 1, "write: " + meant, meant);
    }
    if (const std::size_t end = end_of("most recent @ of @", word); end > word && at_ < end) {
      const std::string meant = fmt::format("last {} of {}", text(word + 2), text(word + 4));
      return tell(word, end - 1, "write: " + meant, meant);
    }
    return false;
  }

  // `last called is "later"`, `last called "later"`, `last called with outcome is "later"`, `last called outcome is "later"`, `last outcome
  // is "later"`
  bool value_of_last(std::size_t word) {
    if (!fits("last|first", word) || !fits("when|and|or|not|(", word - 1) || !is_name(word + 1) || fits("~", word + 1)) return false;
    const std::string_view which = text(word), verb = text(word + 1);
    const auto meant = [&](std::string_view attribute, std::string_view of) { return fmt::format("{} {} of {}", which, attribute, of); };
    const std::size_t attribute = text(word + 2) == "with" ? word + 3 : word + 2;
    if (is_name(attribute) && fits(compares, attribute + 1)) {
      const std::string line = meant(text(attribute), verb);
      return tell(word, attribute, "write: " + line, line);
    }
    const bool compared = fits(compares, word + 2);
    const std::size_t value = compared ? word + 3 : word + 2;
    if (!fits("\"|@", value) && !(text(value) == "not" && fits("\"|@", value + 1))) return false;
    const std::string_view is = compared && !fits("was|equals", word + 2) ? text(word + 2) : "is";
    const std::size_t end = compared ? word + 2 : word + 1;
    const std::vector<std::string_view> attributes = attributes_of(verb);
    const std::string_view owner = attributes.empty() ? verb_with(verb) : std::string_view{};
    if (attributes.empty() && owner.empty())
      return tell(
          word, end,
          fmt::format("name the attribute that is asked for, such as page or outcome: {} {} {}", meant("ATTRIBUTE", verb), is, text(value)),
          "");
    const std::string line = fmt::format("{} {}", owner.empty() ? meant(attributes.front(), verb) : meant(verb, owner), is);
    const std::string_view fault = owner.empty() ? "name the attribute that is asked for" : "say of which activity";
    return tell(word, end, fmt::format("{}: {} {}", fault, line, text(value)), line);
  }

  static std::string_view without_quotes(std::string_view word) {
    return word.size() > 1 && word.front() == '"' ? word.substr(1, word.size() - 2) : word;
  }

  // The name of the grade that has the label, else of the first one; empty: the file has no grade.
  std::string_view grade_with(std::string_view label) const {
    std::string_view any, named;
    for (std::size_t word = 0; word + 2 < words_.size(); ++word) {
      if (bytes(words_[word]) == "grade" && bytes(words_[word + 2]) == "by") {
        named = bytes(words_[word + 1]);
        if (any.empty()) any = named;
      }
      const bool band = word > 0 && without_quotes(bytes(words_[word])) == label &&
                        (bytes(words_[word + 1]) == "from" || bytes(words_[word - 1]) == "else");
      if (band && !named.empty()) return named;
    }
    return any;
  }

  // `grade is A`, `grade = "A"`, `grade A`
  bool grade(std::size_t word) {
    if (text(word) != "grade" || word == line_.first || !fits("when|and|or|not|(|,|expect", word - 1) || at_ > word + 2) return false;
    const std::size_t value = fits("is|=|>|>=|<|<=|!=|in", word + 1) ? word + 2 : word + 1;
    if (!fits("@|#|\"", value)) return false;
    const std::string_view label = text(value);
    const std::string_view name = grade_with(without_quotes(label));
    const std::string_view is = value == word + 1 && first() != "expect" ? " is" : "";
    if (name.empty()) return tell(word, word, "a grade is asked by its own name; one named fit: fit is A", "");
    const std::string meant = fmt::format("{}{}", name, is);
    return tell(word, word, fmt::format("a grade is asked by its own name: {} {}", meant, is.empty() ? written(word + 1, value) : label),
                meant);
  }
};

}  // namespace

bool explain_question(const LineWords& line) { return Question(line).explain(); }

}  // namespace assay::syntax

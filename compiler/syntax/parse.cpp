#include "compiler/syntax/parse.h"

#include <algorithm>

#include "compiler/syntax/assemble.h"
#include "compiler/syntax/characters.h"
#include "compiler/syntax/explain.h"
#include "compiler/syntax/limits.h"
#include "compiler/syntax/line_reader.h"
#include "compiler/syntax/other_words.h"

namespace assay::syntax {

namespace {

// Reads line after line. After one that cannot be read, reading goes on at the next word that begins a line and is first on its row:
// line breaks have no meaning in a right policy, but they say most about what the author of a wrong one meant.
class Parser {
 public:
  Parser(const source::Source& source, const std::string& bytes, ReadBy by, Ast& ast, diag::Sink& sink)
      : source_(source), ast_(ast), sink_(sink), reader_(source, bytes, by, ast, sink), words_(reader_.words()), assembler_(ast, sink) {}

  void run() {
    // Growing would move these large nodes a dozen times. There are fewer of them; memory that is not used costs nothing.
    ast_.expressions.reserve(std::min<std::size_t>(words_.size(), 10 * limits::most_rules));
    ast_.statements.reserve(std::min<std::size_t>({source_.line_count(), words_.size(), limits::most_rules}));
    std::size_t first = 0;
    std::size_t before = 0;
    while (first < words_.size()) {
      const std::size_t next_deep = reader_.first_too_deep(first).value_or(words_.size());
      const std::size_t end_of_try = line_end_after(first);
      if (next_deep < end_of_try) {
        leave_out(first, next_deep);
        first = resume_after(first, next_deep);
        continue;
      }
      ReadLine result = is_lead_of_test(first)
                            ? ReadLine{.line = {}, .next = first, .failure = Failure{.word = first + 1, .rules = {}, .expected = {}}}
                            : reader_.read(first);
      if (result.failure && result.failure->word == first && took_next_line(before, first)) {
        --first;
        if (!tell(before, first, {.word = first, .rules = {"line"}, .expected = {}})) return;
        leave_out(before, first);
        continue;
      }
      if (result.failure) {
        if (took_next_line(first, result.failure->word)) --result.failure->word;
        const bool rest_of_last = result.failure->word == first && !words_[first].starts_row && first > 0;
        const std::size_t start = rest_of_last ? before : first;
        const std::size_t resume = resume_after(first, result.failure->word);
        if (!tell(start, resume, *result.failure)) return;
        leave_out(start, resume);
        before = first;
        first = resume;
        continue;
      }
      if (result.line) {
        tell_head_without_word(before, first);
        ast_.lines.push_back({assembler_.kind_of(*result.line), words_[first].begin});
        assembler_.add(std::move(*result.line));
      } else {
        leave_out(first, result.next);
      }
      before = first;
      first = result.next;
    }
  }

 private:
  std::string_view text(std::size_t word) const {
    return source_.bytes().substr(words_[word].begin, words_[word].end - words_[word].begin);
  }
  bool is_text(std::size_t word, std::string_view wanted) const { return word < words_.size() && text(word) == wanted; }

  // `lead title "CMO"` in a test, where lead is no line of its own that fields follow.
  bool is_lead_of_test(std::size_t first) const {
    const bool more = first + 1 < words_.size() && !words_[first + 1].starts_row;
    return assembler_.in_test() && is_text(first, "lead") && more && !is_text(first + 2, ":");
  }

  // Where a new line surely begins.
  bool may_begin_line(std::size_t word) const {
    if (reader_.begins_part(word)) return true;
    if (!words_[word].starts_row) return false;
    const std::string_view first = text(word);
    if (first == "on")
      return !is_text(word + 1, "at") && !is_text(word + 1, "more") && !is_text(word + 1, "fewer") && !is_text(word + 1, "exactly");
    if (first == "as") return is_text(word + 1, "of");
    if (first == "version" || first == "timezone" || first == "agreed" || first == "review") return assembler_.in_lead() || word == 0;
    return words_[word].kind == Token::Kind::Keyword && begins_line(first);
  }

  // A second misspelt line after a first one is told, too; a name in a list that goes on in a new row is none.
  bool was_meant_to_begin_line(std::size_t word) const {
    const bool alone = !is_text(word + 1, ",") && !is_text(word + 1, ":");
    return words_[word].starts_row && words_[word].kind == Token::Kind::Name && alone && is_meant_to_begin_line(text(word));
  }

  std::size_t line_end_after(std::size_t first) const {
    std::size_t end = first + 1;
    while (end < words_.size() && !may_begin_line(end)) ++end;
    return end;
  }

  std::size_t resume_after(std::size_t first, std::size_t failed) const {
    std::size_t word = std::max(first + 1, failed);
    // Behind a mistake, what looks like a case or a field within a row is a rest of the line: `visited on some days: +1`.
    const auto is_rest = [&](std::size_t at) { return reader_.begins_part(at) && !words_[at].starts_row; };
    while (word < words_.size() && (is_rest(word) || !may_begin_line(word)) && !was_meant_to_begin_line(word)) ++word;
    return word;
  }

  // `setting mql_at =` takes the `score` of the next row for its value, and reading fails at the section's name: what is missing stands
  // before that row.
  bool took_next_line(std::size_t first, std::size_t failed) const {
    return failed > first + 1 && failed < words_.size() && !words_[failed].starts_row && words_[failed - 1].starts_row &&
           may_begin_line(failed - 1);
  }

  // `"a buyer"` and `SAL` on rows of their own, before lines that belong under `test` and `stage`: the word before them was forgotten.
  void tell_head_without_word(std::size_t before, std::size_t first) {
    if (first < before + 2 || !words_[first].starts_row || !words_[first - 1].starts_row) return;
    const bool of_test = (is_text(first, "as") || is_text(first, "given") || is_text(first, "expect")) && !assembler_.in_test();
    const bool of_stage = (is_text(first, "enter") || is_text(first, "leave")) && !assembler_.in_stage();
    const bool is_head =
        (of_test && words_[first - 1].kind == Token::Kind::Text) || (of_stage && words_[first - 1].kind == Token::Kind::Name);
    if (!is_head) return;
    const std::string word = of_test ? "test" : "stage";
    const Span span{source_.id(), words_[first - 1].begin, words_[first - 1].end};
    const std::string meant = word + " " + std::string(text(first - 1));
    sink_.report(diag::Code::UnknownStatement, span, text(first - 1)).suggest("write: " + meant).replace(span, meant);
    ast_.left_out.push_back(span);
    assembler_.add_broken(word, span);
    if (of_stage) add_broken_name(first - 1);
  }

  // False when there were so many errors that reading ends.
  bool tell(std::size_t first, std::size_t end, const Failure& failure) {
    const std::uint32_t from = words_[first].begin;
    const std::uint32_t to = end < words_.size() ? words_[end].begin : static_cast<std::uint32_t>(source_.bytes().size());
    const auto& reported = reader_.reported();
    const auto told = std::lower_bound(reported.begin(), reported.end(), from);
    if (told != reported.end() && *told < to) return true;
    if (!sink_.empty() && told_of(sink_.diagnostics().back(), from, to)) return true;
    if (is_rest_of_table(first) || uses_broken_name(failure.word)) return true;
    const bool part = is_text(first + 1, ":") && !begins_line(text(first));  // of a block whose head was told
    const bool block_told = assembler_.in_on() ? assembler_.is_broken() : assembler_.is_behind_broken() && !assembler_.in_lead();
    if (part && block_told) return true;
    table_told_ = assembler_.in_table() || is_text(first, "table");
    if (++errors_ > limits::most_syntax_errors) {
      sink_.report(diag::Code::TooManyErrors, {source_.id(), from, words_[first].end});
      return false;
    }
    explain(source_, words_, {first, end, failure, assembler_.in_lead(), assembler_.in_on(), assembler_.in_table(), assembler_.in_test()},
            sink_);
    return true;
  }

  // A word of the language that a line declared as a name is told there; where it is used it is no second mistake.
  bool uses_broken_name(std::size_t failed) const {
    const auto is_broken = [&](std::size_t word) {
      const auto same = [&](const Name& name) { return !name.quoted && name.text == text(word); };
      const bool is_keyword = word < words_.size() && words_[word].kind == Token::Kind::Keyword && !begins_line(text(word));
      return is_keyword && std::any_of(ast_.broken.begin(), ast_.broken.end(), same);
    };
    return is_broken(failed) || (failed > 0 && is_broken(failed - 1));
  }

  // A table with bars in the wrong places is one mistake, in however many rows.
  bool is_rest_of_table(std::size_t first) const {
    return table_told_ && assembler_.in_table() && !begins_line(text(first)) && !is_meant_to_begin_line(text(first));
  }

  // Whether the line's first half was read, and something in it refused.
  bool told_of(const diag::Diagnostic& diagnostic, std::uint32_t from, std::uint32_t to) const {
    const Span place = diagnostic.primary.span;
    return place.file == source_.id() && place.begin >= from && place.begin < to;
  }

  // The word that the line was meant to begin with.
  std::string line_word(std::size_t first) const {
    const std::string_view word = text(first);
    if (assembler_.in_test() && words_[first].starts_row && words_[first].kind == Token::Kind::Text) return "test";
    if (begins_line(word) || assembler_.in_on() || !words_[first].starts_row || words_[first].kind != Token::Kind::Name)
      return std::string(word);
    const std::string meant = nearest_line_word(word);
    return meant.empty() ? std::string(word) : meant;
  }

  // Names that the line would have declared are not unknown to those who use them.
  void leave_out(std::size_t first, std::size_t end) {
    static constexpr std::string_view declaring_words[] = {"list", "define", "setting", "activity", "grade", "stage", "table", "score"};
    const std::string word = assembler_.in_lead() && is_text(first + 1, ":") ? std::string(text(first)) : line_word(first);
    const Span span{source_.id(), words_[first].begin, words_[std::max(end, first + 1) - 1].end};
    ast_.left_out.push_back(span);
    assembler_.add_broken(word, span);
    const bool declares = std::find(std::begin(declaring_words), std::end(declaring_words), word) != std::end(declaring_words);
    const bool field = assembler_.in_lead() && word != "lead";
    if (field) {
      for (std::size_t name = first + 1; name + 1 < end; ++name) {
        if (is_text(name + 1, ":")) add_broken_name(name);  // `a: text, b: text`
      }
    }
    const std::size_t name = declares ? first + 1 : first;
    if ((declares || field) && name < words_.size() && name < std::max(end, first + 2)) add_broken_name(name);
  }

  void add_broken_name(std::size_t name) {
    if (words_[name].kind == Token::Kind::Sign || is_text(name, "by")) return;  // the name itself is what is missing
    std::string_view declared = text(name);
    const bool quoted = declared.starts_with('`');
    if (quoted) declared = declared.substr(1, declared.size() - 2);
    ast_.broken.push_back({std::string(declared), {source_.id(), words_[name].begin, words_[name].end}, quoted});
  }

  const source::Source& source_;
  Ast& ast_;
  diag::Sink& sink_;
  LineReader reader_;
  const std::vector<Word>& words_;
  Assembler assembler_;
  std::size_t errors_ = 0;
  bool table_told_ = false;  // of the table that is open, a line was told
};

Ast parse_file(const source::Source& source, ReadBy by, diag::Sink& sink) {
  Ast ast;
  ast.file = source.id();
  if (source.bytes().size() > limits::most_file_bytes) {
    sink.report(diag::Code::FileTooLarge, {source.id(), 0, 0});
    return ast;
  }
  if (!is_text(source, sink)) return ast;
  const std::string bytes = checked_characters(source, sink);
  Parser(source, bytes, by, ast, sink).run();
  return ast;
}

}  // namespace

Ast parse(const source::Source& source, diag::Sink& sink) { return parse_file(source, ReadBy::Ourselves, sink); }
Ast parse_by_grammar(const source::Source& source, diag::Sink& sink) { return parse_file(source, ReadBy::Grammar, sink); }

}  // namespace assay::syntax

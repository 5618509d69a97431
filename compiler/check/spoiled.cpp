// What the parser could not read, and what is therefore no second mistake: statements there, and names declared there (decision 0145).
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "compiler/check/checker.h"
#include "runtime/text/fold.h"

namespace assay::check {

void Checker::note_spoiled_lines() {
  for (const diag::Diagnostic& diagnostic : sink_.diagnostics()) {
    if (diagnostic.level != diag::Level::Error) continue;
    const Span place = diagnostic.primary.span;
    spoiled_lines_.emplace(place.file, sources_[place.file].line_of(place.begin));
  }
  if (spoiled_lines_.empty()) return;
  for (const LoadedFile& file : files_) note_words_left_out(*file.ast);
}

// Any word on a line that was left out may be what it declares: `produts list: "a"`, `MQL` without its `stage`, the labels of a grade.
void Checker::note_words_left_out(const syntax::Ast& ast) {
  using Kind = syntax::Token::Kind;
  const auto is_left_out = [&](Span span) {
    const auto holds = [&](Span out) { return span.begin >= out.begin && span.end <= out.end; };
    return is_spoiled(span) || std::any_of(ast.left_out.begin(), ast.left_out.end(), holds);
  };
  for (const syntax::Token& token : ast.tokens) {
    const bool is_quoted = token.kind == Kind::Text || token.kind == Kind::QuotedName;
    const Span span{ast.file, token.begin, token.end};
    if ((token.kind != Kind::Name && !is_quoted) || !is_left_out(span)) continue;
    const std::string_view word = sources_[ast.file].text(span);
    words_left_out_.emplace(is_quoted ? word.substr(1, word.size() - 2) : word);
  }
}

bool Checker::is_broken(const std::string& name) const {
  const auto is_name = [&](const syntax::Name& broken) { return broken.text == name; };
  const auto declares = [&](const LoadedFile& file) { return std::any_of(file.ast->broken.begin(), file.ast->broken.end(), is_name); };
  return words_left_out_.contains(name) || std::any_of(files_.begin(), files_.end(), declares);
}

// Whether a spoiled line of the policy begins as a declaration does, or stands among the fields, and its name is not among the broken ones.
bool Checker::has_lost_declaration() const {
  static constexpr std::string_view declarations[] = {"use",   "activity", "list",  "define", "setting",
                                                      "table", "score",    "grade", "stage",  "lead"};
  const syntax::Ast& ast = *files_.front().ast;
  const source::Source& source = sources_[ast.file];
  for (const auto& [file, line] : spoiled_lines_) {
    if (file != ast.file) continue;
    const auto on_line = [&](const syntax::Name& name) { return source.line_of(name.span.begin) == line; };
    if (std::any_of(ast.broken.begin(), ast.broken.end(), on_line)) continue;
    const std::uint32_t start = source.line_start(line);
    const auto after = std::find_if(ast.statements.begin(), ast.statements.end(),
                                    [&](const syntax::Statement& statement) { return syntax::span_of(statement).begin > start; });
    if (after != ast.statements.begin() && std::holds_alternative<syntax::Lead>(*std::prev(after))) return true;
    const std::string_view text = text::trim(source.line(line));
    const std::string_view word = text.substr(0, text.find(' '));
    if (std::find(std::begin(declarations), std::end(declarations), word) != std::end(declarations)) return true;
  }
  return false;
}

bool Checker::is_spoiled(Span span) const {
  if (spoiled_lines_.empty()) return false;
  const source::Source& source = sources_[span.file];
  const std::uint32_t first = source.line_of(span.begin);
  const std::uint32_t last = source.line_of(span.empty() ? span.begin : span.end - 1);
  const auto found = spoiled_lines_.lower_bound({span.file, first});
  return found != spoiled_lines_.end() && found->first == span.file && found->second <= last;
}

}  // namespace assay::check

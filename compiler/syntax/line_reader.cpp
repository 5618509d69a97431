#include "compiler/syntax/line_reader.h"

#include <algorithm>

namespace assay::syntax {

LineReader::LineReader(const source::Source& source, const std::string& bytes, ReadBy by, Ast& ast, diag::Sink& sink)
    : source_(source),
      ast_(ast),
      sink_(sink),
      by_(by),
      words_(read_words(source, bytes, by, ast.tokens, sink)),
      line_parser_(source, words_, ast) {}

std::optional<std::size_t> LineReader::first_too_deep(std::size_t from) const {
  const auto found = std::lower_bound(words_.too_deep.begin(), words_.too_deep.end(), from);
  return found == words_.too_deep.end() ? std::nullopt : std::optional(*found);
}

std::size_t LineReader::next_part(std::size_t after) const {
  std::size_t at = after + 1;
  while (at < words_.parts.size() && words_.parts[at] == Part::None) ++at;
  return at;
}

ReadLine LineReader::read(std::size_t first_word) {
  // Looked for again only when passed: a file may be one line of a million words.
  if (part_ahead_ <= first_word) part_ahead_ = next_part(first_word);
  // Words that nest too deep are behind the end, too: prediction would otherwise walk through all of them for each line before.
  const std::size_t stop = std::min({part_ahead_, first_too_deep(first_word).value_or(part_ahead_), words_.words.size()});
  if (by_ == ReadBy::Ourselves) {
    std::optional<Line> line = line_parser_.read(first_word, stop);
    if (line) return {std::move(line), line_parser_.next(), std::nullopt};
  }
  if (!antlr_) antlr_.emplace(source_, words_, ast_, sink_);
  ++ast_.lines_by_antlr;
  return antlr_->read(first_word, stop);
}

}  // namespace assay::syntax

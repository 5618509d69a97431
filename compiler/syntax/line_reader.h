// The words of a file, and one line of it at a time as tree. Who reads a line does not show: line_parser.h reads those that are right,
// ANTLR what is left. Private to this folder.
// Invariants: nothing throws; a line that cannot be read leaves the tree as it was.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/syntax/antlr_parser.h"
#include "compiler/syntax/line_parser.h"

namespace assay::syntax {

class LineReader {
 public:
  // Reads all words of the source and reports those that are none (unclosed texts, foreign signs). `bytes` is the source's text with
  // every byte that is not UTF-8 replaced by one ASCII character.
  LineReader(const source::Source& source, const std::string& bytes, ReadBy by, Ast& ast, diag::Sink& sink);

  const std::vector<Word>& words() const { return words_.words; }
  // Whether a field of `lead`, a case of `on` or a row of a table begins with the word.
  bool begins_part(std::size_t word) const { return words_.parts[word] != Part::None; }
  // Offsets in the file where words were reported, rising.
  const std::vector<std::uint32_t>& reported() const { return words_.reported; }
  // Index of words nested deeper than the limit (reported), if any.
  std::optional<std::size_t> first_too_deep(std::size_t from) const;

  // Reads the line that begins with the word of that index.
  ReadLine read(std::size_t first_word);

 private:
  std::size_t next_part(std::size_t after) const;

  const source::Source& source_;
  Ast& ast_;
  diag::Sink& sink_;
  ReadBy by_;
  Words words_;
  LineParser line_parser_;
  std::optional<AntlrParser> antlr_;
  std::size_t part_ahead_ = 0;
};

}  // namespace assay::syntax

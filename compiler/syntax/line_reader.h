// The ANTLR lexer and parser behind a plain interface: words of a file, and one line of it at a time as tree. Only the sources of this
// class see ANTLR's headers. Private to this folder.
// Invariants: nothing throws; a line that cannot be read leaves the tree as it was; reading line by line keeps memory flat.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/diag/diag.h"
#include "compiler/syntax/line.h"

namespace assay::syntax {

// A token that the parser sees (no comments), with its bytes in the file.
struct Word {
  Token::Kind kind{};
  bool starts_row = false;  // the first on its row of the file
  std::uint32_t begin = 0, end = 0;
};

// Why a line could not be read.
struct Failure {
  std::size_t word = 0;                // index of the word that did not fit; words().size() at the end of the file
  std::vector<std::string> rules;      // names of the grammar's rules it stands in, innermost first
  std::vector<std::string> expected;   // what could have stood there, where the parser knows (keywords and signs as written)
};

struct ReadLine {
  std::optional<Line> line;            // none after a failure, and none if a value in it was refused (and reported)
  std::size_t next = 0;                // index of the first word behind the line
  std::optional<Failure> failure;
};

class LineReader {
 public:
  // Reads all words of the source and reports those that are none (unclosed texts, foreign signs). `bytes` is the source's text with
  // every byte that is not UTF-8 replaced by one ASCII character.
  LineReader(const source::Source& source, const std::string& bytes, Ast& ast, diag::Sink& sink);
  ~LineReader();

  const std::vector<Word>& words() const;
  // Whether a field of `lead`, a case of `on` or a row of a table begins with the word.
  bool begins_part(std::size_t word) const;
  // Offsets in the file where words were reported, rising.
  const std::vector<std::uint32_t>& reported() const;
  // Index of words nested deeper than the limit (reported), if any.
  std::optional<std::size_t> first_too_deep(std::size_t from) const;

  // Reads the line that begins with the word of that index.
  ReadLine read(std::size_t first_word);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace assay::syntax

// ANTLR's parser behind a plain interface: one line at a time as tree. Private to this folder; does not show ANTLR.
// It reads what line_parser.h does not, and says what does not fit. Building its tables costs some milliseconds, so it is made only then.
// Invariants: nothing throws; a line that cannot be read leaves the tree as it was; reading line by line keeps memory flat.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/diag/diag.h"
#include "compiler/syntax/line.h"
#include "compiler/syntax/words.h"

namespace assay::syntax {

// Why a line could not be read.
struct Failure {
  std::size_t word = 0;               // index of the word that did not fit; the number of words at the end of the file
  std::vector<std::string> rules;     // names of the grammar's rules it stands in, innermost first
  std::vector<std::string> expected;  // what could have stood there, where the parser knows (keywords and signs as written)
};

struct ReadLine {
  std::optional<Line> line;  // none after a failure, and none if a value in it was refused (and reported)
  std::size_t next = 0;      // index of the first word behind the line
  std::optional<Failure> failure;
};

class AntlrParser {
 public:
  AntlrParser(const source::Source& source, const Words& words, Ast& ast, diag::Sink& sink);
  ~AntlrParser();

  // Reads the line that begins with the word of that index; for it, the file ends at the word of index `end`.
  ReadLine read(std::size_t first_word, std::size_t end);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace assay::syntax

// ANTLR's lexer behind a plain interface, from a place in the file on. Private to this folder; does not show ANTLR.
// Building its tables costs some milliseconds, so it is made only when a file has words that lexer.h does not know.
#pragma once

#include <memory>
#include <string>

#include "compiler/syntax/lexer.h"

namespace assay::syntax {

class AntlrLexer {
 public:
  AntlrLexer(const std::string& bytes, std::size_t from);
  ~AntlrLexer();

  // As Lexer::next, but any bytes are some word: UNKNOWN, if nothing else.
  ReadWord next(bool regex_possible);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace assay::syntax

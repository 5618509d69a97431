// The words of a file: read, checked for spellings that Assay does not have, and told apart where only the neighbours of a word tell
// (commas of lists in parentheses, colons of cases, regular expressions). Private to this folder.
// Plain words are read by lexer.h; from the first that is not plain on, ANTLR reads the file.
#pragma once

#include <string>
#include <vector>

#include "compiler/diag/diag.h"
#include "compiler/syntax/ast.h"
#include "grammar/word_type.h"

namespace assay::syntax {

// A token that the parsers see (no comments), with its bytes in the file.
struct Word {
  Token::Kind kind{};
  WordType type{};
  bool starts_row = false;  // the first on its row of the file
  std::uint32_t begin = 0, end = 0;
};

// Lines that begin with any word: fields of `lead`, cases of `on`, rows of tables.
enum class Part : std::uint8_t { None, Field, Case, Row };

struct Words {
  std::vector<Word> words;
  std::vector<Part> parts;              // the part that begins with a word; one more than words, for the end of the file
  std::vector<std::uint32_t> reported;  // offsets of what was reported, rising
  std::vector<std::size_t> too_deep;    // words nested deeper than the limit (reported), rising
};

// Who reads words and lines. Grammar leaves both to ANTLR alone, to hold the other readers against it.
enum class ReadBy : std::uint8_t { Ourselves, Grammar };

// Comments and words also go into `tokens_of_file`, in the order of the file. `bytes` is the source's text with every byte that is not
// UTF-8 replaced by one ASCII character.
Words read_words(const source::Source& source, const std::string& bytes, ReadBy by, std::vector<Token>& tokens_of_file, diag::Sink& sink);

}  // namespace assay::syntax

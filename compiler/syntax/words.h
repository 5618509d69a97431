// The words of a file as ANTLR tokens: read, checked for spellings that Assay does not have, and told apart where only the neighbours
// of a token tell (commas of lists in parentheses, colons of cases, regular expressions). Private to this folder; sees ANTLR.
// Invariant: words[i] describes tokens[i]; the last token is the end of the file and has no word.
#pragma once

#include <antlr4-runtime.h>

#include <memory>
#include <string>
#include <vector>

#include "compiler/syntax/line_reader.h"

namespace assay::syntax {

// Lines that begin with any word: fields of `lead`, cases of `on`, rows of tables.
enum class Part : std::uint8_t { None, Field, Case, Row };

struct Words {
  std::unique_ptr<antlr4::ANTLRInputStream> input;
  std::vector<std::unique_ptr<antlr4::Token>> tokens;
  std::vector<Word> words;
  std::vector<Part> parts;                       // the part that begins with a word
  std::vector<std::uint32_t> reported;           // offsets of what was reported
  std::vector<std::size_t> too_deep;             // words nested deeper than the limit, rising
  std::vector<std::uint32_t> character_offsets;  // byte of each character of the input, and the end of the file
};

// Comments and words also go into `tokens_of_file`, in the order of the file.
Words read_words(const source::Source& source, const std::string& bytes, std::vector<Token>& tokens_of_file, diag::Sink& sink);

}  // namespace assay::syntax

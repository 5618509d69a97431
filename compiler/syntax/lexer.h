// Reads plain words: those that a right policy is made of. What it is not: it knows no words of other languages, no curly quotes and no
// texts without an end. There it stops, and ANTLR reads on (antlr_lexer.h), which knows them as grammar/AssayLexer.g4 says.
// Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "grammar/word_type.h"

namespace assay::syntax {

// Half-open range of bytes in the file; END_OF_FILE is empty.
struct ReadWord {
  WordType type{};
  std::uint32_t begin = 0, end = 0;
};

class Lexer {
 public:
  // `bytes` is UTF-8 and outlives this. A byte order mark is no word.
  explicit Lexer(std::string_view bytes) : bytes_(bytes), at_(bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

  // The next word or comment; nothing where it is not plain. With `regex_possible`, a slash begins a regular expression.
  std::optional<ReadWord> next(bool regex_possible);
  // Of the first byte that was not read as a word.
  std::size_t offset() const { return at_; }

 private:
  char byte(std::size_t at) const { return at < bytes_.size() ? bytes_[at] : '\0'; }
  std::optional<ReadWord> word(WordType type, std::size_t end);
  std::optional<ReadWord> name();
  std::optional<ReadWord> number();
  std::optional<ReadWord> closed_by(char quote, WordType type, bool escapes);
  std::optional<ReadWord> sign();

  std::string_view bytes_;
  std::size_t at_;
};

}  // namespace assay::syntax

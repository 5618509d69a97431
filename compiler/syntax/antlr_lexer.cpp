#include "compiler/syntax/antlr_lexer.h"

#include <string_view>
#include <vector>

#include <antlr4-runtime.h>

#include "grammar/AssayLexer.h"

namespace assay::syntax {

namespace {

// ANTLR drops a byte order mark by itself; it is left out before, so that offsets stay right.
std::string_view without_mark(std::string_view bytes) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  return bytes.starts_with(byte_order_mark) ? bytes.substr(byte_order_mark.size()) : bytes;
}

// The byte of each character, and the end of the file.
std::vector<std::uint32_t> offsets_of_characters(std::string_view bytes, std::size_t from) {
  std::vector<std::uint32_t> offsets;
  offsets.reserve(bytes.size() + 1);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if ((static_cast<unsigned char>(bytes[at]) & 0xC0) != 0x80) offsets.push_back(static_cast<std::uint32_t>(from + at));
  }
  offsets.push_back(static_cast<std::uint32_t>(from + bytes.size()));
  return offsets;
}

}  // namespace

struct AntlrLexer::Parts {
  Parts(std::string_view rest, std::size_t from)
      : offsets(offsets_of_characters(rest, from)), input(rest.data(), rest.size()), lexer(&input) {
    lexer.removeErrorListeners();
  }

  bool next_sign_is_slash() {
    ssize_t ahead = 1;
    const auto is_space = [](std::size_t letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; };
    while (is_space(input.LA(ahead))) ++ahead;
    return input.LA(ahead) == '/';
  }

  std::vector<std::uint32_t> offsets;
  antlr4::ANTLRInputStream input;
  AssayLexer lexer;
};

AntlrLexer::AntlrLexer(const std::string& bytes, std::size_t from) {
  const std::string_view rest = without_mark(std::string_view(bytes).substr(from));
  parts_ = std::make_unique<Parts>(rest, bytes.size() - rest.size());
}
AntlrLexer::~AntlrLexer() = default;

ReadWord AntlrLexer::next(bool regex_possible) {
  if (regex_possible && parts_->next_sign_is_slash()) parts_->lexer.setMode(AssayLexer::REGEX_MODE);
  const std::unique_ptr<antlr4::Token> token = parts_->lexer.nextToken();
  parts_->lexer.setMode(AssayLexer::DEFAULT_MODE);
  if (token->getType() == antlr4::Token::EOF) return {WordType::END_OF_FILE, parts_->offsets.back(), parts_->offsets.back()};
  return {static_cast<WordType>(token->getType()), parts_->offsets[token->getStartIndex()], parts_->offsets[token->getStopIndex() + 1]};
}

}  // namespace assay::syntax

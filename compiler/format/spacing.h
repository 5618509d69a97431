// Where spaces stand between the words of a line. Private to this folder.
#pragma once

#include <span>
#include <string_view>

#include "compiler/syntax/ast.h"

namespace assay::format {

// A word of a line with its text; comments are words of their own.
struct Word {
  syntax::Token::Kind kind{};
  std::string_view text;
};

// Whether a space stands before words[at], at > 0. `row` tells rows of tables, where every sign belongs to its number.
bool space_before(std::span<const Word> words, std::size_t at, bool row);

// Whether a long line may go on in a new row before words[at].
bool may_break_before(std::span<const Word> words, std::size_t at);

}  // namespace assay::format

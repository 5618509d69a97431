// Where fields of `lead`, cases of `on` and rows of tables begin: lines whose first word may be any. Private to this folder; sees ANTLR.
#pragma once

#include "compiler/syntax/words.h"

namespace assay::syntax {

// One entry per token. Colons of cases are CASE_COLON already.
std::vector<Part> find_parts(const std::vector<std::unique_ptr<antlr4::Token>>& tokens);

// Words that, first on a row, begin a statement and never stand in an expression (as `score` does).
bool begins_statement(std::size_t type);

}  // namespace assay::syntax

// Where fields of `lead`, cases of `on` and rows of tables begin: lines whose first word may be any. Private to this folder.
#pragma once

#include "compiler/syntax/words.h"

namespace assay::syntax {

// One entry per word and one for the end of the file. Colons of cases are CASE_COLON already.
std::vector<Part> find_parts(const std::vector<Word>& words);

// Words that, first on a row, begin a statement and never stand in an expression (as `score` does).
bool begins_statement(WordType type);

}  // namespace assay::syntax

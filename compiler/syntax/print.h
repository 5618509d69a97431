// The tree as text for people (`assay dump --stage ast`) and for golden tests: one line per statement or part of one, indented;
// expressions as nested lists. Without places, so that two texts that mean the same tree print the same.
#pragma once

#include <string>

#include "compiler/syntax/ast.h"

namespace assay::syntax {

std::string print(const Ast& ast);
// One expression on one line.
std::string print(const Ast& ast, ExprId expression);

}  // namespace assay::syntax

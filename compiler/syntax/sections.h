// Which blocks of cases belong to a score section. What it is not: rules know their section themselves (`Rule::section`).
#pragma once

#include <cstddef>
#include <vector>

#include "compiler/syntax/ast.h"

namespace assay::syntax {

// Whether one of the case's effects, or of the block's cases, is points.
bool gives_points(const Case& one);
bool gives_points(const On& on);

// The indices of the `on` statements that belong to the section before them, rising: all that stand among its rules, and behind
// statements of other kinds (stages, grades) those that give points.
std::vector<std::size_t> blocks_in_sections(const Ast& ast);

}  // namespace assay::syntax

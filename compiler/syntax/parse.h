// Text of a policy file to its tree. What it is not: it resolves no names and reads no other files.
#pragma once

#include "compiler/diag/diag.h"
#include "compiler/source/source.h"
#include "compiler/syntax/ast.h"

namespace assay::syntax {

// Reports what is wrong with the form of the text and goes on at the next statement; the tree holds all statements that were right.
// Never throws; returns soon for any bytes, also beyond the limits (nesting 200, 16 MiB, 100,000 rules, 1,000,000 list entries).
Ast parse(const source::Source& source, diag::Sink& sink);

// The same, but every word and line is read by ANTLR from grammar/, many times slower. For tests: it is what `parse` must be.
Ast parse_by_grammar(const source::Source& source, diag::Sink& sink);

}  // namespace assay::syntax

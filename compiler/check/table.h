// Tables on their way to IR: what table.cpp, table_file.cpp and table_lints.cpp share. Private to compiler/check.
#pragma once

#include <string>
#include <vector>

#include "compiler/check/checker.h"

namespace assay::check {

// The rows or the columns of a table, for one context.
struct TableAxis {
  std::string_view word;               // "row", "column"
  const syntax::Name* name = nullptr;  // of the input
  Value input;
  std::vector<const syntax::TableCell*> cells;  // in order
};

// One thing that a cell asks of the input.
struct CellTest {
  enum class Kind : std::uint8_t { Else, Texts, Compare, Range } kind{};
  syntax::CompareOp op{};            // of Compare
  std::vector<std::string> texts{};  // of Texts: patterns
  Value value{}, high{};             // constants: of Compare the one, of Range both ends
};

// The tests of one cell, and when they hold.
struct LoweredCell {
  std::vector<CellTest> tests;
  ir::ExprId holds;  // Truth
  Span span;
};

// table_file.cpp: the table that a CSV file holds, as the statement that would say the same; nullptr after a message. `inputs` are the
// kinds of the inputs, which tell how cells are to be read.
const syntax::Table* read_table(Checker& checker, const Declaration& declaration, const std::vector<Value>& inputs,
                                const syntax::Ast*& ast);

// table_lints.cpp: gaps, overlaps and unreachable cells of one axis. `other_sample` tells the other half of the sample lead; empty: there
// is none.
void lint_axis(Checker& checker, const std::string& table, Span table_span, const TableAxis& axis, const std::vector<LoweredCell>& cells,
               const std::string& other_sample);

// A lead that the first cell that is no `else` fits: `country "DE"`.
std::string sample_of(Checker& checker, const TableAxis& axis, const std::vector<LoweredCell>& cells);

}  // namespace assay::check

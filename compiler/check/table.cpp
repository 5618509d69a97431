// Tables: rows and columns become conditions, the table a choice among its values. The first row that fits counts, then in it the first
// column.
#include "compiler/check/table.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compiler/check/comparison.h"

namespace assay::check {

namespace {

std::string cells_of(std::size_t count) { return fmt::format("{} {}", count, count == 1 ? "cell" : "cells"); }
std::string columns_of(std::size_t count) { return fmt::format("{} {}", count, count == 1 ? "column" : "columns"); }

bool is_else(const syntax::TableCell& cell) { return cell.items.size() == 1 && cell.items.front().kind == syntax::CellItem::Kind::Else; }

// A head that goes on in the next row (`| < 50 | >= 50 |`), and several rows that are all as long as each other, and not as the head, are
// one mistake: the head's. True after a message.
bool head_is_wrong(Checker& checker, const syntax::Table& table, std::size_t columns) {
  const auto is_wrong = [&](const syntax::TableRow& row) { return row.cells.size() != columns + 1; };
  if (!table.head || std::none_of(table.rows.begin(), table.rows.end(), is_wrong)) return false;
  const Span first = table.head->cells.front().span;
  if (checker.line_of(first) != checker.line_of({first.file, table.head->span.end - 1, table.head->span.end})) {
    checker.sink_.report(diag::Code::TableHead, first, "the head of a table is one row, with a cell behind each bar and no bar at its end");
    return true;
  }
  const std::size_t cells = table.rows.front().cells.size();
  const auto as_long = [&](const syntax::TableRow& row) { return row.cells.size() == cells; };
  if (table.rows.size() < 2 || cells < 2 || !std::all_of(table.rows.begin(), table.rows.end(), as_long)) return false;
  checker.sink_.report(diag::Code::TableRowLength, table.head->span, columns_of(columns), fmt::format("rows of {}", cells_of(cells - 1)));
  return true;
}

// The same for every context: rows as long as the head, which is there when the table is by two names.
bool check_shape(Checker& checker, const syntax::Table& table) {
  if (table.by.size() == 2 && !table.head) {
    checker.sink_.report(diag::Code::TableHead, table.name.span, "a table by two names begins with a head: | < 50 | 50..999 | >= 1000");
    return false;
  }
  if (table.by.size() == 1 && table.head) {
    checker.sink_.report(diag::Code::TableHead, table.head->span, "a table by one name has no head: each row is a cell, | and a value");
    return false;
  }
  const std::size_t columns = table.head ? table.head->cells.size() : 1;
  if (head_is_wrong(checker, table, columns)) return false;
  bool ok = true;
  std::int32_t told_line = 0;  // `| 30 30 | 40` is read as two rows
  for (const syntax::TableRow& row : table.rows) {
    if (row.cells.size() == columns + 1 || std::exchange(told_line, checker.line_of(row.span)) == checker.line_of(row.span)) continue;
    checker.sink_.report(diag::Code::TableRowLength, row.span, cells_of(row.cells.empty() ? 0 : row.cells.size() - 1), columns_of(columns));
    ok = false;
  }
  return ok;
}

class Lowering {
 public:
  Lowering(Checker& checker, const Declaration& declaration, const TableShape& shape, const Context& context)
      : checker_(checker), declaration_(declaration), shape_(shape), context_(context) {}

  // The inputs in the context of the table's own file: a CSV table takes its names from the statement.
  bool lower_inputs() {
    const auto& table = declaration_.as<syntax::Table>();
    Context context = context_;
    context.ast = declaration_.ast;
    for (const syntax::Name& name : table.by) {
      TableAxis& axis = axes_.emplace_back();
      axis.word = axes_.size() == 1 ? "row" : "column";
      axis.name = &name;
      axis.input = checker_.as_value(checker_.lower_name(name, context));
      if (axis.input.is_error()) return false;
      if (axis.input.kind == Kind::Duration) {
        checker_.sink_.report(diag::Code::TableCell, name.span, "a table is by values of leads, not by a duration");
        return false;
      }
    }
    return true;
  }

  std::vector<Value> inputs() const {
    std::vector<Value> values;
    for (const TableAxis& axis : axes_) values.push_back(axis.input);
    return values;
  }

  // All cells are looked at, so that each fault is told.
  bool lower_cells() {
    const syntax::Table& table = *shape_.table;
    for (const syntax::TableRow& row : table.rows) axes_[0].cells.push_back(&row.cells.front());
    if (table.head) {
      for (const syntax::TableCell& cell : table.head->cells) axes_[1].cells.push_back(&cell);
    }
    bool ok = true;
    for (const TableAxis& axis : axes_) {
      std::vector<LoweredCell>& cells = tests_.emplace_back();
      for (const syntax::TableCell* cell : axis.cells) ok = lower_cell(axis, *cell, cells.emplace_back()) && ok;
    }
    return lower_values() && ok;
  }

  Value choose(Span use) {
    ir::Builder& build = checker_.build_;
    std::vector<ir::ExprId> rows;
    for (std::size_t row = 0; row < values_.size(); ++row) {
      rows.push_back(tests_[0][row].holds);
      rows.push_back(axes_.size() == 1 ? values_[row][0].expr : columns_of_row(row));
    }
    Value value;
    value.kind = is_number_ ? Kind::Number : Kind::Integer;
    value.expr = rows.empty() ? build.missing(is_number_ ? ir::Type::Number : ir::Type::Integer) : build.choose(std::move(rows));
    value.span = use;
    return value;
  }

  void lint() {
    const std::string& name = declaration_.name;
    for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
      const std::string other = axes_.size() == 1 ? "" : sample_of(checker_, axes_[1 - axis], tests_[1 - axis]);
      lint_axis(checker_, name, declaration_.span, axes_[axis], tests_[axis], other);
    }
  }

 private:
  ir::ExprId columns_of_row(std::size_t row) {
    std::vector<ir::ExprId> columns;
    for (std::size_t column = 0; column < values_[row].size(); ++column) {
      columns.push_back(tests_[1][column].holds);
      columns.push_back(values_[row][column].expr);
    }
    return checker_.build_.choose(std::move(columns));
  }

  bool lower_cell(const TableAxis& axis, const syntax::TableCell& cell, LoweredCell& lowered) {
    lowered.span = cell.span;
    if (is_else(cell)) {
      lowered.tests.push_back({.kind = CellTest::Kind::Else});
      lowered.holds = checker_.build_.truth(true);
      return true;
    }
    const bool of_text = axis.input.kind == Kind::Text || axis.input.kind == Kind::TextList;
    std::vector<ir::ExprId> any;
    std::vector<syntax::ExprId> texts;
    bool ok = true;
    for (const syntax::CellItem& item : cell.items) {
      if (of_text && item.kind == syntax::CellItem::Kind::Value) {
        texts.push_back(*item.value);
      } else {
        ok = lower_item(axis.input, item, cell.span, lowered, any) && ok;
      }
    }
    if (!texts.empty()) ok = add_texts(axis.input, texts, cell.span, lowered, any) && ok;
    lowered.holds = checker_.build_.disjunction(any);
    return ok;
  }

  bool lower_item(const Value& input, const syntax::CellItem& item, Span cell, LoweredCell& lowered, std::vector<ir::ExprId>& any) {
    switch (item.kind) {
      case syntax::CellItem::Kind::Else:
        checker_.sink_.report(diag::Code::TableCell, cell, "'else' stands alone in its cell");
        return false;
      case syntax::CellItem::Kind::Value: return add_comparison(input, syntax::CompareOp::Equal, *item.value, lowered, any);
      case syntax::CellItem::Kind::Comparison: return add_comparison(input, item.op, *item.value, lowered, any);
      case syntax::CellItem::Kind::Range: return add_range(input, *item.value, lowered, any);
    }
    return false;
  }

  // Patterns, and names of lists.
  bool add_texts(const Value& input, const std::vector<syntax::ExprId>& values, Span cell, LoweredCell& lowered,
                 std::vector<ir::ExprId>& any) {
    TextValues texts = static_texts(checker_, values, constants());
    if (!texts.rest.empty()) {
      const Value other = checker_.lower(texts.rest.front(), constants());
      checker_.compare(syntax::CompareOp::Equal, input, other, cell);
      if (!other.is_error()) checker_.sink_.report(diag::Code::TableCell, other.span, "texts of a table stand in quotes");
      return false;
    }
    if (!texts.ok) return false;
    any.push_back(match_atom(checker_, input, {.mode = pattern_mode(input), .texts = texts.texts, .name = texts.list}, cell).known_true);
    lowered.tests.push_back({.kind = CellTest::Kind::Texts, .texts = std::move(texts.texts)});
    return true;
  }

  bool add_comparison(const Value& input, syntax::CompareOp op, syntax::ExprId id, LoweredCell& lowered, std::vector<ir::ExprId>& any) {
    Value value = checker_.lower_beside(input, id, constants());
    if (value.is_error()) return false;
    const Value fits = checker_.compare(op, input, value, value.span);
    if (fits.is_error()) return false;
    any.push_back(fits.known_true);
    lowered.tests.push_back({.kind = CellTest::Kind::Compare, .op = op, .value = std::move(value)});
    return true;
  }

  bool add_range(const Value& input, syntax::ExprId id, LoweredCell& lowered, std::vector<ir::ExprId>& any) {
    const auto& range = std::get<syntax::Range>((*shape_.ast)[id].node);
    Value low = checker_.lower_beside(input, range.low, constants());
    Value high = checker_.lower_beside(input, range.high, constants());
    if (low.is_error() || high.is_error()) return false;
    const Value from = checker_.compare(syntax::CompareOp::GreaterEqual, input, low, low.span);
    if (from.is_error()) return false;
    const Value to = checker_.compare(syntax::CompareOp::LessEqual, input, high, high.span);
    if (to.is_error()) return false;
    any.push_back(checker_.build_.conjunction(from.known_true, to.known_true));
    lowered.tests.push_back({.kind = CellTest::Kind::Range, .value = std::move(low), .high = std::move(high)});
    return true;
  }

  // Cells hold literals, settings and labels of the input.
  Context constants() const { return {.ast = shape_.ast, .level = Level::Constants, .user = "a cell of a table"}; }

  bool lower_values() {
    bool ok = true;
    for (const syntax::TableRow& row : shape_.table->rows) {
      std::vector<Value>& values = values_.emplace_back();
      for (auto cell = row.cells.begin() + 1; cell != row.cells.end(); ++cell) ok = lower_value(*cell, values.emplace_back()) && ok;
    }
    if (!ok || !is_number_) return ok;
    for (std::vector<Value>& row : values_) {
      for (Value& value : row) value.expr = checker_.build_.to_number(value.expr);
    }
    return true;
  }

  bool lower_value(const syntax::TableCell& cell, Value& value) {
    if (cell.items.size() != 1 || cell.items.front().kind != syntax::CellItem::Kind::Value) {
      checker_.sink_.report(diag::Code::TableValue, cell.span, cell.items.size() > 1 ? "a list of several" : "a condition");
      return false;
    }
    value = checker_.lower(*cell.items.front().value, constants());
    if (value.is_error()) return false;
    if (!value.is_number()) {
      checker_.sink_.report(diag::Code::TableValue, cell.span, name_of(value.kind));
      return false;
    }
    is_number_ = is_number_ || value.kind == Kind::Number;
    return true;
  }

  Checker& checker_;
  const Declaration& declaration_;
  const TableShape& shape_;
  Context context_;
  std::vector<TableAxis> axes_;
  std::vector<std::vector<LoweredCell>> tests_;  // per axis, per cell
  std::vector<std::vector<Value>> values_;       // per row, per column
  bool is_number_ = false;
};

// Makes the shape when the table is first met. The inputs must be right.
const TableShape& shape_of(Checker& checker, const Declaration& declaration, const std::vector<Value>& inputs) {
  TableShape& shape = checker.tables_[&declaration];
  if (shape.made) return shape;
  shape.made = true;
  shape.ast = declaration.ast;
  shape.table = &declaration.as<syntax::Table>();
  if (shape.table->file) shape.table = read_table(checker, declaration, inputs, shape.ast);
  shape.ok = shape.table != nullptr && !checker.is_spoiled(shape.table->span) && check_shape(checker, *shape.table);
  return shape;
}

Value lower_in(Checker& checker, Declaration& declaration, const Context& context, Span use, bool lint) {
  const auto& table = declaration.as<syntax::Table>();
  if (table.by.empty() || table.by.size() > 2) {
    checker.sink_.report(diag::Code::TableInputs, table.by.empty() ? table.name.span : table.by[2].span, table.by.size());
    return checker.error(use);
  }
  TableShape& shape = checker.tables_[&declaration];
  if (shape.in_use) {
    checker.sink_.report(diag::Code::TableCircle, use, declaration.name).also(declaration.span, "declared here");
    return checker.error(use);
  }
  shape.in_use = true;
  Lowering lowering(checker, declaration, shape, context);
  Value value = checker.error(use);
  if (lowering.lower_inputs() && shape_of(checker, declaration, lowering.inputs()).ok && lowering.lower_cells()) {
    value = lowering.choose(use);
    if (lint) lowering.lint();
  }
  shape.in_use = false;
  return value;
}

}  // namespace

Value Checker::lower_table(Declaration& declaration, const Context& context, Span use) {
  return lower_in(*this, declaration, context, use, false);
}

void Checker::check_table(Declaration& declaration) {
  const Context context{.ast = declaration.ast, .level = Level::Stages, .user = "a table"};
  const auto& table = declaration.as<syntax::Table>();
  if (!table.file && table.rows.empty() && !is_spoiled(table.span)) {
    sink_.report(diag::Code::UnexpectedEnd, table.span, "a table has rows").suggest("write them below it, such as: \"DE\", \"AT\" | 5");
    return;
  }
  lower_in(*this, declaration, context, declaration.span, input_.lints && declaration.origin == Origin::Policy);
}

}  // namespace assay::check

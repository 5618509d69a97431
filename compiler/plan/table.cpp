#include "compiler/plan/table.h"

#include <bit>

namespace assay::plan {

using ir::ExprId;
using ir::Op;

namespace {

bool add_cell(const ir::Node& node, Table& table) {
  const bool has_cells = node.type != ir::Type::Text && node.type != ir::Type::TextList && node.type != ir::Type::YesNo;
  if (node.op != Op::Constant || !has_cells) return false;
  table.cells.push_back(node.type == ir::Type::Number ? std::bit_cast<std::int64_t>(node.number) : node.integer);
  return true;
}

bool add_row(const ir::Policy& policy, const ir::Node& row, Table& table) {
  if (row.op != Op::Choose || row.operand_count != 2 * table.columns.size()) return false;
  for (std::uint32_t i = 0; i < row.operand_count; i += 2) {
    if (policy.operand(row, i) != table.columns[i / 2] || !add_cell(policy[policy.operand(row, i + 1)], table)) return false;
  }
  return true;
}

}  // namespace

std::optional<Table> table_of(const ir::Policy& policy, ExprId choice) {
  const ir::Node& node = policy[choice];
  Table table;
  const ir::Node& first = policy[policy.operand(node, 1)];
  if (first.op == Op::Choose) {
    for (std::uint32_t i = 0; i < first.operand_count; i += 2) table.columns.push_back(policy.operand(first, i));
  }
  for (std::uint32_t i = 0; i < node.operand_count; i += 2) {
    table.rows.push_back(policy.operand(node, i));
    const ir::Node& value = policy[policy.operand(node, i + 1)];
    if (!(table.columns.empty() ? add_cell(value, table) : add_row(policy, value, table))) return std::nullopt;
  }
  return table;
}

}  // namespace assay::plan

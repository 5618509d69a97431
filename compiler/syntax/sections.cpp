#include "compiler/syntax/sections.h"

#include <algorithm>

namespace assay::syntax {

namespace {

// What may stand among the rules of a section.
bool stands_among_rules(const Statement& statement) {
  return std::holds_alternative<Section>(statement) || std::holds_alternative<Rule>(statement) || std::holds_alternative<On>(statement) ||
         std::holds_alternative<ExcludeStatement>(statement) || std::holds_alternative<TagStatement>(statement);
}

}  // namespace

bool gives_points(const Case& one) {
  return std::any_of(one.effects.list.begin(), one.effects.list.end(),
                     [](const Effect& effect) { return std::holds_alternative<PointsEffect>(effect); });
}

bool gives_points(const On& on) {
  return std::any_of(on.cases.begin(), on.cases.end(), [](const Case& one) { return gives_points(one); });
}

std::vector<std::size_t> blocks_in_sections(const Ast& ast) {
  std::vector<std::size_t> blocks;
  bool among_rules = true;
  for (std::size_t at = 0; at < ast.statements.size(); ++at) {
    const Statement& statement = ast.statements[at];
    if (std::holds_alternative<Section>(statement)) among_rules = true;
    if (!stands_among_rules(statement)) among_rules = false;
    const auto* on = std::get_if<On>(&statement);
    if (on != nullptr && on->section && (among_rules || gives_points(*on))) blocks.push_back(at);
  }
  return blocks;
}

}  // namespace assay::syntax

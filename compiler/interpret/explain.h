// What the conditions of a policy came to for one lead, and with which values: for tests that fail and for people who ask why.
// Not here: how that is shown (compiler/testing, cli).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/ir.h"
#include "runtime/batch.h"
#include "runtime/program.h"

namespace assay::interpret {

enum class Verdict : std::uint8_t { True, False, Unknown };

// What an ir::Explanation came to: a condition has a verdict, a value a text.
struct Explained {
  std::optional<Verdict> verdict;
  std::optional<std::string> value;  // `"CMO"`, `12`, `2026-11-22`, `yes`, a label; `missing`
};

// The words of a label: those of the field, attribute or grade that the expression's value comes from.
std::string label_text(const ir::Policy& policy, ir::ExprId expression, std::int64_t code);

// The lead expressions that Policy::explanations are made of.
std::vector<ir::ExprId> explained_expressions(const ir::Policy& policy);

// Whether there is such an expression and it has one value per lead: those below the filters of phrases have none.
bool has_one_value(const ir::Policy& policy, ir::ExprId expression);

// One for each of Policy::explanations, for the lead in `row` of the batch. `activities` as in runtime::Session::score.
std::vector<Explained> explain(const ir::Policy& policy, const runtime::RunOptions& options, const runtime::Batch& batch,
                               const runtime::ActivityBatch* activities, std::size_t row);

}  // namespace assay::interpret
